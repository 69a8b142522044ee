"""Words typed where a button was meant, and doors named without their command."""

import pytest

from handlers.telegram.citizen.danger import with_numbers
from knowledge.model import Intent
from tests.citizen.test_report_journey import to_words
from tests.citizen.world import STORY, VI, Person, World


async def test_a_whole_form_can_be_typed(world: World, person: Person) -> None:
    await person.says("/baotin")
    for typed, asks in (
        ("khong", "form.category"),
        ("ma tuy", "form.words.tip"),
        (STORY, "form.subject"),
        ("KHONG LIEN QUAN CO QUAN NAO", "form.province"),
    ):
        await person.says(typed)
        assert person.newest.text == VI(asks)
    await person.says("thai nguyen")
    await person.says("p quan trieu")
    await person.says("không có")
    assert person.newest.text == VI("form.when")
    await person.says("Hôm nay")
    assert person.newest.text == VI("form.people")
    await person.says("bo qua")
    assert person.newest.text.startswith(VI("review.title"))


async def test_a_typed_yes_shows_whom_to_call(person: Person) -> None:
    await person.says("/baotin")
    calls = await person.says("co")
    assert VI("emergency.card") in [call.text for call in calls]
    assert person.newest.text == VI("form.category")


@pytest.mark.parametrize("text", ["bo", "Bố", "bờ", "Huy", "huy"])
async def test_a_short_answer_never_throws_a_draft_away(
    world: World, person: Person, text: str
) -> None:
    await to_words(person)
    await person.says(text)
    assert world.storage.size == 1
    assert person.newest.text == VI("form.words.tip")


async def test_drop_with_its_mark_is_the_button(world: World, person: Person) -> None:
    await to_words(person)
    await person.says("Bỏ")
    assert world.storage.size == 0
    assert person.newest.text == VI("form.cancelled")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Số khẩn cấp", "emergency.card"),
        ("so khan cap", "emergency.card"),
        ("rieng tu", "privacy.page"),
        ("tiếng anh", "language.choose"),
        ("English", "language.choose"),
        ("huỷ", "form.nothing_open"),
        ("Hủy bỏ", "form.nothing_open"),
        ("thoát", "form.nothing_open"),
    ],
)
async def test_a_door_can_be_named(person: Person, text: str, key: str) -> None:
    await person.says(text)
    assert person.newest.text == VI(key)


@pytest.mark.parametrize("text", ["a" * 4096, "aaaa", "<b>x</b>"])
async def test_a_probe_is_not_answered_with_an_article(
    world: World, person: Person, text: str
) -> None:
    world.knowledge.will_say(text[:1000], Intent.ANSWER)
    await person.says(text)
    assert person.newest.text == with_numbers("ask.not_understood", VI)


@pytest.mark.parametrize(("text", "chosen"), [("không", "nobody"), ("khong biet", "unsure")])
async def test_a_no_to_the_office_question(person: Person, text: str, chosen: str) -> None:
    await to_words(person)
    await person.says(STORY)
    await person.says(text)
    assert person.newest.text == VI("form.province")
    await person.says("thai nguyen")
    await person.says("p quan trieu")
    await person.says("khong")
    await person.says("khong nho")
    await person.says("khong")
    assert VI.plain(f"subject.{chosen}") in person.newest.text


async def test_a_story_with_angle_brackets_is_taken_and_shown_as_typed(person: Person) -> None:
    await to_words(person)
    await person.says("nhà bên bán ma tuý & <người lạ> ra vào tối nào cũng thấy")
    assert person.newest.text == VI("form.subject")
    for typed in ("khong", "thai nguyen", "p quan trieu", "khong", "hôm nay", "khong"):
        await person.says(typed)
    assert "ma tuý &amp; &lt;người lạ&gt; ra vào" in person.newest.text
