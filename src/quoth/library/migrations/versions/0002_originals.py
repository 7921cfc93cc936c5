"""Any document people have: how sources look, what carries them, where words are printed, and how much was kept."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables. Every source is looked at again at the next ingest: its stamp is empty."""
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("stamp", sa.Text, nullable=False, server_default=""))
        documents.add_column(sa.Column("carrier", sa.Text))
        documents.drop_column("mtime_ns")
    with op.batch_alter_table("versions") as versions:
        versions.add_column(sa.Column("source_sha256", sa.String(64), nullable=False, server_default=""))
        versions.add_column(sa.Column("fidelity", sa.JSON))
    if op.get_bind().dialect.name != "sqlite":  # which never minded: the names of Office formats are longer than 64 characters
        op.alter_column("versions", "media_type", type_=sa.Text)
    with op.batch_alter_table("failures") as failures:
        failures.add_column(sa.Column("stamp", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_documents_carrier", "documents", ["carrier"])
    op.create_index("ix_versions_source_sha256", "versions", ["source_sha256"])
    op.create_table(
        "printed_pages",
        sa.Column("doc_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("width", sa.Float, nullable=False),
        sa.Column("height", sa.Float, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("doc_id", "version", "number"),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "renames",
        sa.Column("old", sa.Text, primary_key=True),
        sa.Column("new", sa.Text, nullable=False),
    )
    op.create_index("ix_renames_new", "renames", ["new"])
