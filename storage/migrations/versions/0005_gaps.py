"""Questions without an answer, and votes on answers.

What: three tables, ``refused_questions``, ``sent_questions`` and ``answer_votes``.
Why: staff see which answers are missing and which are found wanting.
What happens to stored rows: nothing; no other table is touched.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "refused_questions",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "topic", name="pk_refused_questions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sent_questions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sameness", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(64), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sent_questions"),
        sa.UniqueConstraint("day", "sameness", name="uq_sent_questions_day_sameness"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sent_questions_answered_on", "sent_questions", ["answered_on"])
    op.create_table(
        "answer_votes",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("target", sa.String(96), nullable=False),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "target", name="pk_answer_votes"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables; used by tests only."""
    for name in ("answer_votes", "sent_questions", "refused_questions"):
        op.drop_table(name)
