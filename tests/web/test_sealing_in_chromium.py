"""Both sides seal the same way: Python for the browser, the browser for Python."""

import secrets
from typing import Any

import pytest
from playwright.sync_api import Page

from demo.browser_keys import sign_in_key
from inbox.model import Author, CaseId
from inbox.sealing import new_case_keys, open_words, public_key_of, seal_words
from tests.web.browsing import PASSPHRASE

pytestmark = pytest.mark.browser
WORDS = 'Tối nào cũng có người bẻ khoá xe ở đầu ngõ 12.\n<b>Không</b> phải "người lạ".'


def in_page(page: Page, body: str, values: object) -> Any:
    """Run a piece of script with the crypto module as ``c``."""
    script = "async (v) => { const c = await import('/static/crypto.js'); BODY }"
    return page.evaluate(script.replace("BODY", body), values)


def test_python_seals_and_the_browser_opens(page: Page) -> None:
    page.goto("/sign-in")
    keys, case_id = new_case_keys(secrets.token_bytes), CaseId(secrets.token_hex(16))
    sealed = seal_words(keys.case_public, case_id, Author.REPORTER, WORDS)
    opened = in_page(
        page,
        """
        const key = await c.importRawPrivate(Uint8Array.from(v.key));
        const own = await c.publicOf(key);
        if (String(own) !== String(v.own)) throw new Error("publicOf");
        return c.openJson(Uint8Array.from(v.sealed), key, own, v.context);
        """,
        {
            "key": list(keys.case_private),
            "own": list(keys.case_public),
            "sealed": list(sealed),
            "context": f"andan/v1/message|{case_id}|reporter",
        },
    )
    assert opened == {"v": 1, "words": WORDS}


@pytest.mark.parametrize("length", [0, 1, 489, 490, 491, 4000])
def test_the_browser_seals_and_python_opens(page: Page, length: int) -> None:
    page.goto("/sign-in")
    keys, case_id = new_case_keys(secrets.token_bytes), CaseId(secrets.token_hex(16))
    words = ("ạ" * length)[:length]
    sealed = in_page(
        page,
        "return [...await c.sealJson({ v: 1, words: v.words }, Uint8Array.from(v.to), v.context)]",
        {
            "to": list(keys.case_public),
            "words": words,
            "context": f"andan/v1/message|{case_id}|reviewer",
        },
    )
    assert (len(sealed) - 49) % 512 == 0
    assert open_words(bytes(sealed), keys.case_private, case_id, Author.REVIEWER) == words


def test_what_was_changed_does_not_open(page: Page) -> None:
    page.goto("/sign-in")
    refused = in_page(
        page,
        """
        const pair = await c.newKeyPair();
        const key = await c.importPkcs8(pair.pkcs8);
        const sealed = await c.sealJson({ v: 1 }, pair.publicKey, "one");
        const changed = (at, by) => sealed.map((byte, i) => i === at ? byte ^ by : byte);
        const tries = [[sealed, "two"], [changed(60, 1), "one"], [changed(0, 3), "one"],
                       [sealed.slice(0, 40), "one"]];
        let refused = 0;
        for (const [bytes, context] of tries) {
          try { await c.openJson(bytes, key, pair.publicKey, context); } catch { refused += 1; }
        }
        return refused;
        """,
        {},
    )
    assert refused == 4


def test_the_public_half_follows_from_the_private(page: Page) -> None:
    page.goto("/sign-in")
    private = secrets.token_bytes(32)
    public = in_page(
        page,
        "return [...await c.publicOf(await c.importRawPrivate(Uint8Array.from(v)))]",
        list(private),
    )
    assert bytes(public) == public_key_of(private)


def test_wrapped_keys_are_what_python_makes(page: Page) -> None:
    page.goto("/sign-in")
    made = in_page(
        page,
        """
        const salt = Uint8Array.from(v.salt);
        const keys = await c.passphraseKeys(v.passphrase, salt, 600000);
        const wrapped = await c.wrap(Uint8Array.from(v.key), keys.wrappingKey);
        const back = await c.unwrap(wrapped, keys.wrappingKey);
        return { signIn: [...keys.signInKey], size: wrapped.ciphertext.length, back: [...back] };
        """,
        {"salt": list(b"s" * 16), "passphrase": PASSPHRASE, "key": list(range(48))},
    )
    assert bytes(made["signIn"]) == sign_in_key(PASSPHRASE, b"s" * 16, 600_000)
    assert made["size"] == 64
    assert made["back"] == list(range(48))
