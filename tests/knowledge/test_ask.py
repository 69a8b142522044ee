"""Figures of 2026-11-20, 151 articles, 304 questions of our own (a third not looked at while
tuning the bands): answerable right 0.87 / 0.88, wrong 0.03 / 0.015 (tuned / kept apart);
out of scope answered 0 of 66 / 0 of 33. Before the table of other offices' matters was written
the kept-apart third answered 3 of 33."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ask import load_knowledge
from knowledge.model import Intent

KB = load_knowledge()
Row = dict[str, str]
REFUSED = {Intent.REFUSE, Intent.SUGGEST}


def _share(rows: list[Row], good: Callable[[Row], bool]) -> float:
    return sum(map(good, rows)) / len(rows)


def _right(row: Row) -> bool:
    reply = KB.ask(row["text"])
    return reply.article is not None and reply.article.id == row["article"]


def _wrong(row: Row) -> bool:
    reply = KB.ask(row["text"])
    return reply.article is not None and reply.article.id != row["article"]


def _offered(row: Row) -> bool:
    reply = KB.ask(row["text"])
    return any(near.article_id == row["article"] for near in reply.suggestions)


def test_own_question_forms_find_their_article():
    forms = [(form, one.id) for one in KB.articles() for form in one.questions]
    found = [KB.ask(form) for form, _ in forms]
    right = [
        reply.article is not None and reply.article.id == article_id
        for reply, (_, article_id) in zip(found, forms, strict=True)
    ]
    assert sum(right) / len(right) >= 0.97


@pytest.mark.parametrize("part", ["tune", "unseen"])
def test_answerable_questions(question_rows, part):
    rows = [row for row in question_rows if row["part"] == part and row["article"]]
    assert _share(rows, _right) >= 0.82
    assert _share(rows, _wrong) <= 0.05


def test_questions_out_of_scope_are_refused(question_rows):
    rows = [row for row in question_rows if not row["article"]]
    assert len(rows) >= 80
    assert _share(rows, _wrong) <= 0.03


def test_a_refused_question_usually_shows_the_right_button(question_rows):
    rows = [
        row for row in question_rows if row["article"] and KB.ask(row["text"]).intent in REFUSED
    ]
    assert _share(rows, _offered) >= 0.78


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ thị 88-CT/TW ban hành ngày nào?",
        "nghi dinh 999 quy dinh gi",
        "Ngày hội 19/8 năm 1999 tổ chức ở đâu?",
        "Ai ký Chỉ thị 09-CT/TW?",
        "Số điện thoại công an xã Yên Thành",
        "Báo tin giả bị phạt bao nhiêu tiền?",
        "Thưởng bao nhiêu tiền khi tố giác?",
        "Địa chỉ công an phường ở đâu?",
    ],
)
def test_a_fact_no_article_holds_is_not_answered(text):
    assert KB.ask(text).intent in REFUSED


@pytest.mark.parametrize(
    ("text", "article_id"),
    [
        ("Không đăng ký tạm trú phạt bao nhiêu tiền?", "phat-cu-tru"),
        ("Đường dây nóng ma tuý số mấy?", "bao-ma-tuy"),
        ("Chỉ thị 09 ban hành năm 2011 nói gì?", "chi-thi-09"),
        ("19/8 la ngay j", "ngay-hoi-19-8"),
        ("Có cần ghi tên khi báo tin không?", "an-danh"),
    ],
)
def test_a_fact_an_article_holds_is_answered(text, article_id):
    reply = KB.ask(text)
    assert reply.article is not None
    assert reply.article.id == article_id


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_it_and_no_answer_lacks_a_source(text):
    reply = KB.ask(text)
    assert (reply.intent is Intent.ANSWER) == (reply.article is not None)
    assert reply.article is None or reply.article.source
    assert len(reply.suggestions) <= 3


def test_a_text_of_any_length_is_taken():
    assert KB.ask("an ninh " * 5000).intent in {*Intent}


def test_shelves_can_be_browsed():
    topics = [shelf.key for shelf in KB.shelves()]
    assert len(topics) == len({*topics}) >= 15
    for topic in KB.shelves():
        assert topic.title
        assert KB.articles_in(topic.key)
    assert KB.articles_in("không có") == ()
    assert KB.article("không có") is None
    assert sum(len(KB.articles_in(key)) for key in topics) == len(KB.articles())
