"""Every role against every action: a change of the table must change this picture too."""

import pytest

from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId, UnitId
from staff.policy import GRANTS, Action, is_allowed, require

# One letter per role: r reviewer, c coordinator, o official, a admin.
PICTURE = {
    Action.LIST_CASES: "rc",
    Action.OPEN_CASE: "rc",
    Action.REPLY: "rc",
    Action.WRITE_NOTE: "rc",
    Action.MOVE_STATUS: "rc",
    Action.ASSIGN: "rc",
    Action.COMPOSE_BROADCAST: "o",
    Action.APPROVE_BROADCAST: "o",
    Action.CANCEL_BROADCAST: "o",
    Action.MANAGE_STAFF: "a",
    Action.MANAGE_UNITS: "a",
    Action.EDIT_ARTICLES: "c",
    Action.SEE_FIGURES: "co",
}


def actor(*roles: Role) -> Actor:
    return Actor(StaffId("0" * 16), UnitId("ca-p-thu"), frozenset(roles))


def test_every_action_is_in_the_table() -> None:
    assert set(GRANTS) == set(Action) == set(PICTURE)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_exactly_this(action: Action, role: Role) -> None:
    allowed = role.value[0] in PICTURE[action]
    assert is_allowed(actor(role), action) is allowed
    if allowed:
        require(actor(role), action)
    else:
        with pytest.raises(NotAllowed):
            require(actor(role), action)


@pytest.mark.parametrize("action", list(Action))
def test_nobody_without_a_role_may_anything(action: Action) -> None:
    assert not is_allowed(actor(), action)


def test_roles_add_up() -> None:
    both = actor(Role.REVIEWER, Role.OFFICIAL)
    assert is_allowed(both, Action.REPLY)
    assert is_allowed(both, Action.APPROVE_BROADCAST)
    assert not is_allowed(both, Action.MANAGE_STAFF)
