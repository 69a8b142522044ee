"""Documents as they are browsed: sections and the passages in them, kept small.

A document of 57,000 passages is held as its text and a few arrays of numbers; the text is the
one the engine holds too.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from knowledge.documents.model import Document, DocumentFacts, PassageKind

_READ: Final = frozenset({PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.TABLE_ROW})
"""Kinds that are worth a button; titles, headings and signatures are not read alone."""


@dataclass(frozen=True, slots=True)
class ShelfSection:
    """A run of passages under one heading ("" before the first). ``first`` to ``last`` are
    places in :meth:`ShelfDocument.place`."""

    heading: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ShelfDocument:
    """One document to browse."""

    id: str
    facts: DocumentFacts
    sections: tuple[ShelfSection, ...]
    _text: str = field(repr=False)
    _numbers: "array[int]" = field(repr=False)
    _spans: "array[int]" = field(repr=False)

    def place(self, place: int) -> tuple[str, str]:
        """Return the id and the words of the passage at a place."""
        start, end = self._spans[2 * place], self._spans[2 * place + 1]
        return f"{self.id}#{self._numbers[place]}", self._text[start:end]


class Shelving:
    """Hands documents on to whoever goes through it and keeps of each what browsing needs."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents
        self._shelf: list[ShelfDocument] = []

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents; the shelf begins anew each time."""
        self._shelf = []
        for document in self._documents:
            self._shelf.append(_shelve(document))
            yield document

    @property
    def shelf(self) -> tuple[ShelfDocument, ...]:
        """The documents that were handed on, ready for browsing, in their order."""
        return tuple(self._shelf)


def shelve(documents: Iterable[Document]) -> tuple[ShelfDocument, ...]:
    """Return documents ready for browsing, in their order."""
    return tuple(map(_shelve, documents))


def _shelve(document: Document) -> ShelfDocument:
    numbers, spans = array("I"), array("I")
    sections: list[ShelfSection] = []
    heading, first = "", 0
    for number, passage in enumerate(document.passages):
        if passage.kind not in _READ:
            continue
        over = passage.headings[-1] if passage.sections else ""
        if over != heading:
            _close(sections, heading, first, len(numbers))
            heading, first = over, len(numbers)
        numbers.append(number)
        spans.extend((passage.start, passage.end))
    _close(sections, heading, first, len(numbers))
    return ShelfDocument(
        document.id, document.facts, tuple(sections), document.text, numbers, spans
    )


def _close(sections: list[ShelfSection], heading: str, first: int, end: int) -> None:
    if end > first:
        sections.append(ShelfSection(heading, first, end - 1))
