"""A small pattern language for phrases, read from tables and matched against words.

``a|b_c`` one of several (an underscore is a space) · ``..`` up to seven words between ·
``^`` at the start · ``$`` at the end · ``=`` before a pattern: only with the marks as written,
in a text typed partly without marks too.
A text typed without marks is matched without them; a marked text needs the right marks, so
that look-alike words stay apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.normalise import clean, fold
from knowledge.words import Words

_GAP: Final = 7

Choices = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Steps to take in order; an empty step is a gap."""

    steps: tuple[Choices, ...]
    at_start: bool
    at_end: bool

    def end_from(self, words: Sequence[str], start: int) -> int | None:
        """Return where a match that begins at ``start`` ends, if there is one."""
        if self.at_start and start:
            return None
        return self._walk(words, start, 0)

    def _walk(self, words: Sequence[str], place: int, step: int) -> int | None:
        if step == len(self.steps):
            return None if self.at_end and place != len(words) else place
        if not self.steps[step]:
            return self._leap(words, place, step + 1)
        for choice in self.steps[step]:
            if tuple(words[place : place + len(choice)]) == choice:
                end = self._walk(words, place + len(choice), step + 1)
                if end is not None:
                    return end
        return None

    def _leap(self, words: Sequence[str], place: int, step: int) -> int | None:
        for skipped in range(_GAP + 1):
            if place + skipped > len(words):
                break
            end = self._walk(words, place + skipped, step)
            if end is not None:
                return end
        return None


class Phrases:
    """Several patterns as one question: does any of them occur?"""

    def __init__(self, exact: Iterable[_Pattern], bare: Iterable[_Pattern]) -> None:
        self._exact = _by_first_word(exact)
        self._bare = _by_first_word(bare)

    def found_in(self, words: Words) -> bool:
        """Say whether any pattern occurs."""
        return next(self._spans(words), None) is not None

    def count_in(self, words: Words) -> int:
        """Count the places where a pattern occurs, none counted twice."""
        return sum(1 for _ in self._spans(words))

    def without(self, words: Words) -> Words:
        """Return the words with every occurrence replaced by a dash."""
        toned: list[str] = []
        done = 0
        for start, end in self._spans(words):
            toned += [*words.toned[done:start], "-"]
            done = end
        if not done:
            return words
        left = (*toned, *words.toned[done:])
        return Words(left, tuple(map(fold, left)), words.is_toned)

    def _spans(self, words: Words) -> Iterator[tuple[int, int]]:
        table = self._exact if words.is_toned else self._bare
        done = 0
        for start, word in enumerate(words.toned):
            if start < done:
                continue
            for pattern in table.get(word, ()):
                end = pattern.end_from(words.toned, start)
                if end is not None:
                    done = end
                    yield start, end
                    break


def compile_phrases(patterns: Iterable[str]) -> Phrases:
    """Read patterns into one matcher. An empty table matches nothing."""
    cleaned = [clean(pattern) for pattern in patterns]
    exact = [_read(pattern.removeprefix("="), bare=False) for pattern in cleaned]
    bare = [
        _read(pattern.removeprefix("="), bare=not pattern.startswith("=")) for pattern in cleaned
    ]
    return Phrases(exact, bare)


def _by_first_word(patterns: Iterable[_Pattern]) -> dict[str, list[_Pattern]]:
    table: dict[str, list[_Pattern]] = defaultdict(list)
    for pattern in patterns:
        for word in dict.fromkeys(choice[0] for choice in pattern.steps[0]):
            table[word].append(pattern)
    return dict(table)


def _read(pattern: str, *, bare: bool) -> _Pattern:
    steps = tuple(_step(part, bare=bare) for part in pattern.strip("^$ ").split())
    return _Pattern(steps, pattern.startswith("^"), pattern.endswith("$"))


def _step(part: str, *, bare: bool) -> Choices:
    if part == "..":
        return ()
    spelled = [choice.replace("_", " ") for choice in part.split("|")]
    if bare:
        spelled += [fold(choice) for choice in spelled]
    return tuple(dict.fromkeys(tuple(choice.split()) for choice in spelled))
