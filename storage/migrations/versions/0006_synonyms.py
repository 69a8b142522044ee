"""The table of words that staff keep, and the journal of documents.

What: two tables, ``synonyms`` and ``document_acts``.
Why: a coordinator adds what people say for official words, without waiting for a new version;
and who took in, corrected, published, removed or erased a document is to be known.
What happens to stored rows: nothing; documents of before have no journal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "synonyms",
        sa.Column("said", sa.String(64), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("editor", sa.String(32), nullable=False),
        sa.Column("edited", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["editor"], ["accounts.id"], name="fk_synonyms_editor"),
        sa.PrimaryKeyConstraint("said", name="pk_synonyms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_acts",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_document_acts_staff_id"),
        sa.PrimaryKeyConstraint("document_id", "seq", name="pk_document_acts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables; used by tests only."""
    op.drop_table("document_acts")
    op.drop_table("synonyms")
