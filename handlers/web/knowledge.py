"""The door of the knowledge section: what staff may do there, ``knowledge`` decides."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from handlers.web.guard import Signed
from staff.policy import Action, require

router = APIRouter(prefix="/knowledge")


@router.get("")
async def start(session: Signed) -> Response:
    """Lead to the questions nothing answered: what there is to do."""
    require(session.actor, Action.EDIT_ARTICLES)
    return RedirectResponse("/knowledge/gaps", 303)
