"""The five documents of the project, if at hand (``DOCUMENTS_DIR``), checked by hand."""

import os
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents.model import Document, DocumentKind, EnumerationStyle, PassageKind
from knowledge.documents.reading import read_document
from knowledge.signposts.loader import load_signposts
from knowledge.signposts.placing import stretch

FOLDER = os.environ.get("DOCUMENTS_DIR", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="DOCUMENTS_DIR is not set")

# id: number, kind, body, place, issued, published, year
FACTS = {
    "000": (None, DocumentKind.PLAN, "Ban Thường vụ Tỉnh uỷ", "Thái Nguyên", None, None, None),
    "001": (
        None, DocumentKind.NEWS, "Phòng Xây dựng phong trào bảo vệ an ninh Tổ quốc", None, None,
        date(2021, 7, 7), 2021,
    ),
    "002": ("45/KH-UBND", DocumentKind.PLAN, "UBND tỉnh", "Nghệ An", None, date(2020, 2, 9), 2020),
    "003": (
        "23-CT/TU", DocumentKind.DIRECTIVE, "Ban Thường vụ Tỉnh ủy", "Phú Thọ",
        date(2023, 12, 26), None, 2023,
    ),
    "004": ("75/TB-UBND", DocumentKind.NOTICE, "UBND tỉnh Lạng Sơn", "Lạng Sơn", None, None, 2010),
}  # fmt: skip
TITLES = {
    "000": "KẾ HOẠCH thực hiện Chỉ thị số 09-CT/TW ngày 01-12-2011",
    "001": "Triển khai công tác phối hợp giữa Công an tỉnh với Mặt trận Tổ quốc",
    "002": "Ban hành kế hoạch xây dựng phong trào toàn dân bảo vệ ANTQ năm 2020",
    "003": "Chỉ thị của Ban Thường vụ Tỉnh ủy về tăng cường xây dựng thế trận an ninh nhân dân",
    "004": "Thông báo của UBND tỉnh về Hội nghị sơ kết công tác phối hợp",
}
HEADINGS = {
    "000": ["I- MỤC ĐÍCH, YÊU CẦU", "II- NHIỆM VỤ VÀ GIẢI PHÁP", "III- TỔ CHỨC THỰC HIỆN"],
    "001": ["Năm 2021:", "Năm 2022:", "Năm 2023:"],
    "002": [],
    "003": [],
    "004": ["Một số nhiệm vụ và giải pháp 6 tháng cuối năm 2010"],
}
LISTS = {
    "000": [2, 8, 4],
    "001": [8, 2, 5, 3, 2],
    "002": [],
    "003": [8],
    "004": [],
}


async def read(name: str) -> Document:
    (path,) = Path(FOLDER).glob(f"{name}_*.txt")
    return await read_document(path, path.name)


@pytest.mark.parametrize("name", FACTS)
async def test_facts(name):
    document = await read(name)
    facts = document.facts
    assert document.id == name
    read_out = ("number", "kind", "body", "place", "issued", "published", "year")
    assert tuple(getattr(facts, each) for each in read_out) == FACTS[name]
    assert facts.title.startswith(TITLES[name])


@pytest.mark.parametrize("name", FACTS)
async def test_sections_and_lists(name):
    document = await read(name)
    headings = [one.text for one in document.passages if one.kind is PassageKind.HEADING]
    assert headings == HEADINGS[name]
    marked = [one for one in document.enumerations if one.style is not EnumerationStyle.CLAUSES]
    assert [len(one.items) for one in marked] == LISTS[name]


@pytest.mark.parametrize("name", FACTS)
async def test_nothing_but_page_furniture_is_lost(name):
    (path,) = Path(FOLDER).glob(f"{name}_*.txt")
    document = await read(name)
    left = " ".join(path.read_text("utf-8-sig").split())
    for passage in document.passages:
        _, found, left_after = left.partition(passage.text)
        assert found, passage.id
        assert len(left) - len(left_after) - len(passage.text) < 40
        left = left_after


async def test_signatures_and_what_was_inferred():
    assert (await read("000")).facts.signer_title == "PHÓ BÍ THƯ THƯỜNG TRỰC"
    assert (await read("000")).facts.inferred == {"place"}
    assert (await read("002")).facts.publisher == "Congannghean.vn"
    assert (await read("004")).facts.publisher == "Sở Thông tin và Truyền thông"
    assert (await read("004")).facts.inferred == {"year"}


async def test_every_signpost_that_ships_stands_in_its_document():
    texts = {name: await read(name) for name in FACTS}
    for post in load_signposts():
        about = [one for one in texts.values() if one.facts.title.startswith(post.document)]
        assert len(about) == 1, post.document
        assert stretch(about[0].text, post) is not None, post.start
