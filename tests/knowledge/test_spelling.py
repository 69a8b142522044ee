"""Slips of the finger are mended by what stands beside them; what is right is left alone."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.answers.noise import nodia, nodia_typo
from knowledge.index import Index
from knowledge.query import Vocabulary
from knowledge.spelling import Speller
from knowledge.words import Words, load_reader

READER = load_reader()
LINES = [
    "Cơ quan nào chủ trì hướng dẫn, kiểm tra việc thực hiện kế hoạch?",
    "Ban Chỉ đạo giao Công an tỉnh làm cơ quan thường trực.",
    "Người dân báo tin cho công an xã, phường ở đâu?",
    "Khu dân cư đạt tiêu chuẩn an toàn về an ninh trật tự.",
]


class Counted(Index):
    """Lines as a vocabulary."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__([[(1.0, READER.read(line).folded)] for line in lines])


def speller(lines: list[str] = LINES) -> Speller:
    held: list[Vocabulary] = [Counted(lines)]
    return Speller(held)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("co qan thuong truc", "co quan thuong truc"),
        ("cơ quan nào chủ ttrì", "co quan nao chu tri"),
        ("ke ohach", "ke hoach"),
        ("công an xxã", "cong an xa"),
    ],
)
def test_a_slip_is_mended(typed, meant):
    assert " ".join(speller().mend(READER.read(typed)).folded) == meant


@pytest.mark.parametrize("text", ["quan tâm", "09-CT/TW 2024 50%", "", "ông xưa", "zzzzzz qqq"])
def test_what_is_right_or_unknown_stays(text):
    words = READER.read(text)
    assert speller().mend(words) is words


def test_marks_of_other_words_stay():
    mended = speller().mend(READER.read("cơ qan nào chủ trì"))
    assert mended.toned == ("cơ", "quan", "nào", "chủ", "trì")


def test_most_slips_in_known_sentences_are_mended_and_few_words_spoilt():
    known = speller()
    slips = mended = spoilt = 0
    for line in LINES:
        right = READER.read(nodia(line, random.Random(0))).folded
        for seed in range(20):
            typed = READER.read(nodia_typo(line, random.Random(seed)))
            if len(typed.folded) != len(right):
                continue
            after = known.mend(typed).folded
            for meant, was, now in zip(right, typed.folded, after, strict=True):
                slips += meant != was
                mended += meant != was and meant == now
                spoilt += meant == was and meant != now
    assert slips > 100
    assert mended / slips >= 0.6
    assert spoilt / slips <= 0.05


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_keeps_its_number_of_words(text):
    words = READER.read(text)
    after = speller().mend(words)
    assert isinstance(after, Words)
    assert len(after.toned) == len(after.folded) == len(words.folded)
