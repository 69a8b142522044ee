"""Words typed where a button was meant: "khong", "bo qua", a label read off the screen. Pure."""

from typing import Final

from handlers.telegram.citizen.answers import SKIP
from handlers.telegram.citizen.form import OPTIONAL, ReportForm, Step
from handlers.telegram.citizen.screens import CANCEL, screen
from handlers.telegram.keyboards import plain_words
from handlers.texts.catalog import Texts
from inbox.areas import Areas
from inbox.model import Danger, Subject, When

_LONGEST: Final = 60
_YES: Final = frozenset({"co", "yes", "y", "co a", "da co", "co nguoi"})
_NO: Final = frozenset(
    {"khong", "ko", "k", "no", "hong", "khong co", "khong co ai", "khong a", "da khong"}
)
_UNSURE: Final = frozenset({"khong biet", "khong nho", "khong ro", "chiu"})
_WHEN_NO: Final = {
    Step.DANGER: Danger.NO.value,
    Step.SUBJECT: Subject.NOBODY_OFFICIAL.value,
}
_WHEN_UNSURE: Final = {
    Step.DANGER: Danger.UNSURE.value,
    Step.SUBJECT: Subject.UNSURE.value,
    Step.WHEN: When.UNKNOWN.value,
}
_DROP: Final = frozenset({"bỏ", "drop"})


def meant_button(form: ReportForm, text: str, texts: Texts, areas: Areas) -> str | None:
    """Return the value of the button that ``text`` names, or None if it names none.

    Marks, capitals and pictures do not count. Nothing is guessed where words are an answer of
    their own: there only the labels count, and a "no" where the question may be skipped.
    """
    if len(text) > _LONGEST:
        return None
    said = plain_words(text)
    for line in screen(form, texts, areas).keyboard.inline_keyboard:
        for button in line:
            value = (button.callback_data or "").removeprefix(f"f:{form.step}:")
            if said and plain_words(button.text) == said and _is_safe(value, text):
                return value
    if form.step is Step.DANGER and said in _YES:
        return Danger.YES.value
    if said in _UNSURE and form.step in _WHEN_UNSURE:
        return _WHEN_UNSURE[form.step]
    if said in _NO and form.step in _WHEN_NO:
        return _WHEN_NO[form.step]
    return SKIP if form.step in OPTIONAL and said in _NO | _UNSURE and not form.doubting else None


def _is_safe(value: str, text: str) -> bool:
    """Throwing the draft away takes the very word: "bo" may be the edge of a field, or father."""
    return value != CANCEL or text.strip(" ✖.!").lower() in _DROP
