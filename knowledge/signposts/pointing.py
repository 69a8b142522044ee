"""From a question to the stretches that signposts lead to, and how sure the first one is."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from knowledge.archive import Archive
from knowledge.asked import HELD_BY
from knowledge.confidence import Signs
from knowledge.documents.hard_facts import read_facts
from knowledge.documents.model import FactKind
from knowledge.finding import Finder, Found
from knowledge.forms import Askable, FormRanking
from knowledge.query import Synonyms, Vocabulary
from knowledge.signposts.loader import Signpost
from knowledge.signposts.placing import Placed, place
from knowledge.signposts.trust import LONGEST, WIDEST_MARGIN, Evidence, trust
from knowledge.sought import Sought
from knowledge.vetoes import Vetoes
from knowledge.words import Reader, Words

FORMS_WEIGHT: Final = 1.0
TOLD_WEIGHT: Final = 0.5
OVER_WEIGHT: Final = 0.3
"""Title, place and number of the document: they tell documents apart, not stretches."""
CANDIDATES: Final = 10
DENIED: Final = 0.2
"""As sure as it can be of a stretch without the number or day that is asked for: of 300 stretches
that were right only one was such, of 22 that were given where nothing answers, twelve."""
PASSAGE, HELD = 0.12, 0.11
"""What the passages' own score and a value of the sort asked for count in ranking, beside the
worth of the forms."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A stretch with what speaks for it. ``held`` is 1 if it holds a value of a sort asked for,
    -1 if it holds none, 0 if none is asked for; ``worth`` is what it is ranked by."""

    placed: Placed
    signs: Signs
    held: float
    worth: float


@dataclass(frozen=True, slots=True)
class Pointing:
    """The stretches that signposts lead to, best first, and how sure the first one is."""

    pointed: Sequence[Pointed]
    evidence: Evidence
    sure: float


class Signposts:
    """The signposts of one archive. Built once; safe to share; asking changes nothing."""

    def __init__(
        self,
        posts: Sequence[Signpost],
        archive: Archive,
        finder: Finder,
        vetoes: Vetoes,
        reader: Reader,
    ) -> None:
        self._archive = archive
        self._placed = place(posts, archive)
        self._forms = FormRanking([_askable(one, archive) for one in self._placed], reader)
        self._documents = {archive.record_number(one.unit) for one in self._placed}
        self._kinds = [_kinds(one, archive) for one in self._placed]
        self._finder = finder
        self._vetoes = vetoes

    def with_synonyms(self, own: Synonyms) -> "Signposts":
        """Return the same signposts for who says it in these words too."""
        other = copy(self)
        other._forms = self._forms.with_synonyms(own)
        return other

    def __len__(self) -> int:
        return len(self._placed)

    def lead_into(self, unit: int) -> bool:
        """Say whether any signpost leads into the document of a unit."""
        return self._archive.record_number(unit) in self._documents

    @property
    def vocabulary(self) -> Vocabulary:
        """The words signposts are found by."""
        return self._forms.vocabulary

    def point(
        self, words: Words, sought: Sought, found: Sequence[Found], sure: float
    ) -> Pointing | None:
        """Return the stretches a question asks for in words somebody wrote down, if any.

        Those that lack a document, year or province it asks for are left out. ``found`` is what
        the passages' own ranking has, best first, ``sure`` how sure it is.
        """
        left = self._ranked(words, sought, found)
        if not left:
            return None
        best = left[0]
        unit = best.placed.unit
        beside = [one.worth for one in left[1:] if _apart(one.placed, best.placed)]
        lead = best.worth - max(beside, default=0.0)
        margin = max(-WIDEST_MARGIN, min(lead, WIDEST_MARGIN))
        evidence = Evidence(
            covered=best.signs.covered,
            shared=best.signs.shared,
            alike=best.signs.alike,
            margin=margin,
            passage=sure,
            length=min(len(words.folded), LONGEST) / LONGEST,
            lacks=float(self._vetoes.lack(unit, sought)),
            clear=margin * best.signs.covered,
        )
        sure = trust(evidence)
        wants = sought.asked.wants
        if best.held < 0 and (evidence.lacks or wants & {"count", "period", "named_place"}):
            sure = min(sure, DENIED)
        return Pointing(left, evidence, sure)

    def _ranked(self, words: Words, sought: Sought, found: Sequence[Found]) -> list[Pointed]:
        scores = {one.unit: one.signs.score for one in found}
        highest = max(scores.values(), default=0.0)
        left = []
        for one in self._forms.rank(words, CANDIDATES):
            placed = self._placed[one.place]
            if not self._may_answer(placed.unit, sought):
                continue
            passage = scores.get(placed.unit, 0.0) / highest if highest > 0 else 0.0
            held = self._held(one.place, sought)
            worth = one.worth + PASSAGE * passage + HELD * held
            left.append(Pointed(placed, one.signs, held, worth))
        return sorted(left, key=lambda one: (-one.worth, one.placed.unit, one.placed.span))

    def _held(self, at: int, sought: Sought) -> float:
        wished = {kind for wish in sought.asked.wants if wish in HELD_BY for kind in HELD_BY[wish]}
        if not wished:
            return 0.0
        return 1.0 if wished & self._kinds[at] else -1.0

    def _may_answer(self, unit: int, sought: Sought) -> bool:
        contradicted = self._finder.contradicts(unit, sought.asked.names)
        return not contradicted and not self._vetoes.bar(unit, sought)


def _kinds(placed: Placed, archive: Archive) -> frozenset[FactKind]:
    start, end = placed.span
    text = archive.record(placed.unit).text[start:end]
    return frozenset(fact.kind for fact in read_facts(text, start))


def _apart(one: Placed, other: Placed) -> bool:
    """Say whether two stretches have nothing in common."""
    if one.unit != other.unit:
        return True
    return one.span[1] <= other.span[0] or other.span[1] <= one.span[0]


def _askable(placed: Placed, archive: Archive) -> Askable:
    record = archive.record(placed.unit)
    told = record.text[slice(*placed.span)]
    facts = record.facts
    over = " . ".join(filter(None, (facts.title, facts.place, facts.number)))
    share = FORMS_WEIGHT / len(placed.post.asked) ** 0.5
    fields = [(share, form) for form in placed.post.asked]
    fields += [(TOLD_WEIGHT, told), (OVER_WEIGHT, over)]
    return Askable(placed.post.asked, f"{told} . {over}", tuple(fields))
