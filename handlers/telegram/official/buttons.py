"""What stands on the buttons of officials, and how it is read back. Pure.

A decision button names the broadcast and the digest its reader saw, so that an old button
can never approve another text. 64 bytes at most (Bot API).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from delivery.content import SHOWN_DIGEST
from delivery.model import BroadcastId

DECIDE: Final = "od"
COMPOSE: Final = "oc"


class Decision(StrEnum):
    """What an official can do about a broadcast that exists."""

    VIEW = "v"
    APPROVE = "y"
    DECLINE = "n"
    CANCEL = "x"
    STOP = "s"


@dataclass(frozen=True, slots=True)
class DecisionButton:
    """A decision, and the text it is about."""

    decision: Decision
    broadcast_id: BroadcastId
    digest: str

    def pack(self) -> str:
        """Return the callback data."""
        digest = self.digest[:SHOWN_DIGEST]
        return f"{DECIDE}:{self.decision.value}:{self.broadcast_id}:{digest}"


def read_decision(value: str) -> DecisionButton | None:
    """Return what follows the prefix as a button, or None if it is none of ours."""
    parts = value.split(":")
    if len(parts) != 3 or parts[0] not in set(Decision):
        return None
    return DecisionButton(Decision(parts[0]), BroadcastId(parts[1]), parts[2])


def compose_data(draft: int, step: str, choice: str) -> str:
    """Return the data of a button of the composing dialogue numbered ``draft``."""
    return f"{COMPOSE}:{draft}:{step}:{choice}"


def read_compose(value: str) -> tuple[int, str, str] | None:
    """Return (draft, step, choice), or None if the data is none of ours."""
    parts = value.split(":")
    if len(parts) != 3 or not parts[0].isdigit():
        return None
    return int(parts[0]), parts[1], parts[2]
