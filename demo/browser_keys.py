"""A reviewer's key as a browser would make it, for accounts that no browser enrols.

The formats are those of the sign-in page: a passphrase gives a root (PBKDF2), the root gives a
sign-in key and a wrapping key (HKDF), the wrapping key wraps the PKCS#8 private key (AES-GCM).
"""

import hashlib
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from staff.enrolment import ITERATIONS
from staff.model import WrappedKey
from staff.ports import Randomness


@dataclass(frozen=True, slots=True)
class BrowserKey:
    """What the browser sends at enrolment, besides the first code."""

    public_key: bytes
    wrapped_key: WrappedKey
    sign_in_key: bytes = field(repr=False)


def make_key(passphrase: str, random: Randomness) -> BrowserKey:
    """Return a fresh key wrapped under the passphrase. CPU work of about a quarter second."""
    salt, iv = random(16), random(12)
    root = _root(passphrase, salt)
    private = X25519PrivateKey.from_private_bytes(random(32))
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    wrapped = AESGCM(_part(root, b"andan/v1/wrapping")).encrypt(iv, plain, b"andan/v1/wrapped-key")
    return BrowserKey(
        public_key=private.public_key().public_bytes_raw(),
        wrapped_key=WrappedKey(salt, ITERATIONS, iv, wrapped),
        sign_in_key=_part(root, b"andan/v1/sign-in"),
    )


def sign_in_key(passphrase: str, salt: bytes, iterations: int) -> bytes:
    """Return what the browser sends at sign-in."""
    return _part(_root(passphrase, salt, iterations), b"andan/v1/sign-in")


def _root(passphrase: str, salt: bytes, iterations: int = ITERATIONS) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return hashlib.pbkdf2_hmac("sha256", typed, salt, iterations, 32)


def _part(root: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=b"", info=label).derive(root)
