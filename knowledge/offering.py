"""The three "did you mean" buttons: what people wrote down how to ask for, then near passages,
and an article first where one is clearly surer."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from knowledge.article_ranking import Ranked, sureness
from knowledge.model import Suggestion
from knowledge.passages import Finding, Passages
from knowledge.signposts.pointing import Pointing

SUGGESTIONS: Final = 3
ARTICLE_BUTTON: Final = 1.3
"""Articles are offered first if the best is so many times as sure as the best of the documents."""
TWO_FROM: Final = 0.4
"""Two articles are offered from this sureness of the best on; else one."""


def offered(
    ranked: Sequence[Ranked],
    finding: Finding | None,
    pointing: Pointing | None,
    passages: Passages | None,
    most: int = SUGGESTIONS,
) -> tuple[Suggestion, ...]:
    """Return up to ``most`` suggestions, the likeliest first, no text twice."""
    articles = [
        Suggestion(one.article.id, one.article.title, one.article.answer) for one in ranked
    ]
    if not (finding and passages and finding.found):
        return tuple(articles[:most])
    near = [passages.suggestion(finding, one) for one in finding.found[:most]]
    if pointing:
        led = [passages.pointed_suggestion(one) for one in pointing.pointed[:most]]
        near = [*led, *near] if finding.has_signposts else _in_turn(led, near)
    known = max(finding.sure, pointing.sure if pointing else 0.0)
    sure = sureness(ranked[0], ranked, len(finding.sought.terms)) if ranked else 0.0
    if sure > ARTICLE_BUTTON * known:
        near = [*articles[: 2 if sure >= TWO_FROM else 1], *near]
    return tuple({one.text: one for one in near}.values())[:most]


def _in_turn(*kinds: Sequence[Suggestion]) -> list[Suggestion]:
    return [one for row in zip_longest(*kinds) for one in row if one]
