"""A document as JSON and back: how it crosses from the reading process, and may be stored.

Values only, so that a reader gone wrong can hand over words but never run anything.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from knowledge.documents.model import (
    Document,
    DocumentFacts,
    DocumentKind,
    Enumeration,
    EnumerationStyle,
    Fact,
    FactKind,
    Item,
    Passage,
    PassageKind,
    Section,
    Validity,
)

VERSION: Final = 1
_DAYS: Final = ("issued", "published")
_NAMES: Final = ("inferred", "confirmed")
_LISTS: Final = ("replaces", "cites")
_TEXTS: Final = ("number", "body", "place", "publisher", "signer_title", "replaced_by")


def to_json(document: Document) -> str:
    """Return a document as JSON; passage texts are left out, their offsets say them."""
    return json.dumps(
        {
            "v": VERSION,
            "id": document.id,
            "text": document.text,
            "sha256": document.sha256,
            "fingerprint": document.fingerprint,
            "facts": facts_to_json(document.facts),
            "passages": [_passage_out(one) for one in document.passages],
            "enumerations": [_enumeration_out(one) for one in document.enumerations],
        },
        ensure_ascii=False,
    )


def from_json(text: str) -> Document:
    """Return the document. Raises ValueError, KeyError or TypeError on anything malformed."""
    held = json.loads(text)
    if held["v"] != VERSION:
        raise ValueError("unknown version")
    words, name = str(held["text"]), str(held["id"])
    return Document(
        id=name,
        facts=facts_from_json(held["facts"]),
        text=words,
        passages=tuple(_passage_in(one, name, words) for one in held["passages"]),
        enumerations=tuple(map(_enumeration_in, held["enumerations"])),
        sha256=str(held["sha256"]),
        fingerprint=str(held["fingerprint"]),
    )


def facts_to_json(facts: DocumentFacts) -> dict[str, Any]:
    """Return facts as plain values."""
    held = {name: getattr(facts, name) for name in DocumentFacts.__dataclass_fields__}
    for name in _DAYS:
        held[name] = held[name].isoformat() if held[name] else None
    for name in _NAMES:
        held[name] = sorted(held[name])
    return held


def facts_from_json(held: dict[str, Any]) -> DocumentFacts:
    """Return facts from plain values; raises as :func:`from_json` does."""
    told = [held["title"], *(one for name in _TEXTS if (one := held.get(name)) is not None)]
    if not all(isinstance(one, str) for one in told):
        raise TypeError("a fact is no text")
    if not isinstance(held.get("year"), int | None):
        raise TypeError("a year is no number")
    days = {name: date.fromisoformat(held[name]) if held[name] else None for name in _DAYS}
    names = {name: frozenset(map(str, held[name])) for name in _NAMES}
    lists = {name: tuple(map(str, held[name])) for name in _LISTS}
    enums = {"kind": DocumentKind(held["kind"]), "validity": Validity(held["validity"])}
    return DocumentFacts(**{**held, **days, **names, **lists, **enums})


def _passage_out(one: Passage) -> list[Any]:
    facts = [[fact.kind, fact.value, fact.start, fact.end] for fact in one.facts]
    return [
        one.id,
        one.kind,
        one.start,
        one.end,
        _sections_out(one.sections),
        one.enumeration,
        facts,
    ]


def _passage_in(held: Sequence[Any], document: str, text: str) -> Passage:
    name, kind, start, end, sections, enumeration, facts = held
    if not 0 <= start < end <= len(text):
        raise ValueError("passage outside its document")
    return Passage(
        id=str(name),
        document=document,
        kind=PassageKind(kind),
        text=text[start:end],
        start=start,
        end=end,
        sections=_sections_in(sections),
        enumeration=enumeration,
        facts=tuple(Fact(FactKind(each), *rest) for each, *rest in facts),
    )


def _enumeration_out(one: Enumeration) -> dict[str, Any]:
    return {
        "id": one.id,
        "style": one.style,
        "lead": one.lead,
        "lead_passage": one.lead_passage,
        "span": [one.start, one.end],
        "sections": _sections_out(one.sections),
        "items": [[item.label, item.start, item.end, item.passages] for item in one.items],
    }


def _enumeration_in(held: dict[str, Any]) -> Enumeration:
    return Enumeration(
        id=str(held["id"]),
        style=EnumerationStyle(held["style"]),
        lead=str(held["lead"]),
        lead_passage=held["lead_passage"],
        items=tuple(
            Item(label, start, end, tuple(passages))
            for label, start, end, passages in held["items"]
        ),
        start=int(held["span"][0]),
        end=int(held["span"][1]),
        sections=_sections_in(held["sections"]),
    )


def _sections_out(sections: Sequence[Section]) -> list[list[Any]]:
    return [[one.level, one.heading, one.number] for one in sections]


def _sections_in(held: Sequence[Sequence[Any]]) -> tuple[Section, ...]:
    return tuple(Section(level, heading, number) for level, heading, number in held)
