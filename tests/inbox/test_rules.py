import pytest

from inbox.categories import CATEGORIES, Category, Kind
from inbox.errors import DraftInvalid
from inbox.model import Danger, Urgency, When
from inbox.rules import check_draft, check_words, tidy, tidy_draft, urgency_of
from tests.inbox.samples import AREAS, draft, grievance


def broken_part(report) -> str | None:
    try:
        check_draft(report, AREAS)
    except DraftInvalid as refusal:
        return refusal.field
    return None


@pytest.mark.parametrize("area", ["05482", "19"])
def test_a_good_draft_passes(area):
    assert broken_part(draft(area_code=area)) is None


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"words": "a" * 14}, "words"),
        ({"words": " " * 40 + "ngắn quá" + "\n" * 40}, "words"),
        ({"words": "a" * 4001}, "words"),
        ({"words": "\x00\x01\ud800" * 30}, "words"),
        ({"landmark": "a" * 501}, "landmark"),
        ({"people": "a" * 501}, "people"),
        ({"wish": "a" * 501}, "wish"),
        ({"area_code": "99999"}, "area_code"),
        ({"area_code": ""}, "area_code"),
        ({"kind": Kind.GRIEVANCE}, "category"),
        ({"category": Category.PRAISE}, "category"),
    ],
)
def test_a_bad_part_is_named(changes, part):
    assert broken_part(draft(**changes)) == part


def test_limits_are_inclusive():
    for words in ("a" * 15, "a" * 4000, f"  {'a' * 4000}  "):
        assert broken_part(draft(words=words)) is None
    assert broken_part(draft(landmark="a" * 500, people="", wish="")) is None


def test_a_refusal_does_not_repeat_the_words():
    with pytest.raises(DraftInvalid) as refusal:
        check_words("zebra" * 1000)
    assert "zebra" not in f"{refusal.value!r} {refusal.value}"


def test_every_kind_has_its_categories_and_no_other():
    for kind, categories in CATEGORIES.items():
        for category in Category:
            report = draft(kind=kind, category=category)
            assert (broken_part(report) is None) == (category in categories)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  xin chào \n", "xin chào"),
        ("một\r\nhai\tba", "một\nhai ba"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("nửa \ud83d ký hiệu", "nửa  ký hiệu"),
        ("hoà", "hoà"),
    ],
)
def test_text_is_tidied(raw, clean):
    assert tidy(raw) == clean
    assert tidy_draft(draft(words=raw, wish=raw)).wish == clean


@pytest.mark.parametrize(
    ("report", "urgency"),
    [
        (draft(), Urgency.NORMAL),
        (draft(danger=Danger.YES), Urgency.URGENT),
        (draft(danger=Danger.UNSURE), Urgency.HIGH),
        (draft(when=When.NOW), Urgency.HIGH),
        (draft(category=Category.ROBBERY), Urgency.HIGH),
        (draft(category=Category.ROBBERY, when=When.NOW), Urgency.URGENT),
        (draft(category=Category.VIOLENCE, when=When.NOW), Urgency.URGENT),
        (draft(category=Category.DOMESTIC_VIOLENCE, when=When.NOW), Urgency.URGENT),
        (draft(category=Category.WEAPONS_FIREWORKS, when=When.NOW), Urgency.URGENT),
        (draft(category=Category.WEAPONS_FIREWORKS), Urgency.HIGH),
        (draft(category=Category.CHILD_ABUSE), Urgency.URGENT),
        (draft(category=Category.TRAFFICKING), Urgency.URGENT),
        (draft(category=Category.DRUGS), Urgency.HIGH),
        (draft(category=Category.FRAUD), Urgency.HIGH),
        (grievance(Category.RETALIATION), Urgency.URGENT),
        (grievance(Category.NOISE_ORDER), Urgency.NORMAL),
    ],
)
def test_how_soon_someone_should_look(report, urgency):
    assert urgency_of(report) is urgency
