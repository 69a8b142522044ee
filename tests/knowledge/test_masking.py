"""What is taken out of a question before anybody sees it, and what stays."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.masking import FEWEST_DIGITS, LONGEST, MASK, presentable

NUMBERS = [
    "0912345678",
    "0912 345 678",
    "0912.345.678",
    "0912-345-678",
    "(091) 234 5678",
    "+84 912 345 678",
    "0912 . 345 . 678",
    "0912/345/678",
    "001203004567",
    "001 203 004 567",
    "0_9_1_2_3_4_5_6_7_8",
    "09\u200b12\u200b34\u200b56\u200b78",
    "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    "０９１２３４５６７８",
    "٠٩١٢٣٤٥٦٧٨",
    "①②③④⑤⑥⑦",
    "❶❷❸❹❺❻❼",
    "²³⁴⁵⁶⁷⁸",
    "123456",
    "0912/34/56/78",
    "09/12/34/56/78",
    "0912 / 345 / 678",
]
SAID = [
    "không chín một hai ba bốn năm sáu bảy tám",
    "Không Chín Một Hai, Ba Bốn Năm, Sáu Bảy Tám",
    "khong chin mot hai ba bon nam sau bay tam",
    "không chín 12 ba bốn năm 678",
]
PLATES = ["30A-123.45", "30A 12345", "29-B1 123.45", "29b1-12345", "51Đ 123.45"]
STAYING = [
    "Ngày hội 19/8/2026 tổ chức ở đâu?",
    "Nghị định 30/2023/QH15 nói gì về tổ bảo vệ?",
    "Theo Nghị định 282/2025/NĐ-CP thì phạt bao nhiêu?",
    "Gọi 113 hay 114 trước?",
    "Phạt 12.500 đồng phải không?",
    "Năm 2025 có gì mới?",
    "Từ 1/7/2025 đến 31/12/2025 có gì mới?",
    "Tháng ba năm hai không hai sáu có gì mới?",
    "Có hay không một tổ bảo vệ ở TP.HCM/Hà Nội?",
    "Một hai ba đội thì đội nào trực?",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("frame", ["gọi {} nhé", "sđt{}", "{}", "số:{}, được không?"])
def test_long_numbers_are_masked(number: str, frame: str) -> None:
    shown = presentable(frame.format(number))
    assert MASK in shown
    assert sum(char.isdigit() for char in shown) < FEWEST_DIGITS


@pytest.mark.parametrize("number", SAID + PLATES)
@pytest.mark.parametrize("frame", ["gọi {} nhé", "{}", "số: {}, được không?"])
def test_numbers_in_words_and_plates_are_masked_whole(number: str, frame: str) -> None:
    assert presentable(frame.format(number)) == frame.format(MASK)


@pytest.mark.parametrize("text", STAYING)
def test_dates_laws_and_short_numbers_stay(text: str) -> None:
    assert presentable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hỏi lan.nguyen@example.com nhé", f"hỏi {MASK} nhé"),
        ("nhắn @lan_nguyen hay ai", f"nhắn {MASK} hay ai"),
        (
            "trang https://vi-du.vn/u/lan?id=4 có thật không",
            "trang vi-du.vn có thật không",
        ),
        ("xem HTTP://lan:mk@vi-du.vn:80/x được không", "xem vi-du.vn:80 được không"),
        ("hỏi lan.nguyen @ example.com nhé", f"hỏi {MASK} nhé"),
        ("hỏi lan @example.com nhé", f"hỏi {MASK} nhé"),
        ("hỏi lan (at) example.com nhé", f"hỏi {MASK} nhé"),
        ("hỏi lan a còng example chấm com nhé", f"hỏi {MASK} nhé"),
        ("xem facebook.com/lan.nguyen.90 nhé", "xem facebook.com nhé"),
        ("xem...facebook.com/lan nhé", "xem...facebook.com nhé"),
        ("xem www.vi-du.vn?u=lan nhé", "xem www.vi-du.vn nhé"),
        ("xem t.me/lan_nguyen nhé", "xem t.me nhé"),
        ("xem fb://profile/lan nhé", "xem profile nhé"),
        ("xem https://vi-du.vn\\lan nhé", "xem vi-du.vn nhé"),
        ("hai\ndòng\t và\u200b nhiều   chỗ", "hai dòng và nhiều chỗ"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_addresses_and_odd_characters(text: str, shown: str) -> None:
    assert presentable(text) == shown


def test_a_long_question_is_cut_after_masking() -> None:
    shown = presentable("a" * (LONGEST - 3) + " 0912345678")
    assert len(shown) <= LONGEST
    assert not any(char.isdigit() for char in shown)
    assert presentable("a" * LONGEST) == "a" * LONGEST


def test_a_letter_that_becomes_many_takes_no_time() -> None:
    assert len(presentable("\ufdfa" * 20_000)) <= LONGEST
    assert len(presentable("㌖" * 20_000 + "@")) <= LONGEST


PIECES = st.sampled_from(
    [
        *"0123456789",
        *" .-/()_@:x•…?\\",
        *("١", "❶", "\u200b", "https://", "ạ", "a.vn/", "(at)"),
        *(" không ", "hai", " chấm ", "30A-"),
    ]
)


@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
@example("1234 • 5678")
@example("12•••34••56")
def test_no_long_run_of_digits_is_ever_left(text: str) -> None:
    shown = presentable(text)
    assert not re.search(r"\d(?:[^\w/]{0,3}\d){5}", shown)
    assert not any(unicodedata.digit(char, None) is not None for char in shown if char > "9")
    assert len(shown) <= LONGEST
    assert shown.isprintable()


@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_masking_again_changes_nothing(text: str) -> None:
    assert presentable(presentable(text)) == presentable(text)
