"""How people write place names: with or without marks, prefixes, and inside a sentence.

Finds where a known name stands in a text; which area is meant is decided in ``areas``.
Pure; holds no list of places of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Word(Enum):
    """The word before a place name, by what it can stand before."""

    WARD = "phường"
    COMMUNE = "xã"
    ZONE = "đặc khu"
    TOWNSHIP = "thị trấn"
    TOWN = "thị xã"
    DISTRICT = "huyện"
    CITY = "thành phố"
    PROVINCE = "tỉnh"


COMMUNE_WORDS: Final = frozenset({Word.WARD, Word.COMMUNE, Word.ZONE, Word.TOWNSHIP})
ABOLISHED_WORDS: Final = frozenset({Word.TOWN, Word.DISTRICT, Word.CITY})
"""What stood between province and commune until July 2025, and is still said."""

PROVINCE_WORDS: Final = frozenset({Word.PROVINCE, Word.CITY})
_SPELLINGS: Final = {
    Word.WARD: ("phường", "p", "f"),
    Word.COMMUNE: ("xã", "x"),
    Word.ZONE: ("đặc khu", "dk"),
    Word.TOWNSHIP: ("thị trấn", "tt"),
    Word.TOWN: ("thị xã", "tx"),
    Word.DISTRICT: ("huyện", "quận", "h", "q"),
    Word.CITY: ("thành phố", "tp"),
    Word.PROVINCE: ("tỉnh", "t"),
}
_LONGEST_NAME: Final = 6
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_TOKEN: Final = re.compile(r"([^\w]*)([^\W_]+)")
_ENDS_A_NAME: Final = re.compile(r"[.,;:!?()\[\]/\n]")
_ENDS_A_PREFIX: Final = re.compile(r"[,;:!?()\[\]/\n]")
_APOSTROPHES: Final = re.compile("['\u2019\u02bc`]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text. ``loose`` has no marks and y as i; ``marked`` keeps the marks, the
    tone moved to the end (so that two schools of spelling agree). ``gap`` is what stood
    between it and the word before."""

    loose: str
    marked: str
    is_capital: bool
    gap: str = ""

    @property
    def has_marks(self) -> bool:
        """Whether the word was typed with any diacritic."""
        return self.loose != self.marked


@dataclass(frozen=True, slots=True)
class Place:
    """A name and the codes it stands for: several for an old city cut into wards."""

    word: Word
    tokens: tuple[Token, ...]
    codes: tuple[str, ...]
    is_old: bool = False

    @property
    def key(self) -> str:
        """The name as it is looked up."""
        return " ".join(token.loose for token in self.tokens)

    @property
    def is_province(self) -> bool:
        """Whether this is a province or one of the six cities of that rank, then or now."""
        return self.word is Word.PROVINCE or (self.word is Word.CITY and not self.is_old)


@dataclass(frozen=True, slots=True)
class Reading:
    """A known name found in a text, from token ``start`` to before ``end``.

    ``begin`` is where its prefix begins. ``is_sure`` is False if the marks typed contradict
    every place of that name.
    """

    begin: int
    start: int
    end: int
    word: Word | None
    places: tuple[Place, ...]
    is_sure: bool
    is_capital: bool

    @property
    def has_one_token(self) -> bool:
        """Whether the name is a single word, too weak to stand without a prefix."""
        return self.end - self.start == 1

    @property
    def provinces(self) -> tuple[Place, ...]:
        """The provinces, new or abolished, this can mean."""
        if self.word not in {None, *PROVINCE_WORDS}:
            return ()
        return tuple(place for place in self.places if place.is_province)

    @property
    def communes(self) -> tuple[Place, ...]:
        """The communes and old cities this can mean; those of the word typed, if any are."""
        if self.word is Word.PROVINCE:
            return ()
        below = tuple(place for place in self.places if not place.is_province)
        return tuple(place for place in below if place.word is self.word) or below

    @property
    def has_its_word(self) -> bool:
        """Whether no prefix was typed, or one that some commune of this name has."""
        return self.word is None or any(place.word is self.word for place in self.communes)


def tokenise(text: str) -> list[Token]:
    """Split a text into tokens; punctuation and apostrophes vanish."""
    whole = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text))
    return [_token(found[2], found[1]) for found in _TOKEN.finditer(whole)]


def make_place(full_name: str, codes: Sequence[str], is_old: bool = False) -> Place:
    """Read a full name such as those of the official list, prefix included."""
    tokens = tokenise(full_name)
    word, length = _word_at(tokens, 0)
    if word is None:
        raise ValueError("a place name begins with what kind of place it is")
    return Place(word, tuple(tokens[length:]), tuple(codes), is_old)


def without_word(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens without a leading prefix, unless nothing would be left."""
    _, length = _word_at(tokens, 0)
    return tokens[length:] or tokens


def outside(tokens: Sequence[Token], readings: Iterable[Reading]) -> list[Token]:
    """Return the tokens that are no part of these readings, prefixes included."""
    inside = {at for reading in readings for at in range(reading.begin, reading.end)}
    return [token for at, token in enumerate(tokens) if at not in inside]


class Gazetteer:
    """Known names, and where they stand in a text."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_key: dict[str, list[Place]] = {}
        for place in places:
            self._by_key.setdefault(place.key, []).append(place)

    def readings(self, tokens: Sequence[Token]) -> list[Reading]:
        """Return the names found, leaving out those that stand inside a longer one."""
        found: list[Reading] = []
        for start in range(len(tokens)):
            reading = self._longest_at(tokens, start)
            if reading and not any(reading.end <= other.end for other in found):
                found.append(reading)
        return found

    def _longest_at(self, tokens: Sequence[Token], start: int) -> Reading | None:
        for end in range(_furthest_end(tokens, start), start, -1):
            places = self._by_key.get(" ".join(token.loose for token in tokens[start:end]))
            if places:
                return _reading(tokens, start, end, places)
        return None


def _furthest_end(tokens: Sequence[Token], start: int) -> int:
    """Return where a name that starts here ends at the latest: no name crosses a comma."""
    last = min(len(tokens), start + _LONGEST_NAME)
    breaks = (at for at in range(start + 1, last) if _ENDS_A_NAME.search(tokens[at].gap))
    return next(breaks, last)


def _reading(tokens: Sequence[Token], start: int, end: int, places: Sequence[Place]) -> Reading:
    word, length = _word_before(tokens, start)
    typed = tokens[start:end]
    fitting = _fitting(typed, places, any(token.has_marks for token in tokens))
    return Reading(
        begin=start - length,
        start=start,
        end=end,
        word=word,
        places=tuple(fitting or places),
        is_sure=bool(fitting),
        is_capital=all(token.is_capital for token in typed),
    )


def _fitting(typed: Sequence[Token], places: Sequence[Place], writes_marks: bool) -> list[Place]:
    """Keep the places whose marks agree with those typed; unmarked words agree with any,
    but someone who writes marks elsewhere means a bare word as it stands, if there is one."""
    marked = [token.marked for token in typed]
    same = [place for place in places if [t.marked for t in place.tokens] == marked]
    if writes_marks and same:
        return same
    return [place for place in places if all(map(_agrees, typed, place.tokens))]


def _agrees(typed: Token, known: Token) -> bool:
    return not typed.has_marks or typed.marked == known.marked


def _word_before(tokens: Sequence[Token], start: int) -> tuple[Word | None, int]:
    if start < len(tokens) and _ENDS_A_PREFIX.search(tokens[start].gap):
        return None, 0
    for length in (2, 1):
        if start >= length:
            word, used = _word_at(tokens, start - length)
            if word and used == length:
                return word, length
    return None, 0


def _word_at(tokens: Sequence[Token], at: int) -> tuple[Word | None, int]:
    for length in (2, 1):
        typed = tokens[at : at + length]
        for word, spelled in _WORDS.get(tuple(token.loose for token in typed), ()):
            if all(map(_agrees, typed, spelled)):
                return word, length
    return None, 0


def _token(word: str, gap: str = "") -> Token:
    apart = unicodedata.normalize("NFD", word.casefold())
    base = "".join(c for c in apart if c not in _TONES)
    marked = (base + "".join(c for c in apart if c in _TONES)).replace("y", "i")
    bare = "".join(c for c in base if not unicodedata.combining(c))
    return Token(bare.replace("đ", "d").replace("y", "i"), marked, word[:1].isupper(), gap)


_Words = dict[tuple[str, ...], list[tuple[Word, list[Token]]]]


def _index_words() -> _Words:
    index: _Words = {}
    for word, spellings in _SPELLINGS.items():
        for spelled in map(tokenise, spellings):
            index.setdefault(tuple(token.loose for token in spelled), []).append((word, spelled))
    return index


_WORDS: Final = _index_words()
