"""Invitations, sessions and link codes: the ways in, each of which can be used up."""

from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from staff.errors import HandleTaken
from staff.model import Actor, Invitation, LinkCode, Session, StaffId, UnitId
from storage.failures import violates
from storage.repositories.repository import Repository
from storage.tables.staff import ACCOUNTS, INVITATIONS, LINK_CODES, SESSIONS


class Doors(Repository):
    """The door part of ``StaffStore``. It compares no times: use cases know what is expired."""

    async def add_invitation(self, invitation: Invitation) -> None:
        """Store an invitation; ``HandleTaken`` if an account or stored invitation has it."""
        handle = invitation.handle
        taken = exists().where(ACCOUNTS.c.handle == handle)
        invited = exists().where(INVITATIONS.c.handle == handle)
        if await self._value(select(taken | invited)):
            raise HandleTaken
        row = {
            "token_hash": invitation.token_hash,
            "handle": handle,
            "title": invitation.title,
            "unit_id": invitation.unit_id,
            "roles": invitation.roles,
            "expires_at": invitation.expires_at,
        }
        try:
            await self._run(insert(INVITATIONS).values(row))
        except IntegrityError as error:
            if violates(error, "invitations", "handle"):
                raise HandleTaken from None
            raise

    async def drop_invitation(self, handle: str) -> None:
        """Delete the invitation for this handle, if there is one."""
        await self._run(delete(INVITATIONS).where(INVITATIONS.c.handle == handle))

    async def invitation(self, token_hash: bytes) -> Invitation | None:
        """Return the invitation with this hash, or None."""
        row = await self._first(select(INVITATIONS).where(INVITATIONS.c.token_hash == token_hash))
        if row is None:
            return None
        return Invitation(
            row.token_hash, row.handle, row.title, UnitId(row.unit_id), row.roles, row.expires_at
        )

    async def take_invitation(self, token_hash: bytes) -> bool:
        """Delete the invitation; say whether it was there."""
        found = INVITATIONS.c.token_hash == token_hash
        return await self._run(delete(INVITATIONS).where(found)) == 1

    async def add_session(self, session: Session) -> None:
        """Store a session. Unit and roles are not kept: they are the account's, at each look."""
        row = {
            "token_hash": session.token_hash,
            "staff_id": session.actor.staff_id,
            "csrf": session.csrf,
            "unlock_half": session.unlock_half,
            "last_seen": session.last_seen,
            "expires_at": session.expires_at,
        }
        await self._run(insert(SESSIONS).values(row))

    async def session(self, token_hash: bytes) -> Session | None:
        """Return the session of an active account, or None."""
        row = await self._first(
            select(SESSIONS, ACCOUNTS.c.unit_id, ACCOUNTS.c.roles)
            .join(ACCOUNTS, ACCOUNTS.c.id == SESSIONS.c.staff_id)
            .where(SESSIONS.c.token_hash == token_hash, ACCOUNTS.c.active)
        )
        if row is None:
            return None
        actor = Actor(StaffId(row.staff_id), UnitId(row.unit_id), row.roles)
        return Session(
            row.token_hash, actor, row.csrf, row.unlock_half, row.last_seen, row.expires_at
        )

    async def touch_session(self, token_hash: bytes, seen: datetime) -> None:
        """Move a session's last-seen mark."""
        found = SESSIONS.c.token_hash == token_hash
        await self._run(update(SESSIONS).where(found).values(last_seen=seen))

    async def drop_session(self, token_hash: bytes) -> None:
        """Delete one session."""
        await self._run(delete(SESSIONS).where(SESSIONS.c.token_hash == token_hash))

    async def drop_sessions_of(self, staff_id: StaffId) -> None:
        """Delete every session of an account."""
        await self._run(delete(SESSIONS).where(SESSIONS.c.staff_id == staff_id))

    async def add_link_code(self, link: LinkCode) -> None:
        """Store a link code."""
        row = {
            "code_hash": link.code_hash,
            "staff_id": link.staff_id,
            "unit_id": link.unit_id,
            "expires_at": link.expires_at,
        }
        await self._run(insert(LINK_CODES).values(row))

    async def take_link_code(self, code_hash: bytes) -> LinkCode | None:
        """Delete and return the link code, or None; a code works once."""
        found = LINK_CODES.c.code_hash == code_hash
        row = await self._first(delete(LINK_CODES).where(found).returning(LINK_CODES))
        if row is None:
            return None
        return LinkCode(
            row.code_hash,
            row.expires_at,
            None if row.staff_id is None else StaffId(row.staff_id),
            None if row.unit_id is None else UnitId(row.unit_id),
        )

    async def drop_expired(self, now: datetime) -> int:
        """Delete invitations, sessions and link codes whose time is over; return how many."""
        gone = 0
        for table in (INVITATIONS, SESSIONS, LINK_CODES):
            gone += await self._run(delete(table).where(table.c.expires_at <= now))
        return gone
