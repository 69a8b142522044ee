"""Own .docx, .pdf and .html files, read through the separate process like any other."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.documents.model import Document, DocumentKind, EnumerationStyle, PassageKind
from knowledge.documents.reading import read_document

HERE = Path(__file__).parent / "fixtures"


async def read(name: str) -> Document:
    return await read_document(HERE / name, name)


async def test_word_file():
    document = await read("ke_hoach.docx")
    facts = document.facts
    assert (facts.number, facts.kind) == ("45/KH-UBND", DocumentKind.PLAN)
    assert (facts.place, facts.issued) == ("Nghệ An", date(2024, 3, 5))
    assert facts.body == "UỶ BAN NHÂN DÂN TỈNH NGHỆ AN"
    assert facts.title == "KẾ HOẠCH Tổ chức phiên chợ đổi sách cũ ở các xã miền núi"
    assert facts.signer_title == "CHỦ TỊCH"
    leads = {one.style: one.lead for one in document.enumerations}
    assert leads == {
        EnumerationStyle.BULLETED: "Mỗi xã cần:",
        EnumerationStyle.NUMBERED: "Thứ tự trong ngày:",
        EnumerationStyle.TABLE: "Xã | Số gian | Tỷ lệ",
    }
    assert "3. Đổi sách đến 16 giờ." in [one.text for one in document.passages]


async def test_pdf_file():
    document = await read("thong_bao.pdf")
    facts = document.facts
    assert (facts.number, facts.kind) == ("118/TB-UBND", DocumentKind.NOTICE)
    assert (facts.place, facts.issued) == ("Lạng Sơn", date(2024, 8, 9))
    assert facts.title == "THÔNG BÁO Về việc thắp sáng đường thôn trong mùa mưa"
    assert facts.signer_title == "PHÓ CHỦ TỊCH"
    (steps,) = document.enumerations
    assert [item.label for item in steps.items] == ["1.", "2.", "3."]
    assert steps.sections[-1].heading == "II. VIỆC CẦN LÀM"
    # an item cut by the page's end is one item again
    assert "rào lại ngay và treo biển báo để không ai" in document.text


async def test_web_page():
    document = await read("huong_dan.html")
    facts = document.facts
    assert (facts.number, facts.kind) == ("07/HD-CAT", DocumentKind.GUIDE)
    assert (facts.body, facts.issued) == ("Công an tỉnh Ninh Bình", date(2024, 4, 14))
    assert facts.replaces == ("03/HD-CAT",)
    assert [one.text for one in document.passages if one.kind is PassageKind.TABLE_ROW] == [
        "Mùa | Đóng | Mở",
        "Mùa hè | 23 giờ | 4 giờ 30",
        "Mùa đông | 22 giờ | 5 giờ",
    ]
    for unseen in ("khong duoc doc", "Trang chủ", "dòng ẩn", "Bản quyền", "color"):
        assert unseen not in document.text


@pytest.mark.parametrize("name", ["ke_hoach.docx", "thong_bao.pdf", "huong_dan.html"])
async def test_reading_twice_gives_the_same(name):
    assert await read(name) == await read(name)
