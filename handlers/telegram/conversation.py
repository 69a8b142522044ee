"""What a conversation is at, in this process's memory and nowhere else.

A draft never reaches a disk, a queue or another process. No locks: the poller hands over one
chat's updates in order (``bot/ordering.py``).
"""

import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from handlers.telegram.patience import MAX_CHATS, Monotonic

LIFE_S: Final = 30 * 60
"""How long an untouched draft lives (30 minutes, and the citizen is told)."""


class _Entry:
    __slots__ = ("data", "state", "touched")

    def __init__(self, touched: float) -> None:
        self.state: str | None = None
        self.data: dict[str, Any] = {}
        self.touched = touched


class BoundedMemoryStorage(BaseStorage):
    """At most ``max_chats`` conversations of ``life_s`` seconds each.

    A conversation is wiped when it expires (by :meth:`sweep`, which every write runs), when it
    is finished, and when there are too many: the least recently used goes first.
    """

    def __init__(
        self,
        max_chats: int = MAX_CHATS,
        life_s: float = LIFE_S,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self._max_chats = max_chats
        self._life_s = life_s
        self._monotonic = monotonic
        self._entries: OrderedDict[StorageKey, _Entry] = OrderedDict()

    @property
    def size(self) -> int:
        """How many conversations are remembered. Not ``__len__``: aiogram tests a storage for
        truth, and would put its own unbounded one in the place of an empty one."""
        return len(self._entries)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the step, or forget it with None."""
        name = state.state if isinstance(state, State) else state
        if name is None and key not in self._entries:
            return
        self._touch(key).state = name
        self._drop_if_empty(key)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the step, or None when there is none or it expired."""
        entry = self._living(key)
        return entry.state if entry else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what is kept beside the step."""
        if not data and key not in self._entries:
            return
        self._touch(key).data = dict(data)
        self._drop_if_empty(key)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return a copy of what is kept, empty when there is nothing or it expired."""
        entry = self._living(key)
        return dict(entry.data) if entry else {}

    async def close(self) -> None:
        """Wipe everything."""
        self._entries.clear()

    def sweep(self) -> int:
        """Wipe what expired; return how many. Cheap: entries stand in order of last use."""
        limit = self._monotonic() - self._life_s
        wiped = 0
        while self._entries and next(iter(self._entries.values())).touched <= limit:
            self._entries.popitem(last=False)
            wiped += 1
        return wiped

    def _living(self, key: StorageKey) -> _Entry | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.touched <= self._monotonic() - self._life_s:
            del self._entries[key]
            return None
        return entry

    def _touch(self, key: StorageKey) -> _Entry:
        self.sweep()
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(self._monotonic())
        entry.touched = self._monotonic()
        self._entries.move_to_end(key)
        if len(self._entries) > self._max_chats:
            self._entries.popitem(last=False)
        return entry

    def _drop_if_empty(self, key: StorageKey) -> None:
        entry = self._entries[key]
        if entry.state is None and not entry.data:
            del self._entries[key]


class Languages:
    """Which language a chat chose, in memory only; forgotten at a restart and when crowded."""

    def __init__(self, max_chats: int = MAX_CHATS) -> None:
        self._max_chats = max_chats
        self._chosen: OrderedDict[int, str] = OrderedDict()

    def of(self, chat_id: int, language_code: str | None) -> str:
        """Return the chosen language, else English for English phones, else Vietnamese."""
        chosen = self._chosen.get(chat_id)
        if chosen is not None:
            return chosen
        return "en" if (language_code or "").lower().startswith("en") else "vi"

    def choose(self, chat_id: int, locale: str) -> None:
        """Remember the choice."""
        self._chosen[chat_id] = locale
        self._chosen.move_to_end(chat_id)
        if len(self._chosen) > self._max_chats:
            self._chosen.popitem(last=False)

    def forget(self, chat_id: int) -> None:
        """Drop the choice."""
        self._chosen.pop(chat_id, None)
