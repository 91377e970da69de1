"""Growers, what happened to a lot, and which lots were made of which."""

import sqlalchemy as sa
from alembic import op

revision = '0011_events'
down_revision = '0010_checked_papers'
branch_labels = None
depends_on = None

_KINDS = "'harvesting', 'processing', 'packing', 'inspecting', 'storing', 'shipping', 'receiving'"


def upgrade():
    op.create_table('growers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('shown_name', sa.String(length=200), nullable=False),
    sa.Column('consent_version', sa.String(length=20), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_folded', sa.String(length=200), nullable=False),
    sa.Column('name_sort', sa.String(length=440), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['commune_id'], ['communes.id'], name=op.f('fk_growers_commune_id_communes')),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_growers_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_growers'))
    )
    with op.batch_alter_table('growers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_growers_cooperative_id'), ['cooperative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_growers_name_folded'), ['name_folded'], unique=False)
        batch_op.create_index(batch_op.f('ix_growers_name_sort'), ['name_sort'], unique=False)

    op.create_table('lot_growers',
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('grower_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['grower_id'], ['growers.id'], name=op.f('fk_lot_growers_grower_id_growers'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_lot_growers_lot_id_lots'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('lot_id', 'grower_id', name=op.f('pk_lot_growers'))
    )
    with op.batch_alter_table('lot_growers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_growers_grower_id'), ['grower_id'], unique=False)

    op.create_table('lot_inputs',
    sa.Column('parent_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('mass_g', sa.BigInteger(), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.CheckConstraint("how IN ('split', 'merge', 'process', 'pack')", name=op.f('ck_lot_inputs_how_known')),
    sa.CheckConstraint('mass_g > 0', name=op.f('ck_lot_inputs_mass_positive')),
    sa.CheckConstraint('parent_id < child_id', name=op.f('ck_lot_inputs_made_after')),
    sa.ForeignKeyConstraint(['child_id'], ['lots.id'], name=op.f('fk_lot_inputs_child_id_lots'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['parent_id'], ['lots.id'], name=op.f('fk_lot_inputs_parent_id_lots'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('parent_id', 'child_id', name=op.f('pk_lot_inputs'))
    )
    with op.batch_alter_table('lot_inputs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_inputs_child_id'), ['child_id'], unique=False)

    op.create_table('lot_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('commune_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('done_by', sa.String(length=120), nullable=False),
    sa.Column('mass_g', sa.BigInteger(), nullable=True),
    sa.Column('partner', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('is_void', sa.Boolean(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.CheckConstraint(f'kind IN ({_KINDS})', name=op.f('ck_lot_events_kind_known')),
    sa.CheckConstraint('mass_g IS NULL OR mass_g > 0', name=op.f('ck_lot_events_mass_positive')),
    sa.CheckConstraint('NOT is_void OR corrects_id IS NOT NULL', name=op.f('ck_lot_events_void_of_another')),
    sa.CheckConstraint('corrects_id IS NULL OR corrects_id < id', name=op.f('ck_lot_events_corrects_earlier')),
    sa.ForeignKeyConstraint(['commune_id'], ['communes.id'], name=op.f('fk_lot_events_commune_id_communes')),
    sa.ForeignKeyConstraint(['corrects_id'], ['lot_events.id'], name=op.f('fk_lot_events_corrects_id_lot_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_lot_events_lot_id_lots'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['accounts.id'], name=op.f('fk_lot_events_recorded_by_id_accounts'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot_events')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_lot_events_corrects_id'))
    )
    with op.batch_alter_table('lot_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_events_lot_id'), ['lot_id'], unique=False)


def downgrade():
    op.drop_table('lot_events')
    op.drop_table('lot_inputs')
    op.drop_table('lot_growers')
    op.drop_table('growers')
