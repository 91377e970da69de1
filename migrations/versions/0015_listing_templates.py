"""Templates of marketplaces, how they are filled, and what was answered for each product."""

import sqlalchemy as sa
from alembic import op

revision = '0015_listing_templates'
down_revision = '0014_canonical_listing'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('listing_templates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('marketplace_name', sa.String(length=100), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('sketch', sa.JSON(), nullable=False),
    sa.Column('layout', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('mapping', 'ready')", name=op.f('ck_listing_templates_state_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_listing_templates_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_listing_templates_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_templates')),
    sa.UniqueConstraint('code', name=op.f('uq_listing_templates_code'))
    )
    with op.batch_alter_table('listing_templates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_templates_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_templates_cooperative_id'), ['cooperative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_templates_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_templates_marketplace_key'), ['marketplace_key'], unique=False)

    op.create_table('template_mappings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_template_mappings_account_id_accounts'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_mappings')),
    sa.UniqueConstraint('marketplace_key', 'fingerprint', name=op.f('uq_template_mappings_marketplace_key_fingerprint'))
    )
    with op.batch_alter_table('template_mappings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_template_mappings_account_id'), ['account_id'], unique=False)

    op.create_table('template_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('column_key', sa.String(length=300), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_template_answers_product_id_products'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_answers')),
    sa.UniqueConstraint('product_id', 'marketplace_key', 'column_key', name=op.f('uq_template_answers_product_id_marketplace_key_column_key'))
    )
    with op.batch_alter_table('template_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_template_answers_marketplace_key'), ['marketplace_key'], unique=False)


def downgrade():
    op.drop_table('template_answers')
    op.drop_table('template_mappings')
    op.drop_table('listing_templates')
