"""HPKE base mode written once more from RFC 9180, to check the one the house uses.

Slow and plain on purpose; ``vectors`` gives fixed examples for the browser's version.
"""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEM_ID = 0x0020
KDF_ID = 0x0001
AES_128_GCM = 0x0001
AES_256_GCM = 0x0002
_KEY_SIZES = {AES_128_GCM: 16, AES_256_GCM: 32}
_KEM_SUITE = b"KEM" + KEM_ID.to_bytes(2)


@dataclass(frozen=True)
class Context:
    """The outcome of the key schedule, section 5.1."""

    shared_secret: bytes
    key: bytes
    base_nonce: bytes


def seal(public: bytes, info: bytes, plain: bytes, aead: int, ephemeral: bytes, aad=b"") -> bytes:
    """Return ``enc || ciphertext``, section 6.1, with the ephemeral key given."""
    ours = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = ours.public_key().public_bytes_raw()
    dh = ours.exchange(X25519PublicKey.from_public_bytes(public))
    context = key_schedule(_shared_secret(dh, enc + public), info, aead)
    return enc + AESGCM(context.key).encrypt(context.base_nonce, plain, aad)


def unseal(private: bytes, info: bytes, blob: bytes, aead: int, aad=b"") -> bytes:
    """Open ``enc || ciphertext``."""
    ours = X25519PrivateKey.from_private_bytes(private)
    enc, ciphertext = blob[:32], blob[32:]
    dh = ours.exchange(X25519PublicKey.from_public_bytes(enc))
    secret = _shared_secret(dh, enc + ours.public_key().public_bytes_raw())
    context = key_schedule(secret, info, aead)
    return AESGCM(context.key).decrypt(context.base_nonce, ciphertext, aad)


def key_schedule(shared_secret: bytes, info: bytes, aead: int) -> Context:
    """Return key and nonce for mode base: no psk."""
    suite = b"HPKE" + b"".join(part.to_bytes(2) for part in (KEM_ID, KDF_ID, aead))
    hashes = [_extract(suite, b"", label, value) for label, value in _parts(info)]
    schedule = b"\x00" + b"".join(hashes)
    secret = _extract(suite, shared_secret, b"secret", b"")
    return Context(
        shared_secret,
        _expand(suite, secret, b"key", schedule, _KEY_SIZES[aead]),
        _expand(suite, secret, b"base_nonce", schedule, 12),
    )


def _parts(info: bytes):
    return (b"psk_id_hash", b""), (b"info_hash", info)


def _shared_secret(dh: bytes, kem_context: bytes) -> bytes:
    eae_prk = _extract(_KEM_SUITE, b"", b"eae_prk", dh)
    return _expand(_KEM_SUITE, eae_prk, b"shared_secret", kem_context, 32)


def _extract(suite: bytes, salt: bytes, label: bytes, value: bytes) -> bytes:
    key = salt or bytes(32)
    return hmac.digest(key, b"HPKE-v1" + suite + label + value, "sha256")


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    out, block, count = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(secret, block + labelled + bytes([count]), "sha256")
        out, count = out + block, count + 1
    return out[:length]


def vectors(count: int = 4) -> list[dict[str, str]]:
    """Return fixed sealed blobs of the house's form, as hex, for a check in another language."""
    made = []
    for number in range(count):
        private, ephemeral = (
            hashlib.sha256(f"{word} {number}".encode()).digest()
            for word in ("recipient", "sender")
        )
        public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
        context = f"andan/v1/message|{number:032x}|reporter"
        plain = (f'{{"v":1,"words":"{"mưa " * number}"}}'.encode() + b"\x80").ljust(512, b"\0")
        blob = b"\x01" + seal(public, context.encode(), plain, AES_256_GCM, ephemeral)
        values = {"private": private, "public": public, "plain": plain, "sealed": blob}
        made.append({"info": context, **{name: value.hex() for name, value in values.items()}})
    return made
