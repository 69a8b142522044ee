"""From an invitation's address to an account, over HTTP."""

import secrets
from base64 import b64encode
from typing import Any

import pyotp
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from staff.model import Role
from tests.web.world import HOME, Browser, World


async def invited(world: World, title: str = "Trực ban") -> str:
    return await world.accounts.invite("cb-9", title, HOME, frozenset({Role.REVIEWER}))


def made(world: World, secret: str) -> dict[str, Any]:
    def text(size: int) -> str:
        return b64encode(secrets.token_bytes(size)).decode()

    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    return {
        "public_key": b64encode(public).decode(),
        "salt": text(16),
        "iterations": 600_000,
        "iv": text(12),
        "ciphertext": text(64),
        "sign_in_key": text(32),
        "totp_secret": secret,
        "totp_code": pyotp.TOTP(secret).at(world.clock.now),
    }


async def test_an_invitation_is_accepted_once(world: World, browser: Browser) -> None:
    path = f"/join/{await invited(world)}"
    page = await browser.get(path)
    assert page.status_code == 200
    assert "Trực ban" in page.text
    assert "Công an phường Ba Đình" in page.text
    begun = (await browser.post(f"{path}/begin")).json()
    assert begun["picture"].startswith("data:image/svg+xml")
    body = made(world, begun["secret"])
    assert (await browser.post(f"{path}/finish", body)).json() == {"next": "/sign-in"}
    assert (await browser.post(f"{path}/finish", body)).status_code == 404
    assert (await browser.get(path)).status_code == 404
    assert [member.handle for member in await world.accounts.members()] == ["cb-9"]


async def test_a_wrong_first_code_can_be_mended(world: World, browser: Browser) -> None:
    path = f"/join/{await invited(world)}"
    secret = (await browser.post(f"{path}/begin")).json()["secret"]
    wrong = {**made(world, secret), "totp_code": "000000"}
    refused = await browser.post(f"{path}/finish", wrong)
    assert refused.status_code == 422
    assert "mã 6 số" in refused.json()["words"]
    assert (await browser.post(f"{path}/finish", made(world, secret))).status_code == 200


async def test_an_unknown_invitation_is_a_page_in_words(browser: Browser) -> None:
    answer = await browser.get("/join/made-up")
    assert answer.status_code == 404
    assert "Lời mời này đã dùng rồi hoặc hết hạn" in answer.text


async def test_a_title_is_shown_as_text(world: World, browser: Browser) -> None:
    page = await browser.get(f"/join/{await invited(world, '<script>alert(1)</script>')}")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
