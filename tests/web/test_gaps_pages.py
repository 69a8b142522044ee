"""The coordinator's page of what had no answer, over HTTP."""

import re
from datetime import timedelta
from html import unescape

import pytest

from handlers.texts.catalog import load_catalog
from handlers.web.gaps import SHOWN
from staff.model import Role
from tests.web.world import Browser, World

VI = load_catalog()["vi"]
ASKED = "Nuôi chó trong khu chung cư thì cần giấy tờ gì?"
OTHER = "Ở trọ <b>nhiều</b> nơi thì đăng ký thế nào & ở đâu?"
PAGE = "/knowledge/gaps"


@pytest.fixture
async def coordinator(world: World, browser: Browser) -> Browser:
    await browser.sign_in(await world.hire("dp-1", role=Role.COORDINATOR))
    return browser


async def ask(world: World, *texts: str) -> None:
    for text in texts:
        await world.gaps.count_refused(text)
        await world.gaps.send(text)


async def ids(world: World) -> list[str]:
    async with world.database.reading() as work:
        return [one.id for one in await work.gaps.questions()]


async def test_an_empty_house_says_so(coordinator: Browser) -> None:
    answer = await coordinator.get(PAGE)
    assert answer.status_code == 200
    assert VI.plain("web.gaps.empty") in answer.text
    assert VI.plain("web.gaps.votes.empty") in answer.text
    start = await coordinator.get("/knowledge")
    assert start.headers["location"] == PAGE


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICIAL, Role.ADMIN])
async def test_only_who_edits_articles_may_look_and_settle(
    world: World, browser: Browser, role: Role
) -> None:
    await ask(world, ASKED)
    (number,) = await ids(world)
    await browser.sign_in(await world.hire("khac-1", role=role))
    assert (await browser.get(PAGE)).status_code == 403
    assert (await browser.submit(f"{PAGE}/{number}/drop")).status_code == 403
    sent = await browser.submit(f"{PAGE}/{number}/answer", article="113-la-gi")
    assert sent.status_code == 403
    assert await ids(world) == [number]


async def test_without_a_session_or_its_token_nothing_happens(
    world: World, coordinator: Browser
) -> None:
    await ask(world, ASKED)
    (number,) = await ids(world)
    stranger = Browser(world)
    assert (await stranger.get(PAGE)).status_code == 303
    assert (await stranger.submit(f"{PAGE}/{number}/drop")).status_code in (303, 403)
    coordinator.csrf = "x"
    assert (await coordinator.submit(f"{PAGE}/{number}/drop")).status_code == 403
    assert await ids(world) == [number]


async def test_topics_stand_by_count_with_the_months_apart(
    world: World, coordinator: Browser
) -> None:
    far, near = "Cách nấu phở bò ngon", "Tạm trú khi thuê nhà trọ làm thế nào"
    for _ in range(3):
        await world.gaps.count_refused(near)
    world.clock.now += timedelta(days=31)
    await world.gaps.count_refused(near)
    for _ in range(2):
        await world.gaps.count_refused(far)
    await coordinator.sign_in(await world.hire("dp-2", role=Role.COORDINATOR))
    text = (await coordinator.get(PAGE)).text
    heads = re.findall(r'<h2>(.*?)</h2>\s*<dl class="numbers">(.*?)</dl>', text, re.S)
    numbers = [(name, re.findall(r"<dd>(\d+)</dd>", dl)) for name, dl in heads]
    topic = world.gaps.topic_of(near)
    title = next(one.title for one in world.services.knowledge.shelves() if one.key == topic)
    other = VI.plain("web.gaps.topic_other")
    assert world.gaps.topic_of(far) == "other"
    assert numbers == [(other, ["2", "0", "2"]), (title, ["1", "3", "4"])]


async def test_questions_are_shown_escaped_with_day_and_count(
    world: World, coordinator: Browser
) -> None:
    await ask(world, ASKED, ASKED.upper(), OTHER)
    text = (await coordinator.get(PAGE)).text
    assert "<b>nhiều</b>" not in text
    assert OTHER in unescape(text)
    day = world.clock().strftime("%d/%m/%Y")
    assert VI.plain("web.gaps.times", count=2, day=day) in text
    assert VI.plain("web.gaps.once", day=day) in text
    assert not re.search(r"\d{1,2}:\d{2}", text.split("</header>")[1])


async def test_an_answer_is_begun_with_the_question(world: World, coordinator: Browser) -> None:
    await ask(world, OTHER)
    text = (await coordinator.get(PAGE)).text
    (address,) = re.findall(r'href="(/knowledge/articles/new\?[^"]+)"', text)
    assert address.removeprefix("/knowledge/articles/new?gap=") in await ids(world)
    begun = await coordinator.get(unescape(address))
    assert begun.status_code == 200
    fields = {
        name: unescape(value)
        for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', begun.text)
    }
    assert fields["tries"] == OTHER
    # what is stored with an article stays longer than the citizen was told
    assert fields["questions"] == ""
    gone = await coordinator.get(f"/knowledge/articles/new?gap={'0' * 32}")
    assert gone.status_code == 200


async def test_a_question_is_marked_as_answered(world: World, coordinator: Browser) -> None:
    await ask(world, ASKED)
    (number,) = await ids(world)
    form = (await coordinator.get(f"{PAGE}?settle={number}")).text
    assert form.count("<form") == (await coordinator.get(PAGE)).text.count("<form")
    assert VI.plain("web.gaps.near") in form
    article = world.services.knowledge.base.articles()[0]
    assert f'value="{article.id}"' in form
    done = await coordinator.submit(f"{PAGE}/{number}/answer", article=article.id)
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?said=answered")
    text = (await coordinator.get(done.headers["location"])).text
    assert VI.plain("web.gaps.notice.answered") in text
    assert f"{PAGE}/{number}" not in text
    assert VI.plain("web.gaps.done_by", article=article.title) in unescape(text)


@pytest.mark.parametrize("article", ["", "khong-co", "../x"])
async def test_an_article_there_is_not_answers_nothing(
    world: World, coordinator: Browser, article: str
) -> None:
    await ask(world, ASKED)
    (number,) = await ids(world)
    answer = await coordinator.submit(f"{PAGE}/{number}/answer", article=article)
    assert answer.status_code == 422
    assert VI.plain("web.gaps.notice.no_article") in answer.text
    assert f'action="{PAGE}/{number}/answer"' in answer.text
    assert await ids(world) == [number]


async def test_a_dropped_question_is_erased(world: World, coordinator: Browser) -> None:
    await ask(world, ASKED)
    (number,) = await ids(world)
    done = await coordinator.submit(f"{PAGE}/{number}/drop")
    assert done.headers["location"] == f"{PAGE}?said=dropped"
    assert ASKED not in (await coordinator.get(f"{PAGE}?said=dropped")).text
    assert await ids(world) == []


async def test_who_comes_second_is_told(world: World, coordinator: Browser) -> None:
    await ask(world, ASKED)
    (number,) = await ids(world)
    article = world.services.knowledge.base.articles()[0].id
    assert (await coordinator.submit(f"{PAGE}/{number}/drop")).status_code == 303
    for answer in (
        await coordinator.submit(f"{PAGE}/{number}/drop"),
        await coordinator.submit(f"{PAGE}/{number}/answer", article=article),
    ):
        assert answer.status_code == 409
        assert VI.plain("web.gaps.notice.gone") in answer.text


@pytest.mark.parametrize("path", [f"{PAGE}?settle=zz", f"{PAGE}?settle={'f' * 33}"])
async def test_bad_input_is_refused(coordinator: Browser, path: str) -> None:
    assert (await coordinator.get(path)).status_code == 422


async def test_odd_addresses_do_no_harm(coordinator: Browser) -> None:
    assert (await coordinator.submit(f"{PAGE}/zz/drop")).status_code == 422
    unknown = await coordinator.get(f"{PAGE}?settle={'0' * 32}&said=nonsense")
    assert unknown.status_code == 200


async def test_a_flood_is_shown_in_part(
    world: World, coordinator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.gaps, "topic_of", lambda _: "other")
    for number in range(SHOWN + 2):
        await world.gaps.send(f"{ASKED} Nhà số {number} thì sao")
    text = (await coordinator.get(PAGE)).text
    assert text.count('<li id="q-') == SHOWN
    assert VI.plain("web.gaps.more", count=2) in text


async def test_the_table_of_votes_names_what_was_voted_on(
    world: World, coordinator: Browser
) -> None:
    first, second = world.services.knowledge.base.articles()[:2]
    for target, presses in ((first.id, "DDU"), (second.id, "U"), ("da-go", "D"), ("009#3", "D")):
        for press in presses:
            await world.services.votes.count(target, is_up=press == "U")
    text = unescape((await coordinator.get(PAGE)).text)
    table = text.split('class="rows votes"')[1]
    assert f'href="/knowledge/articles/{first.id}">{first.title}</a>' in table
    assert second.title not in table
    for gone in ("da-go", "009#3"):
        assert VI.plain("web.gaps.votes.gone", target=gone) in table
    row = table.split(first.title)[1].split("</tr>")[0]
    assert re.findall(r">(\d+)\b", row) == ["2", "1", "3"]


async def test_english_is_there_too(world: World, coordinator: Browser) -> None:
    await ask(world, ASKED)
    text = (await coordinator.get(f"{PAGE}?lang=en")).text
    assert load_catalog()["en"].plain("web.gaps.write") in text
