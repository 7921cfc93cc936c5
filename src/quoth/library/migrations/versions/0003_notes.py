"""The question log, and what people say of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables. No document is looked at again, and the generation stays."""
    op.create_table(
        "askings",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("answer_id", sa.String(16), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("door", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("timings", sa.JSON, nullable=False),
        sa.Column("doc_ids", sa.JSON, nullable=False),
        sa.Column("said", sa.LargeBinary),
    )
    op.create_index("ix_askings_answer_id", "askings", ["answer_id"])
    op.create_index("ix_askings_asked_at", "askings", ["asked_at"])
    op.create_table(
        "feedback",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("answer_id", sa.String(16), nullable=False),
        sa.Column("given_at", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("quote", sa.Integer),
    )
    op.create_index("ix_feedback_answer_id", "feedback", ["answer_id"])
    op.create_index("ix_feedback_given_at", "feedback", ["given_at"])
