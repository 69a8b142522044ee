"""Answers from imported documents: the finder's candidates, how sure they are, and quotations.

The documents' side of ``knowledge/ask.py``. Keeps no text it was asked.
"""

from collections.abc import Iterable, Sequence, Set
from copy import copy
from dataclasses import dataclass
from typing import Final

from knowledge.asked import AskedReader, load_table
from knowledge.documents.model import Document, PassageKind
from knowledge.facts import FactReader, Facts
from knowledge.finding import Finder, Found
from knowledge.laying import lay_down
from knowledge.model import Quote, Suggestion
from knowledge.outdated import OutdatedReader
from knowledge.query import OFFICIAL, QueryMaker, Synonyms, Vocabulary, load_query_maker
from knowledge.quoting import quote_span, whole_list
from knowledge.signposts.loader import Signpost
from knowledge.signposts.pointing import Pointed, Pointing, Signposts
from knowledge.sought import Seeker, Sought, Term
from knowledge.trust import ANSWER_FROM, BESIDE_SIGNPOSTS, Evidence, trust
from knowledge.vetoes import Vetoes
from knowledge.words import Reader, Words

_BUTTON: Final = 60
_VALUES: Final = frozenset({"percent", "count", "date", "period", "code", "share", "day"})
_AS_GOOD: Final = 0.9
_OTHERS: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What the documents have for a question, best first, and how sure the first one is."""

    sought: Sought
    found: Sequence[Found]
    evidence: Evidence
    sure: float
    has_signposts: bool
    """People have written down how to ask for the first one's document."""

    @property
    def least(self) -> float:
        """How sure it must be to be given as the answer."""
        return BESIDE_SIGNPOSTS if self.has_signposts else ANSWER_FROM


class Passages:
    """Finds and quotes passages. Built once; safe to share; asking changes nothing."""

    def __init__(
        self,
        documents: Iterable[Document],
        reader: Reader,
        facts: FactReader,
        signposts: Sequence[Signpost] = (),
    ) -> None:
        table = load_table()
        hints = {PassageKind(kind): str(words) for kind, words in table["hints"].items()}
        self._archive = lay_down(documents, reader, facts, hints)
        self._finder = Finder(self._archive)
        self._seeker = Seeker(self._archive)
        self._asked = AskedReader(table["asks"], table["units"]["words"])
        self._maker: QueryMaker = load_query_maker(reader, self._archive, OFFICIAL)
        self._outdated = OutdatedReader(table["outdated"])
        self._vetoes = Vetoes(self._archive, self._finder.weigher)
        self.signs = Signposts(signposts, self._archive, self._finder, self._vetoes, reader)

    def with_synonyms(self, own: Synonyms) -> "Passages":
        """Return the same passages, not laid down again, for who says it in these words too."""
        other = copy(self)
        other._maker = self._maker.with_synonyms(own)
        other.signs = self.signs.with_synonyms(own)
        return other

    def __len__(self) -> int:
        return len(self._archive)

    @property
    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """The words documents and signposts are found by."""
        return self._archive, self.signs.vocabulary

    def find(self, words: Words, names: Facts, within: str | None = None) -> Finding:
        """Return what there is for a question, ``within`` one document if its id is given."""
        query = self._maker.make(words)
        asked = self._asked.read(words, names, query.folded)
        sought = self._seeker.sought(query, asked)
        found = self._finder.find(sought, within)
        evidence = self._evidence(sought, found)
        led = bool(found) and self.signs.lead_into(found[0].unit)
        return Finding(sought, found, evidence, trust(evidence), led)

    def point(self, words: Words, finding: Finding) -> Pointing | None:
        """Return the stretches that signposts lead a question to, if any."""
        return self.signs.point(words, finding.sought, finding.found, finding.sure)

    def pointed_quote(self, one: Pointed) -> Quote:
        """Return the quotation a signpost leads to."""
        return self._quoted(one.placed.unit, *one.placed.span)

    def quote(self, finding: Finding, found: Found) -> Quote:
        """Return the quotation that answers a question."""
        unit = found.unit
        record = self._archive.record(unit)
        span = quote_span(self._archive, unit, finding.sought)
        if finding.sought.asked.wants & {"whole"}:
            span = whole_list(record, self._archive.span(unit)[0]) or span
        return self._quoted(unit, *span)

    def others(self, finding: Finding, shown: str) -> tuple[Quote, ...]:
        """Return what documents of another place or period answer to the same question.

        ``shown`` is the id of the document quoted already. Only for a question after a value
        that pins down no document, year or place.
        """
        best, others = finding.found[0], list[Quote]()
        seen = {self._archive.by_id[shown]}
        for one in finding.found:
            number = self._archive.record_number(one.unit)
            if number not in seen and self._is_other_side(best, one, finding.sought):
                seen.add(number)
                others.append(self.quote(finding, one))
        return tuple(others[:_OTHERS])

    def _is_other_side(self, best: Found, one: Found, sought: Sought) -> bool:
        """Say whether a unit answers as well as the best, for a question that pins nothing."""
        asked = sought.asked
        if not asked.wants & _VALUES or asked.names.pins or best.signs.typed < 1:
            return False
        if one.contradicted or one.signs.typed < 1:
            return False
        return one.signs.score >= _AS_GOOD * best.signs.score

    def passage(self, passage_id: str) -> Quote | None:
        """Return a whole passage by its id, or ``None``."""
        unit = self._archive.unit_of(passage_id)
        return None if unit is None else self._quoted(unit, *self._archive.span(unit))

    def suggestion(self, finding: Finding, found: Found) -> Suggestion:
        """Return the button that leads to a passage."""
        quote = self.quote(finding, found)
        return Suggestion(quote.passage_id, _shortened(quote.text), quote.text)

    def pointed_suggestion(self, one: Pointed) -> Suggestion:
        """Return the button that leads to what a signpost leads to."""
        quote = self.pointed_quote(one)
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
        own = self._archive.record_number(best.unit)
        # what will be shown beside it is no rival
        rivals = [
            one
            for one in found[1:]
            if self._archive.record_number(one.unit) == own
            or not self._is_other_side(best, one, sought)
        ]
        rest = [one.signs.score for one in rivals if self._archive.record_number(one.unit) != own]
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
            margin=signs.score - (rivals[0].signs.score if rivals else 0.0),
            lead=signs.score - max(rest, default=0.0),
            missing=len(missing) / (len(contents) or 1),
            unknown=unknown / (len(contents) or 1),
            novel=sought.novel,
            length=min(len(contents), 10) / 10,
            vetoed=best.contradicted or not told or self._vetoes.refuse(best.unit, sought),
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
