"""What an index gets of a document: passages with the words to weigh beside them."""

from dataclasses import dataclass

from knowledge.documents.model import Document, Passage, PassageKind
from knowledge.normalise import clean, fold

_SKIPPED = frozenset({PassageKind.HEADING})


@dataclass(frozen=True, slots=True)
class Indexable:
    """A passage with the fields an index weighs: title, headings, list lead, own words.

    ``number`` is the document's own ("45/KH-UBND"), for questions that name one; ``codes``
    are the numbers the passage itself cites; ``line`` is its words cleaned and folded.
    """

    passage: Passage
    title: str
    heading: str
    lead: str
    number: str | None
    codes: tuple[str, ...]
    line: str


def indexable(document: Document) -> list[Indexable]:
    """Return what to index, in reading order.

    Headings are left out (they stand beside their passages), and so is a line that says word
    for word what the line before it said.
    """
    leads = {one.id: one.lead for one in document.enumerations}
    found: list[Indexable] = []
    last = ""
    for passage in document.passages:
        words = fold(clean(passage.text))
        if passage.kind in _SKIPPED or words == last:
            continue
        last = words
        found.append(
            Indexable(
                passage=passage,
                title=document.facts.title,
                heading=" / ".join(passage.headings),
                lead=leads.get(passage.enumeration or "", ""),
                number=document.facts.number,
                codes=tuple(fact.value for fact in passage.facts if fact.kind == "code"),
                line=words,
            )
        )
    return found
