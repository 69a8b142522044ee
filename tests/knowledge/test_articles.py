import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import ArticleInvalid, Library, load_articles, load_library
from knowledge.model import Confidence
from knowledge.normalise import fold

ARTICLES = load_articles()
IDS = [article.id for article in ARTICLES]
GOOD = """
topic = "thu"
title = "Thử"
as_of = 2026-11-20
reviewed_by = "Ban biên tập"

[[article]]
id = "mot"
title = "Một"
questions = ["a", "b", "c", "d", "e"]
answer = "Ngắn."
text = "Dài hơn một chút."
source = "Luật 1, Điều 2"
confidence = "known"
"""


def test_there_are_enough_of_them():
    assert len(ARTICLES) >= 120
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("article", ARTICLES, ids=IDS)
def test_each_keeps_the_rules_of_an_article(article):
    words = (article.title, article.answer, article.text, article.source, *article.questions)
    assert all(unicodedata.is_normalized("NFC", text) for text in words)
    assert len(article.answer) <= 350
    assert len(article.questions) >= 5
    assert any(form.isascii() for form in article.questions)
    assert any(not form.isascii() for form in article.questions)
    assert article.source
    assert article.reviewed_by
    assert article.as_of <= date(2026, 11, 20)
    assert len(article.id.encode()) <= 32


@pytest.mark.parametrize("article", ARTICLES, ids=IDS)
def test_none_holds_what_must_not_be_shipped(article):
    shown = f"{article.answer} {article.text}"
    assert "[check]" not in shown
    assert "069 234 2593" not in shown
    assert "0901 116 789" not in shown
    if article.id in {"bao-tin-sai", "vu-khong", "khen-thuong"}:
        assert re.search(r"\d (?:triệu|đồng)", shown) is None


@pytest.mark.parametrize(
    "article", [one for one in ARTICLES if one.confidence is Confidence.UNCONFIRMED]
)
def test_what_is_not_confirmed_says_so(article):
    shown = f"{article.answer} {article.text}".lower()
    assert "hỏi" in shown or "chưa xác nhận" in shown or "tuỳ trường hợp" in shown


def test_no_two_articles_share_a_question_form():
    seen: dict[str, str] = {}
    for article in ARTICLES:
        for form in article.questions:
            assert seen.setdefault(fold(form.lower()), article.id) == article.id, form


def test_the_target_figures_name_their_plan():
    article = next(one for one in ARTICLES if one.id == "chi-tieu-100-80-90")
    assert "2021–2023" in article.answer
    assert "không phải chỉ tiêu chung cả nước" in article.answer


def _library(tmp_path: Path, text: str, name: str = "thu.toml") -> Library:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_library(tmp_path)


def test_a_good_file_is_read(tmp_path):
    library = _library(tmp_path, GOOD)
    assert [article.id for article in library.articles] == ["mot"]
    assert library.topics[0].title == "Thử"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('answer = "Ngắn."', "", "answer"),
        ('source = "Luật 1, Điều 2"', 'source = " "', "source"),
        ('"known"', '"sure"', "confidence"),
        ('["a", "b", "c", "d", "e"]', '["a", "b"]', "questions"),
        ('"Ngắn."', f'"{"x" * 351}"', "answer"),
        ('"Dài hơn một chút."', '"a"', "text"),
        ('id = "mot"', 'id = "Một"', "id"),
        ('title = "Một"', 'title = "Một"\nauthor = "ai"', "author"),
        ("as_of = 2026-11-20", 'as_of = "hôm nay"', "as_of"),
        ('topic = "thu"', "topic = 3", "topic"),
        ("[[article]]", "[[article", "thu.toml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path, old, new, named):
    with pytest.raises(ArticleInvalid, match=named) as refused:
        _library(tmp_path, GOOD.replace(old, new, 1))
    assert "thu.toml" in str(refused.value)


def test_an_id_may_stand_once_only(tmp_path):
    (tmp_path / "hai.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ArticleInvalid, match="mot"):
        _library(tmp_path, GOOD)
