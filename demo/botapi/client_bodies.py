"""The JSON bodies of the Client API, except sending (`people_content`) and faults."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class UserBody(_Body):
    """POST /client/users"""

    first_name: str = Field(min_length=1)
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    id: int | None = Field(None, gt=0)


class GroupBody(_Body):
    """POST /client/groups; the first member owns the group"""

    title: str = Field(min_length=1)
    members: list[int]
    type: Literal["group", "supergroup"] = "supergroup"


class EditBody(_Body):
    """POST /client/edit"""

    viewer: int
    chat: int
    message_id: int
    text: str


class DeleteBody(_Body):
    """POST /client/delete"""

    viewer: int
    chat: int
    message_ids: list[int]


class PressBody(_Body):
    """POST /client/press"""

    viewer: int
    chat: int
    message_id: int
    data: str


class BlockBody(_Body):
    """POST /client/block"""

    viewer: int
    blocked: bool


class BotInGroupBody(_Body):
    """POST /client/bot-in-group"""

    viewer: int
    chat: int
    status: Literal["member", "kicked"]


class UpgradeBody(_Body):
    """POST /client/upgrade"""

    viewer: int
    chat: int


class ClockBody(_Body):
    """POST /control/clock"""

    shift_s: int


class FloodBody(_Body):
    """POST /control/flood"""

    on: bool


class EmptyBody(_Body):
    """POST /control/reset"""
