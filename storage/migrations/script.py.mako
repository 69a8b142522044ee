"""${message}.

What: …
Why: …
What happens to stored rows: …
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Undo the step; used by tests only."""
    ${downgrades if downgrades else "pass"}
