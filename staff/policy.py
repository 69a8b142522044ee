"""The one permission table. Use cases ask it; edges may ask it only to hide buttons.

That a reviewer sees a case at all is not decided here: it follows from holding an envelope
of that case (inbox), because a key that was never made cannot be granted by a role.
"""

from enum import StrEnum

from staff.errors import NotAllowed
from staff.model import Actor, Role


class Action(StrEnum):
    """Everything that asks for leave."""

    LIST_CASES = "list_cases"
    OPEN_CASE = "open_case"
    REPLY = "reply"
    WRITE_NOTE = "write_note"
    MOVE_STATUS = "move_status"
    ASSIGN = "assign"
    COMPOSE_BROADCAST = "compose_broadcast"
    APPROVE_BROADCAST = "approve_broadcast"
    CANCEL_BROADCAST = "cancel_broadcast"
    MANAGE_STAFF = "manage_staff"
    MANAGE_UNITS = "manage_units"
    EDIT_ARTICLES = "edit_articles"
    SEE_FIGURES = "see_figures"


_CASEWORK = frozenset({Role.REVIEWER, Role.COORDINATOR})
_OFFICIALS = frozenset({Role.OFFICIAL})
_ADMINS = frozenset({Role.ADMIN})

GRANTS: dict[Action, frozenset[Role]] = {
    Action.LIST_CASES: _CASEWORK,
    Action.OPEN_CASE: _CASEWORK,
    Action.REPLY: _CASEWORK,
    Action.WRITE_NOTE: _CASEWORK,
    Action.MOVE_STATUS: _CASEWORK,
    Action.ASSIGN: _CASEWORK,
    Action.COMPOSE_BROADCAST: _OFFICIALS,
    Action.APPROVE_BROADCAST: _OFFICIALS,
    Action.CANCEL_BROADCAST: _OFFICIALS,
    Action.MANAGE_STAFF: _ADMINS,
    Action.MANAGE_UNITS: _ADMINS,
    Action.EDIT_ARTICLES: frozenset({Role.COORDINATOR}),
    Action.SEE_FIGURES: frozenset({Role.COORDINATOR, Role.OFFICIAL}),
}


def is_allowed(actor: Actor, action: Action) -> bool:
    """Say whether any of the actor's roles grants the action. Pure; never raises."""
    return bool(actor.roles & GRANTS[action])


def require(actor: Actor, action: Action) -> None:
    """Raise :class:`NotAllowed` unless one of the actor's roles grants the action."""
    if not is_allowed(actor, action):
        raise NotAllowed(action.value)
