from dataclasses import replace
from itertools import product

import pytest

from inbox.categories import CATEGORIES, Category, Kind
from inbox.errors import NobodyCanOpen
from inbox.model import Draft, Subject
from inbox.routing import ABOUT_AN_OFFICE, BY_CATEGORY, BY_SUBJECT, Route, choose
from staff.model import UnitKind
from tests.inbox.samples import (
    AREAS,
    GIA_SANG,
    NGHE_AN,
    QUAN_TRIEU,
    THAI_NGUYEN,
    YEN_THANH,
    draft,
    reader,
    unit,
    whole_province,
)

UNITS = whole_province(THAI_NGUYEN, QUAN_TRIEU, GIA_SANG) + whole_province(NGHE_AN, YEN_THANH)
EVERYBODY = [reader(office) for office in UNITS]
BY_ID = {office.id: office for office in UNITS}
POLICE, COMMITTEE, FRONT = UnitKind.COMMUNE_POLICE, UnitKind.COMMUNE_COMMITTEE, UnitKind.FRONT


def about(category: Category, subject=Subject.NOBODY_OFFICIAL, area=QUAN_TRIEU):
    kind = Kind.TIP if category in CATEGORIES[Kind.TIP] else Kind.GRIEVANCE
    return draft(kind=kind, category=category, subject=subject, area_code=area)


def route(report: Draft, units=UNITS, recipients=EVERYBODY) -> Route:
    return choose(report, units, recipients, AREAS.province_of)


def without(*kinds: UnitKind):
    """Everybody but those of these kinds of office in the province."""
    return [one for one in EVERYBODY if BY_ID[one.unit_id].kind not in kinds]


FIRST = {
    Category.DRUGS: UnitKind.COMMUNE_POLICE,
    Category.THEFT: UnitKind.COMMUNE_POLICE,
    Category.ROBBERY: UnitKind.COMMUNE_POLICE,
    Category.FRAUD: UnitKind.PROVINCE_POLICE,
    Category.GAMBLING_LOANSHARK: UnitKind.COMMUNE_POLICE,
    Category.TRAFFICKING: UnitKind.PROVINCE_POLICE,
    Category.VIOLENCE: UnitKind.COMMUNE_POLICE,
    Category.DOMESTIC_VIOLENCE: UnitKind.COMMUNE_POLICE,
    Category.CHILD_ABUSE: UnitKind.PROVINCE_POLICE,
    Category.WEAPONS_FIREWORKS: UnitKind.COMMUNE_POLICE,
    Category.TRAFFIC: UnitKind.PROVINCE_POLICE,
    Category.ENVIRONMENT: UnitKind.PROVINCE_POLICE,
    Category.SMUGGLING_FAKES: UnitKind.PROVINCE_POLICE,
    Category.PROSTITUTION: UnitKind.PROVINCE_POLICE,
    Category.CORRUPTION: UnitKind.STATE_INSPECTORATE,
    Category.PUBLIC_ORDER: UnitKind.COMMUNE_COMMITTEE,
    Category.OTHER_TIP: UnitKind.PROVINCE_POLICE,
    Category.OFFICER_CONDUCT: UnitKind.POLICE_INSPECTORATE,
    Category.SLOW_PROCEDURE: UnitKind.PROVINCE_POLICE,
    Category.LAND_RESIDENCE: UnitKind.COMMUNE_COMMITTEE,
    Category.NOISE_ORDER: UnitKind.COMMUNE_POLICE,
    Category.MEDIATION: UnitKind.FRONT,
    Category.SUGGESTION: UnitKind.FRONT,
    Category.PRAISE: UnitKind.PROVINCE_POLICE,
    Category.RETALIATION: UnitKind.POLICE_INSPECTORATE,
    Category.OTHER_GRIEVANCE: UnitKind.PROVINCE_COMMITTEE,
}
COMMUNE_KINDS = {UnitKind.COMMUNE_POLICE, UnitKind.COMMUNE_COMMITTEE}
LOCAL_FRONT = {Category.MEDIATION, Category.SUGGESTION}


def test_every_category_has_a_row():
    assert set(BY_CATEGORY) == set(Category) == set(FIRST)


@pytest.mark.parametrize(("category", "kind"), FIRST.items())
def test_the_first_recipient_of_a_category(category, kind):
    chosen = BY_ID[route(about(category)).unit_id]
    is_local = kind in COMMUNE_KINDS or category in LOCAL_FRONT
    assert (chosen.kind, chosen.area_code) == (kind, QUAN_TRIEU if is_local else THAI_NGUYEN)


@pytest.mark.parametrize("category", Category)
def test_a_report_about_a_whole_province_goes_to_the_province(category):
    chosen = BY_ID[route(about(category, area=THAI_NGUYEN)).unit_id]
    assert chosen.area_code == THAI_NGUYEN


@pytest.mark.parametrize(
    ("subject", "kind", "next_kind"),
    [
        (Subject.COMMUNE_POLICE, UnitKind.POLICE_INSPECTORATE, UnitKind.STATE_INSPECTORATE),
        (Subject.COMMUNE_COMMITTEE, UnitKind.STATE_INSPECTORATE, UnitKind.PROVINCE_COMMITTEE),
        (Subject.PROVINCE_POLICE, UnitKind.STATE_INSPECTORATE, UnitKind.FRONT),
        (Subject.PROVINCE_COMMITTEE, UnitKind.FRONT, UnitKind.PROVINCE_POLICE),
    ],
)
@pytest.mark.parametrize("category", Category)
def test_a_report_about_an_office_goes_over_its_head(subject, kind, next_kind, category):
    report = about(category, subject)
    for recipients, expected in ((EVERYBODY, kind), (without(kind), next_kind)):
        chosen = BY_ID[route(report, recipients=recipients).unit_id]
        assert (chosen.kind, chosen.area_code) == (expected, THAI_NGUYEN)


EXCLUDED = {
    Subject.COMMUNE_POLICE: {(POLICE, QUAN_TRIEU), (COMMITTEE, QUAN_TRIEU), (FRONT, QUAN_TRIEU)},
    Subject.COMMUNE_COMMITTEE: {
        (POLICE, QUAN_TRIEU),
        (COMMITTEE, QUAN_TRIEU),
        (FRONT, QUAN_TRIEU),
    },
    Subject.UNSURE: {(POLICE, QUAN_TRIEU), (COMMITTEE, QUAN_TRIEU), (FRONT, QUAN_TRIEU)},
    Subject.PROVINCE_POLICE: {
        (UnitKind.PROVINCE_POLICE, THAI_NGUYEN),
        (UnitKind.POLICE_INSPECTORATE, THAI_NGUYEN),
        (UnitKind.PROVINCE_COMMITTEE, THAI_NGUYEN),
        (POLICE, QUAN_TRIEU),
        (POLICE, GIA_SANG),
    },
    Subject.PROVINCE_COMMITTEE: {
        (UnitKind.PROVINCE_COMMITTEE, THAI_NGUYEN),
        (UnitKind.STATE_INSPECTORATE, THAI_NGUYEN),
        (COMMITTEE, QUAN_TRIEU),
        (COMMITTEE, GIA_SANG),
    },
}


@pytest.mark.parametrize(("subject", "offices"), EXCLUDED.items())
def test_who_is_kept_out(subject, offices):
    excluded = route(about(Category.THEFT, subject)).excluded_units
    assert {(BY_ID[one].kind, BY_ID[one].area_code) for one in excluded} == offices


@pytest.mark.parametrize("category", Category)
def test_an_unnamed_office_is_taken_for_one_of_the_commune(category):
    excluded = route(about(category)).excluded_units
    offices = {(BY_ID[one].kind, BY_ID[one].area_code) for one in excluded}
    assert offices == (EXCLUDED[Subject.UNSURE] if category in ABOUT_AN_OFFICE else set())


def test_without_a_commune_every_commune_office_of_the_province_is_kept_out():
    report = about(Category.OFFICER_CONDUCT, Subject.COMMUNE_POLICE, area=THAI_NGUYEN)
    excluded = {BY_ID[one].area_code for one in route(report).excluded_units}
    assert excluded == {QUAN_TRIEU, GIA_SANG}


@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("area", [QUAN_TRIEU, THAI_NGUYEN])
@pytest.mark.parametrize("are_coordinators", [False, True])
def test_whoever_is_missing_nobody_excluded_or_foreign_ever_reads(subject, area, are_coordinators):
    everybody = [replace(one, is_coordinator=are_coordinators) for one in EVERYBODY]
    kinds = [*UnitKind, None]
    for category, gone, also_gone in product(Category, kinds, kinds):
        left = [one for one in everybody if BY_ID[one.unit_id].kind not in (gone, also_gone)]
        try:
            chosen = route(about(category, subject, area), recipients=left)
        except NobodyCanOpen:
            continue
        read_by = {one.unit_id for one in chosen.recipients}
        assert read_by
        assert not read_by & chosen.excluded_units
        assert {AREAS.province_of(BY_ID[one].area_code) for one in read_by} == {THAI_NGUYEN}
        assert GIA_SANG not in {BY_ID[one].area_code for one in read_by}


def test_the_chain_goes_upward_when_an_office_has_nobody():
    report = about(Category.DRUGS)
    gone: list[UnitKind] = []
    for kind in (
        UnitKind.COMMUNE_POLICE,
        UnitKind.PROVINCE_POLICE,
        UnitKind.POLICE_INSPECTORATE,
        UnitKind.PROVINCE_COMMITTEE,
    ):
        assert BY_ID[route(report, recipients=without(*gone)).unit_id].kind is kind
        gone.append(kind)
    with pytest.raises(NobodyCanOpen):
        route(report, recipients=without(*gone))


def test_another_province_never_helps_out():
    with pytest.raises(NobodyCanOpen):
        route(about(Category.THEFT), units=whole_province(NGHE_AN, YEN_THANH))
    with pytest.raises(NobodyCanOpen):
        route(about(Category.THEFT), recipients=[])


def test_an_office_set_up_with_a_wrong_area_gets_nothing():
    lost = unit(UnitKind.COMMUNE_POLICE, "99999")
    with pytest.raises(NobodyCanOpen):
        route(about(Category.THEFT), [lost], [reader(lost)])


def test_all_reviewers_of_the_chosen_office_and_only_they_read():
    police = next(one for one in UNITS if (one.kind, one.area_code) == (POLICE, QUAN_TRIEU))
    second = reader(police, "b")
    chosen = route(about(Category.THEFT), recipients=[second, *EVERYBODY])
    assert chosen.unit_id == police.id
    assert list(chosen.recipients) == sorted([reader(police), second], key=lambda r: r.staff_id)


def desks(report: Draft) -> set[tuple[UnitKind, str]]:
    everybody = [*EVERYBODY, *(reader(one, "desk", is_coordinator=True) for one in UNITS)]
    chosen = route(report, recipients=everybody)
    return {
        (BY_ID[one.unit_id].kind, BY_ID[one.unit_id].area_code)
        for one in chosen.recipients
        if one.unit_id != chosen.unit_id
    }


def test_coordinators_of_the_province_read_along():
    above = {one.kind for one in UNITS if one.area_code == THAI_NGUYEN}
    assert desks(about(Category.THEFT)) == {(kind, THAI_NGUYEN) for kind in above}


def test_a_coordinator_of_an_excluded_office_does_not():
    read_along = desks(about(Category.THEFT, Subject.PROVINCE_POLICE))
    assert read_along == {(FRONT, THAI_NGUYEN)}


@pytest.mark.parametrize("category", sorted(ABOUT_AN_OFFICE))
@pytest.mark.parametrize("subject", [Subject.NOBODY_OFFICIAL, Subject.UNSURE])
def test_where_the_office_is_not_named_no_desk_reads_along(category, subject):
    assert desks(about(category, subject)) == set()


def test_the_choice_does_not_depend_on_order():
    two = [*UNITS, unit(POLICE, QUAN_TRIEU, tail="-b")]
    people = [reader(office) for office in two]
    report = about(Category.THEFT)
    assert route(report, two, people) == route(report, two[::-1], people[::-1])


def test_the_two_tables_leave_no_subject_out():
    assert set(BY_SUBJECT) | {Subject.NOBODY_OFFICIAL, Subject.UNSURE} == set(Subject)
