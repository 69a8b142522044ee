import re
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from inbox.crockford import ALPHABET
from inbox.errors import ReceiptMalformed
from inbox.receipt import (
    Receipt,
    derive,
    looks_like_receipt,
    new_receipt,
    parse_receipt,
)

receipts = st.binary(min_size=13, max_size=13).map(lambda bits: new_receipt(lambda _: bits))
places = st.integers(min_value=0, max_value=20)


def letters(receipt: Receipt) -> str:
    return receipt.groups().replace("-", "")


def is_receipt(text: str) -> bool:
    try:
        parse_receipt(text)
    except ReceiptMalformed:
        return False
    return True


@given(receipts)
def test_shown_and_read_back(receipt):
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{4}){4}", receipt.groups())
    assert parse_receipt(receipt.groups()) == receipt
    assert receipt.groups().endswith(receipt.last_four)


@given(receipts, places, st.sampled_from(ALPHABET))
def test_every_single_substitution_is_caught(receipt, place, other):
    good = letters(receipt)
    assume(good[place] != other)
    assert not is_receipt(good[:place] + other + good[place + 1 :])


@given(receipts, st.integers(min_value=0, max_value=19))
def test_every_adjacent_swap_is_caught(receipt, place):
    good = letters(receipt)
    assume(good[place] != good[place + 1])
    assert not is_receipt(good[:place] + good[place + 1] + good[place] + good[place + 2 :])


@given(receipts, places, places)
def test_every_swap_of_two_letters_is_caught(receipt, one, other):
    good = list(letters(receipt))
    assume(good[one] != good[other])
    good[one], good[other] = good[other], good[one]
    assert not is_receipt("".join(good))


@given(receipts, st.lists(st.sampled_from(["", " ", "-", ".", "–", "\n", "  ", "_"]), min_size=20))
def test_separators_and_case_do_not_matter(receipt, separators):
    spread = "".join(
        letter + gap for letter, gap in zip(letters(receipt), [*separators[:20], ""], strict=True)
    )
    assert parse_receipt(spread.lower()) == receipt


@given(receipts)
def test_lookalike_letters_are_taken_for_the_digits(receipt):
    written = receipt.groups().replace("0", "O").replace("1", "l")
    assert parse_receipt(written) == receipt
    assert parse_receipt(receipt.groups().replace("1", "I")) == receipt


@given(receipts, st.sampled_from(["mã của tôi là {}", "{} nhé", "Xem giup toi ma:{}.", "({})"]))
def test_found_among_other_words(receipt, sentence):
    assume(sum(letter.isdigit() for letter in letters(receipt)) >= 2)
    for written in (receipt.groups(), receipt.groups().replace("-", " "), letters(receipt)):
        assert looks_like_receipt(sentence.format(written))
        assert parse_receipt(sentence.format(written)) == receipt


@given(receipts, places)
def test_a_mistyped_one_is_still_meant_as_one(receipt, place):
    good = letters(receipt)
    other = "7" if good[place] != "7" else "8"
    wrong = good[:place] + other + good[place + 1 :]
    assume(sum(letter.isdigit() for letter in wrong) >= 2)
    assert looks_like_receipt(wrong)
    assert looks_like_receipt("ma " + "-".join([wrong[:5], *re.findall("....", wrong[5:])]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xin chào",
        "nghieng trong nguoi chung thang",
        "chung toan binh dang lanh nhau",
        "0912 345 678",
        "so xe 20A 123.45 chay qua cho luc 9h toi",
        "tháng 11/2026 có 3 người lạ vào 5 nhà trong xóm",
        "VN-K7QF3",
        "bien so 20a1 12345 nha o",
        "x" * 4000,
        "K7QF3-M2X9-D4T6-P8RA",
    ],
)
def test_other_messages_do_not_look_like_one(text):
    assert not looks_like_receipt(text)
    assert not is_receipt(text)


@pytest.mark.parametrize("letter", ["U", "Đ", "*", "é"])
def test_letters_outside_the_alphabet_are_refused(letter):
    assert not is_receipt(letter + "0" * 20)


def test_only_right_length_and_check_letter_make_a_receipt():
    for wrong in ("0" * 20, "0" * 22, "0" * 20 + "1", "u" * 21):
        with pytest.raises(ReceiptMalformed):
            Receipt(wrong)
    assert Receipt("0" * 21).last_four == "0000"


@given(receipts)
def test_the_last_four_are_typed_back(receipt):
    assert receipt.ends_with(f" {receipt.last_four.lower()} ")
    assert receipt.ends_with(receipt.groups())
    assert not receipt.ends_with(receipt.last_four[1:])
    assert not receipt.ends_with("")


def test_nothing_prints_it():
    receipt = new_receipt(secrets.token_bytes)
    keys = derive(receipt)
    for text in (repr(receipt), str(receipt), f"{receipt}", repr([receipt]), repr(keys)):
        assert receipt.last_four not in text
        assert keys.mailbox_private.hex() not in text
        assert repr(keys.tag)[2:8] not in text
    with pytest.raises(ReceiptMalformed) as refusal:
        parse_receipt("7" * 20 + "8")
    assert "7777" not in str(refusal.value)


def test_derived_values_are_fixed():
    keys = derive(Receipt("0" * 21))
    assert keys.tag.hex() == "3632572fdb44a2a4272d8b987c985b5da53eefeec6e289851eeeffd42871c353"
    assert (
        keys.mailbox_private.hex()
        == "3e4f49d11b05d26655c424e6fd2171e8d55402157f40c139431e13cb2768a4de"
    )


def test_tag_and_key_are_apart_and_differ_by_receipt():
    one, other = (derive(new_receipt(secrets.token_bytes)) for _ in range(2))
    assert len({one.tag, one.mailbox_private, other.tag, other.mailbox_private}) == 4
    public = X25519PrivateKey.from_private_bytes(one.mailbox_private).public_key()
    assert public.public_bytes_raw() != one.tag
