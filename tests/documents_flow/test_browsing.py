"""From topics to documents, sections and passages, by buttons alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.texts.catalog import load_catalog
from knowledge.ask import load_knowledge
from knowledge.documents.parse import parse_text
from tests.citizen.world import Person, World
from tests.documents_flow.papers import GATES, POND
from tests.documents_flow.phone import Base, open_quoting

VI = load_catalog()["vi"]
LONG = "THÔNG BÁO\nVề ghế\n" + "\n".join(
    f"{number}. Ghế số {number} để ở nhà văn hoá thôn {number}, ai mượn thì ghi sổ."
    for number in range(1, 30)
)
DOCUMENTS = [
    parse_text(GATES, "021.txt"),
    parse_text(POND, "007.txt"),
    parse_text(LONG, "009.txt"),
]
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
BASE = load_knowledge(documents=DOCUMENTS)


@pytest.fixture
async def person(tmp_path: Path) -> AsyncIterator[Person]:
    world, person, _ = await open_quoting(tmp_path, BASE, DOCUMENTS)
    yield person
    await _close(world)


async def _close(world: World) -> None:
    await world.database.close()
    assert not world.session.unexpected


async def test_from_the_topics_to_a_passage(person: Person):
    await person.says("/hoi")
    await person.presses("📚")
    assert len(person.newest.buttons) == 3
    await person.presses("Thông báo 21/TB-STP")
    assert list(person.newest.buttons)[-1].startswith("III-")
    await person.presses("II- VIỆC")
    assert "II- VIỆC CỦA NGƯỜI TRỰC CỔNG" in person.newest.text
    await person.presses("2. Ghi sổ")
    assert "Ghi sổ người lạ ra vào" in person.newest.text
    await person.presses("📖 Đọc cả đoạn")
    assert "1. Mở khoá" in person.newest.text
    assert "3. Báo ngay" in person.newest.text


async def test_a_document_without_sections_opens_at_its_passages(person: Person):
    await person.says("/hoi")
    await person.presses("📚")
    await person.presses("Kế hoạch 7/KH-UBND")
    await person.presses("Mỗi nhà góp")
    assert "Lạng Sơn" in person.newest.text


async def test_many_passages_come_page_by_page(person: Person):
    await person.press_data("ds:009:0:0", 5)
    seen: list[str] = []
    for _ in range(9):
        seen += [label for label in person.newest.buttons if label[0].isdigit()]
        if VI.plain("shelf.next") not in person.newest.buttons:
            break
        await person.presses("Tiếp")
    assert seen[0].startswith("1. Ghế")
    assert seen[-1].startswith("29. Ghế")
    assert len(set(seen)) == 29
    await person.presses("◀ Trước")
    assert VI.plain("shelf.next") in person.newest.buttons


@pytest.mark.parametrize(
    "data",
    [
        "d:khong-co", "dd:021", "dd:021:9", "dl:9", "dl:-1", "dl:", "ds:", "ds:021", "ds:021:9:0",
        "ds:021:0:99", "ds:021:x:0", "ds:021:0:²", "ds:021:0:", "dd:021:99999999999",
    ],
)  # fmt: skip
async def test_old_and_forged_buttons_are_old(person: Person, data: str):
    (call,) = await person.press_data(data, 5)
    assert call.text == VI.plain("error.old_button")


async def test_without_documents_there_is_no_button(tmp_path: Path):
    world, person, _ = await open_quoting(tmp_path, Base())
    (call,) = await person.says("/hoi")
    assert VI.plain("shelf.button") not in call.buttons
    await person.press_data("d:", 5)
    assert world.session.calls[-1].text == VI.plain("error.old_button")
    await _close(world)


async def test_many_documents_and_sections_come_page_by_page(tmp_path: Path):
    ponds = [parse_text(f"{POND}\nAo số {n}.", f"{n:03}_ao.txt") for n in range(20)]
    chapters = "\n".join(
        f"{sign}- MỤC {sign}\nViệc của mục {sign} là việc chung." for sign in ROMAN
    )
    ponds.append(parse_text(f"KẾ HOẠCH\nVề nhiều mục\n{chapters}", "900_muc.txt"))
    world, person, _ = await open_quoting(tmp_path, Base(), ponds)
    await person.press_data("d:", 5)
    await person.presses("Tiếp")
    await person.presses("Tiếp")
    assert VI.plain("shelf.next") not in person.newest.buttons
    await person.press_data("d:900", 5)
    first = list(person.newest.buttons)
    assert first[0].startswith("I- MỤC I")
    await person.presses("Tiếp")
    assert next(iter(person.newest.buttons)).startswith("VIII- MỤC VIII")
    await _close(world)
