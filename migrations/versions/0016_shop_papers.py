"""The private folder of what a cooperative needs to open shops."""

import sqlalchemy as sa
from alembic import op

revision = '0016_shop_papers'
down_revision = '0015_listing_templates'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('shop_papers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('storage_key', sa.String(length=64), nullable=True),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=50), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('have', 'missing', 'unknown')", name=op.f('ck_shop_papers_state_known')),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_shop_papers_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_papers')),
    sa.UniqueConstraint('cooperative_id', 'kind', name=op.f('uq_shop_papers_cooperative_id_kind'))
    )
    with op.batch_alter_table('shop_papers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_papers_expires_on'), ['expires_on'], unique=False)


def downgrade():
    op.drop_table('shop_papers')
