"""What stands over units (title, headings, the words a list hangs on), kept as flat arrays.

As sets of words they would take as much memory as the texts; they are made when asked for.
"""

from array import array
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

_MADE_KEPT: Final = 500
"""Of a small collection all, of a large one too few to matter for memory."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over units: title, headings and the words a list hangs on."""

    words: frozenset[int]
    titled: frozenset[int]
    section: str
    years: frozenset[str]


class Groups:
    """Groups by number, filled while an archive is laid down."""

    def __init__(self) -> None:
        self._words = array("I")
        self._ends = array("I")
        """Two for each group: where its own words end, and where those of its title do."""
        self._sections: list[str] = []
        self._years: list[frozenset[str]] = []
        self._made: dict[int, Group] = {}

    def __len__(self) -> int:
        return len(self._sections)

    def __getitem__(self, number: int) -> Group:
        found = self._made.get(number)
        if found is None:
            first = self._ends[2 * number - 1] if number else 0
            middle, end = self._ends[2 * number], self._ends[2 * number + 1]
            found = Group(
                frozenset(self._words[first:middle]),
                frozenset(self._words[middle:end]),
                self._sections[number],
                self._years[number],
            )
            if len(self._made) < _MADE_KEPT:
                self._made[number] = found
        return found

    def years(self, number: int) -> frozenset[str]:
        """Return the years over a group without making it."""
        return self._years[number]

    def add(self, words: Set[int], titled: Set[int], section: str, years: frozenset[str]) -> int:
        """Add a group; return its number."""
        for some in (words, titled):
            self._words.extend(some)
            self._ends.append(len(self._words))
        self._sections.append(section)
        self._years.append(years)
        return len(self) - 1
