"""What a person typed into the fields of an article, read into one. Refuses nothing it can keep.

A half-written article is an article too: only what no :class:`Article` can hold is a fault here.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.articles.checks import Fault, Problem
from knowledge.model import Article, Confidence

FIELDS: Final = (
    "title",
    "topic",
    "questions",
    "answer",
    "text",
    "source",
    "as_of",
    "review_by",
    "confidence",
    "reviewed_by",
    "documents",
)
"""The fields of the form. The questions stand one a line, the documents between commas."""
_BETWEEN: Final = re.compile(r"[,;\s]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """The article as far as it can be read, and the faults of what cannot."""

    article: Article
    faults: tuple[Fault, ...]


def read_typed(typed: Mapping[str, str], article_id: str, today: date) -> Typed:
    """Read the fields; what is missing is empty, a missing day of facts is today."""
    said = {name: _tidy(typed.get(name, "")) for name in FIELDS}
    faults: list[Fault] = []
    confidence = said["confidence"] or Confidence.UNCONFIRMED.value
    if confidence not in set(Confidence):
        faults.append(Fault("confidence", Problem.UNKNOWN))
        confidence = Confidence.UNCONFIRMED.value
    lines = [line.strip() for line in said["questions"].splitlines()]
    article = Article(
        id=article_id,
        topic=said["topic"],
        title=said["title"],
        questions=tuple(dict.fromkeys(line for line in lines if line)),
        answer=said["answer"],
        text=said["text"],
        source=said["source"],
        as_of=_day("as_of", said["as_of"], faults) or today,
        reviewed_by=said["reviewed_by"],
        confidence=Confidence(confidence),
        documents=tuple(dict.fromkeys(filter(None, _BETWEEN.split(said["documents"])))),
        review_by=_day("review_by", said["review_by"], faults),
    )
    return Typed(article, tuple(faults))


def as_typed(article: Article) -> dict[str, str]:
    """Return an article as the fields it is edited in."""
    return {
        "title": article.title,
        "topic": article.topic,
        "questions": "\n".join(article.questions),
        "answer": article.answer,
        "text": article.text,
        "source": article.source,
        "as_of": article.as_of.isoformat(),
        "review_by": article.due.isoformat(),
        "confidence": article.confidence.value,
        "reviewed_by": article.reviewed_by,
        "documents": ", ".join(article.documents),
    }


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _day(name: str, text: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(Fault(name, Problem.NOT_A_DAY))
        return None
