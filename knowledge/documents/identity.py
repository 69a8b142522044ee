"""Which document is which: ids, fingerprints, sameness, and taking a newer reading in."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import PurePath
from typing import Any, Final

from knowledge.documents.model import Document, DocumentFacts, Validity
from knowledge.normalise import clean, fold

_DIGITS: Final = re.compile(r"(\d{3})(?!\d)")
_MARKS: Final = re.compile(r"[\u0300-\u036f]+")
_WORDS: Final = re.compile(r"\w+")
_STROKE_D: Final = {ord("đ"): "d"}
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH: Final = 24
_MARK_LENGTH: Final = 6


def fingerprint(text: str) -> str:
    """Return a hash of a document's words, blind to marks, case, spacing and punctuation."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).translate(_STROKE_D)
    return hashlib.sha256(" ".join(_WORDS.findall(bare)).encode()).hexdigest()


def short_id(name: str, number: str | None, mark: str) -> str:
    """Return a short id: the file's three leading digits, or its number or name as a slug.

    ``mark`` (a fingerprint) is the last resort, so that every document has an id.
    """
    stem = PurePath(name.replace("\\", "/")).stem
    if found := _DIGITS.match(stem):
        return found[1]
    return slug(number or "") or slug(stem) or mark[:_MARK_LENGTH]


def slug(text: str) -> str:
    """Return small letters, digits and hyphens."""
    return _SLUG.sub("-", fold(clean(text))).strip("-")[:_SLUG_LENGTH].strip("-")


def same_document(one: Document, other: Document) -> bool:
    """Say whether two readings are of one document: same words, or same number of one body.

    A number alone is not enough (every province has a 45/KH-UBND): place, or the body when no
    place is known, and the year must not differ.
    """
    if one.fingerprint == other.fingerprint:
        return True
    if not one.facts.number or _key(one.facts.number) != _key(other.facts.number or ""):
        return False
    if one.facts.year and other.facts.year and one.facts.year != other.facts.year:
        return False
    if one.facts.place and other.facts.place:
        return one.facts.place == other.facts.place
    return _key(one.facts.body or "") == _key(other.facts.body or "")


def merge(known: Document, read: Document) -> Document:
    """Return the newer reading under the known document's id.

    What a person confirmed about the known document is kept; all else is as newly read.
    """
    kept = {
        each.name: getattr(known.facts, each.name)
        for each in fields(DocumentFacts)
        if each.name in known.facts.confirmed
    }
    confirmed = known.facts.confirmed | read.facts.confirmed
    inferred = read.facts.inferred - confirmed
    facts = replace(read.facts, **kept, confirmed=confirmed, inferred=inferred)
    return replace(rename(read, known.id), facts=facts)


def corrected(document: Document, **changes: object) -> Document:
    """Return the document with facts as a person set them; later imports keep these.

    Raises TypeError for a field that :class:`DocumentFacts` does not have.
    """
    confirmed = document.facts.confirmed | frozenset(changes)
    inferred = document.facts.inferred - confirmed
    held: dict[str, Any] = {**changes, "confirmed": confirmed, "inferred": inferred}
    return replace(document, facts=replace(document.facts, **held))


def superseded(known: Document, newer: Document) -> Document:
    """Return a known document marked as replaced, if the newer one says it replaces it.

    A validity that a person confirmed stays as it is; so does a document of another place.
    """
    if not known.facts.number or "validity" in known.facts.confirmed:
        return known
    numbers = {_key(number) for number in newer.facts.replaces}
    places = {known.facts.place, newer.facts.place} - {None}
    if _key(known.facts.number) not in numbers or len(places) > 1 or known.id == newer.id:
        return known
    facts = replace(
        known.facts, validity=Validity.REPLACED, replaced_by=newer.facts.number or newer.id
    )
    return replace(known, facts=facts)


def settle(read: Document, known: Mapping[str, Document]) -> Document:
    """Return a reading with the id it shall be stored under.

    The same document again takes the old one's id (:func:`merge`); a different document whose
    short id is taken gets a mark of its own words behind it.
    """
    for other in known.values():
        if same_document(other, read):
            return merge(other, read)
    if read.id not in known:
        return read
    return rename(read, f"{read.id}-{read.fingerprint[:_MARK_LENGTH]}")


def rename(document: Document, new_id: str) -> Document:
    """Return the document, its passages and lists under another id."""
    if new_id == document.id:
        return document

    def moved(old: str) -> str:
        return f"{new_id}#{old.rpartition('#')[2]}"

    passages = tuple(
        replace(
            one,
            id=moved(one.id),
            document=new_id,
            enumeration=moved(one.enumeration) if one.enumeration else None,
        )
        for one in document.passages
    )
    enumerations = tuple(
        replace(
            one,
            id=moved(one.id),
            lead_passage=moved(one.lead_passage) if one.lead_passage else None,
            items=tuple(
                replace(item, passages=tuple(map(moved, item.passages))) for item in one.items
            ),
        )
        for one in document.enumerations
    )
    return replace(document, id=new_id, passages=passages, enumerations=enumerations)


def _key(text: str) -> str:
    return fold(clean(text))
