"""Many classes of phrases looked for in one pass over a text.

The pattern language is that of ``knowledge/phrases.py``, but what counts here is speed over
hundreds of long patterns: every run of words without a gap is one entry of a table, and a
pattern with gaps is a chain of such runs. A text typed without marks is matched without them,
patterns written with ``=`` in their marks all the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from knowledge.normalise import clean, fold
from knowledge.words import Words

_GAP: Final = 7
_START: Final = "^"
_END: Final = "$"

Run = tuple[str, ...]
Spans = dict[str, list[tuple[int, int]]]
"""Where each class stands: from which word to before which. None counted twice."""


class _Table:
    """The runs of some patterns, and for each what it is a link of."""

    def __init__(self) -> None:
        self._links: dict[Run, list[tuple[str, int, int]]] = {}
        self._lasts: dict[int, int] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def add(self, name: str, runs: Iterable[Iterable[Run]]) -> None:
        chain = len(self._lasts)
        last = -1
        for last, choices in enumerate(runs):
            for run in set(choices):
                self._links.setdefault(run, []).append((name, chain, last))
        self._lasts[chain] = last

    def close(self) -> None:
        """Note which lengths a run beginning with a word can have."""
        lengths: dict[str, set[int]] = {}
        for run in self._links:
            lengths.setdefault(run[0], set()).add(len(run))
        self._lengths = {word: tuple(sorted(held)) for word, held in lengths.items()}

    def spot(self, words: tuple[str, ...], found: Spans) -> None:
        line = (_START, *words, _END)
        begun: dict[tuple[int, int], tuple[int, int]] = {}
        for start, word in enumerate(line):
            for length in self._lengths.get(word, ()):
                links = self._links.get(line[start : start + length])
                if links is None:
                    continue
                end = start + length
                for name, chain, place in links:
                    since = start
                    if place:
                        before = begun.get((chain, place - 1))
                        if before is None or not 0 <= start - before[1] <= _GAP:
                            continue
                        since = before[0]
                    if place < self._lasts[chain]:
                        begun[chain, place] = (since, end)
                        continue
                    spans = found.setdefault(name, [])
                    if not spans or spans[-1][1] <= since:
                        spans.append((since, end))


class Spotter:
    """Finds the classes of a text. Stateless once built; keeps nothing of what it reads."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._marked, self._bare, self._strict = _Table(), _Table(), _Table()
        for name, patterns in classes.items():
            for pattern in map(clean, patterns):
                runs = [list(choices) for choices in _runs(pattern.removeprefix("="))]
                self._marked.add(name, runs)
                if pattern.startswith("="):
                    self._strict.add(name, runs)
                else:
                    self._bare.add(name, [map(_folded, choices) for choices in runs])
        for table in (self._marked, self._bare, self._strict):
            table.close()

    def spot(self, words: Words) -> Spans:
        """Return where each class that occurs stands (the words counted from 1)."""
        found: Spans = {}
        if words.is_toned:
            self._marked.spot(words.toned, found)
        else:
            self._bare.spot(words.folded, found)
            self._strict.spot(words.toned, found)
        return found


def _runs(pattern: str) -> Iterator[Iterator[Run]]:
    parts = f" {pattern.strip('^$ ')} ".split(" .. ")
    for at, part in enumerate(parts):
        steps = [[tuple(one.split("_")) for one in step.split("|")] for step in part.split()]
        if at == 0 and pattern.startswith(_START):
            steps.insert(0, [(_START,)])
        if at == len(parts) - 1 and pattern.endswith(_END):
            steps.append([(_END,)])
        yield (sum(choice, ()) for choice in product(*steps))


def _folded(run: Run) -> Run:
    return tuple(map(fold, run))
