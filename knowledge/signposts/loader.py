"""Reads the signpost files and refuses a faulty one with the file and the entry.

A file is about one document: ``document`` at its head is how the document's title begins,
then come ``[[signpost]]`` tables: ``from`` and ``to`` are the first and last words of the
stretch that answers, ``asked`` the ways to ask for it, ``whole = true`` marks a list given whole.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.normalise import MAX_LENGTH

MIN_FORMS: Final = 3
_FOLDER: Final = Path(__file__).parent
_FIELDS: Final = frozenset({"from", "to", "asked", "whole"})


class SignpostInvalid(Exception):
    """A signpost file cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """``document`` is how the title of the document begins; the stretch of it from the first
    word of ``start`` to the last word of ``end`` answers every question of ``asked``."""

    document: str
    start: str
    end: str
    asked: tuple[str, ...]
    is_whole: bool = False


def load_signposts(folder: Path = _FOLDER) -> tuple[Signpost, ...]:
    """Return every signpost in file order. Raises :class:`SignpostInvalid` on a fault."""
    return tuple(post for file in sorted(folder.glob("*.toml")) for post in _read(file))


def _read(file: Path) -> Iterable[Signpost]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SignpostInvalid(f"{file.name}: {fault}") from fault
    title = table.get("document")
    if not isinstance(title, str) or not title.strip():
        raise SignpostInvalid(f"{file.name}: document is missing")
    for number, entry in enumerate(table.get("signpost", []), start=1):
        yield _signpost(f"{file.name}: signpost {number}", title, entry)


def _signpost(where: str, title: str, entry: Mapping[str, object]) -> Signpost:
    for name in sorted(entry.keys() - _FIELDS):
        raise SignpostInvalid(f"{where}: {name} is not a field")
    start, end, asked = entry.get("from"), entry.get("to"), entry.get("asked")
    if not (isinstance(start, str) and isinstance(end, str) and start.split() and end.split()):
        raise SignpostInvalid(f"{where}: from and to must be words of the document")
    if not (isinstance(asked, list) and all(isinstance(one, str) for one in asked)):
        raise SignpostInvalid(f"{where}: asked must be a list of questions")
    forms = tuple(dict.fromkeys(one.strip() for one in asked))
    if len(forms) < MIN_FORMS or not all(0 < len(one) <= MAX_LENGTH for one in forms):
        raise SignpostInvalid(f"{where}: asked must hold at least {MIN_FORMS} questions")
    return Signpost(title, start, end, forms, entry.get("whole") is True)
