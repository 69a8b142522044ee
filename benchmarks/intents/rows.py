"""The sentences a fit learns from: our own, and questions that must stay questions."""

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.answers.items import SEEN, load_questions
from knowledge.articles.loader import load_library
from knowledge.signposts.loader import load_signposts

EXAMPLES: Final = Path(__file__).parent / "examples.jsonl"
TESTS: Final = Path("tests/knowledge")
HELD_BACK: Final = "regression"
"""The part of ``tests/knowledge/intents.jsonl`` no fit may see."""
NO_DANGER: Final = "harmless"
"""Not an emergency; whatever else it is, nobody said."""
AREAS: Final = Path("inbox/areas.csv")
FORMS: Final = 250
"""What the questions of all articles count for together, however many staff have written; and
what those of all signposts do."""
_EVERY: Final = 8
_AT: Final = (
    "nhà tôi ở {}",
    "hôm nay đi chợ ở {} rồi",
    "xe chạy qua {} mỗi ngày",
    "hẹn gặp ở {} nhé",
)
_LITTLE: Final = 0.15
_HALF: Final = 0.5
_MOST: Final = 0.7
_MORE: Final = 1.2


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, what it is, and how much it counts beside others of its kind."""

    text: str
    kind: str
    weight: float
    source: str


def read_rows() -> list[Row]:
    """Return every sentence to learn from."""
    return [*_told(), *_dangers(), *_questions(), *_places()]


def _told() -> Iterator[Row]:
    for one in _lines(EXAMPLES):
        yield Row(one["text"], one["intent"], 1.0, "examples")
    for one in _lines(TESTS / "intents.jsonl"):
        part = one.get("part", "tuned")
        if one["intent"] != "opinion" and part != HELD_BACK:
            yield Row(one["text"], one["intent"], _MORE if part == "fresh" else _HALF, part)


def _dangers() -> Iterator[Row]:
    parts = tomllib.loads((TESTS / "dangers.toml").read_text(encoding="utf-8"))
    for kind, intent in (("danger", "emergency"), ("harmless", NO_DANGER)):
        for part in parts[kind].values():
            yield from (Row(text, intent, _MOST, "dangers") for text in part)


def _questions() -> Iterator[Row]:
    for question in load_questions(SEEN):
        kind = "question" if question.intent in ("answer", "refuse") else question.intent
        yield Row(question.text, kind, _HALF, "seen")
    for one in _lines(TESTS / "questions.jsonl"):
        yield Row(one["text"], "question", _HALF, "articles")
    forms = [form for article in load_library().articles for form in article.questions]
    weight = min(_HALF, FORMS / len(forms))
    yield from (Row(form, "question", weight, "articles") for form in forms)
    ways = [way for post in load_signposts() for way in post.asked]
    yield from (Row(way, "question", FORMS / len(ways), "signposts") for way in ways)


def _places() -> Iterator[Row]:
    """Names of communes hold words of danger and are none."""
    with AREAS.open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)][::_EVERY]
    for at, name in enumerate(names):
        yield Row(_AT[at % len(_AT)].format(name), NO_DANGER, _LITTLE, "places")


def _lines(file: Path) -> Iterator[dict[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
