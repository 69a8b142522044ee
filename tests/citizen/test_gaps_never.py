"""What is never stored as a question: danger, reports, opinions, numbers; words before a yes."""

import logging
import re
from pathlib import Path

import pytest

from bot.logs import AllowListFormatter
from handlers.telegram.citizen.danger import with_numbers
from knowledge.gaps import OPEN_DAYS
from knowledge.model import Intent, Reply, Suggestion
from tests.citizen.test_gaps import AGREE, ASKED, OFFER, REFRAIN, refused, sent
from tests.citizen.world import ARTICLE, CATALOG, STORY, VI, Person, World, open_world


async def test_what_may_be_danger_is_never_offered(world: World, person: Person) -> None:
    world.knowledge.dangers.add(STORY)
    await person.says(STORY)
    await person.presses("Không")
    assert person.newest.text == with_numbers("ask.refuse", VI)
    assert OFFER not in person.newest.buttons
    assert VI.plain("button.as_tip") in person.newest.buttons


async def test_danger_seen_at_the_press_shows_the_numbers(world: World, person: Person) -> None:
    await person.says(ASKED)
    world.knowledge.dangers.add(ASKED)
    await person.presses(OFFER)
    texts = [call.text for call in person.screen]
    assert VI("emergency.card") in texts
    assert VI("ask.offer_after_emergency") in texts
    assert await sent(world) == []


@pytest.mark.parametrize(
    ("intent", "key"),
    [
        (Intent.TIP, "ask.offer_tip"),
        (Intent.GRIEVANCE, "ask.offer_grievance"),
        (Intent.OPINION, "scope.declined"),
        (Intent.TRACK, "gap.no_question"),
        (Intent.EMERGENCY, "ask.offer_after_emergency"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
async def test_reports_and_opinions_are_never_stored(
    world: World, person: Person, intent: Intent, key: str, late: bool
) -> None:
    await person.says(ASKED)
    if late:  # between the preview and the yes
        await person.presses(OFFER)
    world.knowledge.will_say(ASKED, intent)
    await person.presses(AGREE if late else OFFER)
    assert person.newest.text.startswith(VI(key))
    assert await sent(world) == []
    if intent is Intent.TIP:
        await person.presses("Gửi thành tin báo")
        assert person.newest.text == VI("form.danger.tip")


async def test_an_opinion_in_a_question_is_declined(world: World, person: Person) -> None:
    world.knowledge.opinions.add(ASKED)
    await person.says(ASKED)
    await person.presses(OFFER)
    assert person.newest.text == VI("scope.declined")
    assert await sent(world) == []


@pytest.mark.parametrize(
    "text",
    ["0912345678 0912345678 là", "a b 0912345678 c@d.vn @e.f", "K7QF3-M2X9-ABCD-EFGH-JKMN ở"],
)
async def test_numbers_and_receipts_are_no_questions(
    world: World, person: Person, text: str
) -> None:
    near = (Suggestion(ARTICLE.id, ARTICLE.title),)
    world.knowledge.replies[text] = Reply(Intent.REFUSE, suggestions=near)
    await person.says(text)
    if OFFER in person.newest.buttons:
        await person.presses(OFFER)
        assert person.newest.text == VI("gap.no_question")
    assert await sent(world) == []


async def test_a_caption_with_a_receipt_is_not_offered(world: World, person: Person) -> None:
    receipt = world.services.intake.new_receipt().groups()
    await person.sends(photo=[], caption=f"mã của tôi đây, xem giúp với {receipt}")
    assert not any(OFFER in call.buttons for call in person.screen)


async def test_gibberish_is_neither_counted_nor_offered(world: World, person: Person) -> None:
    for text in ("asdf", "<b>x</b> drop table tips"):
        await person.says(text)
        assert OFFER not in person.newest.buttons
    assert await refused(world) == []


async def test_before_the_yes_nothing_of_the_words_is_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = await open_world(tmp_path)
    words = "zqmotchucaiden zqhaichucaidoi là gì vậy"
    texts = {"no": f"{words} zqkhong", "old": f"{words} zqcu", "yes": f"{words} zqco"}
    for number, (kind, text) in enumerate(texts.items()):
        person = world.person(chat_id=70_000_007 + number)
        await person.says(text)
        await person.presses(OFFER)
        assert b"zq" not in _written(tmp_path), kind
        if kind != "old":
            await person.presses(AGREE if kind == "yes" else REFRAIN)
    written = _written(tmp_path)
    assert b"zqco" in written
    for never in (b"zqkhong", b"zqcu", b"7000000", b"MARKED-NAME"):
        assert never not in written
    logged = "".join(map(AllowListFormatter().format, caplog.records))
    assert "library message" in logged
    assert "zq" not in logged
    await world.database.close()


def _written(folder: Path) -> bytes:
    """Everything on the disk: the database, its journal (WAL) and whatever lies beside it."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_privacy_page_names_the_days_that_words_are_kept(language: str) -> None:
    told = re.findall(r"(\d+) (?:ngày|days)", CATALOG[language]("privacy.page"))
    assert told == [str(OPEN_DAYS)]
