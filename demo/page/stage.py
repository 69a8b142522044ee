"""What the page needs from the running demo, so that its routes can be tried without one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol


class Stage(Protocol):
    """The demo as the page sees it. Everything in it is made up and lives for one run."""

    def world(self) -> Mapping[str, Any]:
        """Return who is on which phone, the sample reviewers, and where the inbox lives."""
        ...

    def guide(self) -> Mapping[str, int]:
        """Return how many cases were opened and replied to in the inbox since the start."""
        ...

    def credentials(self, handle: str) -> Mapping[str, Any] | None:
        """Return a sample account's passphrase and a code not used yet, or ``wait_s`` alone if
        the next code is not valid yet, or None for an account that is not a sample."""
        ...

    async def reader_of(self, number: str) -> str | None:
        """Return the handle of a sample reviewer who can open the case, or None."""
        ...

    def events(self, viewers: Sequence[int]) -> AsyncIterator[str]:
        """Yield server-sent events of all these people's chats, each with its ``viewer``."""
        ...

    async def load_cases(self) -> int:
        """Send the sample reports in and work some of them; return how many."""
        ...

    async def reset(self) -> None:
        """Start the world anew: Telegram, database, accounts."""
        ...
