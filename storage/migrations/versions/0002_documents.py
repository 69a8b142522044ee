"""Documents: every version of every imported document.

What: one table, ``documents``, and an index that allows one live version of each.
Why: answers quote imported documents, and an import can be undone.
What happens to stored rows: nothing; no other table is touched.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("enumerations", sa.Integer(), nullable=False),
        sa.Column("imported", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="pk_documents"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_documents_live",
        "documents",
        ["id"],
        unique=True,
        sqlite_where=sa.text("state = 'live'"),
        postgresql_where=sa.text("state = 'live'"),
    )


def downgrade() -> None:
    """Drop the table; used by tests only."""
    op.drop_table("documents")
