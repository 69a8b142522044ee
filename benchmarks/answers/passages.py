"""Passages for the yardsticks: those of the importer, so all engines read the same cuts."""

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.documents.model import Document
from knowledge.documents.ranking import indexable
from knowledge.documents.reading import read_document

_TOKEN: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage: what may be quoted, and all the words beside it that may be searched."""

    source: str
    text: str
    searched: str


async def _read(paths: list[Path]) -> list[Document]:
    return [await read_document(path, path.name) for path in paths]


def read_folder(folder: Path) -> list[Document]:
    """Return the documents of a folder, in the order of their names."""
    kinds = {".txt", ".html", ".pdf", ".docx"}
    return asyncio.run(_read(sorted(p for p in folder.iterdir() if p.suffix in kinds)))


def pieces(documents: Iterable[Document]) -> list[Piece]:
    """Return the passages of documents with title, headings and list lead to search in."""
    return [
        Piece(
            document.id[:3],
            one.passage.text,
            " ".join((one.title, one.heading, one.lead, one.passage.text)),
        )
        for document in documents
        for one in indexable(document)
    ]


def syllables(text: str) -> list[str]:
    """Return the folded syllables of a text: no marks, lower case, đ as d."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _TOKEN.findall("".join(char for char in bare if not unicodedata.combining(char)))
