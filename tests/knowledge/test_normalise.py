import re
import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import _tones_moved, clean, fold
from knowledge.syllables import from_telex, is_syllable
from knowledge.words import LEXICON, load_reader

READER = load_reader()
VIETNAMESE = st.text("abcdeghiklmnopqrstuvxyáàảãạăắằẳâấầẫêếềôốồơớờưứừđúùủũụýỳỷỹỵ ", max_size=40)
ANY = st.text(max_size=60)


@given(ANY | VIETNAMESE)
def test_clean_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


@given(ANY | VIETNAMESE)
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(ANY | VIETNAMESE)
def test_composed_and_decomposed_are_one(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert clean(composed) == clean(decomposed)


@given(VIETNAMESE)
def test_invisible_characters_change_nothing(text):
    laced = "\u200b".join(text)
    assert clean(laced + "\ufeff\u2060") == clean(text)


@given(ANY | VIETNAMESE)
def test_reading_is_idempotent(text):
    words = READER.read(text)
    assert READER.read(" ".join(words.toned)).toned == words.toned
    assert len(words.toned) == len(words.folded)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("uỷ ban", "ủy ban"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("quý", "qúy"),
        ("già", "gìa"),
        ("hoàn toàn", "hòan tòan"),
    ],
)
def test_one_tone_placement(one, other):
    assert clean(one) == clean(other)


@pytest.mark.parametrize("word", ["mùa", "của", "nghìn", "muốn", "giữ", "gì", "quả", "người"])
def test_right_placement_is_kept(word):
    assert clean(word) == word


def test_fold_takes_the_stroke_off_too():
    assert fold("Đặng Đình Độ") == "Dang Dinh Do"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luwowngj", "lượng"),
        ("caanf", "cần"),
        ("cuwowngf", "cường"),
        ("toois", "tối"),
        ("ddwowcj", "được"),
        ("thees", "thế"),
        ("muoons", "muốn"),
    ],
)
def test_telex_residue_is_read(typed, meant):
    assert from_telex(typed) == clean(meant)


@pytest.mark.parametrize("word", ["an", "ninh", "cháy", "giật", "quyền", "nghiêng", "khuya"])
def test_syllables_are_left_alone(word):
    assert is_syllable(word)
    assert from_telex(word) is None


@pytest.mark.parametrize("word", ["vneid", "html", "zalo1", "strength"])
def test_foreign_words_are_no_syllables(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ANTQ là j", "an ninh tổ quốc là gì"),
        ("bn ngày thì dc", "bao nhiêu ngày thì được"),
        ("CA xã ko nhận", "công an xã không nhận"),
        ("ca đoàn hát", "ca đoàn hát"),
        ("ntn v ạ", "như thế nào"),
    ],
)
def test_shorthand_is_opened(typed, read):
    assert " ".join(READER.read(typed).toned) == clean(read)


def test_no_expansion_holds_another_key():
    table = tomllib.loads((LEXICON / "shorthand.toml").read_text(encoding="utf-8"))
    keys = {clean(key) for key in table["words"]}
    held = {word for text in table["words"].values() for word in clean(text).split()}
    assert not keys & held


def plain_clean(text: str) -> str:
    """The rule letter by letter, without the short cuts."""
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc", "Cs", "Co", "Cn"}
    )
    lowered = unicodedata.normalize("NFC", visible).lower()
    spread = _tones_moved(lowered)
    return re.sub(r"\s+", " ", spread).strip()


def plain_fold(text: str) -> str:
    bare = unicodedata.normalize("NFD", text)
    kept = "".join(char for char in bare if unicodedata.category(char) != "Mn")
    strokes = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
    return unicodedata.normalize("NFC", "".join(strokes.get(char, char) for char in kept))


@given(ANY | VIETNAMESE)
def test_the_short_ways_are_the_plain_ones(text):
    assert clean(text) == plain_clean(text)
    assert fold(text) == plain_fold(text)


@pytest.mark.parametrize("plane", range(17))
def test_every_letter_there_is_goes_the_plain_way(plane):
    letters = [chr(code) for code in range(plane << 16, (plane + 1) << 16, 1 if not plane else 7)]
    for start in range(0, len(letters), 512):
        text = " x".join(letters[start : start + 512])
        assert clean(text) == plain_clean(text)
        assert fold(text) == plain_fold(text)
