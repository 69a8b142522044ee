"""Documents, sections, passages, enumerations and facts as values.

Every ``start``/``end`` is an offset into ``Document.text``; a passage's text is always
``document.text[start:end]``, so a quotation can be checked against its document.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """What sort of document it is; the words for it are the edge's."""

    LAW = "law"
    DECREE = "decree"
    DECISION = "decision"
    DIRECTIVE = "directive"
    RESOLUTION = "resolution"
    CONCLUSION = "conclusion"
    CIRCULAR = "circular"
    PLAN = "plan"
    PROGRAMME = "programme"
    PROJECT = "project"
    NOTICE = "notice"
    GUIDE = "guide"
    REPORT = "report"
    LETTER = "letter"
    NEWS = "news"
    """A page about work done or planned that gives out no document of its own."""
    UNKNOWN = "unknown"


class Validity(StrEnum):
    """Whether the document still stands, as far as it was read or confirmed."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


class PassageKind(StrEnum):
    """What part of a page a passage is."""

    TITLE = "title"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table_row"
    SIGNATURE = "signature"


class FactKind(StrEnum):
    """Sorts of hard facts read beside a passage."""

    CODE = "code"
    DATE = "date"
    PERIOD = "period"
    PERCENT = "percent"
    QUANTITY = "quantity"
    ORGANISATION = "organisation"
    PLACE = "place"


class EnumerationStyle(StrEnum):
    """How a list is marked."""

    NUMBERED = "numbered"
    LETTERED = "lettered"
    ORDINAL = "ordinal"
    """Ordinal words at the head of each item."""
    BULLETED = "bulleted"
    INLINE = "inline"
    """"(1) … (2) …" inside one paragraph."""
    CLAUSES = "clauses"
    """A colon and clauses parted by semicolons inside one sentence."""
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Fact:
    """One hard fact. ``value`` is comparable: ISO dates, "45/KH-UBND", "100%", "2021/2023"."""

    kind: FactKind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over passages. ``level`` 1 is the outermost; ``number`` is its label or ""."""

    level: int
    heading: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotable piece, at most about 480 characters, exactly as it stands in the text.

    ``id`` is the document's id, "#", and the place in reading order ("002#7"): the same
    content always gets the same ids. ``enumeration`` names the innermost list it is part of.
    """

    id: str
    document: str
    kind: PassageKind
    text: str
    start: int
    end: int
    sections: tuple[Section, ...] = ()
    enumeration: str | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings over the passage, outermost first."""
        return tuple(section.heading for section in self.sections)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list with the passages it was cut into."""

    label: str
    start: int
    end: int
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A whole list. ``lead`` is the sentence or heading it hangs on, exactly as written.

    ``start`` and ``end`` span all items; ``document.text[start:end]`` gives it whole.
    """

    id: str
    style: EnumerationStyle
    lead: str
    lead_passage: str | None
    items: tuple[Item, ...]
    start: int
    end: int
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What was read about a document, for a person to confirm before it goes live.

    A field that could not be read is ``None`` rather than guessed. ``inferred`` names fields
    concluded from something other than the document's own statement; ``confirmed`` names the
    ones a person set, which a later import of the same document keeps.
    """

    title: str
    kind: DocumentKind = DocumentKind.UNKNOWN
    number: str | None = None
    body: str | None = None
    place: str | None = None
    issued: date | None = None
    year: int | None = None
    published: date | None = None
    publisher: str | None = None
    signer_title: str | None = None
    validity: Validity = Validity.UNKNOWN
    replaced_by: str | None = None
    replaces: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    inferred: frozenset[str] = field(default_factory=frozenset)
    confirmed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Document:
    """A document read whole. ``sha256`` is of the file as it came, ``fingerprint`` of its words.

    Two files of the same words (another encoding, another format) share a fingerprint.
    """

    id: str
    facts: DocumentFacts
    text: str
    passages: tuple[Passage, ...]
    enumerations: tuple[Enumeration, ...]
    sha256: str
    fingerprint: str

    def passage(self, passage_id: str) -> Passage | None:
        """Return the passage of that id."""
        return next((one for one in self.passages if one.id == passage_id), None)

    def whole(self, enumeration: Enumeration) -> str:
        """Return a list exactly as it stands in the document."""
        return self.text[enumeration.start : enumeration.end]
