"""What citizens read names only commands and buttons there are, and the times the code keeps."""

import re
from itertools import chain

import pytest

from handlers.telegram.commands import COMMANDS
from handlers.telegram.conversation import LIFE_S
from handlers.telegram.keyboards import DOORS, SIDE_DOORS, plain_words
from knowledge.articles.loader import load_library
from tests.citizen.world import CATALOG, VI

ARTICLES = load_library().articles
SHOWN = [(one.id, f"{one.answer} {one.text} {one.source}") for one in ARTICLES]
CITIZENS = "door start emergency scope help check privacy language ask answer track subscribe odd"
PREFIXES = tuple(f"{it}." for it in f"{CITIZENS} gap vote error form advice sent review".split())
SAID = [
    (f"{locale} {key}", CATALOG[locale].plain(key))
    for locale in ("vi", "en")
    for key in sorted(CATALOG[locale].keys())
    if key.startswith(PREFIXES)
]
LABELS = {
    plain_words(VI.plain(key))
    for key in sorted(VI.keys())
    if key.startswith(("button.", "door.", "category.")) or key == "language.name"
}


@pytest.mark.parametrize(("place", "words"), SHOWN + SAID)
def test_commands_that_are_named_are_there(place: str, words: str) -> None:
    named = re.findall(r"(?<![\w/<.])/([a-z]{3,})\b", words)
    assert set(named) <= set(COMMANDS), place


@pytest.mark.parametrize(("place", "words"), SHOWN)
def test_buttons_that_articles_name_are_there(place: str, words: str) -> None:
    for named in re.findall(r"[Bb]ấm (?:nút )?((?-i:[A-ZĐÁÀẢÃẠÂĂÊÔƠƯ])\w*(?:,? \w+){0,4})", words):
        said = plain_words(named)
        assert any(said.startswith(label) for label in LABELS), (place, named)


def test_the_doors_that_texts_name_in_bold_are_there() -> None:
    bold = chain.from_iterable(re.findall(r"bấm <b>([^<]+)</b>", words) for _, words in SAID)
    assert {plain_words(it) for it in bold} <= LABELS


def test_a_draft_lives_as_long_as_people_are_told() -> None:
    # Two minutes is how long filling in takes.
    told = chain.from_iterable(
        re.findall(r"(\d+) (?:phút|minutes)", words)
        for place, words in SHOWN + SAID
        if re.search("soạn|nháp|draft|nhớ tạm", words)
    )
    assert set(told) - {"2"} == {str(LIFE_S // 60)}
    assert len(DOORS) + len(SIDE_DOORS) == len({*DOORS, *SIDE_DOORS})
