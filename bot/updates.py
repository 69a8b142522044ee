"""Where updates come from: one getUpdates call over HTTP, or the webhook's door."""

import asyncio
import hmac
import json
import logging
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.ordering import OrderedUpdates, Update

log = logging.getLogger(__name__)

_EXTRA_WAIT_S: Final = 15
_LARGEST_BODY: Final = 1 << 20
_SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"

WEBHOOK_PATH: Final = "/telegram/webhook"


@dataclass(slots=True)
class Batch:
    """What one getUpdates call brought. ``error_code`` 0 means the network, not Telegram."""

    ok: bool
    updates: list[Update] = field(default_factory=list)
    error_code: int = 0
    retry_after_s: float = 0.0


class HttpUpdates:
    """getUpdates through the bot's own HTTP session, without parsing what is inside.

    aiogram would parse the batch as one: a single update it does not understand would then
    hold back all others.
    """

    def __init__(self, bot: Bot) -> None:
        if not isinstance(bot.session, AiohttpSession):
            raise TypeError("polling needs the aiohttp session")
        self._bot = bot
        self._session = bot.session

    async def get_updates(self, parameters: dict[str, Any]) -> Batch:
        """Return the batch; network trouble is a batch that is not ok. Never raises for it."""
        url = self._session.api.api_url(token=self._bot.token, method="getUpdates")
        limit = aiohttp.ClientTimeout(total=parameters.get("timeout", 0) + _EXTRA_WAIT_S)
        client = await self._session.create_session()
        try:
            async with client.post(url, json=parameters, timeout=limit) as response:
                return _read(await response.json(content_type=None))
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            # The error's text holds the URL and with it the token: only its type is told.
            log.warning("getUpdates failed", extra={"error": type(error).__name__})
            return Batch(ok=False)


def _read(answer: Any) -> Batch:
    if not isinstance(answer, dict):
        return Batch(ok=False)
    if answer.get("ok") and isinstance(answer.get("result"), list):
        return Batch(ok=True, updates=answer["result"])
    wait = (answer.get("parameters") or {}).get("retry_after", 0)
    return Batch(ok=False, error_code=int(answer.get("error_code", 0)), retry_after_s=float(wait))


class WebhookDoor:
    """Answers Telegram's webhook calls in front of the pages; everything else passes through.

    It answers 200 only after the work is done, so that what Telegram was told is true; 503
    while stopping, so that Telegram brings the update again. A call without the secret gets
    401 and is not read (Bot API, setWebhook: ``secret_token``).
    """

    def __init__(self, pages: ASGIApp, secret: str, updates: OrderedUpdates) -> None:
        self._pages = pages
        self._secret = secret.encode()
        self._updates = updates
        self.stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] != WEBHOOK_PATH:
            await self._pages(scope, receive, send)
        else:
            await _answer(send, await self._status(scope, receive))

    async def _status(self, scope: Scope, receive: Receive) -> int:
        given = dict(scope["headers"]).get(_SECRET_HEADER, b"")
        if scope["method"] != "POST" or not hmac.compare_digest(given, self._secret):
            return 401
        if self.stopping.is_set():
            return 503
        update = _update_in(await _body(receive))
        if update is None:
            return 400
        await asyncio.shield(self._updates.submit(update))
        return 200


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while len(body) <= _LARGEST_BODY:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            return bytes(body)
    return b""


def _update_in(body: bytes) -> Update | None:
    try:
        update = json.loads(body)
    except ValueError:
        return None
    has_id = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if has_id else None


async def _answer(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
