"""From words to a weighted query: weak words, everyday-word synonyms, spelling repair.

Pure; tables come from ``synonyms.toml``. Keeps nothing of what it reads.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from rapidfuzz.distance import OSA

from knowledge.index import with_pairs
from knowledge.normalise import clean, fold
from knowledge.syllables import is_syllable
from knowledge.words import Reader, Words

WEAK: Final = 0.25
"""Weight of a word that helps a sentence along and tells little."""
SYNONYM: Final = 0.8
REPAIRED: Final = 0.8
REPAIRED_VALID: Final = 0.45
"""A word that is a possible syllable may be meant as written: its repair counts less."""
_REPAIR_FROM: Final = 3
LONGEST_SYNONYM: Final = 4
"""Words of what people say that are looked up together."""
_BESIDE: Final = 4.0
"""A repair that makes a known pair with a neighbour is worth that many times its own spread."""
SYNONYMS: Final = Path(__file__).parent / "synonyms.toml"
Synonyms = Mapping[str, Sequence[str]]
"""What people say, and the official words for it."""
OFFICIAL: Final = Path(__file__).parent / "lexicon" / "official.toml"


class Vocabulary(Protocol):
    """What a query is made against."""

    @property
    def words(self) -> Set[str]:
        """The words there are."""

    def spread(self, term: str) -> int:
        """Return how many entries hold a word, or a pair of words joined by an underscore."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the question: what it may match, each with a weight, and how much it tells."""

    word: str
    toned: str
    weight: float
    matches: Mapping[str, float]
    means: tuple[tuple[str, ...], ...] = ()
    """The official phrases it may stand for, as folded words."""


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
        self,
        weak: Iterable[str],
        synonyms: Mapping[str, list[str]],
        reader: Reader,
        index: Vocabulary,
    ) -> None:
        self._weak_toned = frozenset(map(clean, weak))
        self._weak = frozenset(map(fold, self._weak_toned))
        self._exact = {
            reader.read(said).toned: tuple(reader.read(one).folded for one in means)
            for said, means in synonyms.items()
        }
        self._bare = {tuple(map(fold, said)): means for said, means in self._exact.items()}
        self._tables = self._exact, self._bare
        self._reader = reader
        self._index = index
        self._near = _deletions(index.words)

    def with_synonyms(self, own: Synonyms) -> "QueryMaker":
        """Return a maker for the same words that knows rows of staff beside its tables, in place
        of those it was given before. A row adds meanings; it displaces none."""
        other = copy(self)
        other._exact, other._bare = map(dict, self._tables)
        for said, means in own.items():
            toned = self._reader.read(said).toned
            folded = tuple(self._reader.read(one).folded for one in means)
            other._exact[toned] = (*other._exact.get(toned, ()), *folded)
            bare = tuple(map(fold, toned))
            other._bare[bare] = (*other._bare.get(bare, ()), *folded)
        return other

    def weight(self, word: str) -> float:
        """Return how much a folded word tells at all."""
        return WEAK if word in self._weak else 1.0

    def _weight(self, word: str, toned: str, words: Words) -> float:
        if words.is_toned and toned not in self._weak_toned and toned != word:
            return 1.0  # "tội" is not "tôi"
        return self.weight(word)

    def make(self, words: Words) -> Query:
        """Return the query of a text."""
        repaired = [self._repair(words.folded, at) for at in range(len(words.folded))]
        folded = tuple(word for word, _ in repaired)
        said = self._synonyms(words)
        extra = {
            at: dict.fromkeys((term for one in means for term in with_pairs(one)), SYNONYM)
            for at, means in said.items()
        }
        terms = tuple(
            Term(
                word,
                toned,
                self._weight(word, toned, words),
                {word: trust} | extra.get(at, {}),
                tuple(said.get(at, ())),
            )
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

    def _repair(self, words: Sequence[str], at: int) -> tuple[str, float]:
        word = words[at]
        if word in self._index.words or len(word) < _REPAIR_FROM or not word.isalpha():
            return word, 1.0
        near = {
            known
            for part in _shortened(word)
            for known in self._near.get(part, ())
            if OSA.distance(word, known, score_cutoff=1) <= 1
        }
        if not near:
            return word, 1.0
        best = max(near, key=lambda known: (self._fitness(known, words, at), known))
        return best, REPAIRED_VALID if is_syllable(word) else REPAIRED

    def _fitness(self, known: str, words: Sequence[str], at: int) -> float:
        spread = self._index.spread(known)
        beside = 0
        if at:
            beside += self._index.spread(f"{words[at - 1]}_{known}")
        if at + 1 < len(words):
            beside += self._index.spread(f"{known}_{words[at + 1]}")
        return spread + _BESIDE * spread * (beside > 0) + beside

    def _synonyms(self, words: Words) -> dict[int, list[tuple[str, ...]]]:
        table = self._exact if words.is_toned else self._bare
        said = words.toned if words.is_toned else words.folded
        found: dict[int, list[tuple[str, ...]]] = {}
        for at in range(len(said)):
            for length in range(1, LONGEST_SYNONYM + 1):
                means = table.get(said[at : at + length], ())
                for place in range(at, at + length if means else at):
                    found.setdefault(place, []).extend(means)
        return found


def load_query_maker(reader: Reader, index: Vocabulary, *more: Path) -> QueryMaker:
    """Read the synonym table for an index, and further ones behind it."""
    weak: list[str] = []
    synonyms: dict[str, list[str]] = {}
    for file in (SYNONYMS, *more):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        weak += table["weak"]["words"]
        for said, means in table["synonyms"].items():
            synonyms[said] = [*synonyms.get(said, ()), *means]
    return QueryMaker(weak, synonyms, reader, index)


def read_synonyms(file: Path) -> Mapping[str, list[str]]:
    """Return the rows of one table that ships with the program."""
    held: Mapping[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))["synonyms"]
    return held


def _deletions(words: Iterable[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word.isalpha():
            for part in _shortened(word):
                near[part].append(word)
    return dict(near)


def _shortened(word: str) -> Iterator[str]:
    """Yield the word and the word without each of its letters: words one slip apart share one."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
