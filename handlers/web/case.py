"""One case: what is shown of it, and the acts on it. Words arrive and leave sealed."""

from base64 import b64encode
from enum import StrEnum
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from handlers.texts.catalog import Texts
from handlers.web.fields import Base64Bytes
from handlers.web.guard import Services, Signed, SignedPost
from handlers.web.inbox_list import rail
from handlers.web.pages import page, texts_of
from handlers.web.people import titles, unit_names
from inbox.casework import OpenCase
from inbox.model import (
    FAMILY,
    MOVES,
    AuditEntry,
    CaseNumber,
    Danger,
    Reason,
    Status,
    Subject,
    When,
)
from staff.model import StaffId

router = APIRouter(prefix="/case/{number}")


USUAL_REASON: dict[Status, Reason] = {
    Status.RECEIVED: Reason.FIRST_LOOK,
    Status.NEEDS_INFORMATION: Reason.MISSING_DETAILS,
    Status.FORWARDED: Reason.OTHER_AUTHORITY,
    Status.VERIFYING: Reason.CHECKING_STARTED,
    Status.RESOLVED: Reason.HANDLED,
    Status.UNFOUNDED: Reason.NOT_ENOUGH_TO_CHECK,
    Status.OUT_OF_SCOPE: Reason.OTHER_AUTHORITY,
    Status.MEDIATED: Reason.PARTIES_AGREED,
    Status.MEDIATION_FAILED: Reason.PARTIES_DISAGREED,
    Status.MERGED: Reason.SAME_AS_EARLIER,
}
"""The reason the page offers first for each status; the reviewer may choose another."""

Seen = Annotated[int | None, Field(ge=0, le=1_000_000)]
"""How many messages the page showed when the words were written."""


class Sealed(BaseModel):
    """A message or note, sealed in the browser."""

    sealed: Base64Bytes
    seen: Seen = None


class Moved(BaseModel):
    """A move of status; ``sealed`` holds words for the reporter, if any."""

    status: Status
    reason: Reason
    sealed: Base64Bytes | None = None
    seen: Seen = None


@router.get("")
async def case_page(
    request: Request, services: Services, session: Signed, number: CaseNumber
) -> Response:
    """Show the case; the browser opens what is sealed."""
    case = await services.casework.open(session.actor, number)
    texts, names = texts_of(request), await titles(services)
    return page(
        request,
        "case.html",
        session=session,
        case=case,
        header=case.header,
        family_of=FAMILY,
        sealed=sealed_json(case) | {"me": session.actor.staff_id},
        fact_words=fact_words(texts),
        audit_words=partial(audit_words, texts),
        moves=[status for status in Status if status in MOVES[case.header.status]],
        can_ask=Status.NEEDS_INFORMATION in MOVES[case.header.status],
        reasons=tuple(Reason),
        usual=USUAL_REASON,
        area=services.areas.label(case.header.area_code),
        titles=names,
        colleagues={
            staff_id: names[staff_id]
            for staff_id in case.colleagues
            if staff_id in names and staff_id not in (session.actor.staff_id, case.header.assignee)
        },
        units=await unit_names(services),
        views=await rail(services, session.actor),
    )


@router.post("/reply")
async def reply(
    services: Services, session: SignedPost, number: CaseNumber, body: Sealed
) -> Response:
    """Add a message for the reporter."""
    await services.casework.reply(session.actor, number, body.sealed, body.seen)
    return _done(number)


@router.post("/ask")
async def ask(
    services: Services, session: SignedPost, number: CaseNumber, body: Sealed
) -> Response:
    """Ask the reporter for more: the words and the move are one act."""
    await services.casework.move(
        session.actor,
        number,
        Status.NEEDS_INFORMATION,
        Reason.MISSING_DETAILS,
        body.sealed,
        body.seen,
    )
    return _done(number)


@router.post("/note")
async def note(
    services: Services, session: SignedPost, number: CaseNumber, body: Sealed
) -> Response:
    """Add an internal note, which no mailbox can open."""
    await services.casework.note(session.actor, number, body.sealed)
    return _done(number)


@router.post("/move")
async def move(
    services: Services, session: SignedPost, number: CaseNumber, body: Moved
) -> Response:
    """Move the status with a reason, and words for the reporter if there are any."""
    await services.casework.move(
        session.actor, number, body.status, body.reason, body.sealed, body.seen
    )
    return _done(number)


@router.post("/assign")
async def assign(
    services: Services,
    session: SignedPost,
    number: CaseNumber,
    to: Annotated[str, Form(max_length=32)],
) -> Response:
    """Take the case (``me``), give it back (``nobody``), or hand it to a colleague's id."""
    own: dict[str, StaffId | None] = {"me": session.actor.staff_id, "nobody": None}
    holder = own.get(to, StaffId(to))
    await services.casework.assign(session.actor, number, holder)
    return RedirectResponse(f"/case/{number}", 303)


def sealed_json(case: OpenCase) -> dict[str, object]:
    """Return the sealed parts as the page's script reads them."""
    header = case.header
    return {
        "caseId": header.id,
        "number": header.number,
        "keyId": case.envelope.key_id,
        "envelope": _text(case.envelope.sealed),
        "caseKey": _text(header.case_public_key),
        "notesKey": _text(header.notes_public_key),
        "messages": [
            {"author": message.author, "sealed": _text(message.sealed)}
            for message in case.messages
        ],
        "notes": [_text(note.sealed) for note in case.notes],
    }


def fact_words(texts: Texts) -> dict[str, dict[str, str]]:
    """Return what the script needs to put the first message's answers into words."""
    names = ("danger", "when", "subject", "landmark", "people", "wish")
    answers: dict[str, type[StrEnum]] = {"danger": Danger, "when": When, "subject": Subject}
    return {
        "names": {name: texts.plain(f"web.fact.{name}") for name in names},
        "values": {
            f"{name}.{value}": texts.plain(f"{name}.{value}")
            for name, values in answers.items()
            for value in values
        },
    }


def audit_words(texts: Texts, entry: AuditEntry) -> str:
    """Return one line of the timeline; an act this page does not know is still shown."""
    known = texts.keys()
    key, detail = f"audit.{entry.action}", f"status.{entry.detail}"
    act = texts.plain(key if key in known else "audit.other")
    return f"{act}: {texts.plain(detail)}" if detail in known else act


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def _done(number: CaseNumber) -> Response:
    return JSONResponse({"next": f"/case/{number}"})
