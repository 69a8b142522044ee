"""One question in, one line out: the shape the measuring tools read.

Pure but for the timer handed in. Sentences come from articles, never from here.
"""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Final

from knowledge.ask import KnowledgeBase
from knowledge.model import Article, Intent, Reply

DOORS: Final[Mapping[Intent, str]] = {
    Intent.EMERGENCY: "so-khan-cap",
    Intent.TIP: "cach-bao-tin",
    Intent.GRIEVANCE: "gui-gop-y",
    Intent.TRACK: "xem-ket-qua",
    Intent.SMALLTALK: "bot-lam-duoc-gi",
}
"""The article that says what the door an edge would open is for."""

_COUNTED_AS: Final[Mapping[Intent, Intent]] = {
    Intent.SUGGEST: Intent.REFUSE,
    Intent.OPINION: Intent.REFUSE,
}


def answer_line(
    kb: KnowledgeBase, line: Mapping[str, str], timer: Callable[[], float] = perf_counter
) -> dict[str, object]:
    """Answer ``{"id", "text"}`` with ``id, intent, answer, sources, suggestions, ms``.

    ``sources`` holds short document ids, or the article's id when it rests on none of the
    imported documents; ``suggestions`` the answers behind the buttons; ``ms`` milliseconds.
    """
    started = timer()
    reply = kb.ask(line["text"])
    spent = timer() - started
    shown = _shown(kb, reply)
    return {
        "id": line["id"],
        "intent": _COUNTED_AS.get(reply.intent, reply.intent).value,
        "answer": shown.answer if shown else "",
        "sources": _sources(reply.article),
        "suggestions": [
            article.answer
            for near in reply.suggestions
            if (article := kb.article(near.article_id)) is not None
        ],
        "ms": round(spent * 1000, 3),
    }


def _shown(kb: KnowledgeBase, reply: Reply) -> Article | None:
    if reply.article is not None:
        return reply.article
    door = DOORS.get(reply.intent)
    return kb.article(door) if door else None


def _sources(article: Article | None) -> list[str]:
    if article is None:
        return []
    return list(article.documents) or [article.id]
