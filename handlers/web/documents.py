"""Imported documents: the list, a file coming in, and the look a person takes before it goes
live."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from handlers.web.document_views import (
    corrections_in,
    fields_of,
    pages_of,
    parts,
    shelves,
    shown_of,
)
from handlers.web.guard import Services, Signed, SignedPost, check_token
from handlers.web.pages import page, texts_of
from handlers.web.services import WebServices
from handlers.web.upload import NoUpload, UploadsBusy, uploads_of
from knowledge.corrections import CorrectionInvalid
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.proposals import Sameness
from knowledge.versions import DocumentChanged, DocumentState, DocumentUnknown
from staff.model import Session
from staff.policy import Action, require

router = APIRouter(prefix="/knowledge/documents")
BASE: Final = "/knowledge/documents"
_TOLD: Final = frozenset({"published", "dropped", "unchanged", "erased", "erased_not_clean"})
"""What the list may say at its top after an act."""

PageNumber = Annotated[int, Query(alias="page", ge=1, le=1000)]
Name = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,64}$")]
"""A document's id as ``knowledge.documents.identity`` makes them."""
Named = Annotated[str, Query(pattern=r"^[a-z0-9-]{0,64}$")]


@router.get("")
async def list_page(
    request: Request, services: Services, session: Signed, said: str = "", name: Named = ""
) -> Response:
    """Show what is quoted from, what waits for a look, and what is out of use."""
    words = texts_of(request).plain(f"library.said.{said}", id=name) if said in _TOLD else ""
    return await _list(request, services, session, good=words)


@router.post("")
async def take(request: Request, services: Services, session: Signed) -> Response:
    """Read a file and lead to what was read out of it; a refusal says what is wrong with it."""
    require(session.actor, Action.EDIT_ARTICLES)
    texts = texts_of(request)
    try:
        async with uploads_of(request).taken(request) as upload:
            check_token(session, upload.fields.get("csrf", ""))
            proposal = await services.library.read(
                session.actor,
                upload.raw,
                upload.name,
                known_as=upload.fields.get("known_as") or None,
            )
    except UploadsBusy:
        bad = texts.plain("library.upload.others")
        return await _list(request, services, session, bad=bad, status=503)
    except NoUpload:
        bad = texts.plain("library.upload.nothing")
        return await _list(request, services, session, bad=bad, status=422)
    except ImportRefused as refused:
        status = 413 if refused.reason is Refusal.TOO_BIG else 422
        bad = texts.plain(f"refusal.{refused.reason.value}")
        return await _list(request, services, session, bad=bad, status=status)
    name = proposal.document.id
    if proposal.sameness is Sameness.UNCHANGED:
        return RedirectResponse(f"{BASE}?said=unchanged&name={name}", 303)
    taken = f"?taken={proposal.taken}" if proposal.taken else ""
    return RedirectResponse(f"{BASE}/{name}/draft{taken}", 303)


@router.get("/{name}/draft")
async def draft_page(
    request: Request,
    services: Services,
    session: Signed,
    name: Name,
    number: PageNumber = 1,
    said: str = "",
    taken: Named = "",
) -> Response:
    """Show what was read out of a file as a form, beside the text it was read from."""
    texts = texts_of(request)
    words = texts.plain("library.said.saved") if said == "saved" else ""
    if taken:
        words = texts.plain("library.said.taken", id=taken)
    return await _draft(request, services, session, name, number=number, good=words)


@router.post("/{name}/draft")
async def decide(
    request: Request, services: Services, session: SignedPost, name: Name
) -> Response:
    """Keep corrections, put the draft to use with them, or drop it."""
    sent = await request.form()
    form = {key: value for key, value in sent.items() if isinstance(value, str)}
    seen, corrections = form.get("seen", ""), corrections_in(form)
    library, actor, texts = services.library, session.actor, texts_of(request)
    try:
        match form.get("act"):
            case "publish":
                await library.publish(actor, name, corrections, seen)
                return RedirectResponse(f"{BASE}?said=published&name={name}", 303)
            case "drop":
                await library.drop(actor, name, seen)
                return RedirectResponse(f"{BASE}?said=dropped&name={name}", 303)
            case _:
                if corrections:
                    await library.correct(actor, name, corrections, seen)
                return RedirectResponse(f"{BASE}/{name}/draft?said=saved", 303)
    except CorrectionInvalid as wrong:
        bad = texts.plain("library.draft.invalid", fact=texts.plain(f"fact.{wrong.name}"))
        return await _draft(
            request,
            services,
            session,
            name,
            typed=corrections,
            bad=bad,
            wrong=wrong.name,
            status=422,
        )
    except DocumentChanged:
        bad = texts.plain("library.draft.changed")
        return await _draft(
            request, services, session, name, typed=corrections, bad=bad, status=409
        )


async def _list(
    request: Request,
    services: WebServices,
    session: Session,
    *,
    good: str = "",
    bad: str = "",
    status: int = 200,
) -> Response:
    versions = await services.library.versions(session.actor)
    return page(
        request,
        "documents.html",
        session=session,
        status=status,
        tab="documents",
        shelves=shelves(versions),
        good=good,
        bad=bad,
    )


async def _draft(
    request: Request,
    services: WebServices,
    session: Session,
    name: str,
    *,
    number: int = 1,
    typed: dict[str, str] | None = None,
    good: str = "",
    bad: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    seen = await services.library.look_at(session.actor, name, DocumentState.DRAFT)
    pages = pages_of(seen.document)
    if number > pages:
        raise DocumentUnknown
    return page(
        request,
        "document_draft.html",
        session=session,
        status=status,
        tab="documents",
        version=seen.version,
        mark=seen.mark,
        is_update=any(one.state is DocumentState.LIVE for one in seen.history),
        fields=fields_of(texts_of(request), seen.document.facts, typed),
        parts=parts(seen.document, number - 1, brief=True),
        number=number,
        count=shown_of(seen.document),
        pages=pages,
        wrong=wrong,
        good=good,
        bad=bad,
    )
