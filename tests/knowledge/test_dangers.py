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


def is_report(text: str) -> bool:
    """Its offer shows the numbers, its form asks about danger first."""
    return KB.ask(text).intent in {Intent.TIP, Intent.GRIEVANCE}


@pytest.mark.parametrize(
    ("part", "sure", "heard"),
    [("tuned", 0.98, 0.98), ("unseen", 0.97, 0.98), ("fresh", 0.7, 0.8)],
)
def test_danger_is_heard(part: str, sure: float, heard: float) -> None:
    rows = ROWS["danger"][part]
    told = [text for text in rows if is_sure(text)]
    asked = [text for text in rows if is_asked(text)]
    assert len(told) / len(rows) >= sure
    assert (len(told) + len(asked)) / len(rows) >= heard
    missed = [text for text in rows if text not in told + asked and not is_report(text)]
    assert len(missed) <= 0.03 * len(rows)


@pytest.mark.parametrize(
    ("part", "alarms", "asked"),
    [("tuned", 0.02, 0.2), ("unseen", 0.07, 0.1), ("fresh", 0.08, 0.25)],
)
def test_what_is_harmless_seldom_alarms(part: str, alarms: float, asked: float) -> None:
    rows = ROWS["harmless"][part]
    assert sum(map(is_sure, rows)) / len(rows) <= alarms
    assert sum(map(is_asked, rows)) / len(rows) <= asked


def test_hardly_a_question_of_an_article_alarms_or_is_asked_about() -> None:
    forms = [form for article in KB.articles() for form in article.questions]
    loud = [form for form in forms if is_sure(form) or is_asked(form)]
    bare = [form for form in forms if is_sure(fold(form))]
    assert len(loud) <= 0.006 * len(forms)
    assert len(bare) <= 0.006 * len(forms)


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
