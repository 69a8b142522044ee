"""From bytes to text: Unicode by its marks, then Windows-1258, TCVN3 and VNI by what reads."""

import codecs
from contextlib import suppress
from typing import Final

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.legacy import from_tcvn3, from_vni, modernise, reads_as_vietnamese

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 4096


def decode(raw: bytes) -> str:
    """Return the text of a file.

    Refuses with ENCODING when no reading is certain and MALFORMED when a mark at the file's
    beginning names an encoding its bytes do not keep to.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return modernise(_strictly(raw[len(mark) :], name))
    if unmarked := _unmarked_utf16(raw):
        return modernise(_strictly(raw, unmarked))
    try:
        return modernise(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _eight_bit(raw)


def _strictly(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        raise ImportRefused(Refusal.MALFORMED) from None


def _unmarked_utf16(raw: bytes) -> str | None:
    """Tell UTF-16 without its mark by the zero bytes of its spaces and plain letters."""
    sample = raw[:_SAMPLE]
    if len(sample) < 8 or len(raw) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else None


def _eight_bit(raw: bytes) -> str:
    if b"\0" in raw:
        raise ImportRefused(Refusal.WRONG_TYPE)
    plain = raw.decode("latin-1")
    readings = [from_tcvn3(plain), from_vni(plain)]
    with suppress(UnicodeDecodeError):
        readings.append(raw.decode("cp1258"))
    good = [reading for reading in readings if reads_as_vietnamese(reading)]
    if len(good) != 1:
        raise ImportRefused(Refusal.ENCODING)
    return good[0]
