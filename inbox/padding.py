"""Padding that makes lengths tell little. Pure bytes; knows nothing of keys or cases."""

from typing import Final

from inbox.errors import SealInvalid

BLOCK: Final = 512
"""Every plaintext is padded to a multiple of this many bytes."""

_MARK: Final = b"\x80"


def pad(plain: bytes) -> bytes:
    """Append 0x80 and zero bytes up to the next block (ISO/IEC 7816-4)."""
    marked = plain + _MARK
    return marked.ljust(-(-len(marked) // BLOCK) * BLOCK, b"\x00")


def unpad(padded: bytes) -> bytes:
    """Take the padding off again; raise ``SealInvalid`` if there is none."""
    plain, mark, rest = padded.rpartition(_MARK)
    if not mark or rest.strip(b"\x00"):
        raise SealInvalid
    return plain
