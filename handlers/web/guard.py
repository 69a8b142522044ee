"""Who asks, and whether the request came from our own pages.

Two checks stand before every unsafe method: the browser's word about where the request came
from, and the session's own token. The cookie alone moves nothing.
"""

import hmac
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from handlers.web.pages import services_of
from handlers.web.services import WebServices
from staff.model import Session

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"


class SignedOut(Exception):
    """No live session: never signed in, signed out, idle for too long, or switched off."""


class CrossSite(Exception):
    """An unsafe request that did not come from our own page, or lacks its token."""


def cookie_name(services: WebServices) -> str:
    """Return the cookie's name; the ``__Host-`` prefix makes browsers demand https."""
    return "__Host-andan" if services.secure_cookies else "andan"


def set_session_cookie(services: WebServices, response: Response, token: str) -> None:
    """Hand the token to the browser, for its life and out of reach of scripts."""
    response.set_cookie(
        cookie_name(services),
        token,
        path="/",
        secure=services.secure_cookies,
        httponly=True,
        samesite="strict",
    )


def clear_session_cookie(services: WebServices, response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(services),
        path="/",
        secure=services.secure_cookies,
        httponly=True,
        samesite="strict",
    )


def refuse_cross_site(request: Request) -> None:
    """Raise :class:`CrossSite` for an unsafe method that is not from the same origin.

    ``Sec-Fetch-Site`` cannot be set by a page; browsers older than 2023 send only ``Origin``.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise CrossSite
        return
    if request.headers.get("origin") != _own_origin(request):
        raise CrossSite


async def session_or_none(request: Request) -> Session | None:
    """Return the live session of the cookie, or None."""
    services = services_of(request)
    token = request.cookies.get(cookie_name(services))
    return await services.accounts.session(token) if token else None


async def require_session(request: Request) -> Session:
    """Return the live session, or raise :class:`SignedOut`."""
    session = await session_or_none(request)
    if session is None:
        raise SignedOut
    return session


async def require_session_and_token(
    request: Request, session: Annotated[Session, Depends(require_session)]
) -> Session:
    """Return the live session if the request carries its token, else raise."""
    check_token(session, request.headers.get(CSRF_HEADER) or await _token_field(request))
    return session


def check_token(session: Session, sent: str) -> None:
    """Raise :class:`CrossSite` unless that is the session's token."""
    if not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        raise CrossSite


Services = Annotated[WebServices, Depends(services_of)]
Signed = Annotated[Session, Depends(require_session)]
SignedPost = Annotated[Session, Depends(require_session_and_token)]


async def _token_field(request: Request) -> str:
    kind = request.headers.get("content-type", "")
    if not kind.startswith("application/x-www-form-urlencoded"):
        return ""
    value = (await request.form()).get(CSRF_FIELD, "")
    return "" if isinstance(value, UploadFile) else value


def _own_origin(request: Request) -> str:
    # Behind a proxy that ends TLS the request looks like http, its Origin says https.
    scheme = "https" if services_of(request).secure_cookies else request.url.scheme
    return f"{scheme}://{request.headers.get('host', '')}"
