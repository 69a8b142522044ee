"""A broadcast nobody has approved remembers since when it waits.

What: a nullable date in ``broadcasts``.
Why: drafts that nobody approves are cancelled and wiped after seven days.
What happens to stored rows: they have no date yet; the next sweep gives them that day's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the date."""
    op.add_column("broadcasts", sa.Column("waits_since", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away; used by tests only."""
    op.drop_column("broadcasts", "waits_since")
