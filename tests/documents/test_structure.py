"""Sections, items, whole lists, signature and facts of a document in our own words."""

from datetime import date

import pytest

from knowledge.documents.model import DocumentKind, EnumerationStyle, FactKind, PassageKind
from knowledge.documents.parse import parse_text
from knowledge.documents.ranking import indexable
from tests.documents.samples import NOTICE


@pytest.fixture(scope="module")
def notice():
    return parse_text(NOTICE, "007_mau.txt")


def test_facts_of_the_head(notice):
    facts = notice.facts
    assert (notice.id, facts.number, facts.kind) == ("007", "21/TB-STP", DocumentKind.NOTICE)
    assert (facts.place, facts.issued, facts.year) == ("Phú Thọ", date(2022, 6, 3), 2022)
    assert facts.body == "SỞ TƯ PHÁP"
    assert facts.title == "THÔNG BÁO Về việc mượn ghế nhà văn hoá"
    assert facts.signer_title == "PHÓ GIÁM ĐỐC"
    assert facts.inferred == frozenset()


def test_lists_are_kept_whole_and_paragraphs_stay_with_their_item(notice):
    numbered, inline = notice.enumerations
    assert numbered.style is EnumerationStyle.NUMBERED
    assert [item.label for item in numbered.items] == ["1-", "2-", "3-"]
    assert "Trẻ em mượn ghế" in notice.text[numbered.items[0].start : numbered.items[0].end]
    assert inline.style is EnumerationStyle.INLINE
    assert inline.lead == "Cần làm ba việc:"
    assert notice.whole(inline) == "(1) để riêng ghế gãy; (2) ghi vào sổ; (3) nhờ thợ sửa."


def test_passages_know_their_section_and_list(notice):
    found = next(one for one in notice.passages if one.text.startswith("(2)"))
    assert found.headings == ("I- VIỆC CHUNG",)
    assert found.kind is PassageKind.ITEM
    assert found.enumeration == notice.enumerations[1].id
    assert notice.passage(found.id) == found
    due = next(one for one in notice.passages if "ngày lễ" in one.text)
    assert [(fact.kind, fact.value) for fact in due.facts] == [
        (FactKind.QUANTITY, "2 ngày"),
        (FactKind.QUANTITY, "5 ngày"),
    ]


def test_signature_stands_apart(notice):
    signed = [one.text for one in notice.passages if one.kind is PassageKind.SIGNATURE]
    assert signed == ["TM. SỞ TƯ PHÁP", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


def test_index_gets_words_to_weigh_and_no_bare_headings(notice):
    entries = indexable(notice)
    assert all(one.title == notice.facts.title for one in entries)
    assert all(one.passage.kind is not PassageKind.HEADING for one in entries)
    assert next(one for one in entries if "ngày lễ" in one.passage.text).heading == "II- HẠN TRẢ"


def test_a_cited_number_is_not_the_documents_own():
    text = "Bàn việc xóm\nNgày 1/2/2023 xóm học Kế hoạch số 9/KH-UBND, ngày 5/1/2023.\nXong."
    facts = parse_text(text, "x.txt").facts
    assert facts.number is None
    assert facts.issued is None
    assert facts.cites == ("9/KH-UBND",)


def test_replacement_is_read_both_ways():
    old = parse_text("Tin\nVăn bản này được thay thế bởi Quyết định số 8/QĐ-UBND.", "a.txt").facts
    new = parse_text("Tin\nVăn bản này thay thế Quyết định số 7/QĐ-UBND.", "b.txt").facts
    assert (old.replaced_by, old.replaces) == ("8/QĐ-UBND", ())
    assert (new.replaced_by, new.replaces) == (None, ("7/QĐ-UBND",))


def test_long_ordinal_items_and_label_sections():
    text = (
        "Việc làm\n"
        + "Một là, quét ngõ.\nHai là, thắp đèn.\n"
        + "Năm 2021:\n- a b.\n- c d.\nhết rồi."
    )
    document = parse_text(text, "x.txt")
    styles = [one.style for one in document.enumerations]
    assert styles == [EnumerationStyle.ORDINAL, EnumerationStyle.BULLETED]
    assert document.enumerations[1].lead == "Năm 2021:"


def test_day_and_source_under_the_title():
    text = (
        "Xóm Bãi ra mắt tổ đèn ngõ\n12/05/2023 08:30\n(Congannghean.vn)-UBND tỉnh vừa ban hành "
        "Quyết định số 61/QĐ-UBND, ngày 10/5/2023 về đèn ngõ.\nMỗi ngõ một đèn."
    )
    facts = parse_text(text, "x.txt").facts
    assert facts.title == "Xóm Bãi ra mắt tổ đèn ngõ"
    assert (facts.number, facts.kind) == ("61/QĐ-UBND", DocumentKind.DECISION)
    assert (facts.published, facts.issued) == (date(2023, 5, 12), date(2023, 5, 10))
    assert (facts.place, facts.publisher) == ("Nghệ An", "Congannghean.vn")
    assert facts.inferred == {"place"}


def test_hard_wrapped_text_is_put_together():
    words = [
        "bà",
        "con",
        "cùng",
        "nhau",
        "giữ",
        "gìn",
        "ngõ",
        "xóm",
        "sạch",
        "sẽ",
        "yên",
        "vui",
        "mỗi",
        "ngày",
        "một",
        "ít",
        "việc",
        "nhỏ",
    ] * 30
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    text = "Việc xóm\n\n" + "\n".join([*lines, f"{line}."]) + "\n\n1. Một việc.\n2. Hai việc.\n"
    document = parse_text(text, "x.txt")
    assert " ".join(words) in document.text
    assert [len(one.items) for one in document.enumerations] == [2]


def test_articles_and_chapters_nest():
    text = (
        "QUYẾT ĐỊNH\nVề đèn ngõ\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Đèn ở ngõ.\n"
        "2. Đèn ở cầu:\na) cầu gỗ;\nb) cầu tre.\n3. Đèn ở bến.\nĐiều 2. Ai làm\nThôn làm.\n"
    )
    document = parse_text(text, "x.txt")
    bridge = next(one for one in document.passages if one.text.startswith("b)"))
    assert bridge.headings[-1] == "Điều 1. Phạm vi"
    assert bridge.headings[0] == "Chương I QUY ĐỊNH CHUNG"
    assert [(one.style.value, len(one.items)) for one in document.enumerations] == [
        ("numbered", 3),
        ("lettered", 2),
    ]
    village = next(one for one in document.passages if one.text == "Thôn làm.")
    assert village.headings[-1] == "Điều 2. Ai làm"
