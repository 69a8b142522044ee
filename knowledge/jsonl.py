"""One question in, one line out: the shape the measuring tools read.

Pure but for the timer handed in. Sentences come from articles, never from here.
"""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Final

from knowledge.ask import KnowledgeBase
from knowledge.model import Intent, Quote, Reply

DOORS: Final[Mapping[Intent, str]] = {
    Intent.EMERGENCY: "so-khan-cap",
    Intent.TIP: "cach-bao-tin",
    Intent.GRIEVANCE: "gui-gop-y",
    Intent.TRACK: "xem-ket-qua",
    Intent.SMALLTALK: "bot-lam-duoc-gi",
}
"""The article that says what the door an edge would open is for."""

LONGEST: Final = 900
"""Characters of an answer: a further document that does not fit is left to a button."""

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
    return {
        "id": line["id"],
        "intent": _COUNTED_AS.get(reply.intent, reply.intent).value,
        "answer": _shown(kb, reply),
        "sources": _sources(reply),
        "suggestions": [near.text for near in reply.suggestions],
        "ms": round(spent * 1000, 3),
    }


def _shown(kb: KnowledgeBase, reply: Reply) -> str:
    """Return what a reader sees: the article, the quotations and where they stand."""
    if door := DOORS.get(reply.intent):
        article = kb.article(door)
        return article.answer if article else ""
    shown = reply.article.answer if reply.article else ""
    for quote in _quotes(reply):
        more = "\n".join(filter(None, [shown, quote.text, " · ".join(quote.cited)]))
        if shown and len(more) > LONGEST:
            break
        shown = more
    return shown


def _sources(reply: Reply) -> list[str]:
    held = [quote.document_id for quote in _quotes(reply)]
    if reply.article:
        held += reply.article.documents or ([] if held else [reply.article.id])
    return list(dict.fromkeys(held))


def _quotes(reply: Reply) -> tuple[Quote, ...]:
    return (reply.quote, *reply.other) if reply.quote else ()
