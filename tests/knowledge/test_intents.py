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


def test_every_sentence_of_ours_is_told_apart(intent_rows):
    assert len(intent_rows) >= 200
    wrong = [
        (row["text"], row["intent"], found)
        for row in intent_rows
        if (found := intent_of(row["text"]) or "question") != row["intent"]
    ]
    assert wrong == []


def test_no_emergency_is_missed_without_marks(intent_rows):
    dangers = [row["text"] for row in intent_rows if row["intent"] == "emergency"]
    assert [text for text in dangers if intent_of(fold(text)) is not Intent.EMERGENCY] == []


def test_most_sentences_survive_losing_their_marks(intent_rows):
    right: Counter[str] = Counter()
    for row in intent_rows:
        right[row["intent"]] += (intent_of(fold(row["text"])) or "question") == row["intent"]
    total = Counter(row["intent"] for row in intent_rows)
    assert {
        kind: right[kind] / total[kind] for kind in total if right[kind] < 0.8 * total[kind]
    } == {}


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
