"""Drafts, history, the recycle bin, remarks on fields, merged and separate records."""

revision = '0004_registration'
down_revision = '0003_people'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
