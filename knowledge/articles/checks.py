"""What an article must keep to before anybody is answered from it, in one place.

The loader holds the shipped files to it at start, the desk what staff write on the page. A
fault is a field and a kind of problem; the words for it are the edge's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from knowledge.model import Article
from knowledge.normalise import clean, fold

MAX_ID: Final = 32
"""An id travels in Telegram button data (64 bytes) behind a prefix."""
MAX_TITLE: Final = 80
"""A title is a button too; longer ones are cut off on a phone."""
MAX_ANSWER: Final = 350
MAX_TEXT: Final = 3_000
"""With title, source and cautions it must fit one Telegram message of 4,096."""
MAX_SOURCE: Final = 400
MAX_FORM: Final = 150
MIN_QUESTIONS: Final = 5
MAX_QUESTIONS: Final = 30
MAX_DOCUMENTS: Final = 20
ID_CHARS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Problem(StrEnum):
    """What can be wrong with a field."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CHARACTERS = "characters"
    """An id of other characters than a-z, 0-9 and hyphen."""
    ONE_LINE = "one_line"
    UNKNOWN = "unknown"
    """A topic or a degree of confidence that does not exist."""
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    TAKEN = "taken"
    """Another article is asked for by the same words, so one of the two would never answer."""
    NOT_LONGER = "not_longer"
    """The long text says no more than the short answer."""
    NOT_A_DAY = "not_a_day"
    FUTURE = "future"
    PAST = "past"
    """A review day that is over, or lies before the day of the facts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that cannot stay as it is. ``limit`` and ``count`` are for the words; ``about``
    is a title or a form of the article itself or of another one."""

    field: str
    problem: Problem
    count: int = 0
    limit: int = 0
    about: str = ""


def faults(article: Article) -> Iterator[Fault]:
    """Yield what is wrong with an article wherever it comes from."""
    if not article.id or len(article.id) > MAX_ID or not set(article.id) <= ID_CHARS:
        yield Fault("id", Problem.CHARACTERS, len(article.id), MAX_ID)
    yield from _text("title", article.title, MAX_TITLE)
    if "\n" in article.title:
        yield Fault("title", Problem.ONE_LINE)
    yield from _questions(article.questions)
    yield from _text("answer", article.answer, MAX_ANSWER)
    yield from _text("text", article.text, MAX_TEXT)
    if article.text and len(article.text) <= len(article.answer):
        yield Fault("text", Problem.NOT_LONGER)
    yield from _text("source", article.source, MAX_SOURCE)
    if article.review_by and article.review_by <= article.as_of:
        yield Fault("review_by", Problem.PAST)
    yield from _documents(article.documents)


def faults_of_edited(
    article: Article, topics: Iterable[str], others: Iterable[Article], today: date
) -> Iterator[Fault]:
    """Yield what keeps an article written by staff from being approved.

    ``topics`` are the topics there are, ``others`` the articles it will stand beside.
    """
    yield from faults(article)
    if article.topic not in set(topics):
        yield Fault("topic", Problem.UNKNOWN)
    if article.as_of > today:
        yield Fault("as_of", Problem.FUTURE)
    elif article.as_of < article.due <= today:
        yield Fault("review_by", Problem.PAST)
    asked = {_alike(form): form for form in article.questions}
    for other in others:
        if other.id == article.id:
            continue
        for form in other.questions:
            if _alike(form) in asked:
                yield Fault("questions", Problem.TAKEN, about=f"{form} ({other.title})")


def _text(name: str, value: str, most: int) -> Iterator[Fault]:
    if not value.strip():
        yield Fault(name, Problem.EMPTY)
    elif (size := _units(value)) > most:
        yield Fault(name, Problem.TOO_LONG, size, most)


def _units(value: str) -> int:
    # as Telegram counts: letters in bold from another alphabet, and 😀, are two each
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def _questions(forms: tuple[str, ...]) -> Iterator[Fault]:
    if not all(isinstance(form, str) and form.strip() for form in forms):
        yield Fault("questions", Problem.EMPTY)
        return
    different = len({form.strip().lower() for form in forms})
    if different < MIN_QUESTIONS:
        yield Fault("questions", Problem.TOO_FEW, different, MIN_QUESTIONS)
    if len(forms) > MAX_QUESTIONS:
        yield Fault("questions", Problem.TOO_MANY, len(forms), MAX_QUESTIONS)
    for form in forms:
        if len(form) > MAX_FORM:
            yield Fault("questions", Problem.TOO_LONG, len(form), MAX_FORM, form[:40])


def _documents(names: tuple[str, ...]) -> Iterator[Fault]:
    if not all(isinstance(name, str) and 0 < len(name) <= 64 for name in names):
        yield Fault("documents", Problem.CHARACTERS)
    if len(names) > MAX_DOCUMENTS:
        yield Fault("documents", Problem.TOO_MANY, len(names), MAX_DOCUMENTS)


def _alike(form: str) -> str:
    return fold(clean(form)).strip(" ?.!")
