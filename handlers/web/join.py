"""From an invitation to an account: the key pair is made in the browser, never here."""

import segno
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from handlers.web.fields import Base64Bytes
from handlers.web.guard import Services
from handlers.web.pages import page
from handlers.web.people import unit_names
from staff.enrolment import ITERATIONS, Enrolment
from staff.model import WrappedKey

router = APIRouter(prefix="/join/{token}")


class Joined(BaseModel):
    """What the browser made: a public key, a wrapped private key and a first code."""

    public_key: Base64Bytes
    salt: Base64Bytes
    iterations: int
    iv: Base64Bytes
    ciphertext: Base64Bytes
    sign_in_key: Base64Bytes
    totp_secret: str = Field(max_length=64)
    totp_code: str = Field(max_length=16)

    def enrolment(self) -> Enrolment:
        """Return it as the use case takes it."""
        return Enrolment(
            public_key=self.public_key,
            wrapped_key=WrappedKey(self.salt, self.iterations, self.iv, self.ciphertext),
            sign_in_key=self.sign_in_key,
            totp_secret=self.totp_secret,
            totp_code=self.totp_code.replace(" ", ""),
        )


@router.get("")
async def join_page(request: Request, services: Services, token: str) -> Response:
    """Show who is invited to what, and the form."""
    invitation = await services.accounts.invitation(token)
    names = await unit_names(services)
    return page(
        request,
        "join.html",
        invitation=invitation,
        unit_name=names.get(invitation.unit_id, invitation.unit_id),
        token=token,
        iterations=ITERATIONS,
    )


@router.post("/begin")
async def begin(services: Services, token: str) -> Response:
    """Return a fresh code secret and its QR picture; nothing is stored."""
    secret, uri = await services.accounts.begin_enrolment(token)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=3, encode_minimal=True)
    return JSONResponse({"secret": secret, "uri": uri, "picture": picture})


@router.post("/finish")
async def finish(services: Services, token: str, joined: Joined) -> Response:
    """Make the account; the invitation is used up."""
    await services.accounts.enrol(token, joined.enrolment())
    return JSONResponse({"next": "/sign-in"})
