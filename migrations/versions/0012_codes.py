"""Numbers and addresses once printed, recalls, scans by day, and what buyers report."""

import re

import sqlalchemy as sa
from alembic import op

revision = '0012_codes'
down_revision = '0011_events'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('public_addresses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('host', sa.String(length=253), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_addresses')),
    sa.UniqueConstraint('url', name=op.f('uq_public_addresses_url'))
    )
    op.create_table('scan_batches',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_scan_batches'))
    )
    op.create_table('former_gtins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_former_gtins_product_id_products'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_gtins')),
    sa.UniqueConstraint('gtin', 'product_id', name=op.f('uq_former_gtins_gtin_product_id'))
    )
    with op.batch_alter_table('former_gtins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_gtins_product_id'), ['product_id'], unique=False)

    op.create_table('product_scans',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('scan_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('scan_count > 0', name=op.f('ck_product_scans_some')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_product_scans_product_id_products'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('product_id', 'day', name=op.f('pk_product_scans'))
    )
    op.create_table('lot_scans',
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('scan_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('scan_count > 0', name=op.f('ck_lot_scans_some')),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_lot_scans_lot_id_lots'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('lot_id', 'day', name=op.f('pk_lot_scans'))
    )
    op.create_table('recalls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_by_id', sa.Integer(), nullable=True),
    sa.Column('begun_by_name', sa.String(length=120), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_by_name', sa.String(length=120), nullable=False),
    sa.Column('end_reason', sa.String(length=500), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['begun_by_id'], ['accounts.id'], name=op.f('fk_recalls_begun_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['ended_by_id'], ['accounts.id'], name=op.f('fk_recalls_ended_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_recalls_lot_id_lots'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recalls'))
    )
    with op.batch_alter_table('recalls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recalls_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index('ix_recalls_running', ['lot_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('recall_notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recall_id', sa.Integer(), nullable=False),
    sa.Column('told', sa.String(length=200), nullable=False),
    sa.Column('way', sa.String(length=20), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_name', sa.String(length=120), nullable=False),
    sa.CheckConstraint("way IN ('phone', 'message', 'meeting', 'letter', 'other')", name=op.f('ck_recall_notices_way_known')),
    sa.ForeignKeyConstraint(['recall_id'], ['recalls.id'], name=op.f('fk_recall_notices_recall_id_recalls'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['accounts.id'], name=op.f('fk_recall_notices_recorded_by_id_accounts'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall_notices'))
    )
    with op.batch_alter_table('recall_notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recall_notices_recall_id'), ['recall_id'], unique=False)

    op.create_table('recalled_lots',
    sa.Column('recall_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_recalled_lots_lot_id_lots'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recall_id'], ['recalls.id'], name=op.f('fk_recalled_lots_recall_id_recalls'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('recall_id', 'lot_id', name=op.f('pk_recalled_lots'))
    )
    with op.batch_alter_table('recalled_lots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recalled_lots_lot_id'), ['lot_id'], unique=False)

    op.create_table('clone_flags',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('label_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=30), nullable=False),
    sa.Column('scan_count', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('flagged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'confirmed', 'dismissed')", name=op.f('ck_clone_flags_state_known')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['accounts.id'], name=op.f('fk_clone_flags_decided_by_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['label_id'], ['labels.id'], name=op.f('fk_clone_flags_label_id_labels'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clone_flags')),
    sa.UniqueConstraint('label_id', 'rule', name=op.f('uq_clone_flags_label_id_rule'))
    )
    with op.batch_alter_table('clone_flags', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clone_flags_state'), ['state'], unique=False)

    op.create_table('feedback',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=2000), nullable=False),
    sa.Column('contact', sa.String(length=120), nullable=False),
    sa.Column('code', sa.String(length=100), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=True),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('lot_id', sa.Integer(), nullable=True),
    sa.Column('label_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('fake', 'quality', 'wrong', 'label', 'other')", name=op.f('ck_feedback_kind_known')),
    sa.CheckConstraint("state IN ('new', 'looking', 'answered', 'closed')", name=op.f('ck_feedback_state_known')),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_feedback_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['label_id'], ['labels.id'], name=op.f('fk_feedback_label_id_labels'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_feedback_lot_id_lots'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_feedback_product_id_products'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback')),
    sa.UniqueConstraint('reference', name=op.f('uq_feedback_reference'))
    )
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_cooperative_id'), ['cooperative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_product_id'), ['product_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_state'), ['state'], unique=False)

    op.create_table('label_scans',
    sa.Column('label_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('scan_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('scan_count > 0', name=op.f('ck_label_scans_some')),
    sa.ForeignKeyConstraint(['label_id'], ['labels.id'], name=op.f('fk_label_scans_label_id_labels'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('label_id', 'day', name=op.f('pk_label_scans'))
    )
    op.create_table('feedback_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=120), nullable=False),
    sa.Column('side', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.CheckConstraint("state IN ('new', 'looking', 'answered', 'closed')", name=op.f('ck_feedback_answers_state_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_feedback_answers_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['about_id'], ['feedback.id'], name=op.f('fk_feedback_answers_about_id_feedback'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_answers'))
    )
    with op.batch_alter_table('feedback_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_answers_about_id'), ['about_id'], unique=False)

    with op.batch_alter_table('label_batches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('activated_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('labels', schema=None) as batch_op:
        batch_op.add_column(sa.Column('activated_at', sa.DateTime(timezone=True), nullable=True))
    # What was printed before anybody was asked is on goods already.
    op.execute('UPDATE label_batches SET activated_at = created_at')
    op.execute(
        'UPDATE labels SET activated_at = '
        '(SELECT created_at FROM label_batches WHERE label_batches.id = labels.batch_id)'
    )
    _tell_of_earlier_recalls()

    with op.batch_alter_table('lots', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gs1_code', sa.String(length=20), nullable=True))
    _name_lots()
    with op.batch_alter_table('lots', schema=None) as batch_op:
        batch_op.create_index('ix_lots_gs1_code', ['product_id', 'gs1_code'], unique=True)

    with op.batch_alter_table('pack_sizes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gtin_owner', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('has_gtin_right', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint(batch_op.f('ck_pack_sizes_right_to_a_gtin'), 'NOT has_gtin_right OR gtin IS NOT NULL')
        batch_op.create_index('ix_pack_sizes_own_gtin', ['gtin'], unique=True, sqlite_where=sa.text('has_gtin_right'), postgresql_where=sa.text('has_gtin_right'))



def _name_lots():
    """Plain codes, shorter than a token, are what labels call a lot; the others go by their token."""
    lots = sa.table('lots', sa.column('id'), sa.column('product_id'), sa.column('code'), sa.column('gs1_code'), sa.column('deleted_at'))
    connection, taken = op.get_bind(), set()
    query = sa.select(lots.c.id, lots.c.product_id, lots.c.code).order_by(lots.c.deleted_at.is_not(None), lots.c.id)
    for lot_id, product_id, code in connection.execute(query).all():
        if re.fullmatch('[A-Za-z0-9][A-Za-z0-9._-]{0,16}', code) and (product_id, code) not in taken:
            taken.add((product_id, code))
            connection.execute(sa.update(lots).where(lots.c.id == lot_id).values(gs1_code=code))


def _tell_of_earlier_recalls():
    op.execute(
        "INSERT INTO recalls (lot_id, reason, contact, begun_at, begun_by_name, ended_by_name, end_reason, is_sample) "
        "SELECT id, recall_reason, '', recalled_at, '', '', '', is_sample FROM lots WHERE recalled_at IS NOT NULL"
    )
    op.execute('INSERT INTO recalled_lots (recall_id, lot_id) SELECT id, lot_id FROM recalls')


def downgrade():
    with op.batch_alter_table('lots', schema=None) as batch_op:
        batch_op.drop_index('ix_lots_gs1_code')
        batch_op.drop_column('gs1_code')

    with op.batch_alter_table('pack_sizes', schema=None) as batch_op:
        batch_op.drop_index('ix_pack_sizes_own_gtin', sqlite_where=sa.text('has_gtin_right'), postgresql_where=sa.text('has_gtin_right'))
        batch_op.drop_constraint(batch_op.f('ck_pack_sizes_right_to_a_gtin'), type_='check')
        batch_op.drop_column('has_gtin_right')
        batch_op.drop_column('gtin_owner')

    with op.batch_alter_table('labels', schema=None) as batch_op:
        batch_op.drop_column('activated_at')

    with op.batch_alter_table('label_batches', schema=None) as batch_op:
        batch_op.drop_column('activated_at')

    with op.batch_alter_table('feedback_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_answers_about_id'))

    op.drop_table('feedback_answers')
    op.drop_table('label_scans')
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_state'))
        batch_op.drop_index(batch_op.f('ix_feedback_product_id'))
        batch_op.drop_index(batch_op.f('ix_feedback_lot_id'))
        batch_op.drop_index(batch_op.f('ix_feedback_cooperative_id'))

    op.drop_table('feedback')
    with op.batch_alter_table('clone_flags', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clone_flags_state'))

    op.drop_table('clone_flags')
    with op.batch_alter_table('recalled_lots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recalled_lots_lot_id'))

    op.drop_table('recalled_lots')
    with op.batch_alter_table('recall_notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recall_notices_recall_id'))

    op.drop_table('recall_notices')
    with op.batch_alter_table('recalls', schema=None) as batch_op:
        batch_op.drop_index('ix_recalls_running', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_recalls_lot_id'))

    op.drop_table('recalls')
    op.drop_table('lot_scans')
    op.drop_table('product_scans')
    with op.batch_alter_table('former_gtins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_gtins_product_id'))

    op.drop_table('former_gtins')
    op.drop_table('scan_batches')
    op.drop_table('public_addresses')
