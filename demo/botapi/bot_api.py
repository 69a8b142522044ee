"""The door for bots: /bot<token>/<method> and /file/bot<token>/<path>.

Plain ASGI, because every call of a benchmark comes through here.
"""

import asyncio
import json
import logging
import secrets
from typing import Any
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from demo.botapi.cloud import TelegramServer
from demo.botapi.faults import Fault
from demo.botapi.methods.catalog import METHODS
from demo.botapi.params import UPLOAD_LIMIT, read_payload
from demo.botapi.refusals import Refused, too_many_requests

log = logging.getLogger(__name__)

HANG_S = 600
_BODY_LIMIT = UPLOAD_LIMIT + 1024 * 1024


async def read_body(receive: Receive) -> bytes:
    """Return a whole request body. Refuses one larger than any upload may be."""
    pieces: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Refused(400, "Bad Request: connection closed")
        piece = event.get("body", b"")
        size += len(piece)
        if size > _BODY_LIMIT:
            raise Refused(413, "Request Entity Too Large")
        pieces.append(piece)
        if not event.get("more_body"):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def answer(send: Send, status: int, body: bytes, content_type: bytes) -> None:
    """Send a whole response."""
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class BotApi:
    """An ASGI app for the calls of one bot."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server

    def owns(self, path: str) -> bool:
        """Say whether a path belongs to bots."""
        return path.startswith(("/bot", "/file/bot"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call or one download."""
        path: str = scope["path"]
        try:
            if path.startswith("/file/bot"):
                token, _, rest = path.removeprefix("/file/bot").partition("/")
                self._ensure_token(token)
                await self._download(unquote(rest), send)
                return
            token, _, method = path.removeprefix("/bot").partition("/")
            self._ensure_token(token)
            body = await read_body(receive)
            result = await self._run(scope, method, body)
        except Refused as refused:
            content = json.dumps(refused.as_json()).encode()
            await answer(send, refused.code, content, b"application/json")
            return
        except ConnectionResetError:
            await _reset(receive, send)
            return
        content = json.dumps({"ok": True, "result": result}).encode()
        await answer(send, 200, content, b"application/json")

    async def _run(self, scope: Scope, method_name: str, body: bytes) -> Any:
        method = METHODS.get(method_name.lower())
        if method is None:
            raise Refused(404, "Not Found")
        fault = self.server.faults.for_call(method.name)
        if fault is not None and not fault.after:
            await self._suffer(fault)
        headers = dict(scope["headers"])
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        payload = await read_payload(query, content_type, body)
        result = await method.run(self.server, payload)
        if fault is not None:
            await self._suffer(fault)
        return result

    def _ensure_token(self, token: str) -> None:
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            raise Refused(401, "Unauthorized")

    async def _suffer(self, fault: Fault) -> None:
        if fault.kind == "429":
            raise too_many_requests(fault.retry_after)
        if fault.kind == "500":
            raise Refused(500, "Internal Server Error")
        if fault.kind == "timeout":
            async with asyncio.timeout(HANG_S):
                await self.server.closing.wait()
        raise ConnectionResetError

    async def _download(self, path: str, send: Send) -> None:
        kept = self.server.world.files_by_path.get(path)
        if kept is None:
            raise Refused(404, "Not Found")
        await answer(send, 200, kept.data, b"application/octet-stream")

    async def take_webhook_reply(self, content_type: str, body: bytes) -> None:
        """Run the method a webhook's response may hold. Its result is told to nobody."""
        try:
            payload = await read_payload("", content_type, body)
            name = str(payload.values.pop("method", "")).lower()
            if name in METHODS:
                await METHODS[name].run(self.server, payload)
        except Refused:
            log.info("webhook reply refused")


async def _reset(receive: Receive, send: Send) -> None:
    """Cut the connection under the call. Only the HTTP server's own ``send`` knows it."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError
    transport.abort()
    event = await receive()
    while event["type"] != "http.disconnect":
        event = await receive()
