"""Signs are seen as the pattern language says, and every weight belongs to a sign there is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.danger import Danger
from knowledge.phrases import compile_phrases
from knowledge.signs import SignReader, load_signs
from knowledge.sounding import KINDS, WEIGHTS_FILE, load_sounder
from knowledge.spotting import Spotter
from knowledge.words import LEXICON, load_reader

READER = load_reader()
SIGNS = load_signs()
SOUNDER = load_sounder()
PATTERNS = ["cháy|nổ nhà", "^xin chào$", "cứu .. với", "=đang chạy", "chờ|đợi .. tháng .. chưa"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nổ nhà", True),
        ("chay nha", True),
        ("chạy nhà đi bộ", False),
        ("xin chào bạn", False),
        ("xin chào", True),
        ("cứu mẹ tôi với", True),
        ("với ai cứu", False),
        ("dang chay", False),
        ("tôi chờ hai tháng nay vẫn chưa xong", True),
        ("cứu một hai ba bốn năm sáu bảy tám với", False),
        ("", False),
    ],
)
def test_the_spotter_reads_the_pattern_language(text: str, found: bool) -> None:
    words = READER.read(text)
    assert bool(Spotter({"one": PATTERNS}).spot(words)) is found
    assert compile_phrases(PATTERNS).found_in(words) is found


def test_places_are_counted_once_and_apart() -> None:
    spotter = Spotter({"one": ["cháy|cháy_nhà"], "two": ["nhà"]})
    found = spotter.spot(READER.read("cháy nhà rồi cháy nhà"))
    assert len(found["one"]) == 2
    assert len(found["two"]) == 2


def test_what_a_mask_covers_is_no_sign_of_its_kind() -> None:
    signs = SignReader({"danger.harm": ["cháy"], "told.when": ["cháy"]}, {"danger": ["cháy túi"]})
    covered = signs.of(READER.read("cháy túi rồi bạn ơi"))
    assert "danger.harm" not in covered
    assert "told.when" in covered
    assert "danger.harm" in signs.of(READER.read("cháy rồi bạn ơi"))


def test_every_weight_belongs_to_a_sign() -> None:
    held = json.loads((LEXICON / WEIGHTS_FILE).read_text(encoding="utf-8"))
    assert len(held["bias"]) == len(KINDS)
    assert {len(weights) for weights in held["weights"].values()} == {len(KINDS)}
    classes = {name for name in held["weights"] if "." in name and name[1] != " "}
    seen = {name.removesuffix("+").rpartition(":")[2] for name in classes}
    assert seen - set(SIGNS.names) == set()


@given(st.text(max_size=200))
def test_any_text_can_be_weighed(text: str) -> None:
    signs = SOUNDER.signs(READER.read(text), Danger.NONE)
    assert set(SOUNDER.weigh(signs)) == set(KINDS)
