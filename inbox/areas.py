"""The 34 provinces and 3,321 communes of July 2025, found the way people type them.

Names and codes are the rows of ``areas.csv``; abolished provinces and the old cities of
four provinces are in ``old_names.csv``. A doubtful match is a list to choose from, never a
guess: a report sent to the wrong commune would be read by the wrong people.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from inbox.place_names import (
    ABOLISHED_WORDS,
    COMMUNE_WORDS,
    PROVINCE_WORDS,
    Gazetteer,
    Place,
    Reading,
    Token,
    make_place,
    outside,
    tokenise,
    without_word,
)

_FOLDER: Final = Path(__file__).parent
_CLOSE_ENOUGH: Final = 74.0
_PROVINCES: Final = "provinces"
_ALL_COMMUNES: Final = "communes"
_FILLERS: Final = frozenset({"o", "tai", "thuoc", "viet", "nam", "vn"})


@dataclass(frozen=True, slots=True)
class Area:
    """A province (``province_code`` is None) or a commune, with its official name."""

    code: str
    name: str
    province_code: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """What a typed place can mean: one area for sure, or some to choose from, or neither."""

    exact: Area | None = None
    candidates: tuple[Area, ...] = ()


class Areas:
    """All areas, by code and by what people type. Immutable once built."""

    def __init__(self, areas: Sequence[Area], old: Sequence[Place]) -> None:
        self._by_code = {area.code: area for area in areas}
        self._places = [*(make_place(area.name, [area.code]) for area in areas), *old]
        self._gazetteer = Gazetteer(self._places)
        self._spellings = self._group_spellings()

    @classmethod
    def load(
        cls, rows: Iterable[Mapping[str, str]], old_rows: Iterable[Mapping[str, str]] = ()
    ) -> "Areas":
        """Build from rows of ``code,name,province_code`` and of ``kind,name,codes``."""
        areas = [
            Area(row["code"], _capital(row["name"]), row["province_code"] or None) for row in rows
        ]
        old = [
            make_place(f"{row['kind']} {row['name']}", row["codes"].split(), is_old=True)
            for row in old_rows
        ]
        return cls(areas, old)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Area | None:
        """Return the area with this code, or None."""
        return self._by_code.get(code)

    def province_of(self, code: str) -> str:
        """Return the code of the province an area lies in (its own, if it is one).

        Empty for an unknown code: a unit set up with a wrong one is nowhere, and gets nothing.
        """
        area = self._by_code.get(code)
        return "" if area is None else area.province_code or area.code

    def provinces(self) -> tuple[Area, ...]:
        """Return the provinces by code."""
        return tuple(area for area in self._by_code.values() if area.province_code is None)

    def communes(self, province_code: str) -> tuple[Area, ...]:
        """Return the communes of a province by code."""
        return tuple(a for a in self._by_code.values() if a.province_code == province_code)

    def label(self, code: str) -> str:
        """Return how an area is shown: the commune in full, the province without its prefix."""
        area = self._by_code[code]
        if area.province_code is None:
            return area.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
        return f"{area.name}, {self.label(area.province_code)}"

    def find_province(self, text: str, limit: int = 5) -> Match:
        """Find the province someone typed, by its new or an abolished name, or by a commune's.

        Exact only if nothing else was typed; a typing error gives candidates.
        """
        tokens = tokenise(text)
        readings = [r for r in self._read(tokens) if r.provinces]
        codes = _codes(place for reading in readings for place in reading.provinces)
        if len(codes) == 1 and all(r.is_sure for r in readings) and _covers(tokens, readings):
            return Match(exact=self._by_code[codes[0]])
        if not codes:
            below = _codes(place for reading in self._read(tokens) for place in reading.communes)
            codes = [self.province_of(code) for code in below]
        codes = codes or self._nearly(tokens, [_PROVINCES], limit)
        return self._candidates(codes, limit)

    def find_commune(self, text: str, province_code: str | None = None, limit: int = 6) -> Match:
        """Find the commune someone typed, the province being known or in the same text.

        Exact only if the name, its prefix and its marks leave one area; a typing error, an
        abolished city or a single word without prefix gives candidates.
        """
        tokens = tokenise(text)
        # "phuoc vinh tay ninh": the longest name would swallow a part of the province's.
        parted = self._find_in_order(self._part_province(tokens), province_code, limit)
        return parted if parted.exact else self._find_in_order(tokens, province_code, limit)

    def _find_in_order(
        self, tokens: Sequence[Token], province_code: str | None, limit: int
    ) -> Match:
        readings = self._read(tokens)
        targets = _targets(readings)
        within = {province_code} if province_code else self._provinces_said(readings, targets)
        if not targets:
            rest = outside(tokens, readings if within else ()) or tokens
            codes = self._nearly(rest, within or [_ALL_COMMUNES], limit)
            return self._candidates(codes, limit)
        codes, is_sure = self._meant(targets, within)
        is_said = all(r.word for r in targets) or (
            _covers(tokens, readings) and not any(r.has_one_token for r in targets)
        )
        if is_sure and is_said and len(codes) == 1:
            return Match(exact=self._by_code[codes[0]])
        return self._candidates(codes, limit)

    def mentioned(self, text: str, limit: int = 6) -> Match:
        """Find the place a longer story speaks of, to offer it before asking.

        Exact for a commune named with its prefix, or for a province named alone with prefix
        or marks; candidates for other names; nothing where it may be no name at all.
        """
        tokens = tokenise(text)
        readings = self._read(tokens)
        is_marked = any(token.has_marks for token in tokens)
        likely = [r for r in readings if _is_likely(r, is_marked)]
        if not is_marked:
            likely = [r for r in likely if r.word] or likely
        targets = _targets(likely)
        if not targets:
            return self._province_mentioned(likely)
        codes, is_sure = self._meant(targets, self._provinces_said(likely, targets))
        if is_sure and len(codes) == 1 and all(r.word for r in targets):
            return Match(exact=self._by_code[codes[0]])
        return self._candidates(codes, limit)

    def _part_province(self, tokens: Sequence[Token]) -> list[Token]:
        """Put a comma before a province's name that ends the text."""
        for start in range(max(1, len(tokens) - 4), len(tokens)):
            if _key(tokens[start:]) in self._spellings[_PROVINCES]:
                return [*tokens[:start], replace(tokens[start], gap=","), *tokens[start + 1 :]]
        return list(tokens)

    def _province_mentioned(self, readings: Iterable[Reading]) -> Match:
        clear = [r for r in readings if r.word or r.is_capital]
        codes = _codes(place for reading in clear for place in reading.provinces)
        return Match(exact=self._by_code[codes[0]]) if len(codes) == 1 else Match()

    def _provinces_said(self, readings: Sequence[Reading], targets: Sequence[Reading]) -> set[str]:
        """Return the provinces named beside the targets, or those of a district so named."""
        others = [reading for reading in readings if reading not in targets]
        provinces = set(_codes(place for reading in others for place in reading.provinces))
        districts = [reading for reading in others if reading.word in ABOLISHED_WORDS]
        below = _codes(place for reading in districts for place in reading.communes)
        return provinces or {self.province_of(code) for code in below}

    def _meant(self, targets: Sequence[Reading], within: set[str]) -> tuple[list[str], bool]:
        """Return the communes these names can mean, and whether nothing contradicts them."""
        each = [_codes(reading.communes) for reading in targets]
        shared = set(each[0]).intersection(*each)
        codes = [code for one in each for code in one if not shared or code in shared]
        inside = [code for code in codes if not within or self.province_of(code) in within]
        is_sure = all(reading.is_sure and reading.has_its_word for reading in targets)
        return list(dict.fromkeys(inside or codes)), is_sure and bool(inside)

    def _read(self, tokens: Sequence[Token]) -> list[Reading]:
        return self._gazetteer.readings(tokens)

    def _group_spellings(self) -> dict[str, dict[str, list[str]]]:
        """Group codes by spelling: of provinces, of all communes, and of each province's."""
        groups: dict[str, dict[str, list[str]]] = {}
        for place in self._places:
            here = [self.province_of(place.codes[0]), _ALL_COMMUNES]
            for group in [_PROVINCES] if place.is_province else here:
                groups.setdefault(group, {}).setdefault(place.key, []).extend(place.codes)
        return groups

    def _nearly(self, tokens: Sequence[Token], groups: Iterable[str], limit: int) -> list[str]:
        """Return codes whose names begin with, contain, or nearly spell what was typed."""
        found: list[str] = []
        for group in groups:
            codes = self._spellings.get(group, {})
            for query in {_key(tokens): None, _key(without_word(tokens)): None}:
                if len(query) > 1:
                    keys = [*_containing(query, codes), *_resembling(query, list(codes), limit)]
                    found += [code for key in keys for code in codes[key]]
        return found

    def _candidates(self, codes: Sequence[str], limit: int) -> Match:
        unique = list(dict.fromkeys(codes))[:limit]
        return Match(candidates=tuple(self._by_code[code] for code in unique))


@cache
def load_areas() -> Areas:
    """Read both lists that come with the code; the result is immutable and shared."""
    with (
        (_FOLDER / "areas.csv").open(encoding="utf-8", newline="") as rows,
        (_FOLDER / "old_names.csv").open(encoding="utf-8", newline="") as old,
    ):
        return Areas.load(csv.DictReader(rows), csv.DictReader(old))


def _targets(readings: Sequence[Reading]) -> list[Reading]:
    """Choose the names that mean a commune: prefixed ones first, provinces' names last."""
    named = [reading for reading in readings if reading.communes]
    said = [reading for reading in named if reading.word in COMMUNE_WORDS]
    return said or [reading for reading in named if not reading.provinces] or named


def _is_likely(reading: Reading, is_marked: bool) -> bool:
    """Say whether words inside a story are meant as this name ("bình minh" may be a dawn)."""
    if reading.word in COMMUNE_WORDS | ABOLISHED_WORDS | PROVINCE_WORDS:
        return reading.is_sure
    if reading.has_one_token or not reading.is_sure:
        return False
    if is_marked:
        return reading.is_capital
    return bool(reading.provinces) or len(_codes(reading.communes)) == 1


def _covers(tokens: Sequence[Token], readings: Iterable[Reading]) -> bool:
    return all(token.loose in _FILLERS for token in outside(tokens, readings))


def _containing(query: str, keys: Iterable[str]) -> list[str]:
    inside = [key for key in keys if query in key and f" {query}" in f" {key}"]
    return sorted(inside, key=lambda key: not key.startswith(query))


def _resembling(query: str, keys: Sequence[str], limit: int) -> list[str]:
    near = process.extract(query, keys, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=limit)
    return [key for key, _, _ in near]


def _codes(places: Iterable[Place]) -> list[str]:
    return list(dict.fromkeys(code for place in places for code in place.codes))


def _key(tokens: Iterable[Token]) -> str:
    return " ".join(token.loose for token in tokens)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
