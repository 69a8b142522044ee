"""One transaction, and the repositories of every room inside it."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import NotWritable
from storage.repositories.articles import Articles
from storage.repositories.broadcasts import Broadcasts
from storage.repositories.cases import Cases
from storage.repositories.documents import Documents
from storage.repositories.gaps import Gaps, Votes
from storage.repositories.marks import Marks
from storage.repositories.notices import Notices
from storage.repositories.outbox import Outbox
from storage.repositories.staff import Staff
from storage.repositories.subscribers import Subscribers
from storage.repositories.words import OwnWordRows


class UnitOfWork:
    """The transaction of every room at once; made by ``Database`` only.

    Everything done through its stores becomes durable together at ``commit``, or not at all.
    """

    def __init__(self, connection: AsyncConnection, *, writable: bool = True) -> None:
        self._connection = connection
        self._writable = writable

    @cached_property
    def staff(self) -> Staff:
        """Units, accounts and the doors to them."""
        return Staff(self._connection)

    @cached_property
    def cases(self) -> Cases:
        """Reports."""
        return Cases(self._connection)

    @cached_property
    def documents(self) -> Documents:
        """Imported documents and their versions."""
        return Documents(self._connection)

    @cached_property
    def words(self) -> OwnWordRows:
        """What people say for official words, as staff wrote it."""
        return OwnWordRows(self._connection)

    @cached_property
    def gaps(self) -> Gaps:
        """What had no answer."""
        return Gaps(self._connection)

    @cached_property
    def votes(self) -> Votes:
        """Votes on answers."""
        return Votes(self._connection)

    @cached_property
    def articles(self) -> Articles:
        """Articles written by staff and their versions."""
        return Articles(self._connection)

    @cached_property
    def marks(self) -> Marks:
        """What answers are made from at this moment."""
        return Marks(self._connection)

    @cached_property
    def notices(self) -> Notices:
        """The queue of notices to staff."""
        return Notices(self._connection)

    @cached_property
    def outbox(self) -> Outbox:
        """What waits to be sent."""
        return Outbox(self._connection)

    @cached_property
    def broadcasts(self) -> Broadcasts:
        """Broadcasts and their progress."""
        return Broadcasts(self._connection)

    @cached_property
    def subscribers(self) -> Subscribers:
        """Who receives broadcasts."""
        return Subscribers(self._connection)

    async def commit(self) -> None:
        """Make everything since the start durable, or raise and leave nothing."""
        if not self._writable:
            raise NotWritable("opened for reading")
        await self._connection.commit()
