"""Opinion and belief are declined however they are worded; questions about them are not."""

import pytest

from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.model import Intent

DECLINED = (
    "nha ben duong theo dao la, chu nhat nao cung tu tap doc kinh, de nghi bat het",
    "Ông ấy hay lên mạng chê chính quyền, các anh xử lý thế nào?",
    "sao khong ai bat may nguoi theo dao la o xom toi",
    "Hàng xóm tôi hay nói xấu lãnh đạo, xử lý đi",
)
KEPT = (
    "Nhà bên theo đạo lạ bán ma tuý ở cổng trường, đêm nào cũng có người đến mua",
    "Trộm lấy xe của tôi lúc tôi đi lễ chùa hôm qua",
)
QUESTIONS = ("Theo đạo có phải khai báo gì không?", "Biểu tình là gì?")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load_knowledge()


@pytest.mark.parametrize("text", DECLINED)
def test_opinion_is_declined(base: KnowledgeBase, text: str) -> None:
    assert base.ask(text).intent is Intent.OPINION
    assert base.tells_opinion(text)


@pytest.mark.parametrize("text", KEPT)
def test_an_offence_is_taken_whoever_is_told_of(base: KnowledgeBase, text: str) -> None:
    assert base.ask(text).intent is not Intent.OPINION
    assert not base.tells_opinion(text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_a_question(base: KnowledgeBase, text: str) -> None:
    assert base.ask(text).intent in {Intent.ANSWER, Intent.SUGGEST, Intent.REFUSE}
