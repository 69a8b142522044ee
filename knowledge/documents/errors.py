"""Why a file was not taken, as keys. The sentences are the edge's."""

from enum import StrEnum


class Refusal(StrEnum):
    """What is wrong with a file; each is a key an edge has a sentence for."""

    TOO_BIG = "too_big"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    """A kind of file that is not read at all (.xls, .jpg, .rtf, .exe)."""
    OLD_WORD = "old_word"
    """A .doc of Word 97-2003: to be saved as .docx."""
    WRONG_TYPE = "wrong_type"
    """The content is not what the file's name says."""
    SCANNED = "scanned"
    """Pages without text: pictures of pages, which need OCR first."""
    ENCODING = "encoding"
    """Letters in an encoding that could not be told with certainty."""
    PASSWORD = "password"  # noqa: S105 - a reason's name, not a password
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LONG = "too_long"
    """More text than the engine takes from one file."""
    INFLATES = "inflates"
    """Unpacks to far more than it weighs."""
    UNSAFE = "unsafe"
    """Holds what no honest document holds: entity declarations, members outside the archive."""
    TOO_HEAVY = "too_heavy"
    """Reading it needed more memory than it may have."""
    TOO_SLOW = "too_slow"
    """Reading it took longer than it may take."""
    MALFORMED = "malformed"


class ImportRefused(Exception):
    """A file was not taken. Seen on every path of an import; nothing was stored.

    Holds the reason alone: no file name, no content.
    """

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
