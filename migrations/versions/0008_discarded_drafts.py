"""A draft that was thrown away can be taken back for a while."""

import sqlalchemy as sa
from alembic import op

revision = '0008_discarded_drafts'
down_revision = '0007_unions'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('registration_drafts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    # Without the column they would come back to life.
    op.execute('DELETE FROM registration_drafts WHERE discarded_at IS NOT NULL')
    with op.batch_alter_table('registration_drafts', schema=None) as batch_op:
        batch_op.drop_column('discarded_at')
