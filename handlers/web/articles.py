"""The list of articles: every view and filter is an address that can be bookmarked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from handlers.web.fields import EmptyIsAny
from handlers.web.guard import Services, Signed
from handlers.web.pages import page
from knowledge.article_versions import ArticleState
from knowledge.articles.checks import ID_CHARS, MAX_ID
from knowledge.editing import ArticleUnknown
from knowledge.normalise import clean, fold
from knowledge.register import Card, Standing

router = APIRouter()
HOME: Final = "/knowledge/articles"
PAGE_SIZE: Final = 40

VIEWS: Final[dict[str, Callable[[Card], bool]]] = {
    "all": lambda card: True,  # noqa: ARG005 - every card
    "overdue": lambda card: card.is_overdue,
    "waiting": lambda card: card.open is ArticleState.WAITING,
    "returned": lambda card: card.open is ArticleState.RETURNED,
    "draft": lambda card: card.open is ArticleState.DRAFT,
    "doubtful": lambda card: card.is_live and card.is_doubtful,
    "edited": lambda card: card.standing is Standing.EDITED,
    "withdrawn": lambda card: card.standing is Standing.WITHDRAWN,
}
"""The fixed views; having to filter makes people forget what is overdue."""


def shaped(article_id: str) -> str:
    """Return the id of an address; what no article could be called is unknown without asking."""
    if not article_id or len(article_id) > MAX_ID or not set(article_id) <= ID_CHARS:
        raise ArticleUnknown
    return article_id


ArticleId = Annotated[str, Depends(shaped)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    view: str = "all"
    topic: str | None = None
    words: str = ""
    page: int = 0

    def address(self, page_number: int | None = None, view: str | None = None) -> str:
        """Return the address of this list on another page or in another view."""
        number = self.page if page_number is None else page_number
        name = view or self.view
        parts = {
            "view": None if name == "all" else name,
            "topic": self.topic,
            "q": self.words or None,
            "page": number + 1 if number else None,
        }
        query = urlencode({key: value for key, value in parts.items() if value is not None})
        return f"{HOME}?{query}" if query else HOME


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One line of the rail."""

    key: str
    address: str
    count: int
    is_current: bool


@router.get(HOME)
async def list_page(
    request: Request,
    services: Services,
    session: Signed,
    view: Annotated[str, Query(max_length=20)] = "all",
    topic: Annotated[str | None, EmptyIsAny, Query(max_length=40)] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    """Show one page of the articles; an unknown view shows all."""
    cards = await services.register.cards(session.actor)
    wanted = Wanted(view if view in VIEWS else "all", topic, q.strip(), number - 1)
    found = [card for card in cards if _is_wanted(card, wanted)]
    here = [card for card in found if VIEWS[wanted.view](card)]
    start = wanted.page * PAGE_SIZE
    last = max(len(here) - 1, 0) // PAGE_SIZE
    return page(
        request,
        "articles.html",
        session=session,
        tab="articles",
        cards=here[start : start + PAGE_SIZE],
        total=len(here),
        wanted=wanted,
        views=_views(found, wanted),
        topics=services.register.topics,
        topic_titles={one.key: one.title for one in services.register.topics},
        before=wanted.address(min(wanted.page - 1, last)) if wanted.page else None,
        after=wanted.address(wanted.page + 1) if start + PAGE_SIZE < len(here) else None,
    )


def _views(found: Sequence[Card], wanted: Wanted) -> tuple[ArticleView, ...]:
    return tuple(
        ArticleView(key, wanted.address(0, key), sum(map(belongs, found)), key == wanted.view)
        for key, belongs in VIEWS.items()
    )


def _is_wanted(card: Card, wanted: Wanted) -> bool:
    if wanted.topic and card.article.topic != wanted.topic:
        return False
    if not wanted.words:
        return True
    held = " ".join((card.article.id, card.article.title, *card.article.questions))
    return fold(clean(wanted.words)) in fold(clean(held))
