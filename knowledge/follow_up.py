"""Reading a follow-up ("còn năm 2022?", "ở Nghệ An thì sao?") as the question it stands for.

Pure: the question before comes in, a whole question goes out; nothing is kept here.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from knowledge.facts import FactReader, Facts, document_names, years_in
from knowledge.normalise import fold
from knowledge.phrases import Phrases, compile_phrases
from knowledge.words import Reader, Words

_SHORT: Final = 9
"""A follow-up is short; a longer text says itself what it is about."""


class FollowUps:
    """Puts the question before under a follow-up."""

    def __init__(self, table: Mapping[str, list[str]], reader: Reader, facts: FactReader) -> None:
        self._signs: Phrases = compile_phrases(table["signs"])
        self._fill: Phrases = compile_phrases(table["fill"])
        self._reader = reader
        self._facts = facts

    def leans_on(self, words: Words) -> bool:
        """Say whether a text may lean on the question before it."""
        return 0 < len(words.folded) <= _SHORT

    def resolved(self, text: str, words: Words, before: str) -> str | None:
        """Return the question before with what the text changes, or ``None``.

        A year takes the place of the years before, a province of the province and of what was
        pinned to it, a document of the document. A text that changes nothing is no such
        follow-up.
        """
        if not self.leans_on(words) or not self._signs.found_in(words):
            return None
        named = self._facts.of_question(text, words)
        if not (named.years or named.provinces or named.documents):
            return None
        said = self._reader.read(before)
        dropped = self._facts.of_question(before, said)
        kept = _without(said, named, dropped)
        asked = self._fill.without(words).toned
        return " ".join([*kept, *(word for word in asked if word != "-")])


def _without(said: Words, named: Facts, dropped: Facts) -> Iterable[str]:
    """Return the words before, without the names that the new ones replace."""
    gone: set[int] = set()
    for at, word in enumerate(said.folded):
        if years_in(word) and (named.years or named.provinces or named.documents):
            gone.add(at)
            if at and said.folded[at - 1] == "nam":
                gone.add(at - 1)
        if (named.documents or named.provinces) and document_names(word):
            gone.add(at)
    for name in dropped.provinces if named.provinces or named.documents else ():
        gone |= _places(said, name)
    for kind, number in dropped.documents if named.documents or named.provinces else ():
        for spelled in (f"{kind} {number}", f"{kind} so {number}", f"{kind} 0{number}"):
            gone |= _places(said, fold(spelled))
    return [word for at, word in enumerate(said.toned) if at not in gone]


def _places(said: Words, name: str) -> set[int]:
    parts = tuple(name.split())
    return {
        place
        for at in range(len(said.folded))
        if said.folded[at : at + len(parts)] == parts
        for place in range(at, at + len(parts))
    }
