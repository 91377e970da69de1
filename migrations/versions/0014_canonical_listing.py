"""How large a packed parcel is, and limits of marketplaces that an administrator has set."""

import sqlalchemy as sa
from alembic import op

revision = '0014_canonical_listing'
down_revision = '0013_sheets'
branch_labels = None
depends_on = None

_SIDES = ('length', 'width', 'height')


def upgrade():
    with op.batch_alter_table('pack_sizes', schema=None) as batch_op:
        for side in _SIDES:
            batch_op.add_column(sa.Column(f'{side}_mm', sa.Integer(), nullable=True))
        for side in _SIDES:
            batch_op.create_check_constraint(
                batch_op.f(f'ck_pack_sizes_{side}_positive'), f'{side}_mm IS NULL OR {side}_mm > 0'
            )

    op.create_table('listing_limits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('marketplace_key', sa.String(length=30), nullable=False),
    sa.Column('limit_key', sa.String(length=30), nullable=False),
    sa.Column('least', sa.BigInteger(), nullable=False),
    sa.Column('most', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('least >= 0 AND most >= least', name=op.f('ck_listing_limits_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_limits')),
    sa.UniqueConstraint('marketplace_key', 'limit_key', name=op.f('uq_listing_limits_marketplace_key_limit_key'))
    )


def downgrade():
    op.drop_table('listing_limits')
    with op.batch_alter_table('pack_sizes', schema=None) as batch_op:
        for side in _SIDES:
            batch_op.drop_constraint(batch_op.f(f'ck_pack_sizes_{side}_positive'), type_='check')
        for side in _SIDES:
            batch_op.drop_column(f'{side}_mm')
