"""People's second factor, password links, and consent."""

revision = '0003_people'
down_revision = '0002_coming_in'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
