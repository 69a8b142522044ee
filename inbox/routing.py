"""Who a report goes to, and which offices never see it. Pure; tables and one function.

The defaults by category are those of the intake form; the conflict rules are the house's
promise 4: an office complained about, those below it and those under the same head get no
envelope, no row, no count and no notice. Units of another province never come into play.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inbox.categories import Category
from inbox.errors import NobodyCanOpen
from inbox.model import Draft, Subject
from staff.model import Recipient, Unit, UnitId, UnitKind


@dataclass(frozen=True, slots=True)
class Step:
    """A place to try: a kind of office, in the commune of the report or in its province."""

    kind: UnitKind
    in_commune: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes. ``excluded_units`` were kept out for a conflict, for the tests to see.

    ``recipients`` are ordered by account and never empty.
    """

    unit_id: UnitId
    recipients: tuple[Recipient, ...]
    excluded_units: frozenset[UnitId]


COMMUNE_POLICE: Final = Step(UnitKind.COMMUNE_POLICE, in_commune=True)
COMMUNE_COMMITTEE: Final = Step(UnitKind.COMMUNE_COMMITTEE, in_commune=True)
COMMUNE_FRONT: Final = Step(UnitKind.FRONT, in_commune=True)
PROVINCE_POLICE: Final = Step(UnitKind.PROVINCE_POLICE)
POLICE_INSPECTORATE: Final = Step(UnitKind.POLICE_INSPECTORATE)
STATE_INSPECTORATE: Final = Step(UnitKind.STATE_INSPECTORATE)
PROVINCE_COMMITTEE: Final = Step(UnitKind.PROVINCE_COMMITTEE)
PROVINCE_FRONT: Final = Step(UnitKind.FRONT)

_PROVINCE_CRIME: Final = (PROVINCE_POLICE, POLICE_INSPECTORATE, PROVINCE_COMMITTEE)
_LOCAL_CRIME: Final = (COMMUNE_POLICE, *_PROVINCE_CRIME)

BY_CATEGORY: Final[Mapping[Category, tuple[Step, ...]]] = {
    Category.DRUGS: _LOCAL_CRIME,
    Category.THEFT: _LOCAL_CRIME,
    Category.ROBBERY: _LOCAL_CRIME,
    Category.FRAUD: _PROVINCE_CRIME,
    Category.GAMBLING_LOANSHARK: _LOCAL_CRIME,
    Category.TRAFFICKING: _PROVINCE_CRIME,
    Category.VIOLENCE: _LOCAL_CRIME,
    Category.DOMESTIC_VIOLENCE: _LOCAL_CRIME,
    Category.CHILD_ABUSE: _PROVINCE_CRIME,
    Category.WEAPONS_FIREWORKS: _LOCAL_CRIME,
    Category.TRAFFIC: _PROVINCE_CRIME,
    Category.ENVIRONMENT: _PROVINCE_CRIME,
    Category.SMUGGLING_FAKES: _PROVINCE_CRIME,
    Category.PROSTITUTION: _PROVINCE_CRIME,
    Category.CORRUPTION: (STATE_INSPECTORATE, POLICE_INSPECTORATE, PROVINCE_COMMITTEE),
    Category.PUBLIC_ORDER: (COMMUNE_COMMITTEE, *_LOCAL_CRIME),
    Category.OTHER_TIP: _PROVINCE_CRIME,
    Category.OFFICER_CONDUCT: (
        POLICE_INSPECTORATE,
        STATE_INSPECTORATE,
        PROVINCE_COMMITTEE,
        PROVINCE_POLICE,
    ),
    Category.SLOW_PROCEDURE: (
        PROVINCE_POLICE,
        PROVINCE_COMMITTEE,
        STATE_INSPECTORATE,
        POLICE_INSPECTORATE,
    ),
    Category.LAND_RESIDENCE: (
        COMMUNE_COMMITTEE,
        COMMUNE_FRONT,
        PROVINCE_COMMITTEE,
        PROVINCE_FRONT,
        PROVINCE_POLICE,
    ),
    Category.NOISE_ORDER: (COMMUNE_POLICE, COMMUNE_COMMITTEE, PROVINCE_POLICE, PROVINCE_COMMITTEE),
    Category.MEDIATION: (
        COMMUNE_FRONT,
        COMMUNE_COMMITTEE,
        PROVINCE_FRONT,
        PROVINCE_COMMITTEE,
        PROVINCE_POLICE,
    ),
    Category.SUGGESTION: (
        COMMUNE_FRONT,
        COMMUNE_POLICE,
        PROVINCE_FRONT,
        PROVINCE_POLICE,
        PROVINCE_COMMITTEE,
    ),
    Category.PRAISE: (PROVINCE_POLICE, PROVINCE_COMMITTEE, PROVINCE_FRONT),
    Category.RETALIATION: (
        POLICE_INSPECTORATE,
        STATE_INSPECTORATE,
        PROVINCE_COMMITTEE,
        PROVINCE_POLICE,
    ),
    Category.OTHER_GRIEVANCE: (PROVINCE_COMMITTEE, PROVINCE_POLICE, PROVINCE_FRONT),
}
"""Which offices to try, in order, when the report is about no office."""

BY_SUBJECT: Final[Mapping[Subject, tuple[Step, ...]]] = {
    Subject.COMMUNE_POLICE: (
        POLICE_INSPECTORATE,
        STATE_INSPECTORATE,
        PROVINCE_POLICE,
        PROVINCE_COMMITTEE,
    ),
    Subject.COMMUNE_COMMITTEE: (
        STATE_INSPECTORATE,
        PROVINCE_COMMITTEE,
        PROVINCE_POLICE,
        PROVINCE_FRONT,
    ),
    Subject.PROVINCE_POLICE: (STATE_INSPECTORATE, PROVINCE_FRONT),
    Subject.PROVINCE_COMMITTEE: (PROVINCE_FRONT, PROVINCE_POLICE, POLICE_INSPECTORATE),
}
"""Which offices to try when the report is about one: always over its head."""

SHARES_THE_HEAD: Final[Mapping[Subject, frozenset[UnitKind]]] = {
    # The head of the police sits on the committee of the same level; the state inspectorate
    # is an organ of the province committee.
    Subject.PROVINCE_POLICE: frozenset(
        {
            UnitKind.PROVINCE_POLICE,
            UnitKind.POLICE_INSPECTORATE,
            UnitKind.COMMUNE_POLICE,
            UnitKind.PROVINCE_COMMITTEE,
        }
    ),
    Subject.PROVINCE_COMMITTEE: frozenset(
        {
            UnitKind.PROVINCE_COMMITTEE,
            UnitKind.STATE_INSPECTORATE,
            UnitKind.COMMUNE_COMMITTEE,
        }
    ),
}
"""What a report about a province office keeps out. About a commune office: all of the commune."""

ABOUT_AN_OFFICE: Final = frozenset(
    {
        Category.CORRUPTION,
        Category.OFFICER_CONDUCT,
        Category.SLOW_PROCEDURE,
        Category.RETALIATION,
    }
)
"""Categories that concern some office even when the reporter could not say which."""


def choose(
    draft: Draft,
    units: Sequence[Unit],
    recipients: Sequence[Recipient],
    province_of: Callable[[str], str],
) -> Route:
    """Choose the unit and the people a report is sealed to.

    Every active reviewer of the chosen unit, and the coordinators of the province's own units
    that are not excluded: a province desk sees every case of its province without a conflict.
    Where an office is complained about and not named, coordinators elsewhere are left out,
    since theirs may be the one. Raises ``NobodyCanOpen`` if no unit of the chain has anyone.
    """
    here = _Here(draft.area_code, province_of(draft.area_code))
    local = [unit for unit in units if province_of(unit.area_code) == here.province]
    excluded = frozenset(unit.id for unit in local if _is_excluded(unit, draft, here))
    able = [unit for unit in local if unit.id not in excluded]
    unit = _first_staffed(draft, here, able, {recipient.unit_id for recipient in recipients})
    desks = _desks(draft, here, able)
    chosen = [
        recipient
        for recipient in recipients
        if recipient.unit_id == unit.id
        or (recipient.is_coordinator and recipient.unit_id in desks)
    ]
    return Route(unit.id, tuple(sorted(chosen, key=lambda r: r.staff_id)), excluded)


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a report is about: the area said (a commune or a province) and its province."""

    area: str
    province: str


def _first_staffed(
    draft: Draft, here: _Here, able: Iterable[Unit], staffed: Container[UnitId]
) -> Unit:
    candidates = sorted((u for u in able if u.id in staffed), key=lambda unit: unit.id)
    for step in BY_SUBJECT.get(draft.subject, BY_CATEGORY[draft.category]):
        place = here.area if step.in_commune else here.province
        for unit in candidates:
            if unit.kind is step.kind and unit.area_code == place:
                return unit
    raise NobodyCanOpen


def _desks(draft: Draft, here: _Here, able: Iterable[Unit]) -> frozenset[UnitId]:
    if _concerns_unnamed_office(draft):
        return frozenset()
    return frozenset(unit.id for unit in able if unit.area_code == here.province)


def _is_excluded(unit: Unit, draft: Draft, here: _Here) -> bool:
    if draft.subject in SHARES_THE_HEAD:
        return unit.kind in SHARES_THE_HEAD[draft.subject]
    is_of_commune = unit.area_code != here.province and here.area in (
        unit.area_code,
        here.province,
    )
    return is_of_commune and (
        draft.subject is not Subject.NOBODY_OFFICIAL or draft.category in ABOUT_AN_OFFICE
    )


def _concerns_unnamed_office(draft: Draft) -> bool:
    is_unnamed = draft.subject is Subject.NOBODY_OFFICIAL and draft.category in ABOUT_AN_OFFICE
    return is_unnamed or draft.subject is Subject.UNSURE
