"""What a draft must be before anything is sealed, and how soon someone should look.

Pure rules over values; the limits are those of the intake form (15 to 4,000 characters).
"""

import unicodedata
from collections.abc import Container
from dataclasses import replace
from typing import Final

from inbox.categories import CATEGORIES, Category
from inbox.errors import DraftInvalid
from inbox.model import Danger, Draft, Urgency, When

FEWEST_CHARACTERS: Final = 15
MOST_CHARACTERS: Final = 4_000
MOST_IN_A_DETAIL: Final = 500

_ALWAYS_URGENT: Final = frozenset(
    {Category.CHILD_ABUSE, Category.TRAFFICKING, Category.RETALIATION}
)
_URGENT_WHEN_NOW: Final = frozenset(
    {
        Category.ROBBERY,
        Category.VIOLENCE,
        Category.DOMESTIC_VIOLENCE,
        Category.WEAPONS_FIREWORKS,
    }
)
_HIGH: Final = _URGENT_WHEN_NOW | {Category.DRUGS, Category.FRAUD}


def check_draft(draft: Draft, known_areas: Container[str]) -> None:
    """Raise ``DraftInvalid`` naming the first part that breaks a rule; return None if none."""
    if draft.category not in CATEGORIES[draft.kind]:
        raise DraftInvalid("category")
    if draft.area_code not in known_areas:
        raise DraftInvalid("area_code")
    check_words(draft.words, FEWEST_CHARACTERS)
    for name in ("landmark", "people", "wish"):
        if len(tidy(getattr(draft, name))) > MOST_IN_A_DETAIL:
            raise DraftInvalid(name)


def check_words(words: str, fewest: int = 1) -> None:
    """Raise ``DraftInvalid("words")`` unless the words are ``fewest`` to 4,000 characters."""
    if not fewest <= len(tidy(words)) <= MOST_CHARACTERS:
        raise DraftInvalid("words")


def tidy(text: str) -> str:
    """Return the text composed (NFC), trimmed and without control characters or half symbols.

    A lone surrogate cannot be stored as UTF-8, and control characters swell a sealed message.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(c for c in composed if c == "\n" or _is_plain(c)).strip()


def tidy_draft(draft: Draft) -> Draft:
    """Return the draft with every free text tidied."""
    return replace(
        draft,
        words=tidy(draft.words),
        landmark=tidy(draft.landmark),
        people=tidy(draft.people),
        wish=tidy(draft.wish),
    )


def urgency_of(draft: Draft) -> Urgency:
    """Say how soon someone should look, from what was chosen on buttons: never from words."""
    happening = draft.when is When.NOW
    if draft.danger is Danger.YES or draft.category in _ALWAYS_URGENT:
        return Urgency.URGENT
    if happening and draft.category in _URGENT_WHEN_NOW:
        return Urgency.URGENT
    if happening or draft.danger is Danger.UNSURE or draft.category in _HIGH:
        return Urgency.HIGH
    return Urgency.NORMAL


def _is_plain(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"}
