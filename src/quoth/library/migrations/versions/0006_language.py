"""The language of a library. Those made before are English: they were cut, stemmed and asked so."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note the language of what was built. No document is looked at again, and the generation stays."""
    op.execute(
        "INSERT INTO facts (name, value) SELECT 'library.language', 'en' FROM facts "
        "WHERE name = 'encoder.weights' AND NOT EXISTS (SELECT 1 FROM facts WHERE name = 'library.language')"
    )
