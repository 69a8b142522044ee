"""First tables: staff, cases, and what goes out.

What: every table of the three rooms as it was first released.
Why: a start. It is written out in full and imports nothing of the rooms, so that it stays
what it was when they change.
What happens to stored rows: there are none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_staff()
    _make_inbox()
    _make_delivery()


def downgrade() -> None:
    """Drop the tables; used by tests only."""
    for name in (
        "outbox",
        "broadcasts",
        "subscriber_topics",
        "subscribers",
        "audit_entries",
        "case_history",
        "case_notes",
        "case_messages",
        "case_envelopes",
        "cases",
        "link_codes",
        "sessions",
        "invitations",
        "accounts",
        "units",
    ):
        op.drop_table(name)


def _make_staff() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("area_code", sa.String(16), nullable=False),
        sa.Column("chat_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("handle", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("unit_id", sa.String(64), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrap_salt", sa.LargeBinary(), nullable=False),
        sa.Column("wrap_iterations", sa.Integer(), nullable=False),
        sa.Column("wrap_iv", sa.LargeBinary(), nullable=False),
        sa.Column("wrap_ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("sign_in_hash", sa.LargeBinary(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.Column("chat_tag", sa.LargeBinary(), nullable=True),
        sa.Column("chat_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_accounts_unit_id"),
        sa.UniqueConstraint("chat_tag", name="uq_accounts_chat_tag"),
        sa.UniqueConstraint("handle", name="uq_accounts_handle"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("handle", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("unit_id", sa.String(64), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_invitations"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_invitations_unit_id"),
        sa.UniqueConstraint("handle", name="uq_invitations_handle"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("csrf", sa.String(128), nullable=False),
        sa.Column("unlock_half", sa.LargeBinary(), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_sessions_staff_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"])
    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("unit_id", sa.String(64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_link_codes"),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_link_codes_staff_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_link_codes_unit_id"),
        sqlite_with_rowid=False,
    )


def _make_inbox() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("area_code", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.String(64), nullable=False),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("assignee", sa.String(32), nullable=True),
        sa.Column("case_public_key", sa.LargeBinary(), nullable=False),
        sa.Column("notes_public_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.ForeignKeyConstraint(["assignee"], ["accounts.id"], name="fk_cases_assignee"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_cases_unit_id"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("tag", name="uq_cases_tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cases_day_number", "cases", ["day", "number"])
    op.create_table(
        "case_envelopes",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "holder", "key_id", name="pk_case_envelopes"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_envelopes_case_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_case_envelopes_staff_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_case_envelopes_staff_id_case_id", "case_envelopes", ["staff_id", "case_id"]
    )
    op.create_table(
        "case_messages",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_messages"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_messages_case_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_notes",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_notes"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_notes_case_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_case_notes_staff_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_history",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_history"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_history_case_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=True),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("detail", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
        sa.ForeignKeyConstraint(["staff_id"], ["accounts.id"], name="fk_audit_entries_staff_id"),
        sa.UniqueConstraint("case_id", "seq", name="uq_audit_entries_case_id_seq"),
        sqlite_with_rowid=False,
    )


def _make_delivery() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("province_code", sa.String(16), nullable=True),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("tag", name="uq_subscribers_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subscriber_topics",
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("subscriber_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("topic", "subscriber_id", name="pk_subscriber_topics"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name="fk_subscriber_topics_subscriber_id",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_subscriber_topics_subscriber_id", "subscriber_topics", ["subscriber_id"])
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("approver", sa.String(32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("province_code", sa.String(16), nullable=True),
        sa.Column("digest", sa.String(128), nullable=False),
        sa.Column("progress_message", sa.BigInteger(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sa.CheckConstraint(
            "approver IS NULL OR approver <> author", name=op.f("ck_broadcasts_four_eyes")
        ),
        sa.ForeignKeyConstraint(["approver"], ["accounts.id"], name="fk_broadcasts_approver"),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name="fk_broadcasts_author"),
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("target", sa.String(32), nullable=False),
        sa.Column("target_id", sa.String(64), nullable=False),
        sa.Column("notice_kind", sa.String(32), nullable=True),
        sa.Column("notice_fields", sa.Text(), nullable=True),
        sa.Column("broadcast_id", sa.String(32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.CheckConstraint(
            "(notice_kind IS NULL) <> (broadcast_id IS NULL)", name=op.f("ck_outbox_one_content")
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name="fk_outbox_broadcast_id"
        ),
        sa.UniqueConstraint("broadcast_id", "target_id", name="uq_outbox_broadcast_id_target_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_state_priority_id", "outbox", ["state", "priority", "id"])
    op.create_index("ix_outbox_target_id", "outbox", ["target_id"])
