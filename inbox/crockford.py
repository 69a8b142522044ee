"""Crockford's base32: the letters of receipts and case numbers, none easily taken for another."""

from typing import Final

from staff.ports import Randomness

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS: Final = 5


def random_letters(random: Randomness, count: int) -> str:
    """Return that many random letters, all equally likely."""
    spare = -count * _BITS % 8
    bits = int.from_bytes(random((count * _BITS + spare) // 8)) >> spare
    return "".join(ALPHABET[(bits >> _BITS * place) & 31] for place in range(count))
