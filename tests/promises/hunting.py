"""Searching bytes for marks in every shape a program might have given them.

A mark is a number (an account id), a text (a name, a file name) or bytes (a key).
:func:`needles` lists its shapes: as text in several encodings, packed, as SQLite keeps it, as
hex and base64 of those, and as plain hashes, which are no protection where the numbers can be
counted through.
"""

import base64
import hashlib
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

Mark = int | str | float | bytes

HEAD = 5
"""Shortest shape searched for; fewer bytes would be found by chance."""

_HASHES = ("sha256", "sha1", "md5", "sha512", "blake2b", "sha3_256")
_HASH_KEPT = 8


def needles(mark: Mark) -> set[bytes]:
    """Return every shape of a mark, each at least :data:`HEAD` bytes long."""
    shapes: set[bytes] = set()
    for text in _spellings(mark):
        shapes |= {text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-16-be")}
        shapes.add(quote(text).encode())
        shapes.add(text.encode("unicode_escape"))
    for packed in _packed(mark):
        shapes.add(packed)
        shapes |= set(_written(packed))
    for text in _spellings(mark):
        shapes |= set(_written(text.encode("utf-8")))
    shapes |= set(_hashed(mark))
    return {shape for shape in shapes if len(shape) >= HEAD}


def hunt(data: bytes, marks: Mapping[str, Mark]) -> set[str]:
    """Return the names of the marks that stand in ``data`` in any shape."""
    return Hunter(marks).hunt(data)


class Hunter:
    """Looks for all shapes of all marks in one pass."""

    def __init__(self, marks: Mapping[str, Mark]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, str]]] = {}
        for name, mark in marks.items():
            for needle in needles(mark):
                self._by_head.setdefault(needle[:HEAD], []).append((needle, name))

    def hunt(self, data: bytes) -> set[str]:
        """Return the names of the marks found."""
        by_head = self._by_head
        found = set()
        for at in range(len(data) - HEAD + 1):
            head = data[at : at + HEAD]
            if head in by_head:
                found |= {n for needle, n in by_head[head] if data.startswith(needle, at)}
        return found


def disguises(mark: Mark) -> Iterator[object]:
    """Yield a mark as different programs would store it, each a value SQLite takes.

    Written without the functions above, so that one checks the other.
    """
    if isinstance(mark, bytes):
        yield from (mark, mark.hex(), b"\x01" + mark, base64.b64encode(mark).decode())
        return
    if isinstance(mark, float):
        yield from (mark, str(mark), struct.pack(">d", mark), struct.pack("<d", mark))
        return
    text = str(mark)
    yield from (text, f"chat:{text}:state", text.encode("utf-16")[2:], f'{{"x": "{text}"}}')
    yield text.encode().hex()
    yield text.encode().hex().upper()
    yield hashlib.sha256(text.encode()).hexdigest()
    yield hashlib.md5(text.encode()).digest()
    for front in ("", "a", "ab"):
        yield base64.b64encode(f"{front}{text};".encode()).decode()
        yield base64.urlsafe_b64encode(f"{front}{text};".encode())
    if isinstance(mark, int):
        yield mark
        yield -mark
        yield f"{mark:x}"
        yield f"{mark:X}"
        yield f"{mark:016x}"
        yield struct.pack("<q", mark)
        yield struct.pack(">q", mark)
        yield base64.b64encode(b"\x01" + struct.pack("<q", mark)).decode()
        yield base64.b64encode(struct.pack(">q", mark)).decode()
        yield hashlib.sha256(struct.pack("<q", mark)).hexdigest()


def _spellings(mark: Mark) -> set[str]:
    if isinstance(mark, bytes):
        return set()
    if isinstance(mark, float):
        return {str(mark)}
    if isinstance(mark, int):
        return {str(mark), f"{mark:x}", f"{mark:X}"}
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFD", mark)
        if not unicodedata.combining(letter)
    )
    return {mark, mark.lower(), mark.upper(), unicodedata.normalize("NFD", mark), folded}


def _packed(mark: Mark) -> set[bytes]:
    if isinstance(mark, bytes):
        return {mark, mark[::-1]}
    if isinstance(mark, float):
        return {struct.pack(">d", mark), struct.pack("<d", mark)}
    if isinstance(mark, str):
        return set()
    found = {_sqlite_varint(mark), _protobuf_varint(mark)}
    for number in (mark, -mark):
        # SQLite keeps an integer in 1, 2, 3, 4, 6 or 8 bytes, the highest first; the shortest
        # form stands inside every longer one.
        size = (number.bit_length() + 8) // 8
        for order in ("big", "little"):
            found.add(number.to_bytes(size, order, signed=True))
    size = (mark.bit_length() + 7) // 8
    found |= {mark.to_bytes(size, "big"), mark.to_bytes(size, "little")}
    return found


def _written(packed: bytes) -> Iterable[bytes]:
    yield packed.hex().encode()
    yield packed.hex().upper().encode()
    for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            whole = alphabet(bytes(shift) + packed)
            # The first characters hold bits of what stands before, the last of what follows.
            start = (0, 2, 3)[shift]
            end = (shift + len(packed)) * 8 // 6
            yield whole[start:end]


def _hashed(mark: Mark) -> Iterable[bytes]:
    if isinstance(mark, float):
        return
    sources = {mark if isinstance(mark, bytes) else str(mark).encode()}
    if isinstance(mark, int):
        sources |= {struct.pack("<q", mark), struct.pack(">q", mark)}
    for source in sources:
        for name in _HASHES:
            digest = hashlib.new(name, source).digest()
            for written in _written(digest):
                yield written[: _HASH_KEPT * 2]
            yield digest[:_HASH_KEPT]


def _sqlite_varint(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def _protobuf_varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)
