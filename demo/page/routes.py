"""The page's routes: its files, and the few things only a demo may offer.

Handing out a sample account's passphrase is such a thing: these routes are mounted by
``demo/run.py`` alone, and answer only on this machine's own names.
"""

from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Route

from demo.page.stage import Stage
from demo.page.texts import page_texts

STATIC: Final = Path(__file__).parent / "static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}
_MEDIA: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})

_Answer = Callable[[Request], Awaitable[Response]]


def page_routes(stage: Stage, hosts: Collection[str] = LOOPBACK) -> list[BaseRoute]:
    """Return the routes of ``/`` and ``/demo/…``.

    ``hosts`` are the names this server may be called by; others are refused (a foreign page
    could point its own name at this machine). Unsafe requests from other sites are refused.
    """
    desk = _Desk(stage)

    def route(path: str, answer: _Answer, method: str = "GET") -> Route:
        return Route(path, _guarded(answer, frozenset(hosts)), methods=[method])

    return [
        route("/", _file("index.html")),
        route("/demo/open-inbox", _file("open-inbox.html")),
        route("/demo/static/{name}", _static),
        route("/demo/texts.json", _texts),
        route("/demo/world", desk.world),
        route("/demo/guide", desk.guide),
        route("/demo/reader", desk.reader),
        route("/demo/events", desk.events),
        route("/demo/credentials", desk.credentials, "POST"),
        route("/demo/cases", desk.cases, "POST"),
        route("/demo/reset", desk.reset, "POST"),
    ]


class _Desk:
    """Answers that ask the stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def world(self, _: Request) -> Response:
        return JSONResponse(dict(self._stage.world()))

    async def guide(self, _: Request) -> Response:
        return JSONResponse(dict(self._stage.guide()))

    async def reader(self, request: Request) -> Response:
        handle = await self._stage.reader_of(request.query_params.get("case", ""))
        return JSONResponse({"handle": handle})

    async def events(self, request: Request) -> Response:
        asked = request.query_params.getlist("viewer")
        if not asked or not all(viewer.isascii() and viewer.isdigit() for viewer in asked):
            raise HTTPException(400)
        viewers = [int(viewer) for viewer in asked]
        return StreamingResponse(self._stage.events(viewers), media_type="text/event-stream")

    async def credentials(self, request: Request) -> Response:
        body = await _json(request)
        given = self._stage.credentials(str(body.get("handle", "")))
        if given is None:
            raise HTTPException(404)
        return JSONResponse(dict(given), headers={"cache-control": "no-store"})

    async def cases(self, _: Request) -> Response:
        return JSONResponse({"cases": await self._stage.load_cases()})

    async def reset(self, _: Request) -> Response:
        await self._stage.reset()
        return JSONResponse({})


def _guarded(answer: _Answer, hosts: frozenset[str]) -> _Answer:
    async def guarded(request: Request) -> Response:
        name = request.headers.get("host", "").rpartition(":")
        host = name[0] if name[2].isdigit() else request.headers.get("host", "")
        if host not in hosts:
            return Response(status_code=421, headers=HEADERS)
        site = request.headers.get("sec-fetch-site", "same-origin")
        if request.method == "POST" and site != "same-origin":
            return Response(status_code=403, headers=HEADERS)
        try:
            response = await answer(request)
        except HTTPException as refusal:
            response = Response(status_code=refusal.status_code)
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        return response

    return guarded


def _file(name: str) -> _Answer:
    async def answer(_: Request) -> Response:
        return _serve(STATIC / name)

    return answer


async def _static(request: Request) -> Response:
    file = STATIC / request.path_params["name"]
    if file.parent != STATIC or file.suffix not in _MEDIA or not file.is_file():
        raise HTTPException(404)
    return _serve(file)


def _serve(file: Path) -> Response:
    return FileResponse(file, media_type=_MEDIA[file.suffix])


async def _texts(_: Request) -> Response:
    return JSONResponse(page_texts())


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise HTTPException(400) from None
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body
