"""Remembered columns, and what an import showed before it was confirmed."""

import sqlalchemy as sa
from alembic import op

revision = '0006_mappings'
down_revision = '0005_ocop'
branch_labels = None
depends_on = None

BEFORE = "state IN ('waiting', 'running', 'done', 'refused')"
STATES = (
    "state IN ('received', 'checking', 'checked', 'waiting', 'running', 'done', 'refused',"
    " 'undoing', 'undone')"
)


def upgrade():
    op.create_table('column_memories',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('union_id', sa.Integer(), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_column_memories_account_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['union_id'], ['unions.id'], name=op.f('fk_column_memories_union_id_unions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_column_memories')),
    sa.UniqueConstraint('union_id', 'signature', name=op.f('uq_column_memories_union_id_signature'))
    )
    with op.batch_alter_table('column_memories', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_column_memories_account_id'), ['account_id'], unique=False)

    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_imports_state_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_imports_state_known'), STATES)
        batch_op.add_column(sa.Column('photos_key', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('photos_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('photos_show_people', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('sketch', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('layout', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('trial', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('undo', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('problem_count', sa.Integer(), nullable=False, server_default='0'))


def downgrade():
    imports = sa.table('imports', sa.column('state', sa.String()))
    # What had not been confirmed, or was taken back, has no name in the states of before.
    asked = imports.c.state.in_(('received', 'checking', 'checked'))
    op.execute(sa.update(imports).where(asked).values(state='refused'))
    taken_back = imports.c.state.in_(('undoing', 'undone'))
    op.execute(sa.update(imports).where(taken_back).values(state='done'))
    with op.batch_alter_table('imports', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_imports_state_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_imports_state_known'), BEFORE)
        batch_op.drop_column('problem_count')
        batch_op.drop_column('undo')
        batch_op.drop_column('trial')
        batch_op.drop_column('layout')
        batch_op.drop_column('sketch')
        batch_op.drop_column('photos_show_people')
        batch_op.drop_column('photos_name')
        batch_op.drop_column('photos_key')

    with op.batch_alter_table('column_memories', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_column_memories_account_id'))

    op.drop_table('column_memories')
