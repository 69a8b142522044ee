"""A small office in a real database: an author, a second official, and subscribers."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.vault import KeyVault
from delivery.broadcasts import Broadcasts
from delivery.model import (
    Audience,
    Broadcast,
    BroadcastId,
    BroadcastState,
    Content,
    Notice,
    NoticeKind,
    OutboxState,
    Progress,
    Topic,
)
from delivery.pacing import Pace, Pacer
from delivery.subscriptions import Subscriptions
from delivery.watch import ProgressListener
from delivery.worker import OutboxWorker, WorkerLimits
from staff.chats import ADDRESS_CONTEXT, CHAT_TAG_CONTEXT
from staff.model import (
    Account,
    Actor,
    Role,
    StaffId,
    StaffMember,
    Unit,
    UnitId,
    UnitKind,
    WrappedKey,
)
from storage.database import Database
from tests.databases import open_sqlite
from tests.delivery.scripted import FakeClock, ScriptedSender

UNIT = Unit(UnitId("ca-a"), "Công an A", UnitKind.COMMUNE_POLICE, "00001")
AUTHOR = StaffId("aaaa000000000001")
SECOND = StaffId("bbbb000000000002")
REVIEWER = StaffId("cccc000000000003")
CHATS = {AUTHOR: 101, SECOND: 102, REVIEWER: 103}
DUTY_GROUP = -100_200
EVERYBODY = Audience(Topic.WARNINGS, None)
NOTICE = Notice(NoticeKind.NEW_CASE, (("number", "VN-AAAAA"),))


@dataclass
class Office:
    """The use cases over one database, and what tests ask of it."""

    database: Database
    vault: KeyVault
    clock: FakeClock
    sender: ScriptedSender

    @property
    def broadcasts(self) -> Broadcasts:
        return Broadcasts(self.database.transaction, secrets.token_bytes)

    @property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self.database.transaction, self.vault, secrets.token_bytes)

    def worker(
        self,
        limits: WorkerLimits | None = None,
        listener: ProgressListener | None = None,
        owner: str = "worker",
        is_alone: bool = False,
        pace: Pace | None = None,
    ) -> OutboxWorker:
        pacer = Pacer(self.clock.monotonic, pace or Pace(overall_per_s=1e6))
        return OutboxWorker(
            self.database.transaction,
            self.sender,
            pacer,
            self.clock,
            owner,
            limits=limits,
            listener=listener,
            is_alone=is_alone,
        )

    async def subscribe(self, *chats: int, province: str | None = None) -> None:
        for chat in chats:
            await self.subscriptions.subscribe(chat, province, [Topic.WARNINGS])

    async def approved(self, content: Content | None = None) -> BroadcastId:
        """Compose and approve a broadcast for everybody."""
        draft = await self.draft(content)
        await self.broadcasts.approve(official(SECOND), draft.id, draft.digest)
        return draft.id

    async def draft(self, content: Content | None = None) -> Broadcast:
        content = content or Content("<b>Cảnh báo</b>")
        return await self.broadcasts.compose(official(AUTHOR), content, EVERYBODY)

    async def counts(self, broadcast_id: BroadcastId) -> dict[OutboxState, int]:
        return (await self.progress(broadcast_id)).counts

    async def progress(self, broadcast_id: BroadcastId) -> Progress:
        return await self.broadcasts.progress(broadcast_id)

    async def until_state(self, broadcast_id: BroadcastId, state: BroadcastState) -> None:
        """Wait until the broadcast is in that state."""
        async with asyncio.timeout(30):
            while (await self.broadcasts.get(broadcast_id)).state is not state:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def notify(self, target: StaffId | UnitId, notice: Notice = NOTICE) -> None:
        async with self.database.transaction() as work:
            if target == UNIT.id:
                await work.notices.to_unit(UNIT.id, notice)
            else:
                await work.notices.to_staff(StaffId(target), notice)
            await work.commit()

    def chat_of(self, address: bytes) -> int:
        return int(self.vault.open(address, ADDRESS_CONTEXT))

    def sent_to(self) -> list[int]:
        return [self.chat_of(call.address) for call in self.sender.calls]

    async def link(self, staff_id: StaffId, chat: int) -> None:
        async with self.database.transaction() as work:
            tag = self.vault.tag(str(chat).encode(), CHAT_TAG_CONTEXT)
            sealed = self.vault.seal(str(chat).encode(), ADDRESS_CONTEXT)
            await work.staff.link_staff_chat(staff_id, tag, sealed)
            await work.commit()


def official(staff_id: StaffId, *roles: Role) -> Actor:
    return Actor(staff_id, UNIT.id, frozenset(roles or {Role.OFFICIAL}))


def _account(staff_id: StaffId, handle: str, role: Role) -> Account:
    member = StaffMember(staff_id, handle, handle.title(), UNIT.id, frozenset({role}))
    key = WrappedKey(bytes(16), 600_000, bytes(12), bytes(64))
    return Account(member, staff_id.encode() * 2, key, bytes(32), bytes(32), 0)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = await open_sqlite(tmp_path)
    vault = KeyVault(b"k" * 32)
    built = Office(database, vault, FakeClock(), ScriptedSender())
    async with database.transaction() as work:
        await work.staff.add_unit(UNIT)
        await work.staff.add_account(_account(AUTHOR, "lan", Role.OFFICIAL))
        await work.staff.add_account(_account(SECOND, "minh", Role.OFFICIAL))
        await work.staff.add_account(_account(REVIEWER, "hoa", Role.REVIEWER))
        group = vault.seal(str(DUTY_GROUP).encode(), ADDRESS_CONTEXT)
        await work.staff.set_unit_chat(UNIT.id, group)
        await work.commit()
    for staff_id, chat in CHATS.items():
        await built.link(staff_id, chat)
    yield built
    await database.close()
