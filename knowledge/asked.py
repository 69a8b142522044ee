"""What a question about documents wants to know, and which documents, years, places it names.

Pure; word lists in ``lexicon/documents.toml`` and ``lexicon/gates.toml``.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.documents.model import FactKind
from knowledge.facts import Facts
from knowledge.normalise import clean, fold
from knowledge.phrases import Phrases, compile_phrases
from knowledge.words import LEXICON, Words

HELD_BY: Final[Mapping[str, tuple[FactKind, ...]]] = {
    "date": (FactKind.DATE,),
    "year": (FactKind.DATE, FactKind.PERIOD),
    "period": (FactKind.PERIOD,),
    "percent": (FactKind.PERCENT,),
    "code": (FactKind.CODE,),
    "count": (FactKind.QUANTITY, FactKind.PERCENT),
    "body": (FactKind.ORGANISATION,),
    "place": (FactKind.PLACE, FactKind.ORGANISATION),
    "named_place": (FactKind.PLACE,),
}
"""Which sorts of facts answer a wish."""

_NOT_COUNTED: Final = frozenset({"code", "day", "share", "period", "year"})
_OTHER_QUESTIONS: Final = frozenset({"nao", "gi", "ai", "sao", "dau", "khong"})


@dataclass(frozen=True, slots=True)
class Asked:
    """``wants`` are keys of the table of wishes; ``names`` what the question pins down."""

    wants: frozenset[str]
    names: Facts
    line: str = ""
    counted: tuple[str, ...] = ()
    """Behind "how many": the folded words that say of what."""


class AskedReader:
    """Reads wishes out of questions with the table it was given."""

    def __init__(self, table: Mapping[str, list[str]], units: Iterable[str]) -> None:
        self._wishes: dict[str, Phrases] = {
            wish: compile_phrases(patterns) for wish, patterns in table.items()
        }
        self._units = frozenset(fold(clean(word)) for word in units)

    def read(self, words: Words, names: Facts, mended: tuple[str, ...]) -> Asked:
        """Return what a question wants, beside what it names.

        ``mended`` are its words without slips of the finger; they may add a wish, not take one.
        """
        wants = self._wanted(words)
        if mended != words.folded:
            toned = tuple(
                marked if bare == word else word
                for marked, bare, word in zip(words.toned, words.folded, mended, strict=True)
            )
            wants |= self._wanted(Words(toned, mended, is_toned=False))
        counted = _counted(words.folded, wants)
        if counted and counted[0] in self._units:
            counted = counted[:1]
        if not counted:
            wants -= {"count"}
        return Asked(wants, names, words.folded_line, counted)

    def _wanted(self, words: Words) -> frozenset[str]:
        return frozenset(w for w, phrases in self._wishes.items() if phrases.found_in(words))


def _counted(words: Sequence[str], wants: Set[str]) -> tuple[str, ...]:
    if wants & _NOT_COUNTED:
        return ()
    for at, word in enumerate(words):
        behind = tuple(words[at + 2 : at + 4]) if word == "bao" else tuple(words[at + 1 : at + 3])
        if word == "bao" and words[at + 1 : at + 2] == ("nhieu",) and behind:
            return behind
        # "mấy chú làm gì": a plural, not a number
        if word == "may" and behind and not _OTHER_QUESTIONS & set(words[at + 1 :]):
            return behind
    return ()


def load_table(folder: Path = LEXICON) -> dict[str, dict[str, list[str]]]:
    """Read the table of wishes, hints and outdated words."""
    return tomllib.loads((folder / "documents.toml").read_text(encoding="utf-8"))
