"""Refusals as answers in words: a page for a person, JSON for our own scripts.

What was refused is named by a key of the catalogue; what was sent is never echoed.
"""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from handlers.web.guard import CrossSite, SignedOut
from handlers.web.pages import page, texts_of
from inbox.errors import CaseUnknown, MoveNotAllowed, SealInvalid
from staff.errors import (
    EnrolmentInvalid,
    HandleTaken,
    InvitationUnusable,
    NotAllowed,
    SignInRefused,
    SignInThrottled,
)

log = logging.getLogger(__name__)
Handler = Callable[[Request, Exception], Awaitable[Response]]

_PLAIN: dict[type[Exception], tuple[str, int]] = {
    NotAllowed: ("not_allowed", 403),
    CrossSite: ("cross_site", 403),
    CaseUnknown: ("case_unknown", 404),
    InvitationUnusable: ("invitation", 404),
    MoveNotAllowed: ("move", 409),
    HandleTaken: ("handle_taken", 409),
    SealInvalid: ("seal", 422),
    EnrolmentInvalid: ("enrolment", 422),
    SignInRefused: ("sign_in", 401),
    RequestValidationError: ("input", 422),
}


def add_failures(app: FastAPI) -> None:
    """Answer every refusal the use cases and the framework can raise."""
    for kind, (key, status) in _PLAIN.items():
        app.add_exception_handler(kind, _answering(key, status))
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(SignInThrottled, _throttled)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, key: str, status: int, **values: object) -> Response:
    """Say what was refused, in words, to whoever asked."""
    words = texts_of(request).plain(f"web.error.{key}", **values)
    if _is_script(request):
        return JSONResponse({"error": key, "words": words}, status)
    return page(request, "error.html", status=status, code=status, words=words)


def _answering(key: str, status: int) -> Handler:
    async def handle(request: Request, _: Exception) -> Response:
        return answer(request, key, status)

    return handle


async def _signed_out(request: Request, _: Exception) -> Response:
    if request.method in {"GET", "HEAD"}:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(address, safe='')}", 303)
    return answer(request, "signed_out", 401)


async def _throttled(request: Request, refusal: Exception) -> Response:
    wait_s = refusal.retry_after_s if isinstance(refusal, SignInThrottled) else 0
    response = answer(request, "throttled", 429, seconds=wait_s)
    response.headers["retry-after"] = str(wait_s)
    return response


async def _by_status(request: Request, refusal: Exception) -> Response:
    status = refusal.status_code if isinstance(refusal, HTTPException) else 500
    key = {404: "not_found", 405: "not_found", 422: "input"}.get(status, "unexpected")
    return answer(request, key, status)


async def _unexpected(request: Request, _: Exception) -> Response:
    return answer(request, "unexpected", 500)


def _is_script(request: Request) -> bool:
    return "application/json" in (
        request.headers.get("content-type", ""),
        request.headers.get("accept", ""),
    )
