"""What an answer does to the form: a pressed button or typed words. Pure; no Telegram types.

A :class:`Complaint` names the sentence that asks again. Unknown button values raise
``ValueError``: they can only come from an old or forged button.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from handlers.telegram.citizen.form import (
    FREE_TEXT,
    OPTIONAL,
    ReportForm,
    Step,
    at,
    backward,
    forward,
    text_of,
    with_text,
)
from handlers.telegram.citizen.personal_numbers import holds_personal_number
from inbox.areas import Area, Areas
from inbox.categories import CATEGORIES, PER_SCREEN, Category
from inbox.model import Danger, Subject, When
from inbox.rules import FEWEST_CHARACTERS, MOST_CHARACTERS, MOST_IN_A_DETAIL, tidy

_PROBE: Final = re.compile(r"\bdrop\s+table\b|^\W*test\W+test\b|^\W*(\w)\1{3,}\W*$", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z]+[^>]*>", re.IGNORECASE)
_FEWEST_WORDS: Final = 5
"""With tags taken out: fewer words only try the machine."""

BACK: Final = "back"
SKIP: Final = "skip"
KEEP: Final = "keep"
FIX: Final = "fix"
MORE: Final = "more"
LESS: Final = "less"
NO_COMMUNE: Final = "none"
PAGE: Final = "p"
EDITS: Final = {
    "category": Step.CATEGORY,
    "words": Step.WORDS,
    "place": Step.PROVINCE,
    "when": Step.WHEN,
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why the answer was not taken: a catalogue key and its values."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


def press(form: ReportForm, value: str, areas: Areas) -> ReportForm:
    """Return the form after a button; raise ``ValueError`` on a value this step never offers."""
    if value == BACK:
        return backward(form)
    if form.doubting:
        return _settle_doubt(form, value)
    if value == KEEP and text_of(form, form.step):
        return forward(form)
    if value == SKIP and form.step in OPTIONAL:
        return forward(with_text(form, form.step, ""))
    return _press_choice(form, value, areas)


def _press_choice(form: ReportForm, value: str, areas: Areas) -> ReportForm:
    match form.step:
        case Step.DANGER:
            return forward(replace(form, danger=Danger(value)))
        case Step.CATEGORY:
            return _press_category(form, value)
        case Step.SUBJECT:
            return forward(replace(form, subject=Subject(value)))
        case Step.WHEN:
            return forward(replace(form, when=When(value)))
        case Step.PROVINCE | Step.COMMUNE:
            return _press_place(form, value, areas)
        case Step.REVIEW if value in EDITS:
            return at(replace(form, returning=True), EDITS[value])
        case _:
            raise ValueError(value)


def typed(form: ReportForm, text: str, areas: Areas) -> ReportForm | Complaint:
    """Return the form after typed words, or what to say before asking again."""
    text = tidy(text)
    if form.step in FREE_TEXT:
        return _take_words(form, text)
    if form.step is Step.PROVINCE:
        return _find_province(form, text, areas)
    if form.step is Step.COMMUNE:
        return _find_commune(form, text, areas)
    if form.step in (Step.DANGER, Step.CATEGORY) and can_be_words(text):
        return replace(form, words=text)
    return Complaint("form.use_buttons")


def _settle_doubt(form: ReportForm, value: str) -> ReportForm:
    if value == KEEP:
        return forward(replace(form, doubting=False))
    if value == FIX:
        return at(with_text(form, form.step, ""), form.step)
    raise ValueError(value)


def _press_category(form: ReportForm, value: str) -> ReportForm:
    if value in (MORE, LESS):
        page = form.page + (1 if value == MORE else -1)
        if not 0 <= page * PER_SCREEN < len(CATEGORIES[form.kind]):
            raise ValueError(value)
        return replace(form, page=page)
    category = Category(value)
    if category not in CATEGORIES[form.kind]:
        raise ValueError(value)
    return forward(replace(form, category=category))


def _press_place(form: ReportForm, value: str, areas: Areas) -> ReportForm:
    if value.startswith(PAGE) and value[1:].isdecimal():
        return replace(form, page=int(value[1:]), found=())
    if value == NO_COMMUNE and form.step is Step.COMMUNE:
        return forward(replace(form, commune=None))
    area = areas.get(value)
    if area is None:
        raise ValueError(value)
    return _choose(form, area, areas)


def suggest_place(before: ReportForm, after: ReportForm, areas: Areas) -> ReportForm:
    """Return the form, on coming to the place from the question before it, with the places its
    words speak of to choose from; never chooses one."""
    if (before.step, after.step) != (Step.SUBJECT, Step.PROVINCE):
        return after
    match = areas.mentioned(after.words)
    return replace(after, found=(match.exact,) if match.exact else match.candidates)


def _choose(form: ReportForm, area: Area, areas: Areas) -> ReportForm:
    """Take a province or a commune; a commune brings its province."""
    if area.province_code is None:
        return forward(at(replace(form, province=area, commune=None), Step.PROVINCE))
    province = areas.get(area.province_code)
    return forward(at(replace(form, province=province, commune=area), Step.COMMUNE))


def _find_province(form: ReportForm, text: str, areas: Areas) -> ReportForm | Complaint:
    """Take a province, or a commune typed at once ("Quan Triều, Thái Nguyên")."""
    province, commune = areas.find_province(text, limit=3), areas.find_commune(text, None)
    exact = province.exact or commune.exact
    if exact is not None:
        return _choose(form, exact, areas)
    return _offer(form, (*province.candidates, *commune.candidates))


def _find_commune(form: ReportForm, text: str, areas: Areas) -> ReportForm | Complaint:
    assert form.province is not None
    match = areas.find_commune(text, form.province.code)
    if match.exact is not None:
        return _choose(form, match.exact, areas)
    return _offer(form, match.candidates)


def _offer(form: ReportForm, candidates: tuple[Area, ...]) -> ReportForm | Complaint:
    if not candidates:
        return Complaint("form.place_unknown")
    return replace(form, found=candidates)


def _take_words(form: ReportForm, text: str) -> ReportForm | Complaint:
    longest = MOST_CHARACTERS if form.step is Step.WORDS else MOST_IN_A_DETAIL
    if len(text) > longest:
        return Complaint("form.too_long", {"length": len(text), "longest": longest})
    if form.step is Step.WORDS and len(text) < FEWEST_CHARACTERS:
        return Complaint("form.too_short", {"shortest": FEWEST_CHARACTERS})
    if form.step is Step.WORDS and is_gibberish(text):
        return Complaint("form.unclear")
    taken = replace(with_text(form, form.step, text), doubting=False)
    if holds_personal_number(text):
        return replace(taken, doubting=True)
    return forward(taken)


def can_be_words(text: str) -> bool:
    """Say whether ``text`` may stand as the words of a report."""
    return FEWEST_CHARACTERS <= len(text) <= MOST_CHARACTERS and not is_gibberish(text)


def is_probe(text: str) -> bool:
    """Say whether ``text`` tries the machine instead of telling something."""
    if _PROBE.search(text):
        return True
    return bool(_TAG.search(text)) and len(_TAG.sub(" ", text).split()) < _FEWEST_WORDS


def is_gibberish(text: str) -> bool:
    """Say whether hardly anything in ``text`` is a word (fewer than half letters, or fewer than
    three different words), or it only tries the machine."""
    if is_probe(text):
        return True
    letters = sum(character.isalpha() for character in text)
    solid = sum(not character.isspace() for character in text)
    words = {word for word in text.lower().split() if any(map(str.isalpha, word))}
    return letters * 2 < solid or len(words) < 3
