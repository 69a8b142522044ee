"""Articles written by staff: every version, and who did what to it.

What: two tables, ``articles`` and ``article_acts``, and indexes that allow one standing and one
open version of each article.
Why: staff write and approve articles on the pages, and an answer has somebody who answers for it.
What happens to stored rows: nothing; no other table is touched.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STANDS = sa.text("state IN ('live', 'withdrawn')")
_IS_OPEN = sa.text("state IN ('draft', 'waiting', 'returned')")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "articles",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("written", sa.Date(), nullable=False),
        sa.Column("approver", sa.String(32), nullable=True),
        sa.Column("approved", sa.Date(), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "approver IS NULL OR approver <> author", name=op.f("ck_articles_four_eyes")
        ),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name="fk_articles_author"),
        sa.ForeignKeyConstraint(["approver"], ["accounts.id"], name="fk_articles_approver"),
        sa.PrimaryKeyConstraint("id", "version", name="pk_articles"),
        sqlite_with_rowid=False,
    )
    for name, chosen in (("uq_articles_standing", _STANDS), ("uq_articles_open", _IS_OPEN)):
        op.create_index(
            name,
            "articles",
            ["id"],
            unique=True,
            sqlite_where=chosen,
            postgresql_where=chosen,
        )
    op.create_table(
        "article_acts",
        sa.Column("article_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_article_acts_staff_id"),
        sa.PrimaryKeyConstraint("article_id", "seq", name="pk_article_acts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables; used by tests only."""
    op.drop_table("article_acts")
    op.drop_table("articles")
