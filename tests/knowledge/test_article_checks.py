"""What an article must keep to, its id, its fields as typed, and what lies over the shipped."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article_versions import (
    ArticleState,
    ArticleVersion,
    from_json,
    overlaid,
    to_json,
)
from knowledge.articles.checks import MAX_ID, Fault, Problem, faults, faults_of_edited
from knowledge.articles.loader import Library, load_library
from knowledge.articles.slug import free_slug, slug
from knowledge.articles.typed import as_typed, read_typed
from knowledge.model import Article, Confidence, year_after
from staff.model import StaffId
from tests.knowledge.drafts import typed

TODAY = date(2026, 11, 20)
SHIPPED = load_library()
TOPICS = [topic.key for topic in SHIPPED.topics]
GOOD = read_typed(typed(), "trong-hoa", TODAY).article


def found(article: Article, today: date = TODAY) -> set[tuple[str, Problem]]:
    told = faults_of_edited(article, TOPICS, SHIPPED.articles, today)
    return {(fault.field, fault.problem) for fault in told}


def test_a_good_article_has_no_fault():
    assert found(GOOD) == set()


def test_every_shipped_article_could_be_edited_as_it_is():
    for article in SHIPPED.articles:
        assert found(article) == set(), article.id
        assert read_typed(as_typed(article), article.id, TODAY).article == replace(
            article, review_by=article.due
        )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": ""}, ("title", Problem.EMPTY)),
        ({"title": "x" * 81}, ("title", Problem.TOO_LONG)),
        ({"title": "Hai\ndòng"}, ("title", Problem.ONE_LINE)),
        ({"topic": ""}, ("topic", Problem.UNKNOWN)),
        ({"topic": "khong-co"}, ("topic", Problem.UNKNOWN)),
        ({"questions": ("a", "b", "c", "d")}, ("questions", Problem.TOO_FEW)),
        ({"questions": ("a", "b", "c", "d", "D")}, ("questions", Problem.TOO_FEW)),
        ({"questions": tuple(map(str, range(31)))}, ("questions", Problem.TOO_MANY)),
        ({"questions": ("a", "b", "c", "d", "x" * 151)}, ("questions", Problem.TOO_LONG)),
        ({"questions": ("a", "b", "c", "d", " ")}, ("questions", Problem.EMPTY)),
        ({"answer": " "}, ("answer", Problem.EMPTY)),
        ({"answer": "x" * 351}, ("answer", Problem.TOO_LONG)),
        ({"text": ""}, ("text", Problem.EMPTY)),
        ({"text": GOOD.answer}, ("text", Problem.NOT_LONGER)),
        ({"text": "x" * 3001}, ("text", Problem.TOO_LONG)),
        ({"text": "𝐁" * 1501}, ("text", Problem.TOO_LONG)),
        ({"source": ""}, ("source", Problem.EMPTY)),
        ({"as_of": date(2026, 11, 21)}, ("as_of", Problem.FUTURE)),
        ({"review_by": TODAY}, ("review_by", Problem.PAST)),
        ({"review_by": date(2020, 1, 1)}, ("review_by", Problem.PAST)),
        ({"as_of": date(2025, 11, 20)}, ("review_by", Problem.PAST)),
        ({"documents": ("",)}, ("documents", Problem.CHARACTERS)),
        ({"documents": tuple(map(str, range(21)))}, ("documents", Problem.TOO_MANY)),
        ({"id": "Có dấu"}, ("id", Problem.CHARACTERS)),
        ({"id": ""}, ("id", Problem.CHARACTERS)),
        ({"id": "x" * 33}, ("id", Problem.CHARACTERS)),
    ],
)
def test_each_rule_is_kept(change, expected):
    assert expected in found(replace(GOOD, **change))


def test_lengths_are_allowed_up_to_the_limit():
    full = replace(GOOD, title="x" * 80, answer="x" * 350, text="x" * 3000, source="x" * 400)
    assert found(full) == set()


def test_a_question_of_another_article_is_taken_however_it_is_marked():
    other = SHIPPED.articles[0]
    asked = (*GOOD.questions, other.questions[0].upper() + " ?")
    (fault,) = faults_of_edited(replace(GOOD, questions=asked), TOPICS, SHIPPED.articles, TODAY)
    assert (fault.field, fault.problem) == ("questions", Problem.TAKEN)
    assert other.title in fault.about
    assert found(replace(other, questions=other.questions)) == set()


def test_files_are_held_to_the_same_rules_without_a_day():
    assert list(faults(replace(GOOD, as_of=date(2999, 1, 1)))) == []
    assert list(faults(replace(GOOD, source=""))) == [Fault("source", Problem.EMPTY)]


def test_the_review_day_is_a_year_later_unless_said_otherwise():
    assert GOOD.due == date(2027, 11, 19)
    assert replace(GOOD, review_by=date(2027, 1, 1)).due == date(2027, 1, 1)
    assert year_after(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Trồng hoa ở cổng làng", "trong-hoa-o-cong-lang"),
        ("ĐƯỜNG ĐI — số 5/2026!", "duong-di-so-5-2026"),
        ("Ngày hội toàn dân bảo vệ an ninh Tổ quốc", "ngay-hoi-toan-dan-bao-ve-an-ninh"),
        ("x" * 40, "x" * 32),
        ("???", "bai"),
    ],
)
def test_a_title_makes_an_id(title, expected):
    assert slug(title) == expected


@given(st.text(max_size=200), st.integers(0, 12))
def test_an_id_always_keeps_to_the_rules_and_is_free(title, used):
    taken: set[str] = set()
    for _ in range(used):
        taken.add(free_slug(title, taken))
    name = free_slug(title, taken)
    assert len(taken) == used
    assert name not in taken
    assert 0 < len(name) <= MAX_ID
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_names_of_pages_are_never_ids():
    assert {free_slug("New", set()), free_slug("Try", set())} == {"new-2", "try-2"}


def test_what_is_typed_is_read_and_tidied():
    read = read_typed(
        typed(
            title="  Tên\r\n",
            questions="một\r\n\r\n  hai \nmột",
            documents="000, 003;  000",
            as_of="",
            review_by="2027-02-03",
        ),
        "ten",
        TODAY,
    )
    assert read.faults == ()
    article = read.article
    assert (article.title, article.questions) == ("Tên", ("một", "hai"))
    assert (article.documents, article.as_of) == (("000", "003"), TODAY)
    assert article.review_by == date(2027, 2, 3)


def test_what_no_article_can_hold_is_a_fault():
    read = read_typed(typed(as_of="hôm qua", review_by="31/12", confidence="chắc"), "x", TODAY)
    assert {(fault.field, fault.problem) for fault in read.faults} == {
        ("as_of", Problem.NOT_A_DAY),
        ("review_by", Problem.NOT_A_DAY),
        ("confidence", Problem.UNKNOWN),
    }
    assert read.article.confidence is Confidence.UNCONFIRMED
    assert read_typed({}, "x", TODAY).article.confidence is Confidence.UNCONFIRMED


def test_an_article_survives_being_stored():
    for article in (*SHIPPED.articles, GOOD, replace(GOOD, review_by=TODAY)):
        assert from_json(article.id, to_json(article)) == article


def version(article: Article, state: ArticleState, body: str | None = None) -> ArticleVersion:
    who = StaffId("aaaa000000000001")
    return ArticleVersion(
        article.id, 1, 1, state, who, TODAY, to_json(article) if body is None else body
    )


def test_what_staff_wrote_lies_over_what_was_shipped():
    first, second, third = SHIPPED.articles[:3]
    edited = replace(first, answer="Khác rồi.")
    library = overlaid(
        SHIPPED,
        [
            version(edited, ArticleState.LIVE),
            version(second, ArticleState.WITHDRAWN),
            version(third, ArticleState.LIVE, "damaged"),
            version(GOOD, ArticleState.LIVE),
        ],
    )
    by_id = {article.id: article for article in library.articles}
    assert by_id[first.id] == edited
    assert library.articles[0] == edited
    assert second.id not in by_id
    assert by_id[third.id] == third
    in_topic = [one.id for one in library.articles if one.topic == GOOD.topic]
    assert in_topic[-1] == GOOD.id
    assert len(library.articles) == len(SHIPPED.articles)


def test_nothing_stored_changes_nothing():
    assert overlaid(SHIPPED, []) == Library(SHIPPED.topics, SHIPPED.articles)
