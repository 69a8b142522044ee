"""The process a file is read in: few resources, no network, nothing written, then it ends.

Started by ``reading.py`` as ``python -m knowledge.documents.child NAME`` with the file on its
standard input. Prints one line of JSON: the document, or the reason it was refused.
"""

import json
import resource
import sys
from typing import Any, Final

from knowledge.documents.blocks import Block
from knowledge.documents.decoding import decode
from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.limits import (
    BLOCKS,
    CPU_SECONDS,
    FILE_BYTES,
    MEMORY_BYTES,
    TEXT_CHARACTERS,
)
from knowledge.documents.parse import parse_blocks, text_blocks
from knowledge.documents.readers import docx, html, pdf
from knowledge.documents.sniffing import FileKind, kind_of
from knowledge.documents.wire import to_json

_FORBIDDEN: Final = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "shutil.", "ctypes.", "urllib.", "ftplib.",
)  # fmt: skip
_WRITING: Final = frozenset("wax+")


def confine() -> None:
    """Give up what reading a file does not need. Cannot be undone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    sys.addaudithook(_forbid)


def read(raw: bytes, name: str) -> str:
    """Return a document as JSON; refuses as ``reading.read_document`` says."""
    return to_json(parse_blocks(_blocks(raw, kind_of(raw, name)), name, raw))


def _blocks(raw: bytes, kind: FileKind) -> list[Block]:
    match kind:
        case FileKind.PDF:
            blocks = pdf.read(raw)
        case FileKind.DOCX:
            blocks = docx.read(raw)
        case FileKind.HTML:
            blocks = html.read(raw)
        case FileKind.TXT:
            text = decode(raw)
            _check_length(len(text))
            return _few([block for block in text_blocks(text) if block.text])
    _check_length(sum(len(block.text) for block in blocks))
    return _few(blocks)


def _few(blocks: list[Block]) -> list[Block]:
    if len(blocks) > BLOCKS:
        raise ImportRefused(Refusal.TOO_LONG)
    return blocks


def _check_length(characters: int) -> None:
    if characters > TEXT_CHARACTERS:
        raise ImportRefused(Refusal.TOO_LONG)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and _WRITING & set(arguments[1]):
        raise PermissionError(event)


def _answer(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read(FILE_BYTES + 1)
        return read(raw, name)
    except ImportRefused as refused:
        reason = refused.reason
    except MemoryError:
        reason = Refusal.TOO_HEAVY
    except RecursionError:
        reason = Refusal.UNSAFE
    except Exception as error:  # noqa: BLE001 - a reader may fail in any way
        # the type alone: an error's words are the file's
        return json.dumps({"refused": Refusal.MALFORMED, "error": type(error).__name__})
    return json.dumps({"refused": reason})


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(_answer(sys.argv[1]).encode("utf-8", "replace"))
