"""From words to a weighted query: weak words, everyday-word synonyms, spelling repair.

Pure; tables come from ``synonyms.toml``. Keeps nothing of what it reads.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.index import Index, with_pairs
from knowledge.normalise import fold
from knowledge.syllables import is_syllable
from knowledge.words import Reader, Words

WEAK: Final = 0.25
"""Weight of a word that helps a sentence along and tells little."""
SYNONYM: Final = 0.8
REPAIRED: Final = 0.8
REPAIRED_VALID: Final = 0.45
"""A word that is a possible syllable may be meant as written: its repair counts less."""
_REPAIR_FROM: Final = 3
_LONGEST_SYNONYM: Final = 4
_SYNONYMS: Final = Path(__file__).parent / "synonyms.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the question: what it may match, each with a weight, and how much it tells."""

    word: str
    toned: str
    weight: float
    matches: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready for the index."""

    terms: tuple[Term, ...]
    searched: Mapping[str, float]
    folded: tuple[str, ...]
    is_toned: bool


class QueryMaker:
    """Makes queries against the words of one index."""

    def __init__(
        self, weak: Iterable[str], synonyms: Mapping[str, list[str]], reader: Reader, index: Index
    ) -> None:
        self._weak = frozenset(fold(word) for word in weak)
        self._exact = {
            reader.read(said).toned: _official(reader, means) for said, means in synonyms.items()
        }
        self._bare = {tuple(map(fold, said)): means for said, means in self._exact.items()}
        self._index = index
        self._known = sorted(index.words)

    def weight(self, word: str) -> float:
        """Return how much a folded word tells at all."""
        return WEAK if word in self._weak else 1.0

    def make(self, words: Words) -> Query:
        """Return the query of a text."""
        repaired = [self._repair(word) for word in words.folded]
        folded = tuple(word for word, _ in repaired)
        extra = self._synonyms(words)
        terms = tuple(
            Term(word, toned, self.weight(word), {word: trust} | extra.get(at, {}))
            for at, ((word, trust), toned) in enumerate(zip(repaired, words.toned, strict=True))
        )
        return Query(terms, self._searched(terms, folded), folded, words.is_toned)

    def _searched(self, terms: tuple[Term, ...], folded: tuple[str, ...]) -> dict[str, float]:
        searched: dict[str, float] = {}
        for term in terms:
            for match, trust in term.matches.items():
                searched[match] = max(searched.get(match, 0.0), trust * term.weight)
        for pair in list(with_pairs(folded))[len(folded) :]:
            first, second = pair.split("_", 1)
            searched[pair] = max(self.weight(first), self.weight(second))
        return searched

    def _repair(self, word: str) -> tuple[str, float]:
        if word in self._index.words or len(word) < _REPAIR_FROM or not word.isalpha():
            return word, 1.0
        near = process.extract(word, self._known, scorer=OSA.distance, score_cutoff=1, limit=8)
        if not near:
            return word, 1.0
        best = max(
            (found for found, _, _ in near), key=lambda found: (self._index.spread(found), found)
        )
        return best, REPAIRED_VALID if is_syllable(word) else REPAIRED

    def _synonyms(self, words: Words) -> dict[int, dict[str, float]]:
        table = self._exact if words.is_toned else self._bare
        said = words.toned if words.is_toned else words.folded
        extra: dict[int, dict[str, float]] = {}
        for at in range(len(said)):
            for length in range(1, _LONGEST_SYNONYM + 1):
                means = table.get(said[at : at + length], ())
                for place in range(at, at + length if means else at):
                    extra.setdefault(place, {}).update(dict.fromkeys(means, SYNONYM))
        return extra


def load_query_maker(reader: Reader, index: Index, file: Path = _SYNONYMS) -> QueryMaker:
    """Read the synonym table for an index."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return QueryMaker(table["weak"]["words"], table["synonyms"], reader, index)


def _official(reader: Reader, phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the official words and their pairs, folded, once each."""
    found = [term for phrase in phrases for term in with_pairs(reader.read(phrase).folded)]
    return tuple(dict.fromkeys(found))
