"""The reader's word tables (lexicon.toml) as patterns. Matching is blind to capitals and to
where a tone mark stands."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.documents.model import DocumentKind
from knowledge.normalise import clean, fold

_TABLE: Final = Path(__file__).with_name("lexicon.toml")
_VARIANTS: Final = (("uỷ", "ủy"), ("oà", "òa"), ("oá", "óa"), ("oạ", "ọa"), ("uý", "úy"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the reader looks words up in."""

    kinds: dict[str, DocumentKind]
    """Folded words → kind, longest first."""
    codes: dict[str, DocumentKind]
    kind_words: str
    """A pattern for any kind's words."""
    body: re.Pattern[str]
    place: re.Pattern[str]
    provinces: dict[str, str]
    """Folded name → name."""
    publishers: dict[str, str]
    furniture: frozenset[str]
    motto: frozenset[str]
    openings: tuple[str, ...]
    issued: str
    for_whom: tuple[str, ...]
    offices: tuple[str, ...]
    recipients: tuple[str, ...]
    quantity: re.Pattern[str]

    def province_in(self, text: str) -> str | None:
        """Return the first province a text names, as the table writes it."""
        found = self.place.search(text)
        return self.provinces[fold(clean(found[1]))] if found else None


@cache
def load_lexicon() -> Lexicon:
    """Read the tables once."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    kinds = {word: DocumentKind(kind) for kind, words in table["kinds"].items() for word in words}
    longest = sorted(kinds, key=len, reverse=True)
    provinces = table["places"]["provinces"]
    return Lexicon(
        kinds={fold(clean(word)): kinds[word] for word in longest},
        codes={
            fold(clean(code)): DocumentKind(kind)
            for kind, codes in table["codes"].items()
            for code in codes
        },
        kind_words=any_of(longest),
        body=_body(table["bodies"], provinces),
        place=_place(provinces, table["places"]["after_city"]),
        provinces={fold(clean(name)): name for name in provinces},
        publishers=table["publishers"],
        furniture=_folded(table["furniture"]["lines"]),
        motto=_folded(table["furniture"]["motto"]),
        openings=tuple(_folded(table["head"]["openings"])),
        issued=any_of(table["head"]["issued"]),
        for_whom=tuple(_folded(table["signature"]["for_whom"])),
        offices=tuple(_folded(table["signature"]["offices"])),
        recipients=tuple(_folded(table["signature"]["recipients"])),
        quantity=_quantity(table["quantities"]["units"]),
    )


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, longest first, in every spelling."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(_spellings(phrase) for phrase in ordered)


def _spellings(phrase: str) -> str:
    pattern = re.escape(phrase)
    for one, other in _VARIANTS:
        for first, second in ((one, other), (one.capitalize(), other.capitalize())):
            pattern = pattern.replace(first, f"(?:{first}|{second})")
    return pattern.replace(r"\ ", " ")


def _body(table: dict[str, list[str]], provinces: list[str]) -> re.Pattern[str]:
    level = f"(?:{any_of(table['levels'])})"
    named = rf"(?: {level})(?: (?:{any_of(provinces)}))?(?!\w)"
    weak = any_of(table["needs_level"])
    strong = any_of(set(table["names"]) - set(table["needs_level"]))
    pattern = rf"(?<!\w)(?:(?:{strong})(?:{named})?|(?:{weak}){named})(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def _place(provinces: list[str], after_city: list[str]) -> re.Pattern[str]:
    # a person's name is a place only behind the word for city
    plain = any_of(set(provinces) - set(after_city))
    city = r"(?:(?<=phố )|(?<=Phố )|(?<=TP )|(?<=TP\.)|(?<=TP\. ))"
    return re.compile(rf"(?<!\w)({plain}|{city}(?:{any_of(after_city)}))(?!\w)")


def _quantity(units: list[str]) -> re.Pattern[str]:
    amount = r"(?<![\w/.,-])(\d{1,3}(?:\.\d{3}){1,4}|\d{1,9})(?:,\d{1,2})?"
    return re.compile(rf"{amount} ({any_of(units)})(?!\w)(?! (?:19|20)\d\d)")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(clean(word)) for word in words)
