"""Refusals of this room. Each says how one comes to see it."""


class DeliveryError(Exception):
    """Base of every refusal here."""


class BroadcastUnknown(DeliveryError):
    """No broadcast has this id: an old button, or a reset demo."""


class SameOfficial(DeliveryError):
    """The author tried to approve the own text: a second official must (promise: four eyes)."""


class TextChanged(DeliveryError):
    """The digest approved is not the digest stored: someone edited after the preview."""


class WrongState(DeliveryError):
    """The broadcast is not in a state that allows this (approved twice, already cancelled)."""


class ContentInvalid(DeliveryError):
    """Empty, too long, or a picture Telegram would refuse; ``reason`` is a key, not a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NobodyToApprove(DeliveryError):
    """There is no second active official, so nobody could ever approve the text."""
