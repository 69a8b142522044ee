"""What a step of the form looks like: its question and its buttons. Pure.

Every button is ``f:<step>:<value>``: one that is pressed twice, or arrives again under a new
id, answers a step that has passed and is refused as old.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.telegram.citizen.answers import (
    BACK,
    EDITS,
    FIX,
    KEEP,
    LESS,
    MORE,
    NO_COMMUNE,
    PAGE,
    SKIP,
)
from handlers.telegram.citizen.form import OPTIONAL, ReportForm, Step, text_of
from handlers.telegram.citizen.review import review
from handlers.telegram.keyboards import button, in_columns, rows
from handlers.texts.catalog import Texts
from inbox.areas import Area, Areas
from inbox.categories import CATEGORIES, PER_SCREEN
from inbox.model import Danger, Subject, When

PLACES_PER_PAGE: Final = 10
CANCEL: Final = "cancel"
SEND: Final = "send"

Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message and the buttons below it."""

    html: str
    keyboard: InlineKeyboardMarkup


def screen(form: ReportForm, texts: Texts, areas: Areas) -> Screen:
    """Return the screen of the form's step."""
    if form.doubting:
        lines = [[_answer(form, texts, "fix", FIX), _answer(form, texts, "keep_number", KEEP)]]
        return Screen(texts("form.doubt"), rows(*lines, _navigation(form, texts)))
    lines = _buttons(form, texts, areas)
    return Screen(_question(form, texts, areas), rows(*lines, _navigation(form, texts)))


def _question(form: ReportForm, texts: Texts, areas: Areas) -> str:
    match form.step:
        case Step.REVIEW:
            return review(form, texts, areas)
        case Step.RECEIPT:
            assert form.receipt is not None
            return texts("form.receipt", receipt=form.receipt.groups())
        case Step.PROVINCE | Step.COMMUNE if form.found:
            return texts("form.place_choose")
        case Step.COMMUNE:
            assert form.province is not None
            return texts("form.commune", province=form.province.name)
        case Step.LANDMARK:
            assert form.place is not None
            return texts("form.landmark", place=areas.label(form.place.code))
        case Step.DANGER | Step.WORDS:
            return texts(f"form.{form.step.value}.{form.kind.value}")
        case _:
            return texts(f"form.{form.step.value}")


def _buttons(form: ReportForm, texts: Texts, areas: Areas) -> list[Row]:
    match form.step:
        case Step.DANGER:
            return [[_button(form, texts.plain(f"danger.{it}"), it.value) for it in Danger]]
        case Step.CATEGORY:
            return _categories(form, texts)
        case Step.SUBJECT:
            return [[_button(form, texts.plain(f"subject.{it}"), it.value)] for it in Subject]
        case Step.WHEN:
            chosen = (_button(form, texts.plain(f"when.{it}"), it.value) for it in When)
            return in_columns(chosen, 2)
        case Step.PROVINCE:
            return _places(form, areas.provinces(), texts, areas)
        case Step.COMMUNE:
            assert form.province is not None
            listed = areas.communes(form.province.code)
            return [
                *_places(form, listed, texts, areas),
                [_answer(form, texts, "no_commune", NO_COMMUNE)],
            ]
        case Step.REVIEW:
            edits = (_answer(form, texts, f"edit_{name}", name) for name in EDITS)
            return [[_answer(form, texts, "send", SEND)], *in_columns(edits, 2)]
        case _:
            return _free_text_buttons(form, texts)


def _free_text_buttons(form: ReportForm, texts: Texts) -> list[Row]:
    line: Row = []
    if text_of(form, form.step):
        line.append(_answer(form, texts, "keep_words", KEEP))
    if form.step in OPTIONAL:
        line.append(_answer(form, texts, "skip", SKIP))
    return [line]


def _categories(form: ReportForm, texts: Texts) -> list[Row]:
    offered = CATEGORIES[form.kind]
    start, end = form.page * PER_SCREEN, (form.page + 1) * PER_SCREEN
    lines = [[_button(form, texts.plain(f"category.{it}"), it.value)] for it in offered[start:end]]
    before = [_answer(form, texts, "less", LESS)] if start > 0 else []
    after = [_answer(form, texts, "more", MORE)] if end < len(offered) else []
    return [*lines, [*before, *after]]


def _places(form: ReportForm, listed: tuple[Area, ...], texts: Texts, areas: Areas) -> list[Row]:
    if form.found:
        found = [[_button(form, areas.label(area.code), area.code)] for area in form.found]
        return [*found, [_answer(form, texts, "whole_list", f"{PAGE}0")]]
    return place_page(listed, form.page, f"f:{form.step}:")


def place_page(listed: tuple[Area, ...], page: int, prefix: str) -> list[Row]:
    """Return one page of places in two columns, with arrows when there are more."""
    pages = max(ceil(len(listed) / PLACES_PER_PAGE), 1)
    page = min(page, pages - 1)
    shown = listed[page * PLACES_PER_PAGE : (page + 1) * PLACES_PER_PAGE]
    lines = in_columns((button(area.name, f"{prefix}{area.code}") for area in shown), 2)
    if pages > 1:
        before, after = (page - 1) % pages, (page + 1) % pages
        lines.append(
            [
                button("⬅️", f"{prefix}{PAGE}{before}"),
                button(f"{page + 1}/{pages}", f"{prefix}{PAGE}{after}"),
                button("➡️", f"{prefix}{PAGE}{after}"),
            ]
        )
    return lines


def _navigation(form: ReportForm, texts: Texts) -> Row:
    cancel = _answer(form, texts, "cancel", CANCEL)
    return [cancel] if form.step is Step.DANGER else [_answer(form, texts, "back", BACK), cancel]


def _button(form: ReportForm, label: str, value: str) -> InlineKeyboardButton:
    return button(label, f"f:{form.step}:{value}")


def _answer(form: ReportForm, texts: Texts, name: str, value: str) -> InlineKeyboardButton:
    return _button(form, texts.plain(f"button.{name}"), value)
