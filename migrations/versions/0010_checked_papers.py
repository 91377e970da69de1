"""The right to a protected name holds in public once an officer has approved its paper."""

import sqlalchemy as sa
from alembic import op

revision = '0010_checked_papers'
down_revision = '0009_kept_apart'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
    # What stands approved was seen with its paper.
    op.execute(
        "UPDATE certificates SET checked_at = created_at WHERE kind = 'gi'"
        " AND product_id IN (SELECT id FROM products WHERE state = 'approved')"
    )


def downgrade():
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.drop_column('checked_at')
