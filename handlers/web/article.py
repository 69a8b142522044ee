"""One article: what the bot says of it, what waits to be approved, its history, and the acts."""

from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from handlers.texts.catalog import Texts
from handlers.web.article_shown import Preview, differences, fault_words, preview_of
from handlers.web.articles import HOME, ArticleId
from handlers.web.guard import Services, Signed, SignedPost
from handlers.web.pages import page, texts_of
from handlers.web.people import titles
from handlers.web.services import WebServices
from knowledge.article_versions import Act, ArticleState, ArticleUnreadable, Seen
from knowledge.articles.checks import Fault
from knowledge.editing import ArticleChanged, ArticleFaulty, OwnArticle
from knowledge.register import ArticleFile
from staff.model import Session

router = APIRouter(prefix=HOME + "/{article_id}")
_SAID: Final = frozenset(Act)
Number = Annotated[int, Form(ge=0, le=1_000_000)]


@router.get("")
async def article_page(
    request: Request,
    services: Services,
    session: Signed,
    article_id: ArticleId,
    said: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Show the article; ``said`` is what was just done."""
    return await show(request, services, session, article_id, done=said if said in _SAID else "")


@router.post("/submit")
async def submit(
    request: Request,
    services: Services,
    session: SignedPost,
    article_id: ArticleId,
    version: Number,
    revision: Number,
) -> Response:
    """Let the draft wait for a second person."""
    act = services.articles.submit(session.actor, article_id, Seen(version, revision))
    return await _acted(request, services, session, article_id, act, Act.SUBMITTED)


@router.post("/approve")
async def approve(
    request: Request,
    services: Services,
    session: SignedPost,
    article_id: ArticleId,
    version: Number,
    revision: Number,
) -> Response:
    """Make the waiting version live."""
    act = services.articles.approve(session.actor, article_id, Seen(version, revision))
    return await _acted(request, services, session, article_id, act, Act.APPROVED)


@router.post("/return")
async def send_back(
    request: Request,
    services: Services,
    session: SignedPost,
    article_id: ArticleId,
    version: Number,
    revision: Number,
    word: Annotated[str, Form()] = "",
) -> Response:
    """Send the waiting version back with a word."""
    act = services.articles.send_back(session.actor, article_id, Seen(version, revision), word)
    return await _acted(request, services, session, article_id, act, Act.RETURNED, word)


@router.post("/drop")
async def drop(
    request: Request,
    services: Services,
    session: SignedPost,
    article_id: ArticleId,
    version: Number,
    revision: Number,
) -> Response:
    """Throw the version that is being worked on away."""
    act = services.articles.drop(session.actor, article_id, Seen(version, revision))
    return await _acted(request, services, session, article_id, act, Act.DROPPED)


@router.post("/withdraw")
async def withdraw(
    request: Request, services: Services, session: SignedPost, article_id: ArticleId
) -> Response:
    """Answer from it no longer."""
    act = services.articles.withdraw(session.actor, article_id)
    return await _acted(request, services, session, article_id, act, Act.WITHDRAWN)


@router.post("/restore/{version}")
async def restore(
    request: Request,
    services: Services,
    session: SignedPost,
    article_id: ArticleId,
    version: Annotated[int, Path(ge=0, le=1_000_000)],
) -> Response:
    """Go back to an earlier approved version; 0 is the one that came with the program."""
    act = services.articles.restore(session.actor, article_id, version)
    return await _acted(request, services, session, article_id, act, Act.RESTORED)


async def _acted(
    request: Request,
    services: WebServices,
    session: Session,
    article_id: str,
    act: Awaitable[None],
    done: Act,
    word: str = "",
) -> Response:
    """Do it and lead back to the article; a refusal is said on the article as it is now."""
    try:
        await act
    except ArticleChanged:
        return await show(request, services, session, article_id, 409, "changed", word=word)
    except OwnArticle:
        return await show(request, services, session, article_id, 403, "own")
    except ArticleFaulty as refused:
        faults = refused.faults
        return await show(
            request, services, session, article_id, 422, "faulty", faults=faults, word=word
        )
    return RedirectResponse(f"{HOME}/{article_id}?said={done.value}", 303)


def _past(file: ArticleFile, texts: Texts) -> dict[int, Preview]:
    """Return what the versions say that may be put back in force, so that they can be read
    first; 0 is the one that came with the program. An unreadable one is left out."""
    found = {0: preview_of(file.shipped, texts)} if file.shipped else {}
    for version in file.history:
        if version.can_return:
            with suppress(ArticleUnreadable):
                found[version.version] = preview_of(version.article(), texts)
    return found


async def show(
    request: Request,
    services: WebServices,
    session: Session,
    article_id: str,
    status: int = 200,
    refused: str = "",
    *,
    done: str = "",
    faults: Iterable[Fault] = (),
    word: str = "",
) -> Response:
    """Show the article with what was refused or done."""
    file = await services.register.file(session.actor, article_id)
    texts = texts_of(request)
    topics = {topic.key: topic.title for topic in services.register.topics}
    opened = file.open.article() if file.open else None
    newest = file.history[-1].article() if file.history else file.shipped
    shown = file.live or opened or newest
    assert shown is not None, "an article that is known has words"
    is_own = bool(file.open and file.open.author == session.actor.staff_id)
    return page(
        request,
        "article.html",
        session=session,
        status=status,
        tab="articles",
        file=file,
        shown=shown,
        live=preview_of(file.live, texts) if file.live else None,
        opened=opened,
        coming=preview_of(opened, texts) if opened else None,
        past=_past(file, texts),
        differences=differences(file.live, opened, topics, texts) if opened else (),
        faults=fault_words((*file.faults, *faults), texts),
        is_waiting=bool(file.open and file.open.state is ArticleState.WAITING),
        is_own=is_own,
        refused=refused,
        done=done,
        word=word,
        topic_titles=topics,
        titles=await titles(services),
    )
