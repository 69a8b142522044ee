"""Answers from imported documents: the finder's candidates, how sure they are, and quotations.

The documents' side of ``knowledge/ask.py``. Keeps no text it was asked.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from knowledge.asked import Asked, AskedReader, load_table
from knowledge.documents.model import Document, FactKind, PassageKind
from knowledge.facts import DOCUMENT_KINDS, FactReader, Facts
from knowledge.finding import Finder, Found
from knowledge.laying import folded, lay_down
from knowledge.model import Quote, Suggestion
from knowledge.normalise import clean, fold
from knowledge.outdated import OutdatedReader
from knowledge.query import OFFICIAL, QueryMaker, load_query_maker
from knowledge.quoting import quote_span, whole_list
from knowledge.sought import Seeker, Sought, Term
from knowledge.trust import Evidence, trust
from knowledge.words import Reader, Words

_BUTTON: Final = 60
_VALUES: Final = frozenset({"percent", "count", "date", "period", "code", "share", "day"})
_AS_GOOD: Final = 0.9
_OTHERS: Final = 2
_TITLED: Final = 0.3


@dataclass(frozen=True, slots=True)
class Finding:
    """What the documents have for a question, best first, and how sure the first one is."""

    sought: Sought
    found: Sequence[Found]
    evidence: Evidence
    sure: float

    @property
    def is_unanswerable(self) -> bool:
        """Say whether it asks for what nothing here may answer: a person, an address, an hour."""
        wants = self.sought.asked.wants
        return bool(wants & {"person", "address", "hour"} or {"post", "name"} <= wants)


class Passages:
    """Finds and quotes passages. Built once; safe to share; asking changes nothing."""

    def __init__(self, documents: Sequence[Document], reader: Reader, facts: FactReader) -> None:
        table = load_table()
        hints = {PassageKind(kind): str(words) for kind, words in table["hints"].items()}
        self._archive = lay_down(documents, reader, facts, hints)
        self._finder = Finder(self._archive)
        self._seeker = Seeker(self._archive)
        self._asked = AskedReader(table["asks"], table["units"]["words"])
        self._maker: QueryMaker = load_query_maker(reader, self._archive, OFFICIAL)
        self._outdated = OutdatedReader(table["outdated"])

    def __len__(self) -> int:
        return len(self._archive)

    def find(self, words: Words, names: Facts, within: str | None = None) -> Finding:
        """Return what there is for a question, ``within`` one document if its id is given."""
        query = self._maker.make(words)
        asked = self._asked.read(words, names, query.folded)
        sought = self._seeker.sought(query, asked)
        found = self._finder.find(sought, within)
        evidence = self._evidence(sought, found)
        return Finding(sought, found, evidence, trust(evidence))

    def quote(self, finding: Finding, found: Found) -> Quote:
        """Return the quotation that answers a question."""
        unit = found.unit
        record = self._archive.record(unit)
        span = quote_span(self._archive, unit, finding.sought)
        if finding.sought.asked.wants & {"whole"}:
            span = whole_list(record, self._archive.span(unit)[0]) or span
        return self._quoted(unit, *span)

    def others(self, finding: Finding) -> tuple[Quote, ...]:
        """Return what documents of another place or period answer to the same question.

        Only for a question after a value that pins down no document, year or place.
        """
        best, asked = finding.found[0], finding.sought.asked
        if not asked.wants & _VALUES or asked.names.pins or best.signs.typed < 1:
            return ()
        seen = {self._archive.record_number(best.unit)}
        others = []
        for one in finding.found[1:]:
            number = self._archive.record_number(one.unit)
            if number in seen or one.contradicted or one.signs.typed < 1:
                continue
            if one.signs.score >= _AS_GOOD * best.signs.score:
                seen.add(number)
                others.append(self.quote(finding, one))
        return tuple(others[:_OTHERS])

    def passage(self, passage_id: str) -> Quote | None:
        """Return a whole passage by its id, or ``None``."""
        unit = self._archive.unit_of(passage_id)
        return None if unit is None else self._quoted(unit, *self._archive.span(unit))

    def suggestion(self, finding: Finding, found: Found) -> Suggestion:
        """Return the button that leads to a passage."""
        quote = self.quote(finding, found)
        return Suggestion(quote.passage_id, _shortened(quote.text), quote.text)

    def _quoted(self, unit: int, start: int, end: int) -> Quote:
        record, facts = self._archive.record(unit), self._archive.record(unit).facts
        first, last = self._archive.span(unit)
        text = record.text[start:end].strip()
        listed = whole_list(record, first)
        whole = record.text[min(first, start) : max(last, end)].strip()
        if listed and listed[0] <= start and end <= listed[1]:
            whole = record.text[slice(*listed)].strip()
        return Quote(
            text=text,
            passage_id=self._archive.passage_id(unit),
            document_id=record.id,
            title=facts.title,
            section=self._archive.group(unit).section,
            whole=whole,
            number=facts.number,
            body=facts.body,
            place=facts.place,
            publisher=facts.publisher,
            issued=facts.issued,
            published=facts.published,
            year=facts.year,
            outdated=self._outdated.of(text, facts),
            replaced_by=facts.replaced_by,
        )

    def _evidence(self, sought: Sought, found: Sequence[Found]) -> Evidence:
        if not found:
            return Evidence()
        best = found[0]
        rest = [
            one.signs.score
            for one in found[1:]
            if self._archive.record_number(one.unit) != self._archive.record_number(best.unit)
        ]
        signs = best.signs
        contents = [term for term in sought.terms if not term.weak]
        told = any(term.tells for term in contents) or sought.asked.wants & {"list", "whole"}
        held = set(self._archive.tokens(best.unit))
        missing = [term for term in contents if not _stands(term, held)]
        unknown = sum(not term.matches and not term.means for term in contents)
        return Evidence(
            own=signs.own,
            covered=min(signs.own + signs.context + signs.near, 1.0),
            pairs=signs.pairs,
            typed=max(-1.0, min(signs.typed, 2.0)),
            named=min(signs.named, 1.0),
            margin=signs.score - (found[1].signs.score if len(found) > 1 else 0.0),
            lead=signs.score - max(rest, default=0.0),
            missing=len(missing) / (len(contents) or 1),
            unknown=unknown / (len(contents) or 1),
            novel=sought.novel,
            length=min(len(contents), 10) / 10,
            vetoed=best.contradicted or not told or self._is_vetoed(best, sought),
        )

    def _is_vetoed(self, best: Found, sought: Sought) -> bool:
        asked, unit = sought.asked, best.unit
        wants = asked.wants
        kind = self._archive.kind(unit)
        if wants & {"signer", "author"}:
            return kind is not PassageKind.SIGNATURE or not self._is_own(best, asked)
        if wants & {"person", "address", "phone", "money", "hour", "parts"}:
            return True
        if {"post", "name"} <= wants or {"cost", "much"} <= wants or "prison" in asked.names.asks:
            return True
        if "published" in wants and kind is not PassageKind.DATELINE:
            return True
        if "day" in wants and not self._finder.weigher.has_date(unit):
            return True
        if "share" in wants and not self._archive.has_fact(unit, FactKind.PERCENT):
            return True
        if asked.counted and not self._finder.weigher.counts(unit, sought):
            return True
        if not asked.names.matters:
            return False
        line = f" {' '.join(folded(self._archive.text(unit)).split())} "
        # a single folded syllable ("vé") is too often another word
        return any(" " in matter and f" {matter} " not in line for matter in asked.names.matters)

    def _is_own(self, best: Found, asked: Asked) -> bool:
        """Say whether the question is after this document, not after one it carries out."""
        record = self._archive.record(best.unit)
        if asked.names.documents & record.own:
            return True
        if not asked.names.documents:
            return best.signs.context >= _TITLED
        kinds = {kind for kind, _ in asked.names.documents}
        line = fold(clean(record.facts.title))
        return any(
            kind in line and kind in asked.line for kind in DOCUMENT_KINDS if kind not in kinds
        )


def _stands(term: Term, held: Set[int]) -> bool:
    return any(number in held for number, _ in term.matches) or any(
        held >= set(phrase) for phrase in term.means
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _BUTTON:
        return line
    return line[:_BUTTON].rsplit(" ", 1)[0] + "…"
