"""How python-telegram-bot speaks HTTP here: aiohttp, and errors that tell what left.

PTB's own transport collapses at 64 requests in flight (docs/decisions/0002) and cannot
say whether a request that failed had left. Ours can, which is the difference between "try
again" and "unknown". Nothing here logs: URLs hold the token, payloads hold words.
"""

import json
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
from telegram import error
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

_POOL: Final = 128
_CONNECT_S: Final = 10.0
_READ_S: Final = 20.0
_MEDIA_S: Final = 90.0
_DEFAULT_FLOOD_S: Final = 5.0


class NotSent(error.NetworkError):
    """The request surely never left: no address, no connection, no free place in the pool."""


class NoAnswer(error.TimedOut):
    """The request left, at least in part, and no usable answer came: it may have worked."""


class ServerFault(error.NetworkError):
    """The server answered 5xx: it took the request and does not say what became of it."""


class Flooded(error.TelegramError):
    """429. PTB's ``RetryAfter`` warns about its own future when it is merely made."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__("flood control")
        self.retry_after_s = retry_after_s


class AiohttpRequest(BaseRequest):
    """A request class for ``telegram.Bot(request=…)``: one pool, every wait bounded.

    ``read_s`` is for a whole call after connecting, ``media_s`` for one with an upload.
    """

    __slots__ = ("_connect_s", "_media_s", "_pool", "_read_s", "_session")

    def __init__(
        self,
        pool: int = _POOL,
        connect_s: float = _CONNECT_S,
        read_s: float = _READ_S,
        media_s: float = _MEDIA_S,
    ) -> None:
        self._pool = pool
        self._connect_s = connect_s
        self._read_s = read_s
        self._media_s = media_s
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return how long an answer is waited for, in seconds."""
        return self._read_s

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(_mark_as_left)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool),
                trace_configs=[trace],
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's signature
    ) -> tuple[int, bytes]:
        """Send one request; return status and body.

        Raises ``NotSent``, ``NoAnswer``, ``ServerFault`` or ``Flooded``. An explicit
        ``read_timeout`` is kept; writing and pool waits follow the read and connect limits.
        """
        if self._session is None or self._session.closed:
            raise NotSent("transport is not open")
        journey = SimpleNamespace(has_left=False)
        try:
            async with self._session.request(
                method,
                url,
                data=_form(request_data),
                headers={"User-Agent": self.USER_AGENT},
                timeout=self._timeout(request_data, read_timeout),
                trace_request_ctx=journey,
                allow_redirects=False,
            ) as answer:
                status, body = answer.status, await answer.read()
        except Exception as failure:  # noqa: BLE001 - PTB would quote it, words and token included
            # "from None" and the bare type: the message of the cause holds the address.
            refusal = NoAnswer if journey.has_left else NotSent
            raise refusal(type(failure).__name__) from None
        _refuse_without_answer(status, body)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; unlike PTB's, never log the one that cannot be parsed."""
        try:
            parsed = json.loads(payload)
        except ValueError:
            raise NoAnswer("answer is not JSON") from None
        if not isinstance(parsed, dict):
            raise NoAnswer("answer is not an object")
        return parsed

    def _timeout(
        self, request_data: RequestData | None, read_timeout: ODVInput[float]
    ) -> aiohttp.ClientTimeout:
        answer_s = read_timeout if isinstance(read_timeout, int | float) else self._read_s
        if request_data is not None and request_data.contains_files:
            answer_s = max(answer_s, self._media_s)
        # aiohttp has no limit for writing: without a total, a peer that stops reading in the
        # middle of an upload would hold the call for ever.
        return aiohttp.ClientTimeout(
            total=self._connect_s + answer_s,
            connect=self._connect_s,
            sock_connect=self._connect_s,
            sock_read=answer_s,
        )


async def _mark_as_left(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    del session, params
    context.trace_request_ctx.has_left = True


def _form(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime_type) in request_data.multipart_data.items():
        # As a stream: aiohttp warns about large bytes, and writes them in one piece.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file_name, content_type=mime_type)
    return form


def _refuse_without_answer(status: int, body: bytes) -> None:
    """Raise for the two answers PTB cannot tell apart or cannot carry."""
    if status >= 500:
        raise ServerFault(f"HTTP {status}")
    if status == 429:
        raise Flooded(_retry_after_s(body))


def _retry_after_s(body: bytes) -> float:
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return _DEFAULT_FLOOD_S
