"""A quotation on the screen: the words, where they stand, what they lead to."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handlers.telegram.citizen.quoting import (
    link_to_article,
    link_to_passage,
    quoted_html,
    whole_pages,
)
from handlers.telegram.lengths import units
from handlers.texts.catalog import load_catalog
from knowledge.articles.loader import load_library
from knowledge.ask import load_knowledge
from knowledge.documents.parse import parse_text
from knowledge.model import Intent, Outdated, Quote, Reply, Suggestion
from knowledge.shelf import shelve
from knowledge.unanswered import Tally
from tests.citizen.world import ARTICLE, Person, World
from tests.documents_flow.papers import GATES, POND
from tests.documents_flow.phone import Base, Clock, open_quoting

VI = load_catalog()["vi"]
GATE = Quote(
    text="đóng lúc 22 giờ đêm",
    passage_id="021#6",
    document_id="021",
    title="THÔNG BÁO Về việc <đóng> mở cổng làng",
    section="I- GIỜ ĐÓNG MỞ",
    whole="Cổng làng mở lúc 5 giờ sáng và đóng lúc 22 giờ đêm.",
    number="21/TB-STP",
    body="SỞ TƯ PHÁP",
    place="Phú Thọ",
    issued=date(2022, 6, 3),
)
ELSEWHERE = replace(
    GATE,
    text="đóng lúc 23 giờ",
    passage_id="022#1",
    document_id="022",
    number="5/TB-STP",
    place="Lạng Sơn",
    issued=None,
    published=date(2023, 1, 9),
)
BLOATED = replace(
    GATE,
    title="t" * 900,
    section="s" * 900,
    number="n" * 900,
    body="b" * 900,
    place="p" * 900,
    outdated=Outdated.REPLACED,
    replaced_by="r" * 900,
)
ASKED = "cổng đóng lúc mấy giờ"

Scene = tuple[World, Person, Clock, Base]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    base = Base()
    documents = [parse_text(GATES, "021.txt"), parse_text(POND, "007.txt")]
    world, person, clock = await open_quoting(tmp_path, base, documents)
    yield world, person, clock, base
    await world.database.close()
    assert not world.session.unexpected


async def test_the_words_stand_first_then_where_they_are_from(scene: Scene):
    _, person, _, base = scene
    base.will_quote(ASKED, GATE)
    (call,) = await person.says(ASKED)
    lines = call.text.split("\n")
    assert lines[0] == "<blockquote>đóng lúc 22 giờ đêm</blockquote>"
    assert lines[1] == "📄 <b>21/TB-STP</b> – THÔNG BÁO Về việc &lt;đóng&gt; mở cổng làng"
    assert lines[2] == "Mục: I- GIỜ ĐÓNG MỞ"
    assert lines[3] == "SỞ TƯ PHÁP · Phú Thọ · ban hành ngày 03/06/2022"
    assert VI("outdated.district_level") not in call.text


async def test_the_whole_passage_is_one_press_away(scene: Scene):
    _, person, _, base = scene
    base.will_quote(ASKED, GATE)
    await person.says(ASKED)
    await person.presses("📖 Đọc cả đoạn")
    assert person.newest.text.startswith(f"<blockquote expandable>{GATE.whole}</blockquote>")
    assert "21/TB-STP" in person.newest.text


async def test_no_button_leads_to_the_same_words(scene: Scene):
    _, person, _, base = scene
    base.will_quote(ASKED, replace(GATE, whole=GATE.text))
    (call,) = await person.says(ASKED)
    assert VI.plain("quote.button.whole") not in call.buttons


async def test_documents_that_differ_are_shown_together(scene: Scene):
    _, person, _, base = scene
    base.will_quote(ASKED, GATE, ELSEWHERE)
    (call,) = await person.says(ASKED)
    first, second = call.text.split(VI("quote.others"))
    assert "22 giờ" in first
    assert "Phú Thọ" in first
    assert "23 giờ" in second
    assert "Lạng Sơn · đăng ngày 09/01/2023" in second


@pytest.mark.parametrize("outdated", [one for one in Outdated if one is not Outdated.REPLACED])
async def test_what_is_outdated_says_so_once(scene: Scene, outdated: Outdated):
    _, person, _, base = scene
    old = replace(GATE, outdated=outdated)
    base.will_quote(ASKED, old, replace(ELSEWHERE, outdated=outdated))
    (call,) = await person.says(ASKED)
    assert call.text.count(VI(f"outdated.{outdated}")) == 1


async def test_a_replaced_document_names_what_replaced_it(scene: Scene):
    _, person, _, base = scene
    old = replace(GATE, outdated=Outdated.REPLACED, replaced_by="9/TB <mới>")
    base.will_quote(ASKED, old, replace(ELSEWHERE, outdated=Outdated.REPLACED))
    (call,) = await person.says(ASKED)
    assert "thay bằng 9/TB &lt;mới&gt;" in call.text
    assert VI("quote.replaced") in call.text


async def test_an_article_stands_above_the_words_it_rests_on(scene: Scene):
    _, person, _, base = scene
    base.will_quote(ASKED, GATE, with_article=True)
    (call,) = await person.says(ASKED)
    assert call.text.index(ARTICLE.answer) < call.text.index("<blockquote>")
    assert "Đọc đầy đủ" in call.buttons


async def test_a_document_of_which_little_is_known(scene: Scene):
    _, person, _, base = scene
    bare = Quote("Đèn sáng.", "x#1", "x", "Tin trong xóm", "", "Đèn sáng.", year=2021)
    base.will_quote(ASKED, bare)
    (call,) = await person.says(ASKED)
    assert call.text == ("<blockquote>Đèn sáng.</blockquote>\n📄 <b>Tin trong xóm</b>\nnăm 2021")


async def test_suggestions_lead_to_passages_and_articles(scene: Scene):
    _, person, _, base = scene
    base.quotes["021#6"] = GATE
    base.will_suggest(
        ASKED, Suggestion("021#6", "Cổng làng mở lúc…"), Suggestion(ARTICLE.id, ARTICLE.title)
    )
    await person.says(ASKED)
    await person.presses("Cổng làng")
    assert GATE.text in person.newest.text
    await person.presses("📄 Mở văn bản")
    assert "21/TB-STP" in person.newest.text
    await person.presses(ARTICLE.title)
    assert ARTICLE.answer in person.newest.text


@pytest.mark.parametrize("data", ["p:gone#1", "pw:gone#1", "p:", "pw:021", "p:021#x"])
async def test_a_passage_that_is_gone_says_so(scene: Scene, data: str):
    _, person, _, _ = scene
    (call,) = await person.press_data(data, 5)
    assert call.text == VI.plain("quote.gone")


async def test_a_link_is_handed_on_and_opens_the_same_words(scene: Scene):
    world, person, _, base = scene
    base.will_quote(ASKED, GATE)
    await person.says(ASKED)
    await person.presses("🔗 Chia sẻ")
    link = person.newest.text.rpartition("https://t.me/AnDanBot?start=")[2]
    other = world.person(7_000_002)
    await other.says(f"/start {link}")
    assert GATE.text in person.newest.text
    await person.presses("🔗 Chia sẻ")
    assert person.newest.text.endswith(link)


async def test_an_article_has_a_link_too(scene: Scene):
    _, person, _, _ = scene
    await person.says(f"/start a_{ARTICLE.id}")
    assert ARTICLE.answer in person.newest.text
    await person.presses("🔗 Chia sẻ")
    assert person.newest.text.endswith(f"https://t.me/AnDanBot?start=a_{ARTICLE.id}")


@pytest.mark.parametrize("payload", ["p_021_99", "p_gone_1", "a_khong-co"])
async def test_a_link_to_what_is_gone_says_so(scene: Scene, payload: str):
    _, person, _, _ = scene
    (call,) = await person.says(f"/start {payload}")
    assert call.text == VI("quote.gone")


@pytest.mark.parametrize("payload", ["p_", "p_021", "a_", "a_A B", "x_1", "p_../.._1", "p_a#1"])
async def test_anything_else_after_start_is_the_front_page(scene: Scene, payload: str):
    _, person, _, _ = scene
    (call,) = await person.says(f"/start {payload}")
    assert "Xin chào" in call.text


async def test_a_link_leaves_a_draft_as_it_is(scene: Scene):
    _, person, _, base = scene
    base.quotes["021#6"] = GATE
    await person.says("/baotin")
    calls = await person.says("/start p_021_6")
    assert GATE.text in calls[0].text
    assert calls[1].text == VI("form.still_here")


async def test_without_a_name_no_link_is_made(tmp_path: Path):
    world, person, _ = await open_quoting(tmp_path, Base(), bot_username=None)
    (call,) = await person.press_data("sh:p_021_6", 5)
    assert call.text == VI.plain("error.old_button")
    await world.database.close()


async def test_a_follow_up_leans_on_the_question_before_for_ten_minutes(scene: Scene):
    world, person, clock, base = scene
    base.will_quote(ASKED, GATE)
    await person.says(ASKED)
    clock.wait(9)
    await person.says("còn ở Lạng Sơn?")
    clock.wait(2)
    await person.says("còn năm 2022?")
    await world.person(7_000_002).says("còn ở Lạng Sơn?")
    assert [one and one.document_id for one in base.contexts] == [None, "021", None, None]


async def test_a_new_answer_moves_what_is_leant_on(scene: Scene):
    _, person, clock, base = scene
    base.will_quote(ASKED, GATE)
    base.will_quote("còn ở Lạng Sơn", ELSEWHERE)
    await person.says(ASKED)
    clock.wait(8)
    await person.says("còn ở Lạng Sơn")
    clock.wait(8)
    await person.says("còn nữa không?")
    assert [one and one.document_id for one in base.contexts] == [None, "021", "022"]


async def test_a_refusal_is_not_leant_on_and_nothing_is_kept(scene: Scene):
    world, person, _, _ = scene
    await person.says("asdf")
    assert world.storage.size == 0


async def test_english_says_documents_are_vietnamese(scene: Scene):
    world, _, _, base = scene
    base.will_quote(ASKED, GATE)
    (call,) = await world.person(8, "en").says(ASKED)
    assert load_catalog()["en"]("answer.in_vietnamese") in call.text


@pytest.mark.parametrize("words", ["lời dài dòng " * 3_000, "😀" * 20_000, "x" * 9_000])
def test_a_long_list_takes_at_most_five_messages(words: str):
    pages = whole_pages(replace(BLOATED, whole=words), VI)
    assert 1 < len(pages) <= 5
    assert all(units(page) <= 4_096 for page in pages)


def test_many_quotations_stay_within_one_message():
    long = replace(BLOATED, text="lời " * 220)
    reply = Reply(Intent.ANSWER, quote=long, other=(long,) * 6)
    shown = quoted_html(reply, VI)
    assert shown
    assert units("\n\n".join(shown)) <= 4_096 - 1_000


def test_links_use_what_telegram_allows():
    for article in load_library().articles:
        assert len(link_to_article(article.id)) <= 64
    assert link_to_passage("45-kh-ubnd-abc123#119999") == "p_45-kh-ubnd-abc123_119999"


def test_every_passage_to_browse_opens_as_itself():
    documents = [parse_text(GATES, "021.txt"), parse_text(POND, "007.txt")]
    base = load_knowledge(documents=documents)
    for document in shelve(documents):
        for place in range(document.sections[-1].last + 1):
            passage, words = document.place(place)
            quote = base.quote(passage)
            assert quote is not None
            assert words in quote.text


async def test_a_quotation_and_an_opened_passage_are_voted_on(scene: Scene):
    world, person, _, base = scene
    base.will_quote(ASKED, GATE)
    base.near_to = (ARTICLE,)
    base.near_passages = (
        Suggestion("khac", "an article that is not near"),
        Suggestion(GATE.passage_id, "đoạn đã hiện"),
        Suggestion("007#1", "Nạo vét ao làng"),
    )
    await person.says(ASKED)
    await person.presses(VI.plain("button.vote_down"))
    near = person.newest
    assert near.text == VI("vote.near")
    assert list(near.buttons) == [ARTICLE.title, "Nạo vét ao làng", VI.plain("button.ask_staff")]
    await person.press_data(f"p:{GATE.passage_id}", near.message_id)
    await person.presses(VI.plain("button.vote_up"))
    async with world.database.reading() as work:
        assert await work.votes.worst(date(2026, 11, 1), 5) == [
            Tally(GATE.passage_id, up=1, down=1, up_this_month=1, down_this_month=1)
        ]


async def test_an_article_with_a_quotation_is_voted_on_as_the_article(scene: Scene):
    world, person, _, base = scene
    base.will_quote(ASKED, GATE, with_article=True)
    await person.says(ASKED)
    await person.presses(VI.plain("button.vote_down"))
    async with world.database.reading() as work:
        (tally,) = await work.votes.worst(date(2026, 11, 1), 5)
    assert tally.target == ARTICLE.id


async def test_a_passage_whose_name_fits_no_button_has_no_thumbs(scene: Scene):
    _, person, _, base = scene
    base.will_quote(ASKED, replace(GATE, passage_id=f"{'x' * 64}#1"))
    (call,) = await person.says(ASKED)
    assert VI.plain("button.vote_up") not in call.buttons
