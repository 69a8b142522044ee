"""Recall of danger and false alarms, on sentences of our own (figures: dangers.toml)."""

import tomllib
from pathlib import Path

import pytest

from knowledge.ask import load_knowledge
from knowledge.model import Intent
from knowledge.normalise import fold

KB = load_knowledge()
ROWS = tomllib.loads((Path(__file__).parent / "dangers.toml").read_text(encoding="utf-8"))
UNCLAIMED = {Intent.REFUSE, Intent.SUGGEST}


def is_sure(text: str) -> bool:
    return KB.ask(text).intent is Intent.EMERGENCY


def is_asked(text: str) -> bool:
    return KB.ask(text).intent in UNCLAIMED and KB.may_be_danger(text)


@pytest.mark.parametrize(
    ("part", "sure", "heard"),
    [("tuned", 0.94, 0.99), ("unseen", 0.95, 0.98), ("fresh", 0.5, 0.92)],
)
def test_danger_is_heard(part: str, sure: float, heard: float) -> None:
    rows = ROWS["danger"][part]
    found = sum(map(is_sure, rows))
    assert found / len(rows) >= sure
    assert (found + sum(map(is_asked, rows))) / len(rows) >= heard


@pytest.mark.parametrize(
    ("part", "alarms", "asked"), [("tuned", 0, 0.2), ("unseen", 0.07, 0.1), ("fresh", 0.05, 0.25)]
)
def test_what_is_harmless_seldom_alarms(part: str, alarms: float, asked: float) -> None:
    rows = ROWS["harmless"][part]
    assert sum(map(is_sure, rows)) / len(rows) <= alarms
    assert sum(map(is_asked, rows)) / len(rows) <= asked


def test_no_question_of_an_article_alarms_or_is_asked_about() -> None:
    forms = [form for article in KB.articles() for form in article.questions]
    assert [form for form in forms if is_sure(form) or is_asked(form)] == []
    assert [form for form in forms if is_sure(fold(form))] == []


def test_nothing_stands_in_two_parts() -> None:
    rows = [text for kind in ROWS.values() for part in kind.values() for text in part]
    assert len(rows) == len(set(rows))
    assert all(text == text.strip() for text in rows)


@pytest.mark.parametrize(
    "text",
    [
        "my house is on fire",
        "I want to kill myself",
        "he is beating his wife right now",
        "someone is following me",
        "there is a man with a knife",
        "a child is drowning",
        "they kidnapped my daughter",
        "call the police now",
        "she is unconscious",
    ],
)
def test_danger_is_heard_in_english(text: str) -> None:
    assert is_sure(text)


@pytest.mark.parametrize(
    "text",
    ["what number for fire", "How do I call an ambulance?", "how do I report a crime", "hello"],
)
def test_an_english_question_is_no_danger(text: str) -> None:
    assert not is_sure(text)
