"""Reading .pdf with pypdf: text only; pictures are never decoded, actions never run."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError

from knowledge.documents.blocks import Block
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.legacy import modernise
from knowledge.documents.limits import PAGES, TEXT_CHARACTERS
from knowledge.documents.wrapping import unwrap, without_running_lines

_LETTERS_A_PAGE: Final = 20
"""Fewer than this on average is a page number on a picture, not a page of text."""


def read(raw: bytes) -> list[Block]:
    """Return the paragraphs of a document with a text layer."""
    # pypdf tells of every flaw it mends, quoting the file
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportRefused(Refusal.PASSWORD)
        pages = list(_pages(reader))
    except LimitReachedError:
        raise ImportRefused(Refusal.INFLATES) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise ImportRefused(Refusal.MALFORMED) from None
    letters = sum(char.isalpha() for page in pages for char in page)
    if letters < _LETTERS_A_PAGE * max(len(pages), 1):
        raise ImportRefused(Refusal.SCANNED)
    lines = [page.splitlines() for page in pages]
    text = "\n".join(unwrap([line for page in without_running_lines(lines) for line in page]))
    return [Block(line) for line in modernise(text).split("\n")]


def _pages(reader: PdfReader) -> Iterator[str]:
    _check_count(reader)
    size = 0
    for number, page in enumerate(reader.pages):
        if number >= PAGES:
            raise ImportRefused(Refusal.TOO_MANY_PAGES)
        text = page.extract_text()
        size += len(text)
        if size > TEXT_CHARACTERS:
            raise ImportRefused(Refusal.TOO_LONG)
        yield text


def _check_count(reader: PdfReader) -> None:
    # the count a file declares is looked at before pypdf lists its pages
    pages: Any = reader.root_object["/Pages"].get_object()
    count = pages.get("/Count", 0) if hasattr(pages, "get") else 0
    if isinstance(count, int) and count > PAGES:
        raise ImportRefused(Refusal.TOO_MANY_PAGES)
