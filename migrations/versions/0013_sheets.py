"""Runs of labels in parts, links to their files, papers of one's own, how printers miss."""

import sqlalchemy as sa
from alembic import op

revision = '0013_sheets'
down_revision = '0012_codes'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('printer_settings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('stock_key', sa.String(length=40), nullable=False),
    sa.Column('shift_x_um', sa.Integer(), nullable=False),
    sa.Column('shift_y_um', sa.Integer(), nullable=False),
    sa.Column('tested_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_printer_settings_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printer_settings')),
    sa.UniqueConstraint('account_id', 'stock_key', name=op.f('uq_printer_settings_account_id_stock_key'))
    )
    op.create_table('own_label_stocks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=True),
    sa.Column('union_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('page_w_um', sa.Integer(), nullable=False),
    sa.Column('page_h_um', sa.Integer(), nullable=False),
    sa.Column('columns', sa.Integer(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('label_w_um', sa.Integer(), nullable=False),
    sa.Column('label_h_um', sa.Integer(), nullable=False),
    sa.Column('margin_left_um', sa.Integer(), nullable=False),
    sa.Column('margin_top_um', sa.Integer(), nullable=False),
    sa.Column('gap_x_um', sa.Integer(), nullable=False),
    sa.Column('gap_y_um', sa.Integer(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('cut', 'die', 'roll')", name=op.f('ck_own_label_stocks_kind_known')),
    sa.CheckConstraint('(cooperative_id IS NULL) <> (union_id IS NULL)', name=op.f('ck_own_label_stocks_one_owner')),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_own_label_stocks_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['union_id'], ['unions.id'], name=op.f('fk_own_label_stocks_union_id_unions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_label_stocks'))
    )
    with op.batch_alter_table('own_label_stocks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_label_stocks_cooperative_id'), ['cooperative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_own_label_stocks_union_id'), ['union_id'], unique=False)

    op.create_table('label_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('stock_key', sa.String(length=40), nullable=False),
    sa.Column('first_cell', sa.Integer(), nullable=False),
    sa.Column('label_count', sa.Integer(), nullable=False),
    sa.Column('sheet_count', sa.Integer(), nullable=False),
    sa.Column('serials', sa.Text(), nullable=False),
    sa.Column('lang', sa.String(length=5), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose IN ('first', 'again')", name=op.f('ck_label_runs_purpose_known')),
    sa.CheckConstraint('label_count > 0', name=op.f('ck_label_runs_count_positive')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['accounts.id'], name=op.f('fk_label_runs_asked_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['batch_id'], ['label_batches.id'], name=op.f('fk_label_runs_batch_id_label_batches'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_runs'))
    )
    with op.batch_alter_table('label_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_label_runs_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_label_runs_stock_key'), ['stock_key'], unique=False)

    op.create_table('label_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('first_cell', sa.Integer(), nullable=False),
    sa.Column('first_sheet', sa.Integer(), nullable=False),
    sa.Column('last_sheet', sa.Integer(), nullable=False),
    sa.Column('serials', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('marked_by_id', sa.Integer(), nullable=True),
    sa.Column('pdf_key', sa.String(length=64), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'printed', 'spoilt')", name=op.f('ck_label_parts_state_known')),
    sa.ForeignKeyConstraint(['marked_by_id'], ['accounts.id'], name=op.f('fk_label_parts_marked_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['run_id'], ['label_runs.id'], name=op.f('fk_label_parts_run_id_label_runs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_parts')),
    sa.UniqueConstraint('run_id', 'number', name=op.f('uq_label_parts_run_id_number'))
    )
    op.create_table('label_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['accounts.id'], name=op.f('fk_label_links_made_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['part_id'], ['label_parts.id'], name=op.f('fk_label_links_part_id_label_parts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_links')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_label_links_token_hash'))
    )
    with op.batch_alter_table('label_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_label_links_part_id'), ['part_id'], unique=False)

    with op.batch_alter_table('label_batches', schema=None) as batch_op:
        # Until now every sticker had a code of its own.
        batch_op.add_column(sa.Column('content', sa.String(length=10), nullable=False, server_default='item'))
        batch_op.create_check_constraint(batch_op.f('ck_label_batches_content_known'), "content IN ('item', 'lot', 'product')")
        # Nobody was asked for which pack size they were.
        batch_op.add_column(sa.Column('pack_label', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('net_mass_g', sa.BigInteger(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_label_batches_net_positive'), 'net_mass_g IS NULL OR net_mass_g > 0')


def downgrade():
    with op.batch_alter_table('label_batches', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_label_batches_net_positive'), type_='check')
        batch_op.drop_column('net_mass_g')
        batch_op.drop_column('pack_label')
        batch_op.drop_constraint(batch_op.f('ck_label_batches_content_known'), type_='check')
        batch_op.drop_column('content')

    with op.batch_alter_table('label_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_label_links_part_id'))

    op.drop_table('label_links')
    op.drop_table('label_parts')
    with op.batch_alter_table('label_runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_label_runs_stock_key'))
        batch_op.drop_index(batch_op.f('ix_label_runs_batch_id'))

    op.drop_table('label_runs')
    with op.batch_alter_table('own_label_stocks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_own_label_stocks_union_id'))
        batch_op.drop_index(batch_op.f('ix_own_label_stocks_cooperative_id'))

    op.drop_table('own_label_stocks')
    op.drop_table('printer_settings')
