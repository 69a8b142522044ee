"""mypy is the judge here: the database must be what each room asks for."""

from delivery.ports import (
    BroadcastStore,
    DeliveryTransactions,
    NoticeQueue,
    OutboxStore,
    SubscriberStore,
)
from inbox.ports import CaseStore, InboxTransactions
from staff.ports import StaffStore, StaffTransactions
from storage.database import Database


def _typed(
    database: Database,
) -> tuple[StaffTransactions, InboxTransactions, DeliveryTransactions]:
    return database.transaction, database.transaction, database.transaction


def test_one_database_serves_every_room(database: Database):
    assert len(_typed(database)) == 3


async def test_every_store_has_every_method_of_its_port(database: Database):
    async with database.reading() as work:
        ports = {
            StaffStore: work.staff,
            CaseStore: work.cases,
            NoticeQueue: work.notices,
            OutboxStore: work.outbox,
            BroadcastStore: work.broadcasts,
            SubscriberStore: work.subscribers,
        }
        for port, store in ports.items():
            asked = {name for name in vars(port) if not name.startswith("_")}
            assert asked <= set(dir(store))
