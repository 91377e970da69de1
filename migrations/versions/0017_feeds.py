"""Pictures at addresses of their own, and addresses that marketplaces fetch by themselves."""

import sqlalchemy as sa
from alembic import op

revision = '0017_feeds'
down_revision = '0016_shop_papers'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('channel_photos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('rules_mark', sa.String(length=16), nullable=False),
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=50), nullable=False),
    sa.Column('width_px', sa.Integer(), nullable=False),
    sa.Column('height_px', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['photo_id'], ['product_photos.id'], name=op.f('fk_channel_photos_photo_id_product_photos'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel_photos')),
    sa.UniqueConstraint('photo_id', 'marketplace_key', 'rules_mark', name=op.f('uq_channel_photos_photo_id_marketplace_key_rules_mark')),
    sa.UniqueConstraint('token', name=op.f('uq_channel_photos_token'))
    )
    op.create_table('feeds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('marketplace_key', sa.String(length=30), nullable=False),
    sa.Column('file_format', sa.String(length=10), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=True),
    sa.Column('union_id', sa.Integer(), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.Column('fetched_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.CheckConstraint('(cooperative_id IS NULL) <> (union_id IS NULL)', name=op.f('ck_feeds_one_owner')),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_feeds_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['made_by_id'], ['accounts.id'], name=op.f('fk_feeds_made_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['accounts.id'], name=op.f('fk_feeds_revoked_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['union_id'], ['unions.id'], name=op.f('fk_feeds_union_id_unions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feeds')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_feeds_token_hash'))
    )
    with op.batch_alter_table('feeds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feeds_cooperative_id'), ['cooperative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feeds_union_id'), ['union_id'], unique=False)


def downgrade():
    op.drop_table('feeds')
    op.drop_table('channel_photos')
