"""Self-assessment and dossiers of OCOP."""

revision = '0005_ocop'
down_revision = '0004_registration'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
