"""One imported document: what stands in it, its versions, and taking it away or bringing it
back."""

from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from handlers.web.document_views import pages_of, parts, told
from handlers.web.documents import BASE, Name, PageNumber
from handlers.web.guard import Services, Signed, SignedPost
from handlers.web.pages import page, texts_of
from handlers.web.people import titles
from handlers.web.services import WebServices
from knowledge.versions import (
    DocumentChanged,
    DocumentInUse,
    DocumentState,
    DocumentUnknown,
    DocumentUnreadable,
    NothingToUndo,
    mark_of,
)
from staff.model import Session

router = APIRouter(prefix="/knowledge/documents/{name}")
_SHOWN: Final = (
    DocumentState.LIVE,
    DocumentState.PAST,
    DocumentState.DRAFT,
    DocumentState.REMOVED,
)
_TOLD: Final = frozenset({"removed", "undone"})


class DocumentAct(StrEnum):
    """What the page's buttons do."""

    UNDO = "undo"
    REMOVE = "remove"
    CORRECT = "correct"
    ERASE = "erase"


@router.get("")
async def document_page(
    request: Request,
    services: Services,
    session: Signed,
    name: Name,
    number: PageNumber = 1,
    said: str = "",
) -> Response:
    """Show the live version, else the newest there was, with the versions and what can be done."""
    words = texts_of(request).plain(f"library.said.{said}", id=name) if said in _TOLD else ""
    return await _document(request, services, session, name, number=number, good=words)


@router.post("")
async def act(
    request: Request,
    services: Services,
    session: SignedPost,
    name: Name,
    act: Annotated[DocumentAct, Form()],
    seen: Annotated[str, Form(max_length=64)],
    typed: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Take the document away, bring back what was before, or erase it for good."""
    library, actor = services.library, session.actor
    try:
        match act:
            case DocumentAct.UNDO:
                await library.undo(actor, name, seen)
                return RedirectResponse(f"{BASE}/{name}?said=undone", 303)
            case DocumentAct.REMOVE:
                await library.remove(actor, name, seen)
                return RedirectResponse(f"{BASE}/{name}?said=removed", 303)
            case DocumentAct.CORRECT:
                # the live version as a draft, to be corrected and looked at like any other
                await library.correct(actor, name, {}, seen)
                return RedirectResponse(f"{BASE}/{name}/draft", 303)
            case DocumentAct.ERASE:
                if typed.strip() != name:
                    return await _refused(request, services, session, name, "typed", 422)
                is_clean = await library.erase(actor, name, seen)
                said = "erased" if is_clean else "erased_not_clean"
                return RedirectResponse(f"{BASE}?said={said}&name={name}", 303)
    except DocumentChanged:
        return await _refused(request, services, session, name, "changed", 409)
    except NothingToUndo:
        return await _refused(request, services, session, name, "nothing_to_undo", 409)
    except DocumentInUse:
        return await _refused(request, services, session, name, "in_use", 409)


async def _refused(
    request: Request, services: WebServices, session: Session, name: str, key: str, status: int
) -> Response:
    bad = texts_of(request).plain(f"library.document.{key}", id=name)
    return await _document(request, services, session, name, bad=bad, status=status)


async def _document(
    request: Request,
    services: WebServices,
    session: Session,
    name: str,
    *,
    number: int = 1,
    good: str = "",
    bad: str = "",
    status: int = 200,
) -> Response:
    texts = texts_of(request)
    try:
        seen = await services.library.look_at(session.actor, name, *_SHOWN)
        version, history, document = seen.version, seen.history, seen.document
        shown, pages = parts(document, number - 1, brief=False), pages_of(document)
        facts = told(texts, document.facts)
    except DocumentUnreadable:
        # what cannot be read can still be taken away
        history = await services.library.history(session.actor, name)
        version, shown, pages = history[-1], (), 1
        facts, bad = told(texts, version.facts), texts.plain("library.document.unreadable")
    if number > pages:
        raise DocumentUnknown
    states = {one.state for one in history}
    is_live = DocumentState.LIVE in states
    return page(
        request,
        "document.html",
        session=session,
        status=status,
        tab="documents",
        version=version,
        history=history,
        mark=mark_of(history),
        entries=await services.library.journal(session.actor, name),
        titles=await titles(services),
        facts=facts,
        parts=shown,
        number=number,
        pages=pages,
        is_live=is_live,
        is_draft=DocumentState.DRAFT in states,
        can_undo=DocumentState.PAST in states,
        can_erase=not states & {DocumentState.LIVE, DocumentState.DRAFT},
        good=good,
        bad=bad,
    )
