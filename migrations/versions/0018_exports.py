"""Files kept as they were made, the state of each listing, links that were opened, settings."""

import sqlalchemy as sa
from alembic import op

revision = '0018_exports'
down_revision = '0017_feeds'
branch_labels = None
depends_on = None

_STATES = "state IN ('draft', 'exported', 'live', 'rejected', 'paused')"


def upgrade():
    _listings()
    _exports()
    _results()
    op.create_table('link_checks',
    sa.Column('storefront_id', sa.Integer(), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome IN ('opens', 'missing', 'blocked', 'unclear', 'refused')", name=op.f('ck_link_checks_outcome_known')),
    sa.ForeignKeyConstraint(['storefront_id'], ['storefronts.id'], name=op.f('fk_link_checks_storefront_id_storefronts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('storefront_id', name=op.f('pk_link_checks'))
    )
    op.create_table('settings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settings')),
    sa.UniqueConstraint('key', name=op.f('uq_settings_key'))
    )


def _listings():
    with op.batch_alter_table('listings', schema=None) as batch_op:
        # What is there went into a file: it was exported, whatever became of it.
        batch_op.add_column(sa.Column('state', sa.String(length=20), nullable=False, server_default='exported'))
        batch_op.add_column(sa.Column('reason', sa.String(length=500), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('state_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_listings_state_known'), _STATES)
    op.execute('UPDATE listings SET state_at = exported_at')
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.alter_column('state_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column('price_vnd', existing_type=sa.BigInteger(), nullable=True)
        batch_op.alter_column('exported_at', existing_type=sa.DateTime(timezone=True), nullable=True)
        batch_op.alter_column('marketplace_key', existing_type=sa.String(length=30), type_=sa.String(length=60))
        for name in ('state', 'reason'):
            batch_op.alter_column(name, server_default=None)
    op.create_table('listing_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('listing_id', sa.Integer(), nullable=False),
    sa.Column('batch', sa.String(length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=120), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('before', sa.String(length=20), nullable=False),
    sa.Column('after', sa.String(length=20), nullable=False),
    sa.Column('reason_before', sa.String(length=500), nullable=False),
    sa.Column('reason_after', sa.String(length=500), nullable=False),
    sa.Column('is_undone', sa.Boolean(), nullable=False),
    sa.CheckConstraint("how IN ('hand', 'export', 'file', 'undo')", name=op.f('ck_listing_changes_how_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_listing_changes_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['listing_id'], ['listings.id'], name=op.f('fk_listing_changes_listing_id_listings'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_changes'))
    )
    with op.batch_alter_table('listing_changes', schema=None) as batch_op:
        for column in ('account_id', 'batch', 'listing_id'):
            batch_op.create_index(batch_op.f(f'ix_listing_changes_{column}'), [column], unique=False)


def _exports():
    op.create_table('export_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=120), nullable=False),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('marketplace_name', sa.String(length=100), nullable=False),
    sa.Column('scope', sa.String(length=20), nullable=False),
    sa.Column('rules_on', sa.Date(), nullable=True),
    sa.Column('rules_mark', sa.String(length=16), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size_bytes', sa.BigInteger(), nullable=False),
    sa.Column('held_count', sa.Integer(), nullable=False),
    sa.Column('skipped', sa.JSON(), nullable=False),
    sa.Column('gone', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.CheckConstraint("scope IN ('all', 'chosen', 'changes')", name=op.f('ck_export_runs_scope_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_export_runs_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_export_runs_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_runs')),
    sa.UniqueConstraint('code', name=op.f('uq_export_runs_code'))
    )
    with op.batch_alter_table('export_runs', schema=None) as batch_op:
        for column in ('account_id', 'marketplace_key', 'storage_key'):
            batch_op.create_index(batch_op.f(f'ix_export_runs_{column}'), [column], unique=False)
        batch_op.create_index('ix_export_runs_of', ['cooperative_id', 'marketplace_key'], unique=False)
    op.create_table('export_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('sku', sa.String(length=45), nullable=False),
    sa.Column('title', sa.String(length=320), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['export_runs.id'], name=op.f('fk_export_items_run_id_export_runs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_items')),
    sa.UniqueConstraint('run_id', 'sku', name=op.f('uq_export_items_run_id_sku'))
    )


def _results():
    op.create_table('listing_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('sketch', sa.JSON(), nullable=False),
    sa.Column('layout', sa.JSON(), nullable=False),
    sa.Column('trial', sa.JSON(), nullable=True),
    sa.Column('batch', sa.String(length=24), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('received', 'checked', 'done', 'undone')", name=op.f('ck_listing_results_state_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_listing_results_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_listing_results_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_results')),
    sa.UniqueConstraint('code', name=op.f('uq_listing_results_code'))
    )
    with op.batch_alter_table('listing_results', schema=None) as batch_op:
        for column in ('account_id', 'cooperative_id', 'marketplace_key'):
            batch_op.create_index(batch_op.f(f'ix_listing_results_{column}'), [column], unique=False)
    op.create_table('result_mappings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('marketplace_key', sa.String(length=60), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_result_mappings_account_id_accounts'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_result_mappings')),
    sa.UniqueConstraint('marketplace_key', 'signature', name=op.f('uq_result_mappings_marketplace_key_signature'))
    )
    with op.batch_alter_table('result_mappings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_result_mappings_account_id'), ['account_id'], unique=False)


def downgrade():
    for table in ('settings', 'link_checks', 'result_mappings', 'listing_results', 'export_items', 'export_runs', 'listing_changes'):
        op.drop_table(table)
    # A row without a file is what the older program does not know.
    op.execute('DELETE FROM listings WHERE exported_at IS NULL OR price_vnd IS NULL')
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_listings_state_known'), type_='check')
        batch_op.alter_column('price_vnd', existing_type=sa.BigInteger(), nullable=False)
        batch_op.alter_column('exported_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column('marketplace_key', existing_type=sa.String(length=60), type_=sa.String(length=30))
        for column in ('state', 'reason', 'state_at'):
            batch_op.drop_column(column)
