"""Remembered columns, and what an import changed."""

revision = '0006_mappings'
down_revision = '0005_ocop'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
