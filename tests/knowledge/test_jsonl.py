from typing import Any

import pytest

from knowledge.ask import KnowledgeBase
from knowledge.jsonl import DOORS, answer_line
from knowledge.model import Intent


def _line(kb: KnowledgeBase, text: str) -> dict[str, Any]:
    ticks = iter((1.0, 1.0025))
    return answer_line(kb, {"id": "Q1", "text": text}, timer=lambda: next(ticks))


def test_an_answer_has_all_the_contract_asks(kb):
    line = _line(kb, "Chỉ thị 09 ban hành ngày nào?")
    assert list(line) == ["id", "intent", "answer", "sources", "suggestions", "ms"]
    assert line["id"] == "Q1"
    assert line["intent"] == "answer"
    assert line["sources"] == ["000", "003"]
    assert line["ms"] == 2.5


def test_an_article_without_documents_names_itself(kb):
    assert _line(kb, "khi nào gọi 113")["sources"] == ["goi-113"]


@pytest.mark.parametrize(
    ("text", "intent", "says"),
    [
        ("cháy nhà rồi cứu với", "emergency", "114"),
        ("tôi muốn tố giác tội phạm", "tip", "Báo tin"),
        ("tôi muốn gửi khiếu nại", "grievance", "phản ánh"),
        ("tra cứu mã tin của tôi", "track", "mã"),
        ("chào bot", "smalltalk", "hỏi đáp"),
    ],
)
def test_a_door_is_named_and_explained(kb, text, intent, says):
    line = _line(kb, text)
    assert line["intent"] == intent
    assert says in line["answer"]


def test_suggestions_and_opinions_count_as_refusals(kb):
    near = _line(kb, "Ai ký Chỉ thị 09-CT/TW?")
    assert (near["intent"], near["answer"]) == ("refuse", "")
    assert 1 <= len(near["suggestions"]) <= 3
    assert _line(kb, "hàng xóm tôi hay chê chính quyền")["intent"] == "refuse"


def test_every_door_has_its_article(kb):
    assert all(kb.article(article_id) for article_id in DOORS.values())
    assert Intent.ANSWER not in DOORS
