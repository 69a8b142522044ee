"""Ways people ask for one stretch of a document: read, placed, followed, and silent when wrong."""

import tomllib
from pathlib import Path

import pytest

from knowledge.ask import load_knowledge
from knowledge.facts import load_facts
from knowledge.model import Intent
from knowledge.passages import Passages
from knowledge.quoting import LIMIT, WHOLE_LIMIT
from knowledge.signposts.loader import Signpost, SignpostInvalid, load_signposts
from knowledge.signposts.placing import stretch
from knowledge.words import load_reader
from tests.knowledge.papers import papers

READER = load_reader()
FACTS = load_facts(READER)
TITLE = "KẾ HOẠCH Tổ chức phiên chợ đổi sách cũ"
BOOKS = Signpost(
    TITLE,
    "Đoàn Thanh niên vận chuyển",
    "cho bà con.",
    ("chở vở ra chỗ họp thì nhờ ai", "tụi trẻ trong xã khuân đồ giùm hả", "ai dựng rạp che nắng"),
)
COUNT = Signpost(
    TITLE,
    "Đến cuối năm 2024",
    "cho học sinh.",
    ("phấn đấu cỡ nào", "đặt ra tới đâu là đạt", "tới Tết thì mấy phần"),
)
VALID = 'document = "Một"\n[[signpost]]\nfrom = "a"\nto = "b"\nasked = ["x", "y", "z"]\n'


def passages(*posts: Signpost) -> Passages:
    return Passages(papers(), READER, FACTS, posts)


def point(held: Passages, text: str):
    words = READER.read(text)
    return held.point(words, held.find(words, FACTS.of_question(text, words)))


def test_a_way_of_asking_leads_to_its_stretch_word_for_word():
    held = passages(BOOKS, COUNT)
    found = point(held, "cho hỏi ai dựng rạp che nắng vậy")
    assert found is not None
    quote = held.pointed_quote(found.pointed[0])
    assert quote.text.startswith("Đoàn Thanh niên vận chuyển sách")
    assert quote.text.endswith("cho bà con.")
    assert quote.document_id == "101"
    assert any(quote.text in one.text for one in papers())


def test_it_is_surer_the_nearer_the_words():
    held = passages(BOOKS, COUNT)
    near = point(held, "ai dựng rạp che nắng")
    far = point(held, "rạp chiếu phim ở đâu")
    assert near is not None
    assert far is None or near.sure > far.sure


def test_another_year_province_or_paper_is_not_led_to():
    held = passages(BOOKS, COUNT)
    for text in (
        "ai dựng rạp che nắng năm 1998",
        "ai dựng rạp che nắng ở Lạng Sơn",
        "ai dựng rạp che nắng theo kế hoạch 77/KH-UBND",
    ):
        assert point(held, text) is None, text


def test_what_nobody_may_answer_is_not_led_to():
    assert point(passages(BOOKS, COUNT), "số điện thoại của ai dựng rạp che nắng") is None


@pytest.mark.parametrize(
    "post",
    [
        Signpost(TITLE, "Đoàn Thanh niên bán", "cho bà con.", BOOKS.asked),
        Signpost(TITLE, "Đoàn Thanh niên vận chuyển", "xin giữ nguyên.", BOOKS.asked),
        Signpost("Một văn bản không có ở đây", BOOKS.start, BOOKS.end, BOOKS.asked),
    ],
)
def test_a_signpost_to_what_is_not_said_is_silent(post):
    held = passages(post)
    assert len(held.signs) == 0
    assert point(held, "ai dựng rạp che nắng") is None


def test_words_are_whole_and_the_stretch_is_short():
    text = "toàn dân an toàn. " + "x" * LIMIT + " hết."
    assert stretch(text, Signpost("", "an toàn", "toàn.", ())) == (9, 17)
    assert stretch(text, Signpost("", "toàn dân", "hết.", ())) is None
    assert stretch(text, Signpost("", "toàn dân", "hết.", (), is_whole=True)) is not None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (VALID.replace('document = "Một"', ""), "document is missing"),
        (VALID.replace('from = "a"', "from = 3"), "from and to must be words"),
        (VALID.replace('"z"', '"x"'), "at least 3"),
        (VALID + "color = 1\n", "color is not a field"),
        ("document = ", "x.toml"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, text, fault):
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SignpostInvalid, match=fault):
        load_signposts(tmp_path)


def test_the_project_s_own_are_sound():
    posts = load_signposts()
    forms = [form for post in posts for form in post.asked]
    assert len(posts) >= 250
    assert len(set(forms)) == len(forms)
    folder = Path("knowledge/signposts")
    for file in folder.glob("*.toml"):
        assert tomllib.loads(file.read_text(encoding="utf-8"))["document"]
    assert WHOLE_LIMIT > LIMIT


def test_they_are_used_by_the_engine():
    kb = load_knowledge(documents=papers(), signposts=(BOOKS, COUNT))
    reply = kb.ask("chở vở ra chỗ họp phiên chợ thì nhờ ai")
    assert reply.intent is Intent.ANSWER
    assert reply.quote is not None
    assert "vận chuyển sách" in reply.quote.text
