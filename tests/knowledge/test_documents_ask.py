"""Answers from documents: found, quoted exactly, refused when the fact is not there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ask import load_knowledge
from knowledge.jsonl import answer_line
from knowledge.model import Context, Intent, Outdated
from tests.knowledge.papers import papers

PAPERS = {one.id: one for one in papers()}
KB = load_knowledge(documents=list(PAPERS.values()))
REFUSED = {Intent.REFUSE, Intent.SUGGEST}
FOUND = [
    ("Ai chủ trì chọn địa điểm theo kế hoạch 61?", "101", "Sở Giáo dục"),
    ("Đoàn Thanh niên làm gì ở phiên chợ đổi sách?", "101", "vận chuyển sách"),
    ("doan thanh nien lam gi o phien cho doi sach", "101", "vận chuyển sách"),
    ("Ddoanf thanh niên lafm gif ở phiên chợ đổi sách?", "101", "vận chuyển sách"),
    ("Đội thợ điện thay bóng trong mấy ngày?", "103", "ba ngày"),
    ("Lạng Sơn có bao nhiêu phần trăm xã mở phiên chợ đổi sách?", "102", "45%"),
    ("Thông báo 118 yêu cầu báo cáo trước ngày nào?", "102", "20/12/2024"),
    ("Ai ký kế hoạch 61/KH-UBND?", "101", "Trần Văn Thử"),
    ("Chỉ thị số 7/CT-UBND về việc gì?", "103", "thắp sáng đường thôn"),
]


@pytest.mark.parametrize(("question", "document", "says"), FOUND)
def test_a_fact_of_a_document_is_quoted_with_its_document(question, document, says):
    reply = KB.ask(question)
    assert reply.intent is Intent.ANSWER
    assert reply.quote is not None
    assert reply.quote.document_id == document
    assert says in reply.quote.text


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch 62/KH-UBND giao việc cho ai?",
        "Chỉ thị 7 năm 2019 về việc gì?",
        "Cà Mau có bao nhiêu phần trăm xã mở phiên chợ đổi sách?",
        "Giám đốc Sở Giáo dục và Đào tạo tên là gì?",
        "Số điện thoại của Đoàn Thanh niên?",
        "Địa chỉ Sở Văn hoá ở đâu?",
        "Phiên chợ đổi sách tốn bao nhiêu tiền?",
        "Phiên chợ đổi sách mở lúc mấy giờ?",
        "Có bao nhiêu tủ sách ở phiên chợ?",
        "Ai ký thông báo 118/TB-UBND?",
    ],
)
def test_what_no_document_holds_is_refused(question):
    assert KB.ask(question).intent in REFUSED


def test_a_quotation_says_all_there_is_to_cite():
    quote = KB.ask("Ai chủ trì chọn địa điểm theo kế hoạch 61?").quote
    assert quote is not None
    assert quote.number == "61/KH-UBND"
    assert quote.place == "Nghệ An"
    assert quote.section == "II. NHIỆM VỤ"
    assert "05/03/2024" in quote.cited
    assert quote.text in quote.whole


def test_a_list_is_given_whole_when_asked_for_whole():
    quote = KB.ask("Kể hết những việc của năm 2025 trong kế hoạch đổi sách").quote
    assert quote is not None
    assert "tủ sách lưu động" in quote.text
    assert "Tổng kết hai năm" in quote.text
    assert len(quote.text) <= 900


def test_both_sides_are_shown_when_documents_differ():
    reply = KB.ask("Bao nhiêu phần trăm xã mở phiên chợ đổi sách cho học sinh?")
    assert reply.quote is not None
    shown = {one.place: one.text for one in (reply.quote, *reply.other)}
    assert "70%" in shown["Nghệ An"]
    assert "45%" in shown["Lạng Sơn"]


def test_follow_ups_change_what_they_name():
    first = KB.ask("Nghệ An có bao nhiêu phần trăm xã mở phiên chợ đổi sách?")
    assert first.quote is not None
    assert "70%" in first.quote.text
    second = KB.ask("ở Lạng Sơn thì sao?", first.context)
    assert second.quote is not None
    assert "45%" in second.quote.text
    year = KB.ask("Năm 2024 kế hoạch đổi sách làm gì?")
    after = KB.ask("còn năm 2025?", year.context)
    assert after.quote is not None
    assert "tủ sách lưu động" in after.quote.text or "Tổng kết" in after.quote.text


def test_a_short_question_is_asked_of_the_document_before():
    before = KB.ask("Thông báo 118/TB-UBND về việc gì?")
    assert before.context == Context("Thông báo 118/TB-UBND về việc gì?", "102")
    reply = KB.ask("ai chủ trì chọn địa điểm?", before.context)
    assert reply.quote is not None
    assert reply.quote.document_id == "102"


def test_without_a_question_before_a_follow_up_is_nothing():
    assert KB.ask("còn năm 2025?").intent in REFUSED
    assert KB.ask("cháy nhà rồi cứu với", Context("Kế hoạch 61?")).intent is Intent.EMERGENCY


def test_outdated_words_are_marked():
    reply = KB.ask("Ai giữ trật tự trong ngày mở phiên chợ đổi sách?")
    assert reply.quote is not None
    assert reply.quote.outdated in {Outdated.DISTRICT_LEVEL, Outdated.OLD_FORCE}
    kept = KB.ask("Đội thợ điện thay bóng trong mấy ngày?").quote
    assert kept is not None
    assert kept.outdated is None


def test_a_passage_can_be_opened_by_its_id():
    quote = KB.ask("Đoàn Thanh niên làm gì ở phiên chợ đổi sách?").quote
    assert quote is not None
    opened = KB.quote(quote.passage_id)
    assert opened is not None
    assert quote.text in opened.whole
    assert KB.quote("999#1") is None
    assert KB.quote("không có") is None


def test_the_measured_line_cites_the_document():
    line = answer_line(KB, {"id": "1", "text": "Ai ký kế hoạch 61/KH-UBND?"})
    assert line["sources"] == ["101"]
    assert "Trần Văn Thử" in str(line["answer"])
    refused = answer_line(KB, {"id": "2", "text": "phiên chợ sách ngoài biển"})
    assert all(isinstance(text, str) and text for text in refused["suggestions"])  # type: ignore[attr-defined]


def test_articles_still_answer_their_own_questions():
    reply = KB.ask("Có cần ghi tên khi báo tin không?")
    assert reply.article is not None
    assert reply.article.id == "an-danh"


WORDS = st.lists(
    st.sampled_from(sorted({word for one in PAPERS.values() for word in one.text.split()})),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(WORDS | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_a_quotation_is_always_part_of_its_document(text):
    reply = KB.ask(text, Context("Năm 2024 kế hoạch đổi sách làm gì?", "101"))
    assert (reply.intent is Intent.ANSWER) == bool(reply.article or reply.quote)
    for quote in (reply.quote, *reply.other):
        if quote is not None:
            document = PAPERS[quote.document_id]
            assert quote.text in document.text
            assert quote.whole in document.text
            assert 0 < len(quote.text) <= 900
            assert quote.cited
    for near in reply.suggestions:
        if near.is_passage:
            assert KB.quote(near.article_id) is not None
            assert near.text in PAPERS[near.article_id.split("#")[0]].text
