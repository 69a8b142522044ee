"""The review of a report before it is sent: every answer, and what honesty asks. Pure."""

from typing import Final

from handlers.telegram.citizen.form import STEPS, ReportForm, Step, text_of
from handlers.telegram.lengths import cut
from handlers.texts.catalog import Texts
from inbox.areas import Areas

WORDS_SHOWN: Final = 1_200
"""The rest of long words is not repeated: the review has to fit one message."""

_LAST: Final = (Step.PEOPLE, Step.WISH)


def review(form: ReportForm, texts: Texts, areas: Areas) -> str:
    """Return the summary in Telegram HTML, within one message."""
    assert form.category is not None
    assert form.place is not None
    facts = [
        ("kind", texts.plain(f"kind.{form.kind}")),
        ("category", texts.plain(f"category.{form.category}")),
        ("danger", texts.plain(f"danger.{form.danger}")),
        ("words", cut(form.words, WORDS_SHOWN)),
        ("subject", texts.plain(f"subject.{form.subject}")),
        ("place", areas.label(form.place.code)),
        ("landmark", form.landmark),
        ("when", texts.plain(f"when.{form.when}")),
        *_last_detail(form),
    ]
    listed = "\n".join(
        texts("review.line", name=texts.plain(f"review.{name}"), value=value)
        for name, value in facts
        if value
    )
    return "\n\n".join(
        [texts("review.title"), listed, texts("review.honesty"), texts(f"review.law.{form.kind}")]
    )


def _last_detail(form: ReportForm) -> list[tuple[str, str]]:
    return [(step.value, text_of(form, step)) for step in _LAST if step in STEPS[form.kind]]
