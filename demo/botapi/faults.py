"""Misfortunes on order: what the next calls or updates shall suffer."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["429", "500", "reset", "timeout", "duplicate_update"]


class Fault(BaseModel):
    """One order: this ``kind``, for that ``method`` (any if None), so many ``times``.

    ``after``: the call takes effect first and only its answer is lost.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    method: str | None = None
    times: int = Field(1, ge=1)
    retry_after: int = Field(3, ge=1)
    after: bool = False


class FaultOrders(BaseModel):
    """The body of ``POST /control/faults``."""

    model_config = ConfigDict(extra="forbid")

    next: list[Fault]


@dataclass(slots=True)
class _Waiting:
    fault: Fault
    left: int


class FaultBox:
    """Orders not carried out yet, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    def order(self, faults: list[Fault]) -> None:
        """Add orders behind the ones still waiting."""
        self._waiting += [_Waiting(fault, fault.times) for fault in faults]

    def clear(self) -> None:
        """Forget every order."""
        self._waiting.clear()

    def for_call(self, method: str) -> Fault | None:
        """Take the fault this call shall suffer. Unnamed orders spare getUpdates."""
        if not self._waiting:
            return None
        name = method.lower()
        for waiting in self._waiting:
            fault = waiting.fault
            if fault.kind == "duplicate_update":
                continue
            if (fault.method.lower() if fault.method else name) == name and (
                fault.method or name != "getupdates"
            ):
                return self._take(waiting)
        return None

    def duplicates_update(self) -> bool:
        """Say whether the update being made now shall arrive twice."""
        for waiting in self._waiting:
            if waiting.fault.kind == "duplicate_update":
                self._take(waiting)
                return True
        return False

    def _take(self, waiting: _Waiting) -> Fault:
        waiting.left -= 1
        if not waiting.left:
            self._waiting.remove(waiting)
        return waiting.fault
