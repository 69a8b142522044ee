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

from handlers.web.guard import CrossSite, SignedOut, session_or_none
from handlers.web.pages import page, texts_of
from inbox.errors import CaseChanged, CaseUnknown, MoveNotAllowed, SealInvalid
from knowledge.article_versions import ArticleUnreadable
from knowledge.editing import ArticleUnknown
from knowledge.versions import DocumentUnknown, DocumentUnreadable
from staff.errors import (
    EnrolmentInvalid,
    HandleTaken,
    InvitationUnusable,
    NotAllowed,
    SignInRefused,
    SignInThrottled,
)
from staff.policy import Action, is_allowed

log = logging.getLogger(__name__)
Handler = Callable[[Request, Exception], Awaitable[Response]]

_PLAIN: dict[type[Exception], tuple[str, int]] = {
    CrossSite: ("cross_site", 403),
    CaseUnknown: ("case_unknown", 404),
    InvitationUnusable: ("invitation", 404),
    MoveNotAllowed: ("move", 409),
    CaseChanged: ("changed", 409),
    HandleTaken: ("handle_taken", 409),
    SealInvalid: ("seal", 422),
    EnrolmentInvalid: ("enrolment", 422),
    SignInRefused: ("sign_in", 401),
    ArticleUnknown: ("article_unknown", 404),
    ArticleUnreadable: ("article_unreadable", 409),
    DocumentUnknown: ("document_unknown", 404),
    DocumentUnreadable: ("document_unreadable", 409),
    RequestValidationError: ("input", 422),
}


def add_failures(app: FastAPI) -> None:
    """Answer every refusal the use cases and the framework can raise."""
    for kind, (key, status) in _PLAIN.items():
        app.add_exception_handler(kind, _answering(key, status))
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(SignInThrottled, _throttled)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, key: str, status: int, **values: object) -> Response:
    """Say what was refused, in words, to whoever asked."""
    words = texts_of(request).plain(f"web.error.{key}", **values)
    if _is_script(request):
        return JSONResponse({"error": key, "words": words}, status)
    back = "knowledge" if request.url.path.startswith("/knowledge") else "inbox"
    return page(request, "error.html", status=status, code=status, words=words, back=back)


def _answering(key: str, status: int) -> Handler:
    async def handle(request: Request, _: Exception) -> Response:
        return answer(request, key, status)

    return handle


async def _signed_out(request: Request, _: Exception) -> Response:
    path, query = request.url.path, request.url.query
    if request.method in {"GET", "HEAD"}:
        address = f"{path}?{query}" if query else path
        return RedirectResponse(f"/sign-in?next={quote(address, safe='')}", 303)
    if _is_script(request):
        return answer(request, "signed_out", 401)
    # A plain form holds no words to keep: lead back to the page it stood on.
    if path.startswith("/knowledge"):
        # where somebody was writing, the browser has kept the words for the same address
        back = path if path.endswith(("/new", "/edit")) else "/knowledge"
        return RedirectResponse(f"/sign-in?next={quote(back, safe='')}", 303)
    if path.startswith("/case/"):
        return RedirectResponse(f"/sign-in?next={quote(path.rpartition('/')[0], safe='')}", 303)
    return RedirectResponse("/sign-in", 303)


async def _not_allowed(request: Request, _: Exception) -> Response:
    """Say so on a page that still offers to sign out: an official has no other page here."""
    session = None if _is_script(request) else await session_or_none(request)
    if session is None or is_allowed(session.actor, Action.LIST_CASES):
        return answer(request, "not_allowed", 403)
    words = texts_of(request).plain("web.error.no_cases")
    return page(request, "error.html", session=session, status=403, code=403, words=words, back="")


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
