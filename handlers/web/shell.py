"""The outermost layer: headers on every answer, a size limit, and a last word on failures.

It wraps the finished application, because a header set further inside is missing on the
pages of the framework's own error handler. It logs the kind of a failure, never its text.
"""

import logging
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

LARGEST_BODY: Final = 64 * 1024  # a sealed message of 32 KiB as base64 inside JSON
_LENGTH_DIGITS: Final = 12  # more is no length, and thousands of them Python refuses to read
UPLOADS: Final = frozenset({"/knowledge/documents"})
"""Where files arrive: the route itself knows who may send one and how large (``upload``), reads
nothing before it does, and refuses in words."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_TWO_YEARS_S = 63_072_000


class Shell:
    """An ASGI application around the pages."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = dict(_HEADERS)
        if secure:
            self._headers["strict-transport-security"] = f"max-age={_TWO_YEARS_S}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; every answer carries the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._dress(message)
            await send(message)

        if _is_too_large(Headers(scope=scope), is_upload=scope["path"] in UPLOADS):
            await PlainTextResponse("413", 413)(scope, receive, send_dressed)
            return
        try:
            await self._app(scope, receive, send_dressed)
        except Exception as failure:  # noqa: BLE001 - the last layer: a traceback may hold words
            log.error("web failure", extra={"kind": type(failure).__name__})
            if not started:
                await PlainTextResponse("500", 500)(scope, receive, send_dressed)

    def _dress(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in self._headers.items():
            headers[name] = value
        headers.setdefault("cache-control", "no-store")


def _is_too_large(headers: Headers, *, is_upload: bool) -> bool:
    # A body of unknown length is refused too: browsers always say how long theirs is.
    if "transfer-encoding" in headers:
        return True
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or len(length) > _LENGTH_DIGITS:
        return True
    return int(length) > LARGEST_BODY and not is_upload
