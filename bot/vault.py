"""Seals small server secrets (addresses, one-time-code secrets) under ``SECRET_KEY``.

The key lives in the environment, outside the database and its backups. This never touches
reports: nothing the server holds opens those.
"""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_NONCE = 12


class KeyVault:
    """AES-256-GCM (NIST SP 800-38D) and HMAC-SHA256 under two subkeys of one 32-byte key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("the vault's key is 32 bytes")
        self._sealing = AESGCM(_subkey(key, b"andan/v1/vault-seal"))
        self._tagging = _subkey(key, b"andan/v1/vault-tag")

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Return a random nonce followed by the ciphertext, bound to ``context``."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._sealing.encrypt(nonce, plaintext, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plaintext; raise ``ValueError`` if key, context or bytes differ."""
        try:
            return self._sealing.decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
        except InvalidTag:
            raise ValueError("sealed under another key or for another purpose") from None

    def tag(self, value: bytes, context: str) -> bytes:
        """Return 32 bytes, equal for equal value and context under this key only."""
        return hmac.new(self._tagging, context.encode() + b"\0" + value, sha256).digest()


def _subkey(key: bytes, label: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=32, info=label).derive(key)
