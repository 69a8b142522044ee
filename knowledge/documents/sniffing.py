"""What kind of file it is, by its first bytes and its name; both must agree."""

from enum import StrEnum
from pathlib import PurePath
from typing import Final

from knowledge.documents.errors import ImportRefused, Refusal


class FileKind(StrEnum):
    """The kinds of file that are read."""

    TXT = "txt"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


_SUFFIXES: Final = {
    ".txt": FileKind.TXT,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".pdf": FileKind.PDF,
    ".docx": FileKind.DOCX,
}
_FOREIGN: Final = (b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"\x1f\x8b")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKUP: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_HEAD: Final = 2048


def kind_of(raw: bytes, name: str) -> FileKind:
    """Return the kind of a file.

    Refuses with EMPTY, OLD_WORD, PASSWORD (an encrypted Office file), UNSUPPORTED, and
    WRONG_TYPE when name and content differ.
    """
    if not raw.strip(b"\0 \t\r\n"):
        raise ImportRefused(Refusal.EMPTY)
    if raw.startswith(_OLE):
        raise ImportRefused(Refusal.PASSWORD if _ENCRYPTED in raw else Refusal.OLD_WORD)
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if suffix == ".doc":
        raise ImportRefused(Refusal.OLD_WORD)
    if suffix not in _SUFFIXES:
        raise ImportRefused(Refusal.UNSUPPORTED)
    named, held = _SUFFIXES[suffix], _by_content(raw)
    if named is FileKind.HTML and held is FileKind.TXT:
        return FileKind.HTML
    if named is not held:
        raise ImportRefused(Refusal.WRONG_TYPE)
    return named


def _by_content(raw: bytes) -> FileKind | None:
    head = raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in raw[:1024]:
        return FileKind.PDF
    if head.startswith(b"PK"):
        return FileKind.DOCX
    if head.startswith(_FOREIGN):
        return None
    return FileKind.HTML if head.lower().startswith(_MARKUP) else FileKind.TXT
