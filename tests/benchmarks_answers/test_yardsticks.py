"""The yardsticks and the growing of documents, on three passages."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from benchmarks.answers.engines import YARDSTICKS, ranked
from benchmarks.answers.growth import grow
from benchmarks.answers.items import question
from benchmarks.answers.passages import Piece, pieces, syllables
from knowledge.documents.reading import read_document

PIECES = [
    Piece("000", "Đội một gác cổng chợ", "Kế hoạch Đội một gác cổng chợ"),
    Piece("000", "Đội hai đi tuần đêm", "Kế hoạch Đội hai đi tuần đêm"),
    Piece("001", "Phụ nữ giữ sổ sách", "Thông báo Phụ nữ giữ sổ sách"),
]


def test_syllables_are_folded_with_the_stroke_too() -> None:
    assert syllables("Đường 19/8, “Tổ quốc”") == ["duong", "19", "8", "to", "quoc"]


@pytest.mark.parametrize("name", sorted(YARDSTICKS))
def test_a_yardstick_finds_the_passage_without_marks(name: str) -> None:
    search = YARDSTICKS[name](PIECES)
    assert search("ai di tuan dem")[0] == 1
    assert len(search("doi")) <= 3
    search('" OR NEAR( *')  # what looks like a query language is only words
    search("")


@pytest.mark.parametrize("name", sorted(YARDSTICKS))
def test_first_and_first_three_are_told_apart(name: str) -> None:
    raw = {
        "id": "a", "text": "đội hai đi tuần đêm", "kind": "fact", "variant_of": None,
        "expect_any": ["gác cổng"], "expect_all": [], "source": "000", "also_ok": [],
        "intent": "answer", "max_chars": 900,
    }  # fmt: skip
    shares, times = ranked(YARDSTICKS[name](PIECES), PIECES, [question(raw)])
    first, three = shares["all"]
    assert (first.rate, three.rate) == (0.0, 1.0)
    assert shares["clean"] == shares["fact"] == shares["all"]
    assert len(times) == 1


def test_growing_changes_copies_and_keeps_quotations_true(tmp_path: Path) -> None:
    path = tmp_path / "000_mau.txt"
    lines = ["KẾ HOẠCH", "về việc tuần tra năm 2020", "I. Việc làm", "Tổ một gồm 12 người:"]
    lines += ["- Gác cổng chợ ngày 01/02/2020;", "- Đi tuần đêm ở 3 xóm;", "- Ghi sổ."]
    path.write_text("\n".join(lines), encoding="utf-8")
    original = asyncio.run(read_document(path, path.name))
    grown = list(grow([original], 3, Random(1)))
    assert grown[0] == original
    assert len({one.id for one in grown}) == len({one.text for one in grown}) == 3
    assert list(grow([original], 3, Random(1))) == grown
    for one in grown:
        for passage in one.passages:
            assert one.text[passage.start : passage.end] == passage.text
            assert one.passage(passage.id) == passage
        for listed in one.enumerations:
            assert one.whole(listed)
    assert len(pieces(grown)) >= 2 * len(pieces([original]))
