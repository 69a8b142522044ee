"""An article as pages show it: as the citizen gets it, beside what it was, and what is wrong.

Words come from the catalogue; the citizen's own sentences are taken from theirs, so that the
preview cannot say something else than the bot.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from handlers.texts.catalog import Texts
from knowledge.articles.checks import Fault
from knowledge.articles.typed import FIELDS, as_typed
from knowledge.model import Article, Confidence, Intent
from knowledge.rehearsal import Tried

_TAG: Final = re.compile(r"</?[a-z]+>")
DAY: Final = "%d/%m/%Y"


@dataclass(frozen=True, slots=True)
class Preview:
    """What one Telegram message says of an article. ``caution`` is empty for confirmed facts."""

    title: str
    answer: str
    text: str
    source: str
    caution: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same in two versions."""

    field: str
    before: str
    after: str


def preview_of(article: Article, texts: Texts) -> Preview:
    """Return the words of the bot's message about an article."""
    is_unsure = article.confidence is Confidence.UNCONFIRMED
    return Preview(
        title=article.title,
        answer=article.answer,
        text=article.text,
        source=source_line(texts).format(source=article.source, as_of=article.as_of.strftime(DAY)),
        caution=texts.plain("answer.unconfirmed") if is_unsure else "",
    )


def source_line(texts: Texts) -> str:
    """Return the citizen's sentence about source and day, with its two places to fill in."""
    return _TAG.sub("", texts.plain("answer.source"))


def differences(
    before: Article | None, after: Article, topics: Mapping[str, str], texts: Texts
) -> tuple[Difference, ...]:
    """Return the fields in which an article differs from what is answered now."""
    old = _readable(before, topics, texts) if before else dict.fromkeys(FIELDS, "")
    new = _readable(after, topics, texts)
    return tuple(
        Difference(name, old[name], new[name]) for name in FIELDS if old[name] != new[name]
    )


def fault_words(faults: Iterable[Fault], texts: Texts) -> dict[str, list[str]]:
    """Return, by field, what is wrong with it in words."""
    said: dict[str, list[str]] = {}
    for fault in faults:
        key = f"article.fault.{fault.problem.value}"
        words = texts.plain(key, count=fault.count, limit=fault.limit, about=fault.about)
        said.setdefault(fault.field, []).append(words)
    return said


def came_of(tried: Tried, draft_id: str, texts: Texts) -> dict[str, object]:
    """Return what a test question comes to: ``kind`` for the page's colours, ``words``, and the
    ``lines`` a citizen would read or could press."""
    reply = tried.reply
    kind, lines = reply.intent.value, [one.title for one in reply.suggestions]
    if reply.intent is Intent.ANSWER:
        kind = "document"
        lines = [part for quote in [reply.quote] if quote for part in (quote.title, quote.text)]
        if reply.article:
            kind = "this" if reply.article.id == draft_id else "other"
            lines = [reply.article.title, *lines]
    elif any(one.article_id == draft_id for one in reply.suggestions):
        kind = f"{kind}_this"
    return {
        "question": tried.question,
        "kind": kind,
        "words": texts.plain(f"article.came.{kind}"),
        "lines": lines,
    }


def _readable(article: Article, topics: Mapping[str, str], texts: Texts) -> dict[str, str]:
    said = as_typed(article)
    said["topic"] = topics.get(article.topic, article.topic)
    said["as_of"] = article.as_of.strftime(DAY)
    said["review_by"] = article.due.strftime(DAY)
    said["confidence"] = texts.plain(f"article.confidence.{article.confidence.value}")
    return said
