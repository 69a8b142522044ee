"""Sees which guided steps happened in the inbox, from addresses and answers alone.

It reads no body: what reviewers and citizens write is nobody's business here either.
"""

import re
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OPENED: Final = re.compile(r"/case/[^/]+/?")
_REPLIED: Final = re.compile(r"/case/[^/]+/(reply|ask)/?")


class GuideCounts:
    """How many cases were opened and replied to since the start."""

    def __init__(self) -> None:
        self.opened = 0
        self.replied = 0

    def clear(self) -> None:
        """Start from nothing."""
        self.opened = self.replied = 0

    def count(self, method: str, path: str, status: int) -> None:
        """Take notice of one answered request."""
        if status >= 400:
            return
        if method == "GET" and status == 200 and _OPENED.fullmatch(path):
            self.opened += 1
        elif method == "POST" and _REPLIED.fullmatch(path):
            self.replied += 1


class Watched:
    """An ASGI application whose answers are counted. ``app`` is asked for on each request, since
    a reset replaces it; None answers 503."""

    def __init__(self, app: Callable[[], ASGIApp | None], counts: GuideCounts) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        app = self._app()
        if app is None:
            await _not_now(send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._counts.count(scope["method"], scope["path"], message["status"])
            await send(message)

        await app(scope, receive, send_counted)


async def _not_now(send: Send) -> None:
    headers = [(b"retry-after", b"2"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
