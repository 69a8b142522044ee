"""Laying documents down into an archive: the only place that fills one."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Final, TypeVar, cast

from knowledge.archive import FACT_BITS, KINDS, Archive, Record, pair_slots
from knowledge.documents.model import Document, Passage, PassageKind
from knowledge.documents.ranking import indexable
from knowledge.facts import FactReader, document_names, years_in
from knowledge.normalise import MAX_LENGTH, clean, fold
from knowledge.vocabulary import Name, Vocabulary
from knowledge.words import Reader

T = TypeVar("T", bound=Hashable)
_LONGEST: Final = 0xFFFF
"""Characters of a unit; only a signature block could be longer."""
_LEAD_DISTANCE: Final = 400
_DIGIT: Final = re.compile(r"\d")
"""No document is named, and no year, without one."""


def lay_down(
    documents: Iterable[Document],
    reader: Reader,
    facts: FactReader,
    hints: Mapping[PassageKind, str],
) -> Archive:
    """Return an archive of documents. ``hints`` are words a kind of passage is found by."""
    layer = _Layer(reader, facts, hints)
    for document in documents:
        layer.take(document)
    return layer.close()


class _Layer:
    def __init__(
        self, reader: Reader, facts: FactReader, hints: Mapping[PassageKind, str]
    ) -> None:
        self._facts = facts
        self._vocabulary = Vocabulary(reader)
        self._archive = Archive(self._vocabulary)
        self._known: dict[Hashable, Hashable] = {}
        self._hints = {kind: self._vocabulary.of(text) for kind, text in hints.items()}

    def take(self, document: Document) -> None:
        """Add a document."""
        archive = self._archive
        first = len(archive)
        title = frozenset(self._vocabulary.of(document.facts.title))
        groups: dict[tuple[str, str], int] = {}
        signed: list[Passage] = []
        openings = _openings(document)
        lines: dict[str, str] = {}
        for one in indexable(document):
            if one.passage.kind is PassageKind.SIGNATURE:
                signed.append(one.passage)
                continue
            lines[one.passage.text] = one.line
            key = one.heading, f"{one.lead} {openings.get(one.heading, '')}"
            if key not in groups:
                groups[key] = self._group(title, *key)
            self._lay(document, one.passage, one.passage.end, groups[key], lines)
        if signed:
            self._lay(document, signed[0], signed[-1].end, self._group(title, "", ""), lines)
        self._keep(document, range(first, len(archive)), lines)

    def close(self) -> Archive:
        """Return the archive, ready to be read."""
        archive = self._archive
        archive.postings.close()
        return archive

    def _group(self, title: frozenset[int], heading: str, lead: str) -> int:
        own = frozenset(self._vocabulary.of(f"{heading} {lead}"))
        section = heading.rpartition(" / ")[2]
        years = self._one(years_in(fold(clean(heading))))
        return self._archive.groups.add(own, title, section, years)

    def _lay(
        self,
        document: Document,
        passage: Passage,
        end: int,
        group: int,
        lines: Mapping[str, str],
    ) -> None:
        archive, columns = self._archive, self._archive.columns
        text = document.text[passage.start : min(end, passage.start + _LONGEST)]
        self._note(len(archive), _joined(text, lines))
        columns.record.append(len(archive.records))
        columns.group.append(group)
        columns.start.append(passage.start)
        columns.length.append(len(text))
        columns.passage.append(int(passage.id.rpartition("#")[2]))
        columns.continues.append(text[:1].islower())
        columns.kind.append(KINDS.index(passage.kind))
        columns.facts.append(sum(FACT_BITS[kind] for kind in {one.kind for one in passage.facts}))
        numbers = self._vocabulary.of(text)
        pairs = columns.pairs
        for slot in pair_slots(numbers):
            pairs[slot] += 1
        archive.postings.add(numbers + self._hints.get(passage.kind, []))

    def _named(self, names: frozenset[Name]) -> frozenset[Name]:
        return self._one(frozenset(self._one(name) for name in names))

    def _one(self, value: T) -> T:
        """Return the value, the same object for equal ones: there are many of few."""
        return cast(T, self._known.setdefault(value, value))

    def _note(self, unit: int, line: str) -> None:
        if not _DIGIT.search(line):
            return
        if cited := document_names(line):
            self._archive.cited_in[unit] = self._named(cited)
        if years := years_in(line):
            self._archive.years_in[unit] = self._one(years)

    def _keep(self, document: Document, units: range, lines: Mapping[str, str]) -> None:
        archive, facts = self._archive, document.facts
        line = _joined(f"{facts.title}\n{document.text}", lines)
        place = fold(clean(facts.place or ""))
        own = self._named(document_names(fold(clean(facts.number or ""))))
        cited = self._named(document_names(line) | own)
        number = archive.by_id[document.id] = len(archive.records)
        for name in cited:
            archive.by_name.setdefault(name, []).append(number)
        days = (facts.issued, facts.published)
        dated = {str(day.year) for day in days if day}
        dated |= {str(facts.year)} if facts.year else set()
        groups = {archive.group_number(unit) for unit in units}
        sections = {archive.groups.years(one) for one in groups} - {frozenset()}
        archive.records.append(
            Record(
                id=document.id,
                facts=facts,
                text=document.text,
                units=units,
                own=own,
                cited=cited,
                years=self._one(years_in(line) | dated),
                titled_years=self._one(years_in(fold(clean(facts.title))) | dated),
                provinces=self._one(self._facts.provinces_in(line) | {place}),
                folded_place=place,
                has_dated_sections=len(sections) > 1,
                lists=tuple(_lists(document)),
            )
        )


def folded(text: str) -> str:
    """Return a text of any length folded, on one line."""
    return _joined(text, {})


def _joined(text: str, known: Mapping[str, str]) -> str:
    """Return a text of any length folded, on one line, given lines that were folded before."""
    return " ".join(known.get(line) or _folded_line(line) for line in text.split("\n") if line)


def _folded_line(line: str) -> str:
    # cleaning cuts what is longer than a message
    parts = (line[at : at + MAX_LENGTH] for at in range(0, len(line), MAX_LENGTH))
    return " ".join(fold(clean(part)) for part in parts)


def _openings(document: Document) -> dict[str, str]:
    """Return what stands over labels like "Năm 2021:": the line with a colon before them."""
    found: dict[str, str] = {}
    opening = ""
    for passage in document.passages:
        if passage.kind is PassageKind.HEADING and passage.text.endswith(":"):
            found[" / ".join((*passage.headings, passage.text))] = opening
        elif passage.kind is PassageKind.HEADING:
            opening = ""
        elif passage.kind is PassageKind.PARAGRAPH and passage.text.endswith(":"):
            opening = passage.text
    return found


def _lists(document: Document) -> Iterator[tuple[int, int, int]]:
    starts = {passage.id: passage.start for passage in document.passages}
    for one in document.enumerations:
        start = one.start
        if one.lead_passage in starts:
            start = starts[one.lead_passage]
        elif one.lead:
            at = document.text.rfind(one.lead, 0, one.start)
            start = at if at >= 0 and one.start - at < _LEAD_DISTANCE else one.start
        yield start, one.start, one.end
