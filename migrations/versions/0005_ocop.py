"""Self-assessment and dossiers of OCOP."""

import sqlalchemy as sa
from alembic import op

revision = '0005_ocop'
down_revision = '0004_registration'
branch_labels = None
depends_on = None

_KINDS = (
    "'business-registration', 'production-conditions', 'materials', 'environment',"
    " 'local-labour', 'growth', 'intellectual-property', 'market', 'promotion', 'story',"
    " 'declaration', 'test-report', 'traceability', 'quality-system', 'awards'"
)


def upgrade():
    op.create_table('ocop_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('set_number', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=3), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('set_number BETWEEN 1 AND 26', name=op.f('ck_ocop_sheets_set_known')),
    sa.CheckConstraint("part IN ('A', 'B', 'C', 'ABC')", name=op.f('ck_ocop_sheets_part_known')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_ocop_sheets_product_id_products'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ocop_sheets')),
    sa.UniqueConstraint('product_id', 'set_number', 'part', name=op.f('uq_ocop_sheets_product_id_set_number_part'))
    )
    with op.batch_alter_table('ocop_sheets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ocop_sheets_product_id'), ['product_id'], unique=False)

    op.create_table('ocop_scores',
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=5), nullable=False),
    sa.Column('tenths', sa.Integer(), nullable=False),
    sa.CheckConstraint('tenths BETWEEN 0 AND 1000', name=op.f('ck_ocop_scores_tenths_range')),
    sa.ForeignKeyConstraint(['sheet_id'], ['ocop_sheets.id'], name=op.f('fk_ocop_scores_sheet_id_ocop_sheets'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sheet_id', 'code', name=op.f('pk_ocop_scores'))
    )
    op.create_table('ocop_dossiers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.String(length=10), nullable=False),
    sa.Column('position', sa.String(length=100), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('registration_number', sa.String(length=60), nullable=False),
    sa.Column('commune_number', sa.Integer(), nullable=True),
    sa.Column('commune_year', sa.Integer(), nullable=True),
    sa.Column('structure', sa.Text(), nullable=False),
    sa.Column('results', sa.Text(), nullable=False),
    sa.Column('plan', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("round IN ('first', 'upgrade', 'renewal')", name=op.f('ck_ocop_dossiers_round_known')),
    sa.CheckConstraint('commune_number IS NULL OR commune_number > 0', name=op.f('ck_ocop_dossiers_number_positive')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_ocop_dossiers_product_id_products'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ocop_dossiers')),
    sa.UniqueConstraint('product_id', name=op.f('uq_ocop_dossiers_product_id'))
    )
    op.create_table('ocop_evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('storage_key', sa.String(length=64), nullable=True),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=50), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint(f'kind IN ({_KINDS})', name=op.f('ck_ocop_evidence_kind_known')),
    sa.CheckConstraint("state IN ('missing', 'have', 'not_applicable')", name=op.f('ck_ocop_evidence_state_known')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_ocop_evidence_product_id_products'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ocop_evidence')),
    sa.UniqueConstraint('product_id', 'kind', name=op.f('uq_ocop_evidence_product_id_kind'))
    )
    with op.batch_alter_table('ocop_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ocop_evidence_product_id'), ['product_id'], unique=False)


def downgrade():
    with op.batch_alter_table('ocop_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ocop_evidence_product_id'))

    op.drop_table('ocop_evidence')
    op.drop_table('ocop_dossiers')
    op.drop_table('ocop_scores')
    with op.batch_alter_table('ocop_sheets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ocop_sheets_product_id'))

    op.drop_table('ocop_sheets')
