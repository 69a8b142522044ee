"""The table of words: rows that ship to read, rows of staff to keep, and a question to try them
with. What is tried is shown once and kept nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from handlers.texts.catalog import Texts
from handlers.web.guard import Services, Signed, SignedPost
from handlers.web.pages import page, texts_of
from handlers.web.people import titles
from handlers.web.services import WebServices
from knowledge.model import Reply
from knowledge.normalise import clean, fold
from knowledge.own_words import LONGEST_QUESTION, Trial, WordChanged, WordUnknown
from knowledge.query import LONGEST_SYNONYM
from knowledge.word_rows import (
    MAX_MEANINGS,
    MAX_MEANT,
    MAX_ROWS,
    MAX_SAID,
    OwnWord,
    ShippedRow,
    WordFault,
    WordRefused,
)
from staff.model import Session

router = APIRouter(prefix="/knowledge/words")
BASE: Final = "/knowledge/words"
SHOWN: Final = 100
"""Shipped rows on the page at once; there are hundreds, and a search finds the others."""
_TOLD: Final = frozenset({"added", "changed", "removed"})
_LIMITS: Final = {
    "syllables": LONGEST_SYNONYM,
    "said": MAX_SAID,
    "meant": MAX_MEANT,
    "meanings": MAX_MEANINGS,
    "rows": MAX_ROWS,
}


class WordAct(StrEnum):
    """What the form's buttons do."""

    TRY = "try"
    SAVE = "save"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. ``old`` and ``seen`` tell which row it is about, if any."""

    said: str = ""
    means: str = ""
    question: str = ""
    old: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a question came to: the sort of reply in words, and what the citizen would read."""

    words: str
    lines: tuple[str, ...]


@router.get("")
async def table_page(
    request: Request,
    services: Services,
    session: Signed,
    q: Annotated[str, Query(max_length=100)] = "",
    edit: Annotated[str, Query(max_length=MAX_SAID)] = "",
    done: str = "",
) -> Response:
    """Show the rows of staff, the form, and the shipped rows that hold ``q``."""
    row = next((one for one in await services.words.rows(session.actor) if one.said == edit), None)
    typed = Typed(row.said, ", ".join(row.means), "", row.said, row.mark) if row else Typed()
    words = texts_of(request).plain(f"library.words.{done}") if done in _TOLD else ""
    return await _table(request, services, session, typed, search=q, good=words)


@router.post("")
async def act(
    request: Request,
    services: Services,
    session: SignedPost,
    act: Annotated[WordAct, Form()],
    said: Annotated[str, Form(max_length=500)] = "",
    means: Annotated[str, Form(max_length=2000)] = "",
    question: Annotated[str, Form(max_length=LONGEST_QUESTION)] = "",
    old: Annotated[str, Form(max_length=MAX_SAID)] = "",
    seen: Annotated[str, Form(max_length=32)] = "",
) -> Response:
    """Try a row with a question, keep it, or take it away; live at once."""
    words, actor, texts = services.words, session.actor, texts_of(request)
    typed = Typed(said, means, question, old, seen)
    try:
        match act:
            case WordAct.TRY:
                if not question.strip():
                    bad = texts.plain("library.words.no_question")
                    return await _table(request, services, session, typed, bad=[bad], status=422)
                trial = await words.try_out(
                    actor, services.knowledge, question, said, means, old or None
                )
                return await _table(request, services, session, typed, trial=trial)
            case WordAct.REMOVE:
                await words.remove(actor, old, seen)
                return RedirectResponse(f"{BASE}?done=removed", 303)
            case WordAct.SAVE if old:
                await words.change(actor, old, seen, said, means)
                return RedirectResponse(f"{BASE}?done=changed", 303)
            case WordAct.SAVE:
                await words.add(actor, said, means)
                return RedirectResponse(f"{BASE}?done=added", 303)
    except WordRefused as refused:
        standing = words.ships(actor, said)
        faults = [_fault(texts, fault, standing) for fault in refused.faults]
        return await _table(request, services, session, typed, bad=faults, status=422)
    except WordChanged:
        return await _anew(request, services, session, typed)
    except WordUnknown:
        bad = texts.plain("library.words.unknown")
        kept = Typed(said, means, question)
        return await _table(request, services, session, kept, bad=[bad], status=409)


async def _anew(
    request: Request, services: WebServices, session: Session, typed: Typed
) -> Response:
    """Show how the row stands now beside what the person typed, ready to be sent again."""
    rows = await services.words.rows(session.actor)
    row = next((one for one in rows if one.said == typed.old), None)
    bad = texts_of(request).plain("library.words.stale", means=", ".join(row.means) if row else "")
    kept = Typed(typed.said, typed.means, typed.question, typed.old, row.mark if row else "")
    return await _table(request, services, session, kept, bad=[bad], status=409)


async def _table(
    request: Request,
    services: WebServices,
    session: Session,
    typed: Typed,
    *,
    search: str = "",
    good: str = "",
    bad: Iterable[str] = (),
    trial: Trial | None = None,
    status: int = 200,
) -> Response:
    texts = texts_of(request)
    rows = await services.words.rows(session.actor)
    found = _holding(services.words.shipped(session.actor), search)
    return page(
        request,
        "word_table.html",
        session=session,
        status=status,
        tab="words",
        rows=sorted(rows, key=_by_letters),
        shipped=sorted(found, key=_by_letters)[:SHOWN],
        found=len(found),
        search=search,
        typed=typed,
        titles=await titles(services),
        limits=_LIMITS,
        longest_question=LONGEST_QUESTION,
        before=_shown(texts, trial.before) if trial else None,
        after=_shown(texts, trial.after) if trial else None,
        changes=trial.changes if trial else False,
        good=good,
        bad=tuple(bad),
    )


def _fault(texts: Texts, fault: WordFault, standing: ShippedRow | None) -> str:
    means = ", ".join(standing.means) if standing else ""
    return texts.plain(f"library.word_fault.{fault}", means=means, **_LIMITS)


def _shown(texts: Texts, reply: Reply) -> Shown:
    lines: list[str] = []
    if reply.article:
        lines += [reply.article.title, reply.article.answer]
    if reply.quote:
        lines += [reply.quote.number or reply.quote.title, reply.quote.text]
    lines += [one.title for one in reply.suggestions]
    return Shown(texts.plain(f"library.came.{reply.intent}"), tuple(lines))


def _holding(rows: Iterable[ShippedRow], search: str) -> list[ShippedRow]:
    wanted = fold(clean(search))
    return [row for row in rows if wanted in fold(clean(", ".join((row.said, *row.means))))]


def _by_letters(row: OwnWord | ShippedRow) -> tuple[str, str]:
    return fold(row.said), row.said
