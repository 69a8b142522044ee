"""Refusals of this room. Each says how one comes to see it; none carries report words."""


class InboxError(Exception):
    """Base of every refusal here."""


class NobodyCanOpen(InboxError):
    """No active reviewer outside the excluded offices holds a key. Nothing was stored."""


class DraftInvalid(InboxError):
    """The draft breaks a rule; ``field`` names which part, for the edge to ask again."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class ReceiptMalformed(InboxError):
    """What was typed is not a receipt: wrong length, letter, or check character."""


class ReceiptUnknown(InboxError):
    """A well-formed receipt that opens no case: not sent yet, or deleted after its time."""


class AlreadyStored(InboxError):
    """A case with this receipt exists: the same submission came twice. Nothing was added."""


class CaseUnknown(InboxError):
    """No such case, or no envelope of it for this actor: one answer for both."""


class MoveNotAllowed(InboxError):
    """The status table has no such move (two reviewers at once, or an old page)."""


class CaseChanged(InboxError):
    """Somebody wrote in the case since the page was read: nothing was sent, read it first."""


class SealInvalid(InboxError):
    """A ciphertext is of the wrong size or version, or does not open."""
