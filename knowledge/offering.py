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
"""An article is offered first if it is so many times as sure as the best of the documents."""


def offered(
    ranked: Sequence[Ranked],
    finding: Finding | None,
    pointing: Pointing | None,
    passages: Passages | None,
) -> tuple[Suggestion, ...]:
    """Return up to three suggestions, the likeliest first, no text twice."""
    articles = [
        Suggestion(one.article.id, one.article.title, one.article.answer) for one in ranked
    ]
    if not (finding and passages and finding.found):
        return tuple(articles[:SUGGESTIONS])
    near = [passages.suggestion(finding, one) for one in finding.found[:SUGGESTIONS]]
    if pointing:
        led = [passages.pointed_suggestion(one) for one in pointing.pointed[:SUGGESTIONS]]
        near = [*led, *near] if finding.has_signposts else _in_turn(led, near)
    known = max(finding.sure, pointing.sure if pointing else 0.0)
    sure = sureness(ranked[0], ranked, len(finding.sought.terms)) if ranked else 0.0
    if sure > ARTICLE_BUTTON * known:
        near = [*articles[:1], *near]
    return tuple({one.text: one for one in near}.values())[:SUGGESTIONS]


def _in_turn(*kinds: Sequence[Suggestion]) -> list[Suggestion]:
    return [one for row in zip_longest(*kinds) for one in row if one]
