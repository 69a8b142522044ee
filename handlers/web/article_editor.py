"""Writing an article: the form, its preview, test questions, saving and sending for approval.

Whatever is refused, the form comes back with everything that was typed in it.
"""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from handlers.web.article_shown import came_of, fault_words, preview_of, source_line
from handlers.web.articles import HOME, ArticleId
from handlers.web.fields import EmptyIsAny
from handlers.web.guard import Services, Signed, SignedPost
from handlers.web.pages import page, texts_of
from handlers.web.services import WebServices
from knowledge.article_versions import Act, ArticleVersion, Seen
from knowledge.articles import checks
from knowledge.articles.checks import Fault
from knowledge.articles.typed import FIELDS, as_typed, read_typed
from knowledge.editing import ArticleChanged, ArticleFaulty
from knowledge.model import Article, Confidence, year_after
from knowledge.register import ArticleFile
from knowledge.rehearsal import MOST
from knowledge.unanswered import QuestionId
from staff.model import Session
from staff.policy import Action, require

router = APIRouter(prefix=HOME)
_UNNAMED = "-"
"""Stands for an article that has no id yet; no title makes this one."""


Number = Annotated[int | None, EmptyIsAny, Field(ge=0, le=1_000_000)]


class Then(StrEnum):
    """Which button of the form was pressed."""

    SAVE = "save"
    SUBMIT = "submit"
    PREVIEW = "preview"


class Written(BaseModel):
    """What stands in the fields. Their lengths are judged in words, not refused here."""

    title: str = ""
    topic: str = ""
    questions: str = ""
    answer: str = ""
    text: str = ""
    source: str = ""
    as_of: str = ""
    review_by: str = ""
    confidence: str = ""
    reviewed_by: str = ""
    documents: str = ""
    tries: str = ""

    def fields(self) -> dict[str, str]:
        """Return the fields of the article itself."""
        return {name: getattr(self, name) for name in FIELDS}


class Sent(Written):
    """The form as it was sent."""

    then: Then = Then.PREVIEW
    version: Number = None
    revision: Number = None

    @property
    def seen(self) -> Seen | None:
        """The open version the writing began from, or None where there was none."""
        if self.version is None or self.revision is None:
            return None
        return Seen(self.version, self.revision)


class Trial(Written):
    """Test questions with the draft they are asked of."""

    id: str = ""


@router.get("/new")
async def new_page(
    request: Request,
    services: Services,
    session: Signed,
    gap: Annotated[str, Query(pattern=r"^[0-9a-f]{0,32}$")] = "",
) -> Response:
    """Show an empty form, or one to answer a question with.

    ``gap`` names a question sent by a citizen: whose words stand in no address and so in no
    log of addresses. They are shown among what is tried, which is never stored: versions of an
    article are kept for ever, and the citizen was told how long the words are.
    """
    require(session.actor, Action.EDIT_ARTICLES)
    asked = await services.gaps.words(session.actor, QuestionId(gap)) if gap else ""
    day = services.register.today()
    written = Written(
        tries=asked,
        as_of=day.isoformat(),
        review_by=year_after(day).isoformat(),
        confidence=Confidence.UNCONFIRMED.value,
    )
    return _form(request, services, session, None, written)


@router.post("/new")
async def create(
    request: Request, services: Services, session: SignedPost, sent: Annotated[Sent, Form()]
) -> Response:
    """Keep the first draft of an article; its title makes its id."""
    require(session.actor, Action.EDIT_ARTICLES)
    return await _take(request, services, session, None, sent)


@router.post("/try")
async def try_out(
    request: Request, services: Services, session: SignedPost, body: Trial
) -> Response:
    """Say what the bot would answer to each test question with this draft in place."""
    return JSONResponse({"answers": await _tried(request, services, session, body.id, body)})


@router.get("/{article_id}/edit")
async def edit_page(
    request: Request, services: Services, session: Signed, article_id: ArticleId
) -> Response:
    """Show the form with the open version, else with what is live."""
    file = await services.register.file(session.actor, article_id)
    article = _begun(file)
    written = Written(**as_typed(article), tries="\n".join(article.questions[:2]))
    return _form(request, services, session, file, written, seen=file.open)


@router.post("/{article_id}/edit")
async def edit(
    request: Request,
    services: Services,
    session: SignedPost,
    article_id: ArticleId,
    sent: Annotated[Sent, Form()],
) -> Response:
    """Keep the draft, let it wait, or only show what it would look like."""
    file = await services.register.file(session.actor, article_id)
    return await _take(request, services, session, file, sent)


async def _take(
    request: Request,
    services: WebServices,
    session: Session,
    file: ArticleFile | None,
    sent: Sent,
) -> Response:
    if sent.then is Then.PREVIEW:
        tried = await _tried(request, services, session, file.id if file else "", sent)
        return _form(request, services, session, file, sent, seen=sent.seen, tried=tried)
    try:
        kept = await services.articles.save(
            session.actor,
            file.id if file else None,
            sent.fields(),
            sent.seen,
            submit=sent.then is Then.SUBMIT,
        )
    except ArticleFaulty as refused:
        return _form(
            request, services, session, file, sent, 422, seen=sent.seen, faults=refused.faults
        )
    except ArticleChanged:
        # Once more, and knowing it, the words may be put over the other ones.
        now = file.open if file else None
        return _form(request, services, session, file, sent, 409, seen=now, is_overtaken=True)
    done = Act.SUBMITTED if sent.then is Then.SUBMIT else Act.SAVED
    return RedirectResponse(f"{HOME}/{kept.id}?said={done.value}", 303)


async def _tried(
    request: Request, services: WebServices, session: Session, name: str, written: Written
) -> list[dict[str, object]]:
    draft_id = name or _UNNAMED
    draft = read_typed(written.fields(), draft_id, services.register.today()).article
    tried = await services.rehearsal.ask(session.actor, draft, written.tries.splitlines())
    texts = texts_of(request)
    return [came_of(one, draft_id, texts) for one in tried]


def _begun(file: ArticleFile) -> Article:
    if file.open:
        return file.open.article()
    begun = file.live or (file.history[-1].article() if file.history else file.shipped)
    assert begun is not None, "an article that is known has words"
    return begun


def _form(
    request: Request,
    services: WebServices,
    session: Session,
    file: ArticleFile | None,
    written: Written,
    status: int = 200,
    *,
    seen: Seen | ArticleVersion | None = None,
    faults: tuple[Fault, ...] = (),
    tried: list[dict[str, object]] | None = None,
    is_overtaken: bool = False,
) -> Response:
    texts = texts_of(request)
    draft = read_typed(written.fields(), file.id if file else _UNNAMED, services.register.today())
    return page(
        request,
        "article_edit.html",
        session=session,
        status=status,
        tab="articles",
        file=file,
        written=written,
        seen=seen,
        faults=fault_words(faults, texts),
        preview=preview_of(draft.article, texts),
        tried=tried,
        is_overtaken=is_overtaken,
        topics=services.register.topics,
        confidences=tuple(Confidence),
        limits=checks,
        most_tries=MOST,
        script_texts={
            "source": source_line(texts),
            "caution": texts.plain("answer.unconfirmed"),
            "me": session.actor.staff_id,
            "id": file.id if file else "",
            "left": texts.plain("article.edit.left"),
            "over": texts.plain("article.edit.over"),
            "asking": texts.plain("article.edit.asking"),
            "kept": texts.plain("article.edit.kept"),
            "bring_back": texts.plain("article.edit.bring_back"),
        },
    )
