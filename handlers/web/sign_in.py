"""Sign-in, sign-out, and the half of a lock that lives only as long as the session."""

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from handlers.web.fields import Base64Bytes
from handlers.web.guard import (
    Services,
    SignedPost,
    clear_session_cookie,
    cookie_name,
    session_or_none,
    set_session_cookie,
)
from handlers.web.pages import page
from staff.model import WrappedKey

router = APIRouter()
_START = "/inbox"
_PLACES = frozenset({_START, "/knowledge"})


class Asked(BaseModel):
    """Who wants to sign in."""

    handle: str = Field(max_length=64)


class Tried(BaseModel):
    """What the browser derived from the passphrase, and the code."""

    handle: str = Field(max_length=64)
    sign_in_key: Base64Bytes
    totp: str = Field(max_length=16)


@router.get("/", include_in_schema=False)
async def start() -> Response:
    """Lead to the list."""
    return RedirectResponse(_START, 303)


@router.get("/sign-in")
async def sign_in_page(
    request: Request, services: Services, then: Annotated[str, Query(alias="next")] = _START
) -> Response:
    """Show the form, or go on if the browser is signed in already."""
    then = then if _is_ours(then) else _START
    if await session_or_none(request) is not None:
        return RedirectResponse(then, 303)
    response = page(request, "sign-in.html", then=then)
    if cookie_name(services) in request.cookies:
        clear_session_cookie(services, response)
    return response


@router.post("/sign-in/challenge")
async def challenge(services: Services, asked: Asked) -> Response:
    """Return salt and rounds; an unknown handle gets a stable made-up answer."""
    salt, iterations = await services.accounts.challenge(asked.handle)
    return JSONResponse({"salt": b64encode(salt).decode(), "iterations": iterations})


@router.post("/sign-in")
async def sign_in(request: Request, services: Services, tried: Tried) -> Response:
    """Open a session and return the wrapped key with the session's token for unsafe requests."""
    signed = await services.accounts.sign_in(
        tried.handle, tried.sign_in_key, tried.totp.replace(" ", "")
    )
    if older := request.cookies.get(cookie_name(services)):
        await services.accounts.sign_out(older)
    response = JSONResponse({"csrf": signed.csrf, "wrapped": wrapped_json(signed.wrapped_key)})
    set_session_cookie(services, response, signed.token)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, services: Services, _: SignedPost) -> Response:
    """End the session; what the browser kept cannot be opened any more."""
    await services.accounts.sign_out(request.cookies[cookie_name(services)])
    response = RedirectResponse("/sign-in", 303)
    clear_session_cookie(services, response)
    return response


@router.post("/session/half")
async def session_half(services: Services, session: SignedPost) -> Response:
    """Return this session's half of the lock, and the wrapped key for a tab that has none."""
    wrapped = await services.accounts.wrapped_key(session.actor.staff_id)
    half = b64encode(session.unlock_half).decode()
    return JSONResponse({"half": half, "wrapped": wrapped_json(wrapped)})


def wrapped_json(wrapped: WrappedKey) -> dict[str, str | int]:
    """Return a wrapped key as the scripts read it."""
    return {
        "salt": b64encode(wrapped.salt).decode(),
        "iterations": wrapped.iterations,
        "iv": b64encode(wrapped.iv).decode(),
        "ciphertext": b64encode(wrapped.ciphertext).decode(),
    }


def _is_ours(address: str) -> bool:
    # Only these pages: an open redirect would lend our name to another site.
    return address in _PLACES or address.startswith((f"{_START}?", "/case/", "/knowledge/"))
