"""The receipt: the one secret a reporter keeps, its spelling and the two keys inside it.

Twenty Crockford base32 characters (100 bits) and a check character. Nothing here stores,
logs or prints a receipt; derived keys live as long as one call needs them.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from inbox.crockford import ALPHABET, random_letters
from inbox.errors import ReceiptMalformed
from inbox.model import LookupTag
from staff.ports import Randomness

_VALUE: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_LOOKALIKE: Final = str.maketrans("OIL", "011")
_SECRET_LENGTH: Final = 20
_GROUPS: Final = (5, 4, 4, 4, 4)
_LENGTH: Final = sum(_GROUPS)

_SEPARATORS: Final = r"[\s.\-_\u00ad\u200b-\u200d\u2010-\u2015\u2212\ufeff]"
_BETWEEN: Final = re.compile(_SEPARATORS)
_ALONE: Final = re.compile(r"[0-9A-Za-z]{21}")
_IN_A_SENTENCE: Final = re.compile(
    r"(?<![^\W_])(?:[0-9A-Za-z]{21}|[0-9A-Za-z]{5}(?:"
    + _SEPARATORS
    + r"{1,3}[0-9A-Za-z]{4}){4})(?![^\W_])"
)
_FEWEST_DIGITS: Final = 2
"""A sentence without diacritics can have words of 5, 4, 4, 4, 4 letters; it has no digits."""

_SALT: Final = b"andan/v1/receipt"
_TAG_LABEL: Final = b"andan/v1/lookup-tag"
_MAILBOX_LABEL: Final = b"andan/v1/mailbox-key"
# RFC 9106 parameters, light on purpose: 100 random bits need no help from a slow function.
_PASSES: Final = 1
_MEMORY_KIB: Final = 8 * 1024
_LANES: Final = 1


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """A well-formed receipt. Its text is got only by asking for :meth:`groups`."""

    _letters: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self._letters) != _LENGTH or not set(self._letters) <= _VALUE.keys():
            raise ReceiptMalformed
        if self._letters[-1] != _check_letter(self._letters[:-1]):
            raise ReceiptMalformed

    def __repr__(self) -> str:
        return "Receipt(hidden)"

    def groups(self) -> str:
        """Return the receipt as it is shown, in groups of 5-4-4-4-4."""
        ends = [sum(_GROUPS[: i + 1]) for i in range(len(_GROUPS))]
        parts = zip(_GROUPS, ends, strict=True)
        return "-".join(self._letters[end - size : end] for size, end in parts)

    @property
    def last_four(self) -> str:
        """The last group, which the reporter types back before anything is sent."""
        return self._letters[-_GROUPS[-1] :]

    def ends_with(self, typed: str) -> bool:
        """Say whether ``typed`` is the last group (or the whole receipt), spelled tolerantly."""
        return _tidy(typed) in (self.last_four, self._letters)


@dataclass(frozen=True, slots=True)
class ReceiptKeys:
    """What a receipt derives to: a tag that finds the case, a key that opens the mailbox."""

    tag: LookupTag = field(repr=False)
    mailbox_private: bytes = field(repr=False)


def new_receipt(random: Randomness) -> Receipt:
    """Return a receipt of 100 random bits."""
    letters = random_letters(random, _SECRET_LENGTH)
    return Receipt(letters + _check_letter(letters))


def parse_receipt(text: str) -> Receipt:
    """Read a receipt as people type it, alone or inside a sentence.

    Case, spaces, hyphens and dots do not matter; O is 0, I and L are 1. Raises
    ``ReceiptMalformed`` on anything else, above all a wrong check character.
    """
    for typed in _shapes(text):
        try:
            return Receipt(_tidy(typed))
        except ReceiptMalformed:
            continue
    raise ReceiptMalformed


def looks_like_receipt(text: str) -> bool:
    """Say whether a chat message holds something meant as a receipt, mistyped or not.

    A mistyped one counts, so that the edge can say so instead of searching for an answer.
    """
    return any(_is_meant_as_one(typed) for typed in _shapes(text))


def derive(receipt: Receipt) -> ReceiptKeys:
    """Derive the look-up tag and the mailbox key: about 5 ms of CPU and 8 MiB, no I/O.

    One Argon2id (RFC 9106), then two labelled HKDF-Expand outputs (RFC 5869): the tag in the
    database says nothing about the key. Callers on an event loop use ``asyncio.to_thread``.
    """
    root = Argon2id(
        salt=_SALT, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB
    ).derive(receipt._letters[:_SECRET_LENGTH].encode())
    return ReceiptKeys(LookupTag(_expand(root, _TAG_LABEL)), _expand(root, _MAILBOX_LABEL))


def _expand(root: bytes, label: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), length=32, info=label).derive(root)


def _shapes(text: str) -> list[str]:
    """Return the pieces of a text that have the shape of a receipt, spelled as it is."""
    plain = unicodedata.normalize("NFKC", text)
    if _ALONE.fullmatch(_BETWEEN.sub("", plain)):
        return [plain.strip()]
    return _IN_A_SENTENCE.findall(plain)


def _is_meant_as_one(typed: str) -> bool:
    has_digits = sum(letter.isdigit() for letter in typed) >= _FEWEST_DIGITS
    if _IN_A_SENTENCE.fullmatch(typed):
        return has_digits or _is_valid(_tidy(typed))
    # Any 21 letters in any groups: a short sentence with a house number has that shape too.
    return has_digits and _is_valid(_tidy(typed))


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return _BETWEEN.sub("", plain).upper().translate(_LOOKALIKE)


def _is_valid(letters: str) -> bool:
    try:
        Receipt(letters)
    except ReceiptMalformed:
        return False
    return True


def _check_letter(letters: str) -> str:
    """Weigh each letter by its own power of a generator of GF(32), x^5 + x^2 + 1.

    Different weights that are never zero: every single substitution and every swap of two
    letters changes the sum. A checksum modulo 32 could not promise both.
    """
    total = 0
    for letter in reversed(letters):
        total = _times_generator(total ^ _VALUE[letter])
    return ALPHABET[total]


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
