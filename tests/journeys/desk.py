"""A reviewer whose browser is played by Python: derives, unwraps, opens and seals.

The real browser's code is tried by ``tests/web`` and by the scripted browser; this one lets
journeys run where there is no Chromium.
"""

import base64
import html
import json
import re
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_der_private_key

from demo.browser_keys import _part, _root, sign_in_key
from inbox.model import Author, CaseId, Holder
from inbox.sealing import open_envelope, open_words, seal_words
from tests.journeys.stage import Stage


@dataclass
class OpenPage:
    """A case as a reviewer sees it."""

    case_id: CaseId
    case_key: bytes
    words: list[str]


@dataclass
class Desk:
    """A signed-in reviewer."""

    http: aiohttp.ClientSession
    base: str
    private: bytes
    csrf: str

    async def page(self, path: str, expected: int = 200) -> str:
        async with self.http.get(f"{self.base}{path}", allow_redirects=False) as answer:
            assert answer.status == expected, (path, answer.status)
            return await answer.text()

    async def numbers(self, query: str = "") -> list[str]:
        """Return the case numbers a list shows."""
        page = await self.page(f"/inbox{query}")
        return list(dict.fromkeys(re.findall(r"/case/(VN-[0-9A-Z]+)", page)))

    async def read(self, number: str) -> OpenPage:
        """Open a case as the page's script does."""
        block = re.search(
            r'id="sealed">(.*?)</script>', await self.page(f"/case/{number}"), re.DOTALL
        )
        assert block
        sealed = json.loads(html.unescape(block[1]))
        case_id = CaseId(sealed["caseId"])
        envelope = base64.b64decode(sealed["envelope"])
        case_private, _ = open_envelope(Holder.REVIEWER, envelope, case_id, self.private)
        words = [
            open_words(
                base64.b64decode(item["sealed"]), case_private, case_id, Author(item["author"])
            )
            for item in sealed["messages"]
        ]
        return OpenPage(case_id, base64.b64decode(sealed["caseKey"]), words)

    async def reply(self, number: str, words: str) -> None:
        """Seal a reply and send it."""
        await self._seal_and_post(number, "reply", words)

    async def ask(self, number: str, words: str) -> None:
        """Ask for more."""
        await self._seal_and_post(number, "ask", words)

    async def post(self, path: str, body: dict[str, Any]) -> int:
        headers = {"x-csrf-token": self.csrf, "sec-fetch-site": "same-origin"}
        async with self.http.post(f"{self.base}{path}", json=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def _seal_and_post(self, number: str, act: str, words: str) -> None:
        page = await self.read(number)
        sealed = seal_words(page.case_key, page.case_id, Author.REVIEWER, words)
        body = {"sealed": base64.b64encode(sealed).decode()}
        assert await self.post(f"/case/{number}/{act}", body) == 200


async def sign_in(stage: Stage, handle: str) -> Desk:
    """Sign a sample account in through the real pages."""
    credentials = stage.show.credentials(handle)
    assert credentials is not None
    passphrase = str(credentials["passphrase"])
    # A cookie jar of one's own: two reviewers are two browsers.
    http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    headers = {"sec-fetch-site": "same-origin"}
    asked = {"handle": handle}
    async with http.post(f"{stage.base}/sign-in/challenge", json=asked, headers=headers) as answer:
        challenge = await answer.json()
    salt = base64.b64decode(challenge["salt"])
    key = sign_in_key(passphrase, salt, challenge["iterations"])
    tried = asked | {
        "sign_in_key": base64.b64encode(key).decode(),
        "totp": str(credentials["totp"]),
    }
    async with http.post(f"{stage.base}/sign-in", json=tried, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        opened = await answer.json()
    wrapped = opened["wrapped"]
    root = _root(passphrase, base64.b64decode(wrapped["salt"]), wrapped["iterations"])
    pkcs8 = AESGCM(_part(root, b"andan/v1/wrapping")).decrypt(
        base64.b64decode(wrapped["iv"]),
        base64.b64decode(wrapped["ciphertext"]),
        b"andan/v1/wrapped-key",
    )
    private = load_der_private_key(pkcs8, None)
    assert isinstance(private, X25519PrivateKey)
    return Desk(http, stage.base, private.private_bytes_raw(), opened["csrf"])
