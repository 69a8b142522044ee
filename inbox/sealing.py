"""Sealing and opening: the only place, with the receipt, that touches cryptography.

HPKE (RFC 9180) base mode: X25519 with HKDF-SHA256, HKDF-SHA256, AES-256-GCM; each blob is
``0x01 || enc || ciphertext``. The browser pages do the same with WebCrypto. Nothing here
stores, logs or keeps a key.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from inbox.errors import SealInvalid
from inbox.model import Author, CaseId, Draft, Holder
from inbox.padding import BLOCK, pad, unpad
from staff.model import KeyId
from staff.ports import Randomness

KEY_SIZE: Final = 32
MAX_SEALED: Final = 32 * 1024
"""Longest sealed message or note that is taken in, in bytes."""

_VERSION: Final = b"\x01"
_OVERHEAD: Final = len(_VERSION) + 32 + 16
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The two fresh key pairs of a case. The mailbox gets the first private half only."""

    case_public: bytes
    notes_public: bytes
    case_private: bytes = field(repr=False)
    notes_private: bytes = field(repr=False)


def new_case_keys(random: Randomness) -> CaseKeys:
    """Make the key pairs of one case."""
    case_private, notes_private = random(KEY_SIZE), random(KEY_SIZE)
    return CaseKeys(
        public_key_of(case_private), public_key_of(notes_private), case_private, notes_private
    )


def public_key_of(private: bytes) -> bytes:
    """Return the raw public half of a raw X25519 private key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def key_id(public: bytes) -> KeyId:
    """Return the label by which an envelope says whose public key it was sealed to."""
    return KeyId(hashlib.sha256(public).hexdigest()[:16])


def seal_report(keys: CaseKeys, case_id: CaseId, draft: Draft) -> bytes:
    """Seal the first message of a case: everything the citizen wrote or chose."""
    content = {
        "v": 1,
        "words": draft.words,
        "danger": draft.danger.value,
        "when": draft.when.value,
        "subject": draft.subject.value,
        "landmark": draft.landmark,
        "people": draft.people,
        "wish": draft.wish,
    }
    return _seal_json(content, keys.case_public, message_context(case_id, Author.REPORTER))


def seal_words(case_public: bytes, case_id: CaseId, author: Author, words: str) -> bytes:
    """Seal a later message of a case to its public key."""
    return _seal_json({"v": 1, "words": words}, case_public, message_context(case_id, author))


def open_words(sealed: bytes, case_private: bytes, case_id: CaseId, author: Author) -> str:
    """Open a message and return its words; ``SealInvalid`` if it is not one."""
    plain = unpad(_open(sealed, case_private, message_context(case_id, author)))
    try:
        content = json.loads(plain)
    except (ValueError, RecursionError):
        raise SealInvalid from None
    words = content.get("words") if isinstance(content, dict) else None
    if not isinstance(words, str):
        raise SealInvalid
    return words


def seal_envelope(holder: Holder, keys: CaseKeys, case_id: CaseId, holder_public: bytes) -> bytes:
    """Seal a case's private keys to one holder. The mailbox gets no key to the notes."""
    contents = keys.case_private
    if holder is not Holder.MAILBOX:
        contents += keys.notes_private
    return _seal(contents, holder_public, _envelope_context(holder, case_id, holder_public))


def open_envelope(
    holder: Holder, sealed: bytes, case_id: CaseId, holder_private: bytes
) -> tuple[bytes, bytes | None]:
    """Open an envelope: the case's private key, and the notes' one unless it is a mailbox's.

    On the server only the mailbox can do this, with a receipt; the other holders' keys are in
    their browsers or, for oversight, offline. Raises ``SealInvalid``.
    """
    context = _envelope_context(holder, case_id, public_key_of(holder_private))
    contents = _open(sealed, holder_private, context)
    if len(contents) != KEY_SIZE * (1 if holder is Holder.MAILBOX else 2):
        raise SealInvalid
    return contents[:KEY_SIZE], contents[KEY_SIZE:] or None


def check_sealed(sealed: bytes) -> None:
    """Refuse a blob that no honest browser sends: wrong version, size or padding block.

    Whether it opens is not known here: the server has no key. Raises ``SealInvalid``.
    """
    blocks, odd = divmod(len(sealed) - _OVERHEAD, BLOCK)
    if sealed[:1] != _VERSION or odd or blocks < 1 or len(sealed) > MAX_SEALED:
        raise SealInvalid


def message_context(case_id: CaseId, author: Author) -> bytes:
    """Return what binds a message to its case and to the side that wrote it."""
    return f"andan/v1/message|{case_id}|{author.value}".encode()


def note_context(case_id: CaseId) -> bytes:
    """Return what binds an internal note to its case."""
    return f"andan/v1/note|{case_id}".encode()


def _envelope_context(holder: Holder, case_id: CaseId, holder_public: bytes) -> bytes:
    return f"andan/v1/case-key|{case_id}|{holder.value}|{key_id(holder_public)}".encode()


def _seal_json(content: Mapping[str, object], public: bytes, context: bytes) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _seal(pad(plain), public, context)


def _seal(plain: bytes, public: bytes, context: bytes) -> bytes:
    try:
        key = X25519PublicKey.from_public_bytes(public)
        return _VERSION + _SUITE.encrypt(plain, key, context)
    except ValueError:
        # A public key of small order or wrong length: refused when the account was made.
        raise SealInvalid from None


def _open(sealed: bytes, private: bytes, context: bytes) -> bytes:
    if sealed[:1] != _VERSION:
        raise SealInvalid
    try:
        return _SUITE.decrypt(sealed[1:], X25519PrivateKey.from_private_bytes(private), context)
    except (InvalidTag, ValueError):
        raise SealInvalid from None
