"""Rows of staff in the table of words: what a row must keep to, and what it changes."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from knowledge import passages
from knowledge.articles.loader import load_library
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.documents.parse import parse_text
from knowledge.index import Index
from knowledge.live import LiveKnowledge
from knowledge.model import Reply
from knowledge.own_words import OwnWords, WordChanged, WordUnknown
from knowledge.query import load_query_maker
from knowledge.word_rows import MAX_ROWS, OwnWord, WordFault, WordRefused, parted
from knowledge.words import load_reader
from staff.errors import NotAllowed
from staff.model import Actor, Role, StaffId
from storage.database import Database
from tests.databases import open_sqlite
from tests.documents_flow.papers import GATES
from tests.storage.samples import HOA, LAN, POLICE, settle

DAY = date(2026, 11, 20)
BARE = load_knowledge()
BY = Actor(LAN, POLICE.id, frozenset({Role.COORDINATOR}))
OTHER = Actor(HOA, POLICE.id, frozenset({Role.COORDINATOR}))
REVIEWER = Actor(LAN, POLICE.id, frozenset({Role.REVIEWER}))
QUESTION = "xóm tôi có bọn đớp gió, báo ở đâu"


@pytest.fixture
async def database(tmp_path: Path):
    opened = await open_sqlite(tmp_path)
    await settle(opened)
    yield opened
    await opened.close()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def words(database: Database, told: list[str]) -> OwnWords:
    return OwnWords(
        database.transaction, lambda: DAY, database.reading, lambda: told.append("changed")
    )


def near(base: KnowledgeBase, question: str) -> list[str]:
    return shown(base.ask(question))


def shown(reply: Reply) -> list[str]:
    return [reply.article.id] if reply.article else [one.article_id for one in reply.suggestions]


def test_a_row_leads_to_the_official_words():
    assert not any("ma-tuy" in one for one in near(BARE, QUESTION))
    own = BARE.with_synonyms({"đớp gió": ("ma tuý",)})
    assert any("ma-tuy" in one for one in near(own, QUESTION))
    assert any("ma-tuy" in one for one in near(own, "xom toi co bon dop gio, bao o dau"))
    assert near(own.with_synonyms({}), QUESTION) == near(BARE, QUESTION)


def test_other_articles_keep_the_rows():
    own = BARE.with_synonyms({"đớp gió": ("ma tuý",)})
    again = own.with_articles(load_library())
    assert near(again, QUESTION) == near(own, QUESTION)


def test_a_row_adds_and_displaces_nothing():
    reader = load_reader()
    index = Index([[(1.0, ("to", "giac", "bao", "tin", "tui", "xach"))]])
    plain = load_query_maker(reader, index)
    own = plain.with_synonyms({"bảo": ("túi xách",)})
    for said in ("báo", "bao"):  # without marks both rows are meant
        before = plain.make(reader.read(said)).terms[0].means
        after = own.make(reader.read(said)).terms[0].means
        assert before
        assert set(before) <= set(after)
    assert ("tui", "xach") in own.make(reader.read("bao")).terms[0].means
    assert ("tui", "xach") not in own.make(reader.read("báo")).terms[0].means
    assert ("tui", "xach") not in plain.make(reader.read("bao")).terms[0].means


def test_the_documents_are_not_laid_again(monkeypatch: pytest.MonkeyPatch):
    base = load_knowledge(documents=(parse_text(GATES, "021.txt"),))

    def never(*_: object) -> None:
        raise AssertionError("laid again")

    monkeypatch.setattr(passages, "lay_down", never)
    own = base.with_synonyms({"ba ri e": ("cổng làng",)})
    question = "ba ri e mở lúc mấy giờ, đóng lúc mấy giờ"
    assert own.ask(question).score > 2 * base.ask(question).score


def test_what_people_say_is_not_mended_away():
    own = BARE.with_synonyms({"baoa cao": ("báo cáo",)})
    typed = own._reader.read("baoa cao")
    assert own._speller.mend(typed) is typed
    assert BARE._speller.mend(typed).folded == ("bao", "cao")


@pytest.mark.parametrize(
    ("said", "means", "faults"),
    [
        ("", "ma tuý", {WordFault.NOTHING_SAID}),
        (" ?! ", "ma tuý", {WordFault.NOTHING_SAID}),
        ("đớp gió", " , ;\n", {WordFault.NOTHING_MEANT}),
        ("đớp gió", "ma tuý, !!!", {WordFault.NOTHING_MEANT}),
        ("x" * 61, "ma tuý", {WordFault.SAID_TOO_LONG}),
        ("đớp gió", "a" * 81, {WordFault.MEANT_TOO_LONG}),
        ("bọn choai choai đớp gió", "ma tuý", {WordFault.TOO_MANY_SYLLABLES}),
        ("ca phường bên cạnh", "công an", {WordFault.TOO_MANY_SYLLABLES}),
        ("đớp gió", "một, hai, ba, bốn, năm, sáu, bảy", {WordFault.TOO_MANY_MEANINGS}),
        ("Đớp  GIÓ", "ma tuý, đớp gió", {WordFault.SAME}),
        ("ca phường", "công an phường", {WordFault.SAME}),
        ("giấu tên", "ẩn danh", {WordFault.SHIPPED}),
        ("  GIẤU tên ", "ẩn danh", {WordFault.SHIPPED}),
        ("", "", {WordFault.NOTHING_SAID, WordFault.NOTHING_MEANT}),
    ],
)
async def test_a_row_that_cannot_be_is_refused(
    words: OwnWords, said: str, means: str, faults: set[WordFault]
):
    with pytest.raises(WordRefused) as refused:
        await words.add(BY, said, means)
    assert set(refused.value.faults) == faults
    assert await words.rows(BY) == ()


def test_meanings_are_parted_however_they_are_typed():
    assert parted(" Ma TUÝ , chất cấm;\nma tuý\n,") == ("ma tuý", "chất cấm")


async def test_rows_are_added_changed_and_taken_away(words: OwnWords, told: list[str]):
    row = await words.add(BY, " Đớp gió ", "ma tuý, người nghiện")
    assert (row.said, row.means) == ("đớp gió", ("ma tuý", "người nghiện"))
    assert (row.editor, row.edited) == (LAN, DAY)
    changed = await words.change(OTHER, "đớp gió", row.mark, "đớp gió", "ma tuý")
    assert (changed.means, changed.editor) == (("ma tuý",), HOA)
    renamed = await words.change(BY, "đớp gió", changed.mark, "dân đớp gió", "ma tuý")
    assert [one.said for one in await words.rows(BY)] == ["dân đớp gió"]
    await words.remove(BY, "dân đớp gió", renamed.mark)
    assert await words.rows(BY) == ()
    assert told == ["changed"] * 4


async def test_what_another_changed_is_not_overwritten_unseen(words: OwnWords, told: list[str]):
    row = await words.add(BY, "đớp gió", "ma tuý")
    await words.change(OTHER, "đớp gió", row.mark, "đớp gió", "người nghiện")
    with pytest.raises(WordChanged):
        await words.change(BY, "đớp gió", row.mark, "đớp gió", "chất cấm")
    with pytest.raises(WordChanged):
        await words.remove(BY, "đớp gió", row.mark)
    (left,) = await words.rows(BY)
    await words.remove(OTHER, "đớp gió", left.mark)
    with pytest.raises(WordUnknown):
        await words.change(BY, "đớp gió", left.mark, "đớp gió", "chất cấm")
    with pytest.raises(WordUnknown):
        await words.remove(BY, "đớp gió", left.mark)
    assert told == ["changed"] * 3


async def test_a_word_stands_once_however_it_is_written(words: OwnWords):
    await words.add(BY, "đớp gió", "ma tuý")
    other = await words.add(BY, "cờ người", "đánh bạc")
    for said in ("ĐỚP GIÓ", "đớp  gió"):
        with pytest.raises(WordRefused) as refused:
            await words.add(OTHER, said, "chất cấm")
        assert refused.value.faults == (WordFault.TAKEN,)
    with pytest.raises(WordRefused):
        await words.change(BY, "cờ người", other.mark, "đớp gió", "đánh bạc")
    assert len(await words.rows(BY)) == 2


async def test_two_who_add_the_same_at_once_add_it_once(words: OwnWords):
    done = await asyncio.gather(
        words.add(BY, "đớp gió", "ma tuý"),
        words.add(OTHER, "đớp gió", "người nghiện"),
        return_exceptions=True,
    )
    assert sum(isinstance(one, WordRefused) for one in done) == 1
    assert len(await words.rows(BY)) == 1


async def test_the_table_has_an_end(words: OwnWords, database: Database):
    async with database.transaction() as work:
        for number in range(MAX_ROWS):
            await work.words.put(OwnWord(f"từ {number}", ("a",), StaffId(LAN), DAY))
        await work.commit()
    with pytest.raises(WordRefused) as refused:
        await words.add(BY, "đớp gió", "ma tuý")
    assert refused.value.faults == (WordFault.FULL,)
    (first, *_) = await words.rows(BY)
    await words.change(BY, first.said, first.mark, first.said, "b")


async def test_a_question_is_tried_and_nothing_is_kept(
    words: OwnWords, told: list[str], database: Database, tmp_path: Path
):
    live = LiveKnowledge(BARE)
    trial = await words.try_out(BY, live, QUESTION, "đớp gió", "ma tuý")
    assert trial.changes
    assert "ma-tuy" in " ".join(shown(trial.after))
    same = await words.try_out(BY, live, "giữ kín tên tôi không", "đớp gió", "ma tuý")
    assert not same.changes
    with pytest.raises(WordRefused):
        await words.try_out(BY, live, QUESTION, "", "ma tuý")
    assert await words.rows(BY) == ()
    assert told == []
    assert live.base is BARE
    await database.close()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    assert "đớp gió".encode() not in held


async def test_a_row_being_changed_is_tried_in_its_place(words: OwnWords):
    await words.add(BY, "đớp gió", "cờ bạc")
    trial = await words.try_out(BY, LiveKnowledge(BARE), QUESTION, "đớp gió", "ma tuý", "đớp gió")
    assert trial.changes
    assert "ma-tuy" in " ".join(shown(trial.after))


async def test_only_a_coordinator_may(words: OwnWords):
    for act in (
        words.rows(REVIEWER),
        words.add(REVIEWER, "đớp gió", "ma tuý"),
        words.change(REVIEWER, "đớp gió", "", "đớp gió", "ma tuý"),
        words.remove(REVIEWER, "đớp gió", ""),
        words.try_out(REVIEWER, LiveKnowledge(BARE), QUESTION, "đớp gió", "ma tuý"),
    ):
        with pytest.raises(NotAllowed):
            await act
    for look in (words.shipped, lambda by: words.ships(by, "giấu tên")):
        with pytest.raises(NotAllowed):
            look(REVIEWER)
