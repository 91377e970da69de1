"""What unions declare about themselves."""

revision = '0007_unions'
down_revision = '0006_mappings'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
