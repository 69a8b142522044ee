"""Hard facts in a text that an answer must hold too: document numbers, years, provinces,
and the kind of value a question asks for. Pure; word lists in ``lexicon/gates.toml``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.normalise import clean, fold
from knowledge.phrases import Phrases, compile_phrases
from knowledge.words import LEXICON, Reader, Words

_CODE: Final = re.compile(
    r"(?<![\w/-])(\d{1,4})(?:/(?:19|20)\d\d)?[/-](nd|ctr|ct|kl|nqlt|nq|ttlt|tt|qd|kh|tb|qh|da)\w*(?=[\W_]|$)"
)
_KINDS: Final = {
    "nd": "nghi dinh",
    "ct": "chi thi",
    "kl": "ket luan",
    "nq": "nghi quyet",
    "tt": "thong tu",
    "ttlt": "thong tu",
    "qd": "quyet dinh",
    "kh": "ke hoach",
    "tb": "thong bao",
    "qh": "luat",
    "da": "de an",
    "ctr": "chuong trinh",
    "nqlt": "nghi quyet",
}
DOCUMENT_KINDS: Final = frozenset(_KINDS.values())
_NAMED: Final = re.compile(
    rf"\b({'|'.join(sorted(set(_KINDS.values())))})"
    r"(?: (?:lien tich|phoi hop|hanh dong))?(?: so)? 0*"
    r"(\d{1,4})\b(?![.,]\d)"
)
_YEAR: Final = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d-])|(?<=[/-])(?:19|20)\d\d(?!\d)")
_PHONE: Final = re.compile(r"(?<!\d)(?:11[1-5]|0\d{3}[ .]?\d\d[ .]?\d\d[ .]?\d\d)(?!\d)")
_MONEY: Final = re.compile(r"\d[\d.,]* ?(?:trieu|dong|nghin|ty)\b")
_NEVER_HELD: Final = frozenset({"person", "address", "prison"})
_FINE: Final = re.compile(r"\bphat [^.]{0,40}\d[\d.]* (?:trieu|dong|nghin)\b")
_NOT_A_LAW_NUMBER: Final = 1900


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text names or asks for. ``documents`` are (kind, number) pairs."""

    documents: frozenset[tuple[str, str]]
    years: frozenset[str]
    provinces: frozenset[str]
    matters: frozenset[str]
    asks: frozenset[str]

    @property
    def pins(self) -> bool:
        """Say whether a document, a year or a province is named."""
        return bool(self.documents or self.years or self.provinces)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an answer can stand for."""

    documents: frozenset[tuple[str, str]]
    years: frozenset[str]
    line: str
    has_phone: bool
    has_money: bool
    has_fine: bool


class FactReader:
    """Reads facts out of questions and answers with the gate table it was given."""

    def __init__(self, table: Mapping[str, Mapping[str, list[str]]], reader: Reader) -> None:
        self._asks: dict[str, Phrases] = {
            kind: compile_phrases(patterns) for kind, patterns in table["asks"].items()
        }
        self._provinces = _one_each(table["places"]["provinces"])
        self._matters = _one_each(table["elsewhere"]["matters"])
        self._reader = reader

    def of_question(self, text: str, words: Words) -> Facts:
        """Return what a question names and asks for."""
        line = fold(clean(text))
        documents = document_names(line) | document_names(words.folded_line)
        return Facts(
            documents=documents,
            years=frozenset(_YEAR.findall(line)) - {number for _, number in documents},
            provinces=_named(self._provinces, words),
            matters=_named(self._matters, words),
            asks=frozenset(kind for kind, phrase in self._asks.items() if phrase.found_in(words)),
        )

    def provinces_in(self, line: str) -> frozenset[str]:
        """Return the provinces a folded text of any length names."""
        return frozenset(name for name in self._provinces if name in line)

    def of_answer(self, text: str) -> Holdings:
        """Return what an answer, with its source, can stand for."""
        line = fold(clean(text))
        opened = self._reader.read(text).folded_line
        return Holdings(
            documents=document_names(line) | document_names(opened),
            years=frozenset(_YEAR.findall(line)),
            line=line,
            has_phone=_PHONE.search(line) is not None,
            has_money=_MONEY.search(line) is not None,
            has_fine=_FINE.search(line) is not None,
        )


def contradicts(asked: Facts, held: Holdings) -> bool:
    """Say whether an answer cannot be the answer: it lacks a fact the question names."""
    if asked.documents - held.documents or asked.years - held.years:
        return True
    if asked.asks & _NEVER_HELD or any(matter not in held.line for matter in asked.matters):
        return True
    if "money" in asked.asks and (not held.has_money or held.has_fine != ("fine" in asked.asks)):
        return True
    if "phone" in asked.asks and not held.has_phone:
        return True
    local = asked.asks & {"phone", "count", "figure"}
    return bool(local and any(place not in held.line for place in asked.provinces))


def load_facts(reader: Reader, folder: Path = LEXICON) -> FactReader:
    """Read the gate table."""
    return FactReader(tomllib.loads((folder / "gates.toml").read_text(encoding="utf-8")), reader)


def _one_each(names: list[str]) -> dict[str, Phrases]:
    return {fold(clean(name)): compile_phrases([name]) for name in names}


def _named(phrases: Mapping[str, Phrases], words: Words) -> frozenset[str]:
    line = words.folded_line
    return frozenset(
        name for name, phrase in phrases.items() if f" {name} " in line and phrase.found_in(words)
    )


def years_in(line: str) -> frozenset[str]:
    """Return the years a folded text names."""
    return frozenset(_YEAR.findall(line))


def document_names(line: str) -> frozenset[tuple[str, str]]:
    """Return the documents a folded text names, as (kind, number without leading zeros)."""
    coded = {(_KINDS[suffix], number.lstrip("0")) for number, suffix in _CODE.findall(line)}
    numbers = {number for _, number in coded}
    # "Chương trình số 25-CT/TU": the number's own letters tell the kind
    named = {pair for pair in _NAMED.findall(line) if pair[1] not in numbers}
    return frozenset(
        (kind, number)
        for kind, number in coded | named
        if number and int(number) < _NOT_A_LAW_NUMBER
    )
