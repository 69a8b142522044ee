"""What a Vietnamese syllable can look like, and reading telex keystrokes left in a text.

Works on shapes alone; no dictionary. A word that is a possible syllable is never rewritten.
"""

import re
import unicodedata
from typing import Final

from knowledge.normalise import fold

_ONSETS: Final = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu ech enh "
    "i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong "
    "ooc oong op ot u ua uan uang uat uay uc ue uech uen uenh uet ui um un ung uo uoc uoi uom "
    "uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu "
    "y yem yen yet yeu ynh yt ych"
)
_SYLLABLE: Final = re.compile(
    f"(?:{_ONSETS.replace(' ', '|')})?(?:{_RIMES.replace(' ', '|')})",
)
_TONE_KEYS: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_SHAPE_KEYS: Final = (
    ("dd", "\u0111"),
    ("uow", "\u01b0\u01a1"),
    ("uwow", "\u01b0\u01a1"),
    ("aa", "\u00e2"),
    ("ee", "\u00ea"),
    ("oo", "\u00f4"),
    ("aw", "\u0103"),
    ("ow", "\u01a1"),
    ("uw", "\u01b0"),
    ("w", "\u01b0"),
)
_VOWELS: Final = "aeiouy\u00e2\u00ea\u00f4\u0103\u01a1\u01b0"
_SHAPED: Final = "\u00e2\u00ea\u00f4\u0103\u01a1"
_TELEX: Final = re.compile(r"[a-z]{2,9}")


def is_syllable(word: str) -> bool:
    """Say whether the letters could be one Vietnamese syllable, marks ignored."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


def from_telex(word: str) -> str | None:
    """Return the syllable that unfinished telex keystrokes stand for, or ``None``.

    Only plain-letter words that are no syllable as they stand are read; the result always is.
    """
    if is_syllable(word) or _TELEX.fullmatch(word) is None:
        return None
    shaped = word
    for keys, letter in _SHAPE_KEYS:
        shaped = shaped.replace(keys, letter)
    letters, tone = _take_tone(shaped)
    if letters == word or not is_syllable(letters):
        return None
    return _put_tone(letters, tone)


def _take_tone(shaped: str) -> tuple[str, str]:
    seen_vowel = False
    for place, letter in enumerate(shaped):
        seen_vowel = seen_vowel or letter in _VOWELS
        if (
            seen_vowel
            and letter in _TONE_KEYS
            and is_syllable(shaped[:place] + shaped[place + 1 :])
        ):
            return shaped[:place] + shaped[place + 1 :], _TONE_KEYS[letter]
    return shaped, ""


def _put_tone(letters: str, tone: str) -> str:
    start = 2 if letters[:2] in {"qu", "gi"} and len(letters) > 2 and letters[2] in _VOWELS else 0
    places = [at for at in range(start, len(letters)) if letters[at] in _VOWELS]
    if not tone or not places:
        return letters
    shaped = [at for at in places if letters[at] in _SHAPED]
    closed = places[-1] < len(letters) - 1
    at = shaped[-1] if shaped else places[-1] if closed or len(places) == 1 else places[-2]
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])
