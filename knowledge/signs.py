"""The signs a text bears: classes of words that occur in it, sums over them, and its own words.

What each sign speaks for is learned (``knowledge/sounding.py``); here a sign is only seen. The
classes stand in ``lexicon/signs.toml``, ``intents.toml`` and ``danger.toml``. Pure; keeps
nothing of what it reads. Values are small counts or 1.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final

from knowledge.spotting import Spotter
from knowledge.words import LEXICON, Words

_LENGTHS: Final = (3, 6, 9, 13, 20, 30)
_SUMMED: Final = frozenset({"crime", "told", "asked", "office", "danger", "track", "talk"})
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9/-]{3,}|\d{3,6}")
_MEASURE: Final = re.compile(r"\d+(k|tr|h|m|kg|km|tr\d*|h\d*)")
_MONEY: Final = re.compile(r"\d+(k|tr\d*)")
_ASKED: Final = frozenset(
    f"asked.{name}" for name in ("rule", "how", "what", "where", "whether", "ask", "supposed")
)
_BAD: Final = ("office.money", "office.slow", "office.rude", "office.wrong")
_HARM: Final = ("danger.harm", "danger.trapped")
_CRIME: Final = "crime"
_MASK: Final = "mask"
_ONCE: Final = frozenset({"old", "alarm"})
"""Kinds whose classes were written to decide alone: how often says nothing more."""
_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "office.who": _BAD,
    "office.papers": _BAD,
    "track.sent": ("track.state", "track.see"),
    "track.matter": ("track.state", "track.see"),
    "track.receipt": ("track.state", "track.see", "told.mine"),
    "told.place": (_CRIME,),
    "told.habit": (_CRIME,),
    "told.when": (_CRIME,),
    "told.lost": (_CRIME,),
    "told.proof": (_CRIME,),
    "danger.now": _HARM,
    "told.mine": _HARM,
    "told.doer": (*_HARM, _CRIME),
}
"""A sign on the left says more beside one on the right: an office and a bad doing."""
_ASKED_OR_TOLD: Final = (_CRIME, "office.who", "danger.harm", "track.matter", "office.wrong")
"""What people ask about as often as they tell it."""


class SignReader:
    """Sees signs. Stateless once built."""

    def __init__(self, classes: Mapping[str, list[str]], masks: Mapping[str, list[str]]) -> None:
        masking = {f"{_MASK}.{name}": patterns for name, patterns in masks.items()}
        self._spotter = Spotter({**classes, **masking})
        self._masks = {name: _mask_of(name, masks) for name in classes}

    @property
    def names(self) -> tuple[str, ...]:
        """The classes it looks for."""
        return tuple(self._masks)

    def of(self, words: Words) -> dict[str, float]:
        """Return the signs of a text with their values."""
        found = self._spotter.spot(words)
        signs: dict[str, float] = {}
        for name, spans in found.items():
            kind = name.partition(".")[0]
            if kind == _MASK:
                continue
            covered = found.get(self._masks[name], ())
            count = sum(not any(a < end and start < b for a, b in covered) for start, end in spans)
            if count:
                signs[name] = 1.0
            if count > 1 and kind not in _ONCE:
                signs[f"{name}+"] = 1.0
        _add_sums(signs)
        _add_shape(signs, words)
        _add_words(signs, words)
        return signs


def _mask_of(name: str, masks: Mapping[str, object]) -> str:
    own = name if name in masks else name.partition(".")[0]
    return f"{_MASK}.{own}"


def _add_sums(signs: dict[str, float]) -> None:
    seen = [name for name in signs if not name.endswith("+")]
    kinds = Counter(name.partition(".")[0] for name in seen)
    for kind in _SUMMED & kinds.keys():
        signs[f"sum:{kind}"] = kinds[kind] / 2
    if kinds[_CRIME]:
        signs[_CRIME] = 1.0
    for name, others in _TOGETHER.items():
        if name in signs and any(other in signs for other in others):
            signs[f"with:{name}"] = 1.0
    _add_asked(signs, told=bool(kinds["told"]))


def _add_asked(signs: dict[str, float], *, told: bool) -> None:
    asked = len(_ASKED & signs.keys())
    for least in (2, 3):
        if asked >= least:
            signs[f"asked:{least}"] = 1.0
    if not asked:
        signs["asked:0"] = 1.0
    if not told:
        signs["told:0"] = 1.0
    for name in _ASKED_OR_TOLD:
        if name in signs and asked != 1:
            signs[f"{'asked' if asked else 'told'}:{name}"] = 1.0


def _add_shape(signs: dict[str, float], words: Words) -> None:
    for least in _LENGTHS:
        if len(words.toned) >= least:
            signs[f"long:{least}"] = 1.0
    if any(_CODE.fullmatch(word) and not _MEASURE.fullmatch(word) for word in words.folded):
        signs["code"] = 1.0
    if any(map(_MONEY.fullmatch, words.folded)):
        signs["money"] = 1.0


def _add_words(signs: dict[str, float], words: Words) -> None:
    for word in words.folded:
        signs[f"w {word}"] = 1.0
    line = ("^", *words.folded, "$")
    for first, second in pairwise(line):
        signs[f"p {first} {second}"] = 1.0


def load_signs(folder: Path = LEXICON) -> SignReader:
    """Read the classes. A class named "alarm.…" is looked for where words that only resemble
    danger are taken out, "asked.…" where words that only resemble a question are."""
    signs, intents, danger = (_table(folder, name) for name in ("signs", "intents", "danger"))
    masks = signs.pop("masks")
    groups = [(kind, kinds) for kind, kinds in signs.items()]
    groups += [("alarm", {f"d.{name}": found for name, found in danger["danger"].items()})]
    groups += [
        (
            "alarm" if group == "emergency" else "old",
            {f"{group}.{name}": found for name, found in kinds.items()},
        )
        for group, kinds in intents.items()
        if group != "opinion"
    ]
    tables = {
        f"{kind}.{name}": found
        for kind, kinds in groups
        for name, found in kinds.items()
        if isinstance(found, list) and not name.endswith("masks")
    }
    alike = [*intents["emergency"]["masks"], *danger["danger"]["masks"]]
    asked = intents["question"]["masks"]
    return SignReader(tables, {"alarm": alike, "danger": alike, "asked": asked, **masks})


def _table(folder: Path, name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
