"""Reading files nobody vouches for: each in a process of its own, bounded in every way.

What comes back over the pipe is checked like anything from outside.
"""

import asyncio
import json
import logging
import signal
import sys
from pathlib import Path
from typing import Final

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.limits import FILE_BYTES, OUTPUT_BYTES, WALL_SECONDS
from knowledge.documents.model import Document
from knowledge.documents.wire import from_json

log = logging.getLogger(__name__)

_ROOT: Final = Path(__file__).parents[2]
_CHUNK: Final = 1 << 16
_KILLED_FOR_TIME: Final = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


async def read_document(
    source: Path | bytes, filename: str, *, wall_seconds: float = WALL_SECONDS
) -> Document:
    """Read a .txt, .html, .pdf or .docx of at most 20 MB into a document.

    Nothing is stored and the document is not live: a person looks at its facts first. Raises
    :class:`ImportRefused` with the reason, within ``wall_seconds`` and about 1 GiB of another
    process, whatever the file holds. ``filename`` gives the type and the short id.
    """
    raw = source if isinstance(source, bytes) else await asyncio.to_thread(_load, source)
    if len(raw) > FILE_BYTES:
        raise ImportRefused(Refusal.TOO_BIG)
    try:
        async with asyncio.timeout(wall_seconds):
            answer = await _ask_child(raw, filename)
    except TimeoutError:
        raise _refused(Refusal.TOO_SLOW) from None
    return await asyncio.to_thread(_understand, answer)


async def _ask_child(raw: bytes, filename: str) -> bytes:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-s", "-P", "-m", "knowledge.documents.child", _plain_name(filename),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # nothing of our environment: it holds keys
        env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
        cwd="/",
    )  # fmt: skip
    try:
        assert child.stdin
        assert child.stdout
        _, answer = await asyncio.gather(_feed(child.stdin, raw), _drain(child.stdout))
        code = await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code:
        raise _refused(Refusal.TOO_SLOW if code in _KILLED_FOR_TIME else Refusal.TOO_HEAVY)
    return answer


async def _feed(stream: asyncio.StreamWriter, raw: bytes) -> None:
    try:
        stream.write(raw)
        await stream.drain()
    except (BrokenPipeError, ConnectionResetError):
        return  # the child had seen enough; its answer says why
    finally:
        stream.close()


async def _drain(stream: asyncio.StreamReader) -> bytes:
    held = bytearray()
    while chunk := await stream.read(_CHUNK):
        held += chunk
        if len(held) > OUTPUT_BYTES:
            raise _refused(Refusal.TOO_LONG)
    return bytes(held)


def _understand(answer: bytes) -> Document:
    try:
        text = answer.decode("utf-8")
        if text.startswith('{"refused"'):
            held = json.loads(text)
            raise _refused(Refusal(held["refused"]), str(held.get("error", "")))
        return from_json(text)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(Refusal.MALFORMED) from None


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(FILE_BYTES + 1)


def _plain_name(filename: str) -> str:
    name = "".join(char for char in filename if char.isprintable())
    return name.encode("utf-8", "ignore").decode("utf-8")[-120:] or "unnamed"


def _refused(reason: Refusal, error: str = "") -> ImportRefused:
    log.info("document refused", extra={"kind": reason.value, "error": error[:40]})
    return ImportRefused(reason)
