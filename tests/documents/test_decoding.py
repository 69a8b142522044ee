"""Letters of every age arrive as the same text, or are refused: never as other letters."""

import unicodedata
from collections.abc import Callable

import pytest

from knowledge.documents.decoding import decode
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.legacy import from_tcvn3, modernise
from tests.documents.samples import NOTICE, PLAIN, in_1258, in_tcvn3, in_vni

WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 big end first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16 without mark": lambda text: text.encode("utf-16-le"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "windows-1258": in_1258,
    "tcvn3": in_tcvn3,
    "vni": in_vni,
}


@pytest.mark.parametrize("way", WAYS)
def test_same_text_from_every_encoding(way):
    assert unicodedata.normalize("NFC", decode(WAYS[way](PLAIN))) == PLAIN


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
def test_old_letters_pasted_into_unicode_are_read(write):
    # what a .docx or .pdf set in an old font holds
    assert modernise(write(PLAIN).decode("latin-1")) == PLAIN


def test_capitals_of_old_capital_fonts():
    assert from_tcvn3(
        in_tcvn3("KẾ HOẠCH".replace("Ế", "ế").replace("Ạ", "ạ")).decode("latin-1")
    ) == ("KẾ HOẠCH")


@pytest.mark.parametrize(
    "text",
    ["A plain English note about nothing.", "Le café est très bon, déjà vu à Noël.", NOTICE],
)
def test_other_languages_and_unicode_are_left_alone(text):
    assert decode(text.encode()) == text


@pytest.mark.parametrize("raw", ["Größe übung çok güzel ağ şu".encode("cp1254"), b"\xff\x81 ab"])
def test_what_cannot_be_told_is_refused(raw):
    with pytest.raises(ImportRefused) as refused:
        decode(raw)
    assert refused.value.reason is Refusal.ENCODING
