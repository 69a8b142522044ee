"""One file out of a form: taken in memory, never onto the disk, and never more than it may be.

The answer comes before a large body is read: what a browser says about its length is enough. Only
so many are in memory at a time; who comes later waits with an unread body, which costs nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.limits import FILE_BYTES

_AROUND: Final = 64 * 1024
"""Room for the other fields of the form and the boundaries."""
_FIELDS: Final = 8
AT_ONCE: Final = 2
"""Files taken and read at a time: each is up to 40 MB here, and 1 GiB in a reading process."""
WAIT_S: Final = 60.0
BODY_S: Final = 300.0
"""For 20 MB: half a megabit a second."""


class NoUpload(Exception):
    """The form holds no file, is no such form, or came too slowly."""


class UploadsBusy(Exception):
    """Others' files are still being read."""


class Uploads:
    """The places there are for files; one for each application."""

    def __init__(
        self, at_once: int = AT_ONCE, wait_s: float = WAIT_S, body_s: float = BODY_S
    ) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._wait_s = wait_s
        self._body_s = body_s

    @asynccontextmanager
    async def taken(self, request: Request) -> "AsyncIterator[Upload]":
        """Hold a place and the file in it, as :func:`read_upload`; :class:`UploadsBusy` if none
        gets free in time."""
        try:
            async with asyncio.timeout(self._wait_s):
                await self._places.acquire()
        except TimeoutError:
            raise UploadsBusy from None
        try:
            try:
                async with asyncio.timeout(self._body_s):
                    upload = await read_upload(request)
            except TimeoutError:
                raise NoUpload from None
            yield upload
        finally:
            self._places.release()


def uploads_of(request: Request) -> Uploads:
    """Return the application's places."""
    uploads: Uploads = request.app.state.uploads
    return uploads


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with the name it came under, and the form's other fields."""

    raw: bytes
    name: str
    fields: Mapping[str, str]


class _InMemory(MultiPartParser):
    spool_max_size = FILE_BYTES + _AROUND  # a part is never larger, so no temporary file is made


async def read_upload(request: Request) -> Upload:
    """Return the file of the field ``file``.

    Raises ``ImportRefused`` (TOO_BIG) for one over 20 MB, without reading it, and
    :class:`NoUpload`. The other fields are read with it: check the token before the file is used.
    """
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise NoUpload
    if int(length) > FILE_BYTES + _AROUND:
        raise ImportRefused(Refusal.TOO_BIG)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise NoUpload
    parser = _InMemory(
        request.headers,
        request.stream(),
        max_files=1,
        max_fields=_FIELDS,
        max_part_size=_AROUND,
    )
    try:
        form = await parser.parse()
    except MultiPartException:
        raise NoUpload from None
    try:
        return await _taken(form.get("file"), form.multi_items())
    finally:
        await form.close()


async def _taken(
    file: UploadFile | str | None, items: list[tuple[str, UploadFile | str]]
) -> Upload:
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoUpload
    raw = await file.read()
    if len(raw) > FILE_BYTES:
        raise ImportRefused(Refusal.TOO_BIG)
    fields = {name: value for name, value in items if isinstance(value, str)}
    return Upload(raw, file.filename, fields)
