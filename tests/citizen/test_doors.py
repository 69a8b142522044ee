"""Commands, the keyboard of doors, languages, notices, and the menu."""

import pytest

from handlers.telegram.commands import COMMANDS, menu
from handlers.telegram.keyboards import DOORS, SIDE_DOORS
from tests.citizen.world import CATALOG, VI, Person, World


async def test_start_shows_the_five_doors(person: Person) -> None:
    (call,) = await person.says("/start")
    assert "Công an &lt;thử&gt;" in call.text
    labels = [button.text for line in call.keyboard.keyboard for button in line]
    assert labels == [VI.plain(f"door.{name}") for name in (*DOORS, *SIDE_DOORS)]


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("name", [*DOORS, *SIDE_DOORS])
async def test_a_label_and_its_command_open_the_same_door(
    world: World, locale: str, name: str
) -> None:
    person = world.person(language=locale)
    by_command = (await person.says(f"/{name}"))[0].text
    await person.says("/huy")
    by_label = (await person.says(CATALOG[locale].plain(f"door.{name}")))[0].text
    assert by_command == by_label


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_menu_fits_telegram(locale: str) -> None:
    commands = menu(CATALOG, locale)
    assert [it.command for it in commands] == list(COMMANDS)
    assert all(1 <= len(it.description) <= 256 for it in commands)


async def test_every_command_is_answered(world: World, person: Person) -> None:
    for name in (*COMMANDS, "help", "privacy", "START", "trogiup@AnDanBot"):
        assert await person.says(f"/{name}"), name
        await person.says("/huy")


async def test_commands_for_another_bot_are_questions_at_most(person: Person) -> None:
    (call,) = await person.says("/start@KhacBot")
    assert VI("start.greeting", operator="Công an <thử>") != call.text


async def test_an_unknown_command_and_a_deep_link(person: Person) -> None:
    assert (await person.says("/abc"))[0].text == VI("help.unknown_command")
    assert (await person.says("/start riengtu"))[0].text == VI("privacy.page")
    assert (await person.says("/start xyz"))[0].text.startswith("Xin chào")


async def test_the_true_bot_is_named(person: Person) -> None:
    assert "@AnDanBot" in (await person.says("/kiemtra"))[0].text


async def test_language_is_chosen_and_remembered(person: Person) -> None:
    await person.says("/ngonngu")
    await person.presses("English")
    assert person.newest.text == CATALOG["en"]("language.chosen")
    assert (await person.says("/trogiup"))[0].text == CATALOG["en"]("help.page")
    await person.says("/ngonngu")
    await person.presses("Tiếng Việt")
    assert (await person.says("/trogiup"))[0].text == VI("help.page")


async def test_notices_by_topic_and_typed_province(world: World, person: Person) -> None:
    await person.says("/nhanthongbao")
    calls = await person.presses("Tiếp tục")
    assert calls[-1].text == VI.plain("subscribe.choose_topic")
    await person.presses("⬜ Cảnh báo")
    await person.presses("⬜ Tin địa phương")
    await person.presses("✅ Tin địa phương")
    await person.presses("Tiếp tục")
    await person.says("qqqq zzzz")
    await person.says("lang son")
    assert "Lạng Sơn" in person.newest.text
    stored = await world.services.subscriptions.current(person.chat["id"])
    assert stored is not None
    assert (stored.province_code, len(stored.topics), stored.locale) == ("20", 1, "vi")
    await person.presses("Tắt thông báo")
    assert person.newest.text == VI("subscribe.left")
    assert await world.services.subscriptions.current(person.chat["id"]) is None


async def test_notices_by_list_and_everywhere(world: World, person: Person) -> None:
    await person.says("/nhanthongbao")
    await person.says("gì cũng được")
    assert person.newest.text == VI("form.use_buttons")
    await person.presses("⬜ Đợt vận động")
    await person.presses("Tiếp tục")
    await person.presses("➡️")
    await person.presses("Cả nước")
    stored = await world.services.subscriptions.current(person.chat["id"])
    assert stored is not None
    assert stored.province_code is None
    await person.says("/nhanthongbao")
    assert person.newest.text == VI("subscribe.current")
    await person.presses("Tiếp tục")
    await person.presses("Thành phố Hà Nội")
    stored = await world.services.subscriptions.current(person.chat["id"])
    assert stored is not None
    assert stored.province_code == "01"


async def test_turning_off_what_is_not_on(person: Person) -> None:
    assert (await person.says("/tatthongbao"))[0].text == VI("subscribe.none")


async def test_old_notice_buttons(person: Person) -> None:
    for data in ("s:next", "s:canh_bao", "s:p1"):
        calls = await person.press_data(data, 3)
        assert calls[-1].text == VI.plain("error.old_button")


@pytest.mark.parametrize("value", ["p\u00b2", "p", "p-1", "p" + "9" * 60, "", "19x", "\u202e"])
async def test_forged_pages_of_provinces_break_nothing(person: Person, value: str) -> None:
    await person.says("/nhanthongbao")
    await person.presses("⬜")
    await person.presses("Tiếp tục")
    calls = await person.press_data(f"s:{value}", person.newest.message_id)
    assert calls
    await person.says("/huy")
