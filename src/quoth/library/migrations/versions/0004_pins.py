"""Curated answers: words of documents pinned to questions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "pins",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("doc_id", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.String(10)),
        sa.Column("pinned_at", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
