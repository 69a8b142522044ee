"""Vietnamese letters from before Unicode: TCVN3 (ABC fonts) and VNI, told apart by result.

A text is converted only when the outcome reads as Vietnamese and no other reading does.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.normalise import clean, fold
from knowledge.syllables import is_syllable

_TCVN3_LETTERS: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù "
    "ủũúụừửữứựỳỷỹýỵ"
)
"""The letters of bytes 0xA1 to 0xFE; a space where there is none."""
_TCVN3: Final = {
    code: letter for code, letter in enumerate(_TCVN3_LETTERS, start=0xA1) if letter != " "
}
_VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_FIVE: Final = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_VNI_ROOF: Final = dict(zip("âáàåãä", _FIVE, strict=True))
_VNI_BREVE: Final = dict(zip("êéèúüë", _FIVE, strict=True))
_VNI_ALONE: Final = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_PAIR: Final = re.compile(
    r"[aeouyôö][ùøûõï]|[aeo][âáàåãä]|a[êéèúüë]|[ñôöíìæóòî]", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_MODERN: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_SAMPLE: Final = 60_000
_ENOUGH_WORDS: Final = 5
_CERTAIN: Final = 0.9
_DOUBTFUL: Final = 0.7
_MARGIN: Final = 0.15
_HEADING_LETTERS: Final = 4


def from_tcvn3(text: str) -> str:
    """Read code points below 256 as TCVN3 letters."""
    lines = text.translate(_TCVN3).split("\n")
    return "\n".join(
        line.upper() if _is_capitals(line) else _WORD.sub(_all_capitals, line) for line in lines
    )


def from_vni(text: str) -> str:
    """Read letter pairs as VNI letters."""
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


_READINGS: Final[Mapping[str, Callable[[str], str]]] = {"tcvn3": from_tcvn3, "vni": from_vni}


def modernise(text: str) -> str:
    """Return a text in Unicode letters, converted when it was typed in an old font.

    Refuses with ENCODING what is likely Vietnamese in old letters but cannot be told surely.
    """
    sample = text[:_SAMPLE]
    if _MODERN.search(sample) or (not sample.isascii() and _reads(sample) >= _CERTAIN):
        return text
    scores = {name: _reads(read(sample)) for name, read in _READINGS.items()}
    best = max(scores, key=lambda name: scores[name])
    runner_up = max([_reads(sample), *(score for name, score in scores.items() if name != best)])
    if scores[best] >= _CERTAIN and scores[best] - runner_up >= _MARGIN:
        return _READINGS[best](text)
    if scores[best] >= _DOUBTFUL and scores[best] > runner_up:
        raise ImportRefused(Refusal.ENCODING)
    return text


def reads_as_vietnamese(text: str) -> bool:
    """Say whether the marked words of a text are possible Vietnamese syllables."""
    return _reads(text[:_SAMPLE]) >= _CERTAIN


def _reads(text: str) -> float:
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in _WORD.findall(_without_signs(composed)) if not word.isascii()]
    if len(words) < _ENOUGH_WORDS:
        return 0.0
    good = sum(1 for word in words if is_syllable(clean(word)) and _has_one_tone(word))
    return good / len(words)


def _without_signs(text: str) -> str:
    # ¸ § ¬ and their like are letters in old fonts: a word is not parted by them
    return "".join("\u00ff" if "\u00a1" <= char <= "\u00bf" else char for char in text)


def _has_one_tone(word: str) -> bool:
    tones = sum(word_mark in "\u0300\u0301\u0303\u0309\u0323" for word_mark in _marks(word))
    foreign = any(char in "ñäëïöüåøæçßþðÿ" for char in word.lower())
    return tones <= 1 and not foreign and fold(word).isascii()


def _marks(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.combining(c))


def _is_capitals(line: str) -> bool:
    plain = [char for char in line if char.isascii() and char.isalpha()]
    return len(plain) >= _HEADING_LETTERS and all(char.isupper() for char in plain)


def _all_capitals(found: re.Match[str]) -> str:
    # capital marked letters came from another font and carry small codes: "HO¹CH"
    word = found[0]
    plain = [char for char in word if char.isascii()]
    if len(plain) > 1 and all(char.isupper() for char in plain):
        return word.upper()
    return word


def _vni_letter(found: re.Match[str]) -> str:
    pair = found[0]
    if len(pair) == 1:
        letter = _VNI_ALONE[pair.lower()]
        return letter.upper() if pair.isupper() else letter
    base, mark = pair[0], pair[1].lower()
    alone = _VNI_ALONE.get(base.lower(), base.lower())
    if mark in _VNI_TONES:
        letter = alone + _VNI_TONES[mark]
    elif mark in _VNI_ROOF:
        letter = alone + "\u0302" + _VNI_ROOF[mark]
    else:
        letter = alone + "\u0306" + _VNI_BREVE[mark]
    return letter.upper() if base.isupper() else letter
