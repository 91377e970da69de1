"""Drafts, history, the recycle bin, remarks on fields, merged and separate records."""

import sqlalchemy as sa
from alembic import op

revision = '0004_registration'
down_revision = '0003_people'
branch_labels = None
depends_on = None

# Table, what was unique before the bin, the columns, what is unique outside the bin.
BINNED = (
    ('cooperatives', 'uq_cooperatives_code_union_id_code', ['code_union_id', 'code'], 'ix_cooperatives_code'),
    ('products', 'uq_products_cooperative_id_code', ['cooperative_id', 'code'], 'ix_products_own_code'),
    ('lots', 'uq_lots_product_id_code', ['product_id', 'code'], 'ix_lots_own_code'),
    ('storefronts', 'uq_storefronts_cooperative_id_channel_key_name', ['cooperative_id', 'channel_key', 'name'], 'ix_storefronts_own_name'),
    ('sales', 'uq_sales_row_key', ['row_key'], 'ix_sales_row_key'),
)
SUMS = ['sold_on', 'channel_key', 'cooperative_id', 'campaign_id', 'mass_g']
SUBJECTS = "subject_type IN ('cooperative', 'product', 'lot', 'storefront', 'sale', 'campaign', 'published_figure')"
KINDS = "kind IN ('created', 'changed', 'deleted', 'merged', 'undone', 'approved', 'returned', 'confirmed')"


def upgrade():
    add_bin()
    add_history()
    add_registrations()


def downgrade():
    drop_registrations()
    drop_history()
    drop_bin()


def add_bin():
    live = sa.text('deleted_at IS NULL')
    fallen = sa.text('deleted_at IS NOT NULL')
    for table, unique, columns, index in BINNED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column('deleted_by_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_{table}_deleted_by_id_accounts'), 'accounts', ['deleted_by_id'], ['id'], ondelete='SET NULL')
            batch_op.drop_constraint(batch_op.f(unique), type_='unique')
            batch_op.create_index(index, columns, unique=True, sqlite_where=live, postgresql_where=live)
            batch_op.create_index(f'ix_{table}_in_bin', ['deleted_at'], unique=False, sqlite_where=fallen, postgresql_where=fallen)
    with op.batch_alter_table('sales', schema=None) as batch_op:
        batch_op.drop_index('ix_sales_sums')
        batch_op.create_index('ix_sales_sums', [*SUMS, 'deleted_at'], unique=False)


def drop_bin():
    # What lies in the bin comes back under a code of its own: there is no bin any more.
    for table, column in (('cooperatives', 'code'), ('products', 'code'), ('lots', 'code'), ('storefronts', 'name')):
        op.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 28) || '~' || id WHERE deleted_at IS NOT NULL")
    op.execute("UPDATE sales SET row_key = NULL WHERE deleted_at IS NOT NULL")
    with op.batch_alter_table('sales', schema=None) as batch_op:
        batch_op.drop_index('ix_sales_sums')
        batch_op.create_index('ix_sales_sums', SUMS, unique=False)
    for table, unique, columns, index in reversed(BINNED):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f'ix_{table}_in_bin')
            batch_op.drop_index(index)
            batch_op.create_unique_constraint(batch_op.f(unique), columns)
            batch_op.drop_constraint(batch_op.f(f'fk_{table}_deleted_by_id_accounts'), type_='foreignkey')
            batch_op.drop_column('deleted_by_id')
            batch_op.drop_column('deleted_at')


def add_history():
    op.create_table('record_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_type', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('undoes_id', sa.Integer(), nullable=True),
    sa.Column('is_undone', sa.Boolean(), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.CheckConstraint(SUBJECTS, name=op.f('ck_record_versions_subject_type_known')),
    sa.CheckConstraint(KINDS, name=op.f('ck_record_versions_kind_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_record_versions_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_record_versions_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_record_versions_import_id_imports'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['undoes_id'], ['record_versions.id'], name=op.f('fk_record_versions_undoes_id_record_versions'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_versions'))
    )
    with op.batch_alter_table('record_versions', schema=None) as batch_op:
        batch_op.create_index('ix_record_versions_subject', ['subject_type', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_versions_cooperative_id'), ['cooperative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_versions_import_id'), ['import_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_versions_undoes_id'), ['undoes_id'], unique=False)

    op.create_table('review_remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_type', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint(SUBJECTS, name=op.f('ck_review_remarks_subject_type_known')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_review_remarks_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_review_remarks_cooperative_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_remarks'))
    )
    with op.batch_alter_table('review_remarks', schema=None) as batch_op:
        batch_op.create_index('ix_review_remarks_subject', ['subject_type', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_review_remarks_cooperative_id'), ['cooperative_id'], unique=False)
    add_doubles()


def add_doubles():
    op.create_table('kept_apart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('first_id < second_id', name=op.f('ck_kept_apart_in_order')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_kept_apart_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['first_id'], ['cooperatives.id'], name=op.f('fk_kept_apart_first_id_cooperatives'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['cooperatives.id'], name=op.f('fk_kept_apart_second_id_cooperatives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_apart')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_kept_apart_first_id_second_id'))
    )
    with op.batch_alter_table('kept_apart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_apart_second_id'), ['second_id'], unique=False)

    op.create_table('former_addresses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=100), nullable=False),
    sa.Column('cooperative_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_former_addresses_cooperative_id_cooperatives'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_addresses')),
    sa.UniqueConstraint('address', name=op.f('uq_former_addresses_address'))
    )
    with op.batch_alter_table('former_addresses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_addresses_cooperative_id'), ['cooperative_id'], unique=False)
    with op.batch_alter_table('cooperatives', schema=None) as batch_op:
        for column in ('phone', 'tax_code', 'bank_account'):
            batch_op.create_index(batch_op.f(f'ix_cooperatives_{column}'), [column], unique=False)


def drop_history():
    with op.batch_alter_table('cooperatives', schema=None) as batch_op:
        for column in ('phone', 'tax_code', 'bank_account'):
            batch_op.drop_index(batch_op.f(f'ix_cooperatives_{column}'))
    for table in ('former_addresses', 'kept_apart', 'review_remarks', 'record_versions'):
        op.drop_table(table)


def add_registrations():
    op.create_table('registration_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=16), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cooperative_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_registration_drafts_account_id_accounts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['cooperative_id'], ['cooperatives.id'], name=op.f('fk_registration_drafts_cooperative_id_cooperatives'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_drafts')),
    sa.UniqueConstraint('reference', name=op.f('uq_registration_drafts_reference'))
    )
    with op.batch_alter_table('registration_drafts', schema=None) as batch_op:
        for column in ('account_id', 'cooperative_id'):
            batch_op.create_index(batch_op.f(f'ix_registration_drafts_{column}'), [column], unique=False)
    with op.batch_alter_table('product_photos', schema=None) as batch_op:
        # Of pictures that are there already nobody has said whether people are on them.
        batch_op.add_column(sa.Column('shows_people', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.add_column(sa.Column('storage_key', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('media_type', sa.String(length=50), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('growing_commune_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('growing_place', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('growing_former_place', sa.String(length=200), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_certificates_growing_commune_id_communes'), 'communes', ['growing_commune_id'], ['id'])


def drop_registrations():
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_certificates_growing_commune_id_communes'), type_='foreignkey')
        for column in ('growing_former_place', 'growing_place', 'growing_commune_id', 'media_type', 'storage_key'):
            batch_op.drop_column(column)
    with op.batch_alter_table('product_photos', schema=None) as batch_op:
        batch_op.drop_column('shows_people')
    op.drop_table('registration_drafts')
