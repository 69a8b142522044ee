"""Imported documents as the pages show them: facts in words, fields to correct, parts to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from handlers.texts.catalog import Texts
from knowledge.corrections import CORRECTABLE
from knowledge.documents.model import (
    Document,
    DocumentFacts,
    DocumentKind,
    Passage,
    PassageKind,
    Validity,
)
from knowledge.versions import DocumentState, DocumentVersion, newest

PASSAGES: Final = 200
"""On one page: a browser on an old PC shows so many at once."""
_BRIEF: Final = 160
_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": tuple(DocumentKind),
    "validity": tuple(Validity),
}
_OPTION_WORDS: Final = {"kind": "document_kind", "validity": "validity"}
_DAY: Final = "%d/%m/%Y"  # typed as text: a date field shows month first in an English browser


@dataclass(frozen=True, slots=True)
class Field:
    """One fact in the form for correcting. ``was`` is what stood there when it was shown."""

    name: str
    value: str
    was: str
    is_inferred: bool
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One fact in words; ``mark`` is "inferred", "confirmed" or ""."""

    name: str
    words: str
    mark: str


@dataclass(frozen=True, slots=True)
class Part:
    """Passages in a row under the same headings."""

    heading: str
    passages: tuple[tuple[str, str], ...]
    """Number and words of each."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """Versions by what can be done with them: quoted from, waiting for a look, out of use."""

    live: tuple[DocumentVersion, ...]
    drafts: tuple[DocumentVersion, ...]
    gone: tuple[DocumentVersion, ...]


def shelves(versions: Sequence[DocumentVersion]) -> Shelves:
    """Sort the versions of all documents; one that is out of use stands there once."""
    used = {one.id for one in versions if one.state in (DocumentState.LIVE, DocumentState.DRAFT)}
    return Shelves(
        live=tuple(one for one in versions if one.state is DocumentState.LIVE),
        drafts=tuple(one for one in versions if one.state is DocumentState.DRAFT),
        gone=tuple(one for name, one in newest(versions).items() if name not in used),
    )


def written(facts: DocumentFacts, name: str) -> str:
    """Return a fact as it is typed into its field; nothing for what is not known."""
    value = getattr(facts, name)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(_DAY)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def fields_of(
    texts: Texts, facts: DocumentFacts, typed: Mapping[str, str] | None = None
) -> tuple[Field, ...]:
    """Return the form's fields, ``typed`` ones as the person left them."""
    typed = typed or {}
    return tuple(
        Field(
            name=name,
            value=typed.get(name, written(facts, name)),
            was=written(facts, name),
            is_inferred=name in facts.inferred,
            options=tuple(
                (option, texts.plain(f"{_OPTION_WORDS[name]}.{option}"))
                for option in _OPTIONS.get(name, ())
            ),
        )
        for name in CORRECTABLE
    )


def corrections_in(form: Mapping[str, str]) -> dict[str, str]:
    """Return what the person changed: only that counts as confirmed and outlives an update."""
    return {
        name: form[name]
        for name in CORRECTABLE
        if name in form and form[name].strip() != form.get(f"was_{name}", "").strip()
    }


def told(texts: Texts, facts: DocumentFacts) -> tuple[Told, ...]:
    """Return the known facts in words."""
    return tuple(
        Told(name, _words(texts, name, getattr(facts, name)), _mark(facts, name))
        for name in CORRECTABLE
        if getattr(facts, name)
    )


def parts(document: Document, page: int, *, brief: bool) -> tuple[Part, ...]:
    """Return one page of the passages under their headings; ``brief`` gives their first words."""
    shown = _shown(document)[page * PASSAGES : (page + 1) * PASSAGES]
    return tuple(
        Part(" / ".join(headings), tuple((_number(one), _cut(one.text, brief)) for one in group))
        for headings, group in groupby(shown, key=lambda one: one.headings)
    )


def pages_of(document: Document) -> int:
    """Return how many pages the passages fill; at least one."""
    return max(-(-len(_shown(document)) // PASSAGES), 1)


def shown_of(document: Document) -> int:
    """Return how many passages the pages show: headings are not counted among them."""
    return len(_shown(document))


def _shown(document: Document) -> Sequence[Passage]:
    # headings stand over their passages already
    return [one for one in document.passages if one.kind is not PassageKind.HEADING]


def _number(passage: Passage) -> str:
    return passage.id.rpartition("#")[2]


def _cut(text: str, brief: bool) -> str:
    if not brief or len(text) <= _BRIEF:
        return text
    return f"{text[:_BRIEF].rpartition(' ')[0]}…"


def _mark(facts: DocumentFacts, name: str) -> str:
    if name in facts.confirmed:
        return "confirmed"
    return "inferred" if name in facts.inferred else ""


def _words(texts: Texts, name: str, value: object) -> str:
    if isinstance(value, StrEnum):
        return texts.plain(f"{_OPTION_WORDS[name]}.{value}")
    if isinstance(value, date):
        return value.strftime(_DAY)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)
