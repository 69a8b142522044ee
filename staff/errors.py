"""Refusals of this room. Each says how one comes to see it; none carries a secret."""


class StaffError(Exception):
    """Base of every refusal here, so that an edge can answer them in one place."""


class NotAllowed(StaffError):
    """The actor's roles do not permit the action. Seen when a page is opened by its address."""


class SignInRefused(StaffError):
    """Unknown handle, wrong passphrase, wrong or used code: one answer for all of them."""


class SignInThrottled(StaffError):
    """Too many tries for this handle; ``retry_after_s`` says how long to wait."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("sign-in throttled")
        self.retry_after_s = retry_after_s


class InvitationUnusable(StaffError):
    """The invitation is unknown, used or expired. Ask an administrator for a new one."""


class HandleTaken(StaffError):
    """Another account or open invitation already has this handle."""


class LinkUnusable(StaffError):
    """The link code typed in Telegram is unknown, used or expired."""


class EnrolmentInvalid(StaffError):
    """What the browser sent cannot make an account (key length, iterations, first code)."""


class UnitUnknown(StaffError):
    """No unit has that id."""


class StaffUnknown(StaffError):
    """No account has that handle or id."""
