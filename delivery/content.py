"""What a broadcast may say: cleaning, measuring and freezing its content. Pure values.

Telegram's limits (Bot API 10.3): 4,096 visible UTF-16 units, 1,024 under a photo, 100
entities, photos up to 10 MB. Knows markup, not sentences: refusals carry a reason key.
"""

import hashlib
import html
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

from delivery.errors import ContentInvalid
from delivery.model import Audience, Content

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_ENTITIES: Final = 100
MAX_PHOTO_BYTES: Final = 10_000_000
SHOWN_DIGEST: Final = 24
"""How many hex digits of a digest fit on a button (96 bits: nobody finds a second text)."""

_PLAIN_TAGS: Final = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "tg-spoiler",
}
_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class _Cleaner(HTMLParser):
    """Rewrites Telegram HTML with balanced, allowed tags only, and collects what is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.seen: list[str] = []
        self.entities = 0
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, shown = _allowed(tag, dict(attrs))
        self._open.append((tag, name))
        if name:
            self.entities += 1
            self.parts.append(f"<{shown}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in {open_tag for open_tag, _ in self._open}:
            return
        while self._open:
            open_tag, name = self._open.pop()
            if name:
                self.parts.append(f"</{name}>")
            if open_tag == tag:
                return

    def handle_data(self, data: str) -> None:
        self.seen.append(data)
        self.parts.append(html.escape(data, quote=False))

    def finish(self) -> None:
        self.close()
        self.parts += [f"</{name}>" for _, name in reversed(self._open) if name]
        self._open.clear()


def _allowed(tag: str, attrs: dict[str, str | None]) -> tuple[str, str]:
    """Return (closing name, opening tag), both empty when the tag is dropped."""
    if tag in _PLAIN_TAGS:
        return _PLAIN_TAGS[tag], _PLAIN_TAGS[tag]
    if tag == "blockquote":
        return tag, "blockquote expandable" if "expandable" in attrs else tag
    if tag == "span" and attrs.get("class") == "tg-spoiler":
        return "tg-spoiler", "tg-spoiler"
    address = attrs.get("href") or ""
    # A mention of an account (tg://user?id=…) would carry an account id: only web links stay.
    if tag == "a" and address.startswith(("https://", "http://")):
        return "a", f'a href="{html.escape(address)}"'
    return "", ""


def _read(markup: str) -> _Cleaner:
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.finish()
    return cleaner


def clean_html(markup: str) -> str:
    """Return the markup with Telegram's tags only, balanced, everything else as plain text.

    Cleaning what is already clean changes nothing. Control characters and half symbols go:
    neither Telegram nor a database takes them.
    """
    storable = "".join(sign for sign in markup if sign in "\n\t" or _is_storable(sign))
    return "".join(_read(storable).parts).strip()


def visible_length(markup: str) -> int:
    """Return how many UTF-16 units a reader sees, which is what Telegram counts."""
    seen = "".join(_read(markup).seen).strip()
    return len(seen.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(content: Content) -> Content:
    """Return the content with clean markup, or raise ``ContentInvalid``.

    Reasons: ``empty``, ``text_too_long``, ``caption_too_long``, ``too_many_entities``,
    ``photo_too_big``, ``photo_kind`` (not a JPEG or PNG by its first bytes).
    """
    content = replace(content, html=clean_html(content.html))
    check_words(content.html, content.photo is not None)
    if content.photo is not None:
        _check_photo(content.photo)
    return content


def check_words(markup: str, is_caption: bool) -> None:
    """Raise ``ContentInvalid`` for words Telegram would refuse; see :func:`cleaned`."""
    reading = _read(markup)
    length = visible_length(markup)
    if length == 0:
        raise ContentInvalid("empty")
    if length > (MAX_CAPTION if is_caption else MAX_TEXT):
        raise ContentInvalid("caption_too_long" if is_caption else "text_too_long")
    if reading.entities > MAX_ENTITIES:
        raise ContentInvalid("too_many_entities")


def _is_storable(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs")


def _check_photo(photo: bytes) -> None:
    if len(photo) > MAX_PHOTO_BYTES:
        raise ContentInvalid("photo_too_big")
    if not photo.startswith(_MAGIC):
        raise ContentInvalid("photo_kind")


def digest_of(content: Content, audience: Audience) -> str:
    """Return SHA-256 (hex) over words, picture and audience, unambiguously joined."""
    running = hashlib.sha256()
    parts = (
        b"andan/v1/broadcast",
        content.html.encode(),
        b"" if content.photo is None else b"photo:" + content.photo,
        audience.topic.value.encode(),
        b"" if audience.province_code is None else b"province:" + audience.province_code.encode(),
    )
    for part in parts:
        running.update(len(part).to_bytes(8, "big"))
        running.update(part)
    return running.hexdigest()


def is_digest(shown: str, digest: str) -> bool:
    """Say whether ``shown`` is the digest, or at least its first :data:`SHOWN_DIGEST` digits."""
    return len(shown) >= SHOWN_DIGEST and digest.startswith(shown)
