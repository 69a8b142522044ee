"""Looking a .docx over before it is opened: how much it unpacks to, and what is in it."""

import re
import zipfile
from io import BytesIO
from typing import Final

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.limits import INFLATED_BYTES, MARKUP_BYTES, MEMBERS

_MAIN: Final = "word/document.xml"
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCRYPTED: Final = 0x1
_NOT_MARKUP: Final = ("word/media/", "word/embeddings/", "word/fonts/", "docProps/thumbnail")
"""Members that are never parsed here."""


def check(raw: bytes) -> None:
    """Refuse an archive that is no honest .docx.

    Reasons: PASSWORD, INFLATES, UNSAFE, MALFORMED, WRONG_TYPE. Sizes are checked as
    declared: Python's reader never yields more than a member declares.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = archive.infolist()
            _check_members(members)
            for member in members:
                if not member.filename.startswith(_NOT_MARKUP):
                    _check_markup(archive, member)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError):
        raise ImportRefused(Refusal.MALFORMED) from None
    except ValueError:
        raise ImportRefused(Refusal.MALFORMED) from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ImportRefused(Refusal.PASSWORD)
    if _MAIN not in names:
        raise ImportRefused(Refusal.WRONG_TYPE)
    if len(names) > MEMBERS or sum(member.file_size for member in members) > INFLATED_BYTES:
        raise ImportRefused(Refusal.INFLATES)
    if len(set(names)) < len(names) or any(_leaves(name) for name in names):
        raise ImportRefused(Refusal.UNSAFE)


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _check_markup(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.file_size > MARKUP_BYTES:
        raise ImportRefused(Refusal.INFLATES)
    markup = archive.read(member)
    # Office writes no document type: whoever declares one declares entities
    if _DECLARATION.search(markup) or (
        b"\0" in markup and _DECLARATION.search(markup.replace(b"\0", b""))
    ):
        raise ImportRefused(Refusal.UNSAFE)
