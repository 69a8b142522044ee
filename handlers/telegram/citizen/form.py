"""A report while it is being written: its steps and the order of them. Pure.

Lives in the conversation's memory only. ``trail`` holds message ids of both sides, so that the
dialogue can be deleted afterwards; it never leaves this process.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from handlers.telegram.citizen.personal_numbers import holds_personal_number
from inbox.areas import Area
from inbox.categories import Category, Kind
from inbox.model import Danger, Draft, Subject, When
from inbox.receipt import Receipt

MAX_TRAIL: Final = 600


class Step(StrEnum):
    """One question each, in their order."""

    DANGER = "danger"
    CATEGORY = "category"
    WORDS = "words"
    SUBJECT = "subject"
    PROVINCE = "province"
    COMMUNE = "commune"
    LANDMARK = "landmark"
    WHEN = "when"
    PEOPLE = "people"
    WISH = "wish"
    REVIEW = "review"
    RECEIPT = "receipt"


STEPS: Final[dict[Kind, tuple[Step, ...]]] = {
    Kind.TIP: tuple(step for step in Step if step is not Step.WISH),
    Kind.GRIEVANCE: tuple(step for step in Step if step is not Step.PEOPLE),
}

FREE_TEXT: Final = frozenset({Step.WORDS, Step.LANDMARK, Step.PEOPLE, Step.WISH})
"""Steps answered in one's own words: :func:`text_of` and :func:`with_text`."""

OPTIONAL: Final = FREE_TEXT - {Step.WORDS}


@dataclass(frozen=True, slots=True)
class ReportForm:
    """What has been answered so far, and what is on the screen.

    ``screen_id`` is the one message whose buttons work. ``found`` are the places offered for
    what was typed. ``doubting``: the text just typed holds something like a phone or identity
    number, and the citizen is asked whether it should stay. ``returning``: one answer is being
    mended from the review, which comes next.
    """

    kind: Kind
    step: Step = Step.DANGER
    danger: Danger = Danger.NO
    category: Category | None = None
    words: str = field(default="", repr=False)
    subject: Subject = Subject.NOBODY_OFFICIAL
    province: Area | None = None
    commune: Area | None = None
    landmark: str = field(default="", repr=False)
    when: When = When.UNKNOWN
    people: str = field(default="", repr=False)
    wish: str = field(default="", repr=False)
    receipt: Receipt | None = field(default=None, repr=False)
    page: int = 0
    found: tuple[Area, ...] = ()
    doubting: bool = False
    returning: bool = False
    screen_id: int = 0
    receipt_id: int = 0
    trail: tuple[int, ...] = field(default=(), repr=False)

    @property
    def place(self) -> Area | None:
        """The narrowest place known."""
        return self.commune or self.province


def text_of(form: ReportForm, step: Step) -> str:
    """Return what was written at a step of free text; empty elsewhere."""
    texts = {
        Step.WORDS: form.words,
        Step.LANDMARK: form.landmark,
        Step.PEOPLE: form.people,
        Step.WISH: form.wish,
    }
    return texts.get(step, "")


def with_text(form: ReportForm, step: Step, text: str) -> ReportForm:
    """Return the form with ``text`` as the answer of a step of free text."""
    match step:
        case Step.WORDS:
            return replace(form, words=text)
        case Step.LANDMARK:
            return replace(form, landmark=text)
        case Step.PEOPLE:
            return replace(form, people=text)
        case Step.WISH:
            return replace(form, wish=text)
        case _:
            raise ValueError(step)


def at(form: ReportForm, step: Step) -> ReportForm:
    """Return the form standing at ``step``, with a fresh screen."""
    return replace(form, step=step, page=0, found=(), doubting=False)


def forward(form: ReportForm) -> ReportForm:
    """Return the form at the next open question, or back at the review it came from."""
    if form.returning and form.step is not Step.PROVINCE:
        return at(replace(form, returning=False), Step.REVIEW)
    steps = STEPS[form.kind]
    following = steps[steps.index(form.step) + 1]
    if following is Step.WORDS and form.words:
        return _past_words(form)
    if following is Step.COMMUNE and form.commune:
        return forward(at(form, Step.COMMUNE))
    return at(form, following)


def _past_words(form: ReportForm) -> ReportForm:
    """Words came before their question (a free text made into a report): ask only if needed."""
    standing = at(form, Step.WORDS)
    if holds_personal_number(form.words):
        return replace(standing, doubting=True)
    return forward(standing)


def backward(form: ReportForm) -> ReportForm:
    """Return the form one question earlier; the first question stays where it is."""
    if form.doubting:
        return at(form, form.step)
    if form.returning:
        return at(replace(form, returning=False), Step.REVIEW)
    steps = STEPS[form.kind]
    return at(form, steps[max(steps.index(form.step) - 1, 0)])


def remember(form: ReportForm, *message_ids: int) -> ReportForm:
    """Return the form with more messages to delete later; the oldest are dropped first."""
    return replace(form, trail=(*form.trail, *message_ids)[-MAX_TRAIL:])


def to_draft(form: ReportForm) -> Draft:
    """Return what intake is given. Needs category and place, which the steps ensure."""
    assert form.category is not None
    assert form.place is not None
    return Draft(
        kind=form.kind,
        category=form.category,
        area_code=form.place.code,
        words=form.words,
        danger=form.danger,
        when=form.when,
        subject=form.subject,
        landmark=form.landmark,
        people=form.people,
        wish=form.wish,
    )
