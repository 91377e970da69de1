"""What unions declare about themselves, what they were before, and who keeps a group."""

import sqlalchemy as sa
from alembic import op

revision = '0007_unions'
down_revision = '0006_mappings'
branch_labels = None
depends_on = None

COUNTS = ('declared_unit_count', 'declared_branch_count', 'declared_member_count')


def upgrade():
    op.create_table('union_pasts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('union_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_folded', sa.String(length=200), nullable=False),
    sa.Column('name_sort', sa.String(length=440), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['unions.id'], name=op.f('fk_union_pasts_parent_id_unions'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['union_id'], ['unions.id'], name=op.f('fk_union_pasts_union_id_unions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_union_pasts'))
    )
    with op.batch_alter_table('union_pasts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_union_pasts_name_folded'), ['name_folded'], unique=False)
        batch_op.create_index(batch_op.f('ix_union_pasts_name_sort'), ['name_sort'], unique=False)
        batch_op.create_index(batch_op.f('ix_union_pasts_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_union_pasts_union_id'), ['union_id'], unique=False)

    with op.batch_alter_table('unions', schema=None) as batch_op:
        for name in COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_check_constraint(batch_op.f(f'ck_unions_{name}_counted'), f'{name} IS NULL OR {name} >= 0')
        batch_op.add_column(sa.Column('gathered_permille', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('declared_on', sa.Date(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_unions_gathered_share'), 'gathered_permille IS NULL OR gathered_permille BETWEEN 1 AND 1000')

    with op.batch_alter_table('cooperatives', schema=None) as batch_op:
        batch_op.add_column(sa.Column('former_place', sa.String(length=200), nullable=False, server_default=''))

    with op.batch_alter_table('commune_groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('union_id', sa.Integer(), nullable=True))
        # Groups that are there already have not been changed yet.
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_foreign_key(batch_op.f('fk_commune_groups_union_id_unions'), 'unions', ['union_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_commune_groups_union_id'), ['union_id'], unique=False)


def downgrade():
    with op.batch_alter_table('commune_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commune_groups_union_id'))
        batch_op.drop_constraint(batch_op.f('fk_commune_groups_union_id_unions'), type_='foreignkey')
        batch_op.drop_column('version')
        batch_op.drop_column('union_id')

    with op.batch_alter_table('cooperatives', schema=None) as batch_op:
        batch_op.drop_column('former_place')

    with op.batch_alter_table('unions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_unions_gathered_share'), type_='check')
        for name in COUNTS:
            batch_op.drop_constraint(batch_op.f(f'ck_unions_{name}_counted'), type_='check')
            batch_op.drop_column(name)
        batch_op.drop_column('declared_on')
        batch_op.drop_column('gathered_permille')

    with op.batch_alter_table('union_pasts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_union_pasts_union_id'))
        batch_op.drop_index(batch_op.f('ix_union_pasts_parent_id'))
        batch_op.drop_index(batch_op.f('ix_union_pasts_name_sort'))
        batch_op.drop_index(batch_op.f('ix_union_pasts_name_folded'))

    op.drop_table('union_pasts')
