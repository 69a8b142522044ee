"""Text as Telegram keeps it: HTML in, plain text with entities out.

Offsets and lengths count UTF-16 code units. The refusals are those of Telegram's own parser;
the rules are those of https://core.telegram.org/bots/api#html-style .
"""

import re
from typing import Any
from urllib.parse import urlsplit

from demo.botapi.refusals import Refused, bad_request

Entities = list[dict[str, Any]]

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]*)\s*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SPACE = re.compile(r"\s*")


def utf16_length(text: str) -> int:
    """Return the length Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def decode_characters(text: str) -> str:
    """Replace the HTML characters Telegram knows; all others stay as written."""

    def decoded(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name:
            return _NAMED[name]
        number = int(hexadecimal, 16) if hexadecimal else int(decimal)
        valid = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
        return chr(number) if valid else match.group()

    return _CHARACTER.sub(decoded, text) if "&" in text else text


class _HtmlReader:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[tuple[str, str, int, int]] = []
        self.entities: Entities = []

    def read(self) -> tuple[str, Entities]:
        position = 0
        while (tag := self.source.find("<", position)) >= 0:
            self._take(self.source[position:tag])
            closing = self.source.startswith("/", tag + 1)
            position = self._close(tag) if closing else self._start(tag)
        self._take(self.source[position:])
        if self.open:
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"'
            )
        return "".join(self.pieces), self.entities

    def _take(self, raw: str) -> None:
        text = decode_characters(raw)
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _start(self, begin: int) -> int:
        end = _end(_TAG_NAME, self.source, begin + 1)
        if end == len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        name = self.source[begin + 1 : end].lower()
        if name not in _TYPES:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        attributes, end = self._attributes(name, begin, end)
        argument = _argument(name, attributes)
        if name == "span" and argument != "tg-spoiler":
            raise _unparsable(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        self.open.append((name, argument, self.offset, len(self.pieces)))
        return end + 1

    def _attributes(self, tag: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        source = self.source
        unclosed = f'Unclosed start tag "{tag}" at byte offset {{}}'
        while True:
            position = _end(_SPACE, source, position)
            if source.startswith(">", position):
                return found, position
            match = _ATTRIBUTE.match(source, position)
            assert match is not None
            name, position = match[1].lower(), match.end()
            if position == len(source):
                raise _unparsable(unclosed.format(self._byte(begin)))
            if not name:
                raise _unparsable(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
                )
            found[name] = ""
            if source.startswith("=", position):
                found[name], position = self._value(position + 1)
            if position >= len(source):
                raise _unparsable(unclosed.format(self._byte(begin)))

    def _value(self, position: int) -> tuple[str, int]:
        position = _end(_SPACE, self.source, position)
        quote = self.source[position : position + 1]
        if quote in ("'", '"') and quote:
            end = self.source.find(quote, position + 1)
            if end < 0:
                return "", len(self.source)
            return decode_characters(self.source[position + 1 : end]), end + 1
        end = _end(_TOKEN, self.source, position)
        if end < len(self.source) and not (self.source[end].isspace() or self.source[end] == ">"):
            raise _unparsable(
                f"Unexpected end of name token at byte offset {self._byte(position)}"
            )
        return self.source[position:end].lower(), end

    def _close(self, begin: int) -> int:
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte(begin)}")
        end = _end(_TAG_NAME, self.source, begin + 2)
        found = self.source[begin + 2 : end].lower()
        end = _end(_SPACE, self.source, end)
        if not self.source.startswith(">", end):
            raise _unparsable(f"Unclosed end tag at byte offset {self._byte(begin)}")
        name, argument, offset, piece = self.open.pop()
        if found and found != name:
            raise _unparsable(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{name}>", found "</{found}>"'
            )
        if self.offset > offset:
            self._emit(name, argument, offset, piece)
        return end + 1

    def _emit(self, name: str, argument: str, offset: int, piece: int) -> None:
        entity: dict[str, Any] = {
            "type": _TYPES[name],
            "offset": offset,
            "length": self.offset - offset,
        }
        last = self.entities[-1] if self.entities else {}
        if name == "a":
            url = link(argument or "".join(self.pieces[piece:]))
            if url is None:
                return
            entity["url"] = url
        elif name == "code" and argument:
            entity["language"] = argument
        elif name == "pre" and (last.get("type"), last.get("offset"), last.get("length")) == (
            "code",
            offset,
            entity["length"],
        ):
            entity |= {"language": last["language"]} if "language" in last else {}
            self.entities.pop()
        elif name == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)


def _argument(tag: str, attributes: dict[str, str]) -> str:
    if tag == "a":
        return attributes.get("href", "")
    if tag == "span":
        return attributes.get("class", "")
    if tag == "code":
        return attributes.get("class", "").removeprefix("language-")
    return "1" if tag == "blockquote" and "expandable" in attributes else ""


def _end(pattern: re.Pattern[str], source: str, position: int) -> int:
    match = pattern.match(source, position)
    return match.end() if match else position


def _unparsable(words: str) -> Refused:
    return bad_request(f"can't parse entities: {words}")


def link(url: str) -> str | None:
    """Return the address Telegram would keep for a link, or None where it keeps none."""
    if "://" not in url:
        url = f"http://{url}"
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https", "tg", "ton") or not parts.netloc:
        return None
    web = parts.scheme in ("http", "https")
    if web and ("." not in parts.netloc or " " in parts.netloc) and parts.hostname != "localhost":
        return None
    return parts._replace(path="/").geturl() if web and not parts.path else parts.geturl()


def parse_html(source: str) -> tuple[str, Entities]:
    """Return plain text and entities. Refuses what Telegram's parser refuses."""
    text, entities = _HtmlReader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities
