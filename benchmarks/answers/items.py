"""Questions and answers as values, and reading them from JSON lines."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import Pattern
from re import compile as regex
from typing import Any, Final

HERE: Final = Path(__file__).parent
SEEN: Final = HERE / "questions.jsonl"
UNSEEN: Final = HERE / "unseen.jsonl"


@dataclass(frozen=True, slots=True)
class Question:
    """One item: what is asked and what a right answer holds.

    ``expect_any``/``expect_all`` match over composed, lower-case text. ``variant_of`` names the
    clean question it was made from. ``absent`` is what a trap names and no document may hold.
    """

    id: str
    text: str
    kind: str
    variant_of: str | None
    expect_any: tuple[Pattern[str], ...]
    expect_all: tuple[Pattern[str], ...]
    source: str
    also_ok: frozenset[str]
    intent: str
    max_chars: int
    absent: tuple[Pattern[str], ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """The documents that may be cited."""
        return self.also_ok | {self.source}

    def matches(self, text: str) -> bool:
        """Return whether the text holds what is expected."""
        plain = normal(text)
        return any(one.search(plain) for one in self.expect_any) and all(
            one.search(plain) for one in self.expect_all
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine gave, in the contract's shape. ``sources`` empty: it cited nothing."""

    id: str
    intent: str
    answer: str = ""
    sources: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    ms: float | None = None


def normal(text: str) -> str:
    """Return the text as the expectations see it."""
    return unicodedata.normalize("NFC", text).lower()


def question(raw: Mapping[str, Any]) -> Question:
    """Build a question from its line; raises KeyError or re.error for a malformed one."""
    return Question(
        id=raw["id"],
        text=raw["text"],
        kind=raw["kind"],
        variant_of=raw["variant_of"],
        expect_any=tuple(map(regex, raw["expect_any"])),
        expect_all=tuple(map(regex, raw["expect_all"])),
        source=raw["source"],
        also_ok=frozenset(raw["also_ok"]),
        intent=raw["intent"],
        max_chars=raw["max_chars"],
        absent=tuple(map(regex, raw.get("absent", ()))),
    )


def answer(raw: Mapping[str, Any]) -> Answer:
    """Build an answer from its line; what is missing counts as empty."""
    return Answer(
        id=raw["id"],
        intent=raw.get("intent") or "missing",
        answer=raw.get("answer") or "",
        sources=tuple(raw.get("sources") or ()),
        suggestions=tuple(raw.get("suggestions") or ()),
        ms=raw.get("ms"),
    )


def load_raw(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def load_questions(path: Path) -> list[Question]:
    """Return the questions of a file."""
    return [question(raw) for raw in load_raw(path)]


def dump(raws: Iterable[Mapping[str, Any]]) -> str:
    """Return JSON lines."""
    return "".join(json.dumps(raw, ensure_ascii=False) + "\n" for raw in raws)
