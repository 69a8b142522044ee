"""Ways people type, made from clean questions by rule: the same input gives the same noise.

``python -m benchmarks.answers.noise [--check] FILE…`` writes (or compares) the noise variants
of every clean question in a file; what is written by hand there stays. Paraphrases are by hand.
"""

import argparse
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.answers.items import dump, load_raw

Item = Mapping[str, Any]

CLEAN: Final = frozenset({"fact", "list", "date", "percent", "who", "number"})
ROTATING: Final = ("typo", "telex", "teen", "nodia_typo")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES: Final = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS: Final = {
    key: row[at - 1] if at else row[1] for row in _KEYBOARD for at, key in enumerate(row)
}
_SHORT_FORMS: Final = (
    ("như thế nào", "ntn"),
    ("bao nhiêu", "bn"),
    ("an ninh trật tự", "antt"),
    ("an ninh tổ quốc", "antq"),
    ("mặt trận tổ quốc", "mttq"),
    ("công an", "ca"),
    ("uỷ ban nhân dân", "ubnd"),
    ("ủy ban nhân dân", "ubnd"),
    ("không", "ko"),
    ("được", "dc"),
    ("những", "nhữg"),
    ("người", "ng"),
    ("với", "vs"),
    ("trong", "trog"),
    ("gì", "j"),
    ("vậy", "z"),
    ("của", "cua"),
    ("các", "cac"),
)
_OPENINGS: Final = ("", "", "ad ơi ", "cho mk hỏi ", "mn ơi ")
_ENDINGS: Final = (" v ạ", " z", " ạ", " vậy mn", " thế")


def nodia(text: str, _: random.Random) -> str:
    """Return the text as a phone without a Vietnamese keyboard sends it."""
    return _plain(_fold(text))


def typo(text: str, rng: random.Random) -> str:
    """Return the text with two or three slips of the finger, codes and numbers left alone."""
    return _change(text, rng, _slip, share=0.2)


def telex(text: str, rng: random.Random) -> str:
    """Return the text with a third of its marked words left as telex keystrokes."""
    return _plain(_change(text, rng, _keystrokes, share=0.34))


def teen(text: str, rng: random.Random) -> str:
    """Return the text as young people chat: abbreviations, no capitals, particles."""
    line = _plain(text)
    for long, short in _SHORT_FORMS:
        line = re.sub(rf"\b{long}\b", short, line)
    return rng.choice(_OPENINGS) + line + rng.choice(_ENDINGS)


def nodia_typo(text: str, rng: random.Random) -> str:
    """Return the text without marks and with slips of the finger."""
    return _change(nodia(text, rng), rng, _slip, share=0.2)


KINDS: Final[Mapping[str, Callable[[str, random.Random], str]]] = {
    "nodia": nodia,
    "typo": typo,
    "telex": telex,
    "teen": teen,
    "nodia_typo": nodia_typo,
}


def with_noise(items: Sequence[Item]) -> list[Item]:
    """Return the items written by hand, then their noise variants, by rule.

    Every clean question gets a form without marks and two rotating kinds; every second one out
    of scope and every intent gets a form without marks.
    """
    kept = [item for item in items if not item.get("made")]
    answerable = [item for item in kept if item["kind"] in CLEAN]
    outside = [item for item in kept if item["kind"].startswith("oos_")]
    intents = [item for item in kept if item["kind"] == "intent"]
    made = []
    for place, item in enumerate(answerable):
        second = ROTATING[place % 4], ROTATING[(place // 2 + place + 1) % 4]
        kinds = dict.fromkeys(("nodia", *second))
        made += [_variant(item, kind, kind) for kind in kinds]
    for item in [*outside[::2], *intents]:
        made.append(_variant(item, "nodia", item["kind"]))
    return kept + [item for item in made if item is not None]


def _variant(item: Item, noise: str, kind: str) -> Item | None:
    rng = random.Random(f"{item['id']}-{noise}")
    text = KINDS[noise](item["text"], rng)
    if text == item["text"].lower():
        return None
    changed = {"id": f"{item['id']}-{noise}", "text": text, "kind": kind, "made": True}
    return {**item, **changed, "variant_of": item["id"]}


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[?“”\"]", "", text.lower())).strip()


def _fold(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def _change(
    text: str, rng: random.Random, how: Callable[[str, random.Random], str], share: float
) -> str:
    words = [m for m in _WORD.finditer(text) if _may_change(text, m)]
    able = [m for m in words if how(m.group(), random.Random(0)) != m.group()]
    count = min(len(able), max(1, round(len(words) * share)))
    chosen = sorted(rng.sample(able, count), key=lambda m: -m.start())
    for match in chosen:
        text = text[: match.start()] + how(match.group(), rng) + text[match.end() :]
    return text


def _may_change(text: str, match: re.Match[str]) -> bool:
    around = text[max(match.start() - 1, 0) : match.end() + 1]
    return len(match.group()) > 2 and not re.search(r"[\d/-]", around)


def _slip(word: str, rng: random.Random) -> str:
    ways = [_swapped, _doubled, _dropped, _next_key]
    return rng.choice([*ways, _other_tone, _other_tone] if not word.isascii() else ways)(word, rng)


def _swapped(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    if word[at] == word[at + 1]:
        return _doubled(word, rng)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[: at + 1] + word[at:]


def _dropped(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _next_key(word: str, rng: random.Random) -> str:
    able = [at for at, char in enumerate(word) if char in _NEIGHBOURS]
    if not able:
        return _doubled(word, rng)
    at = rng.choice(able)
    return word[:at] + _NEIGHBOURS[word[at]] + word[at + 1 :]


def _other_tone(word: str, rng: random.Random) -> str:
    parts = unicodedata.normalize("NFD", word)
    toned = [at for at, char in enumerate(parts) if char in _TONES]
    if not toned:
        return _doubled(word, rng)
    at = toned[0]
    other = rng.choice([mark for mark in _TONES if mark != parts[at]])
    return unicodedata.normalize("NFC", parts[:at] + other + parts[at + 1 :])


def _keystrokes(word: str, _: random.Random) -> str:
    keys, tone = "", ""
    for char in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "Dd")):
        if char in _TONES:
            tone = _TONES[char]
        elif char == "\u0302":
            keys += keys[-1].lower()
        else:
            keys += _SHAPES.get(char, char)
    return keys + tone


def main(arguments: Sequence[str]) -> int:
    """Write or compare the variants of files; return 1 when a compared file differs."""
    parser = argparse.ArgumentParser(prog="benchmarks.answers.noise", description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    stale = 0
    for path in given.files:
        text = dump(with_noise(load_raw(path)))
        if not given.check:
            path.write_text(text, encoding="utf-8")
        elif text != path.read_text(encoding="utf-8"):
            stale += 1
            print(f"{path.name}: variants are not what noise.py makes")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
