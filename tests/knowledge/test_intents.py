from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.intents import load_intents
from knowledge.model import Intent
from knowledge.normalise import fold
from knowledge.phrases import compile_phrases
from knowledge.words import load_reader

READER = load_reader()
INTENTS = load_intents()


def intent_of(text: str) -> Intent | None:
    return INTENTS.intent_of(READER.read(text))


KINDS = ("emergency", "tip", "grievance", "track", "smalltalk", "opinion", "question")


def told(rows: list[dict[str, str]], part: str, *, bare: bool = False) -> Counter[tuple[str, str]]:
    """Count what is found for each kind; "asked" counts what danger is asked about."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.get("part", "tuned") != part:
            continue
        words = READER.read(fold(row["text"]) if bare else row["text"])
        kind = INTENTS.intent_of(words) or "question"
        found[row["intent"], kind] += 1
        found[row["intent"], "all"] += 1
        if kind == "question" and INTENTS.may_be_danger(words):
            found[row["intent"], "asked"] += 1
    return found


def shares(found: Counter[tuple[str, str]]) -> dict[str, float]:
    return {kind: found[kind, kind] / found[kind, "all"] for kind in KINDS if found[kind, "all"]}


def alarms(found: Counter[tuple[str, str]]) -> int:
    return sum(found[kind, "emergency"] for kind in KINDS if kind != "emergency")


@pytest.mark.parametrize("part", ["tuned", "fresh"])
def test_sentences_looked_at_while_tuning_are_told_apart(intent_rows, part):
    found = told(intent_rows, part)
    assert sum(count for (_, kind), count in found.items() if kind == "all") >= 200
    assert {kind: share for kind, share in shares(found).items() if share < 0.93} == {}
    assert shares(found)["emergency"] >= 0.99
    assert alarms(found) == 0


@pytest.mark.parametrize("part", ["tuned", "fresh"])
def test_most_sentences_survive_losing_their_marks(intent_rows, part):
    found = told(intent_rows, part, bare=True)
    assert {kind: share for kind, share in shares(found).items() if share < 0.9} == {}
    assert shares(found)["emergency"] >= 0.97
    assert alarms(found) <= 3


def test_sentences_nobody_tuned_on_are_told_apart(intent_rows):
    """The part "regression": 220 sentences that no lexicon or fit has seen. Only totals were
    read while the rest was tuned on; the last totals before it was put here, of 2026-11-20:

    before   emergency 39 of 45 and 3 asked about, tip 15 of 45, grievance 7 of 35, track 3 of
             25, smalltalk 6 of 15, question 49 of 55, 8 false alarms
    after    emergency 36 and 3 asked about (the other 6 taken as reports, whose offer shows the
             numbers and whose form asks about danger first), tip 42, grievance 31, track 19 (21
             once the questions of articles counted less), smalltalk 10, question 52, 3 false
             alarms
    """
    found = told(intent_rows, "regression")
    reports = found["emergency", "tip"] + found["emergency", "grievance"]
    heard = found["emergency", "emergency"] + found["emergency", "asked"]
    assert found["emergency", "emergency"] >= 35
    assert heard + reports == found["emergency", "all"]
    assert found["tip", "tip"] >= 41
    assert found["grievance", "grievance"] >= 30
    assert found["track", "track"] >= 20
    assert found["question", "question"] >= 51
    assert alarms(found) <= 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tra cứu", Intent.TRACK),
        ("tra cuu luat o dau", None),
        ("lực lượng công an", None),
        ("trộm là gì", None),
        ("có trộm", Intent.TIP),
        ("khi nào gọi 113?", None),
        ("114 là số gì", None),
        ("Hàng xóm tôi hay chê chính quyền", Intent.OPINION),
        ("test test 123 <b>abc</b> /start ; DROP TABLE tips;", None),
        ("", None),
    ],
)
def test_the_known_traps(text, found):
    assert intent_of(text) is found


@given(st.text(max_size=200))
def test_any_text_has_an_intent_or_none(text):
    assert intent_of(text) in {*Intent, None}


def test_patterns_mean_what_the_module_says():
    phrases = compile_phrases(["cháy|nổ nhà", "^xin chào$", "cứu .. với", "=đang chạy"])
    assert phrases.found_in(READER.read("nổ nhà"))
    assert phrases.found_in(READER.read("chay nha"))
    assert not phrases.found_in(READER.read("chạy nhà đi bộ"))
    assert not phrases.found_in(READER.read("xin chào bạn"))
    assert phrases.found_in(READER.read("cứu mẹ tôi với"))
    assert not phrases.found_in(READER.read("dang chay"))
    assert phrases.without(READER.read("thấy nổ nhà rồi")).toned == ("thấy", "-", "rồi")
    assert not compile_phrases([]).found_in(READER.read("gì cũng được"))
