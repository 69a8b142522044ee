"""What the bot could not answer: topics by count, the questions people sent, and where 👎 gather.

Shows and hands over; what may be seen and settled is decided in ``knowledge/gaps.py``.
"""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from handlers.texts.catalog import Texts
from handlers.web.guard import Services, Signed, SignedPost
from handlers.web.pages import page, texts_of
from handlers.web.services import WebServices
from knowledge.gaps import ANSWERED_DAYS, OPEN_DAYS
from knowledge.model import Article
from knowledge.unanswered import AnswerUnknown, QuestionGone, QuestionId, SentQuestion, Tally
from staff.model import Session

router = APIRouter(prefix="/knowledge/gaps")
BASE: Final = "/knowledge/gaps"
SHOWN: Final = 30
"""Questions shown below one topic; the others come up as these are settled."""
_TOLD: Final = frozenset({"answered", "dropped"})
"""What the page may say at its top after an act."""

Number = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True)
class VotedAnswer:
    """A line of the table: what was voted on, where it can be read, and its numbers."""

    name: str
    address: str
    tally: Tally


@router.get("")
async def gaps_page(
    request: Request,
    services: Services,
    session: Signed,
    said: Annotated[str, Query(max_length=20)] = "",
    settle: Annotated[str, Query(pattern=r"^[0-9a-f]{0,32}$")] = "",
) -> Response:
    """Show the page; ``settle`` names the question whose answer is being chosen."""
    good = texts_of(request).plain(f"web.gaps.notice.{said}") if said in _TOLD else ""
    return await _page(request, services, session, settle=settle, good=good)


@router.post("/{number}/answer")
async def answer(
    request: Request,
    services: Services,
    session: SignedPost,
    number: Number,
    article: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Say which article answers a question."""
    notice = texts_of(request).plain
    try:
        await services.gaps.answer(session.actor, QuestionId(number), article)
    except AnswerUnknown:
        bad = notice("web.gaps.notice.no_article")
        return await _page(request, services, session, settle=number, bad=bad, status=422)
    except QuestionGone:
        bad = notice("web.gaps.notice.gone")
        return await _page(request, services, session, bad=bad, status=409)
    return RedirectResponse(f"{BASE}?said=answered", 303)


@router.post("/{number}/drop")
async def drop(
    request: Request, services: Services, session: SignedPost, number: Number
) -> Response:
    """Erase a question."""
    try:
        await services.gaps.drop(session.actor, QuestionId(number))
    except QuestionGone:
        bad = texts_of(request).plain("web.gaps.notice.gone")
        return await _page(request, services, session, bad=bad, status=409)
    return RedirectResponse(f"{BASE}?said=dropped", 303)


async def _page(
    request: Request,
    services: WebServices,
    session: Session,
    *,
    settle: str = "",
    good: str = "",
    bad: str = "",
    status: int = 200,
) -> Response:
    overview = await services.gaps.overview(session.actor)
    worst = await services.votes.worst(session.actor)
    shelves = services.knowledge.shelves()
    chosen = [one for gap in overview.topics for one in gap.waiting if one.id == settle]
    return page(
        request,
        "gaps.html",
        session=session,
        status=status,
        tab="gaps",
        good=good,
        bad=bad,
        topics=overview.topics,
        answered=overview.answered,
        topic_names={shelf.key: shelf.title for shelf in shelves},
        settle=settle,
        near=_near(services, chosen[0]) if chosen else [],
        shelves=[(one.title, services.knowledge.articles_in(one.key)) for one in shelves],
        article_name=lambda number: _article_name(services, number),
        write=write_address,
        shown=SHOWN,
        votes=[_voted(services, texts_of(request), one) for one in worst],
        open_days=OPEN_DAYS,
        answered_days=ANSWERED_DAYS,
    )


def write_address(question: SentQuestion) -> str:
    """Return where an article that answers the question is begun: by its id, since addresses
    stay in histories and logs, where nobody would erase the words."""
    return f"/knowledge/articles/new?gap={question.id}"


def _near(services: WebServices, question: SentQuestion) -> list[Article]:
    found = services.knowledge.rank(question.words)
    return [one.article for one in found[:3]]


def _article_name(services: WebServices, number: str | None) -> str:
    article = services.knowledge.article(number) if number else None
    return article.title if article else number or ""


def _voted(services: WebServices, texts: Texts, tally: Tally) -> VotedAnswer:
    document, mark, place = tally.target.partition("#")
    if mark:
        found = services.knowledge.quote(tally.target)
        if found is not None:
            name = texts.plain("web.gaps.votes.passage", title=found.title, number=place)
            return VotedAnswer(name, f"/knowledge/documents/{quote(document)}#p{place}", tally)
    else:
        article = services.knowledge.article(tally.target)
        if article is not None:
            return VotedAnswer(article.title, f"/knowledge/articles/{quote(article.id)}", tally)
    name = texts.plain("web.gaps.votes.gone", target=tally.target)
    return VotedAnswer(name, "", tally)
