"""Two records called different by whoever registered one wait for an officer's word."""

import sqlalchemy as sa
from alembic import op

revision = '0009_kept_apart'
down_revision = '0008_discarded_drafts'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('kept_apart', schema=None) as batch_op:
        batch_op.add_column(sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('settled_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_kept_apart_settled_by_id_accounts'), 'accounts', ['settled_by_id'], ['id'], ondelete='SET NULL')
    # What officers have said already is not asked again.
    op.execute(
        "UPDATE kept_apart SET settled_at = created_at, settled_by_id = account_id"
        " WHERE account_id IN (SELECT account_id FROM role_grants WHERE role = 'officer')"
    )


def downgrade():
    # Without the column every row would be an officer's word.
    op.execute('DELETE FROM kept_apart WHERE settled_at IS NULL')
    with op.batch_alter_table('kept_apart', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_kept_apart_settled_by_id_accounts'), type_='foreignkey')
        batch_op.drop_column('settled_by_id')
        batch_op.drop_column('settled_at')
