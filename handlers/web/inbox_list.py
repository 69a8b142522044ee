"""The list of cases: every view and filter is an address that can be bookmarked."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from handlers.web.fields import EmptyIsAny
from handlers.web.guard import Services, Signed
from handlers.web.pages import page
from handlers.web.people import titles, unit_names
from handlers.web.services import WebServices
from inbox.casework import CaseCounts
from inbox.categories import CATEGORIES, Category, Kind
from inbox.model import FAMILY, CaseFilter, Family
from staff.model import Actor, UnitId

router = APIRouter()
PAGE_SIZE = 50

VIEWS: dict[str, CaseFilter] = {
    "all": CaseFilter(),
    "new": CaseFilter(family=Family.NEW),
    "unassigned": CaseFilter(unassigned=True),
    "mine": CaseFilter(mine=True),
    "in_review": CaseFilter(family=Family.IN_REVIEW),
    "needs_information": CaseFilter(family=Family.NEEDS_INFORMATION),
    "resolved": CaseFilter(family=Family.RESOLVED),
    "declined": CaseFilter(family=Family.DECLINED),
    "closed": CaseFilter(family=Family.CLOSED),
}
"""The fixed views of the rail: having to filter makes people forget."""


@dataclass(frozen=True, slots=True)
class View:
    """One line of the rail."""

    key: str
    address: str
    count: int
    is_current: bool


@router.get("/inbox")
async def list_page(
    request: Request,
    services: Services,
    session: Signed,
    unit: Annotated[str | None, EmptyIsAny, Query()] = None,
    kind: Annotated[Kind | None, EmptyIsAny, Query()] = None,
    category: Annotated[Category | None, EmptyIsAny, Query()] = None,
    family: Annotated[Family | None, EmptyIsAny, Query()] = None,
    since: Annotated[date | None, EmptyIsAny, Query()] = None,
    until: Annotated[date | None, EmptyIsAny, Query()] = None,
    mine: Annotated[bool, Query()] = False,
    unassigned: Annotated[bool, Query()] = False,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show one page of the cases this account holds a key to."""
    wanted = CaseFilter(
        unit_id=UnitId(unit) if unit else None,
        kind=kind,
        category=category,
        family=family,
        since=since,
        until=until,
        mine=mine,
        unassigned=unassigned,
        page=number - 1,
        page_size=PAGE_SIZE,
    )
    found = await services.casework.list(session.actor, wanted)
    return page(
        request,
        "list.html",
        session=session,
        headers=found.headers,
        total=found.total,
        wanted=wanted,
        views=await rail(services, session.actor, wanted),
        label=services.areas.label,
        titles=await titles(services),
        units=await unit_names(services),
        categories=CATEGORIES,
        families=tuple(Family),
        family_of=FAMILY,
        before=_address_before(wanted, found.total),
        after=_address_after(wanted, found.total),
    )


async def rail(
    services: WebServices, actor: Actor, wanted: CaseFilter | None = None
) -> tuple[View, ...]:
    """Return the fixed views with how many cases each holds for this account."""
    current = replace(wanted, page=0, page_size=CaseFilter().page_size) if wanted else None
    counts = await services.casework.counts(actor)
    return tuple(
        View(key, address(view), _count(counts, view), view == current)
        for key, view in VIEWS.items()
    )


def _count(counts: CaseCounts, view: CaseFilter) -> int:
    if view.unassigned:
        return counts.unassigned
    if view.mine:
        return counts.mine
    return counts.total if view.family is None else counts.families[view.family]


def address(wanted: CaseFilter) -> str:
    """Return the address of a filtered page; what is not narrowed is left out."""
    parts = {
        "unit": wanted.unit_id,
        "kind": wanted.kind,
        "category": wanted.category,
        "family": wanted.family,
        "since": wanted.since,
        "until": wanted.until,
        "mine": 1 if wanted.mine else None,
        "unassigned": 1 if wanted.unassigned else None,
        "page": wanted.page + 1 if wanted.page else None,
    }
    query = urlencode({name: str(value) for name, value in parts.items() if value is not None})
    return f"/inbox?{query}" if query else "/inbox"


def _address_before(wanted: CaseFilter, total: int) -> str | None:
    if wanted.page == 0:
        return None
    # From a page that has become empty the way back leads to the last one that is not.
    last = max(total - 1, 0) // wanted.page_size
    return address(replace(wanted, page=min(wanted.page - 1, last)))


def _address_after(wanted: CaseFilter, total: int) -> str | None:
    if (wanted.page + 1) * wanted.page_size >= total:
        return None
    return address(replace(wanted, page=wanted.page + 1))
