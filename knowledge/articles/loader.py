"""Reads the article files and refuses a faulty one with the file, the article and the field.

A file is one topic: ``topic``, ``title``, ``as_of``, ``reviewed_by`` at the head, then
``[[article]]`` tables, which may override ``as_of`` and ``reviewed_by``.
"""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from knowledge.model import Article, Confidence

MAX_ANSWER: Final = 350
MAX_ID: Final = 32
"""An id travels in Telegram button data (64 bytes) behind a prefix."""
MIN_QUESTIONS: Final = 5
_FOLDER: Final = Path(__file__).parent
_ID_CHARS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_FIELDS: Final = frozenset(Article.__dataclass_fields__) - {"topic"}

T = TypeVar("T")


class ArticleInvalid(Exception):
    """An article file cannot be used; the message names the file, the article and the field."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A shelf of articles: ``key`` for buttons, ``title`` for people."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Library:
    """All topics in file order and all articles in topic order."""

    topics: tuple[Topic, ...]
    articles: tuple[Article, ...]


def load_articles(folder: Path = _FOLDER) -> tuple[Article, ...]:
    """Return every article. Raises :class:`ArticleInvalid` on the first fault."""
    return load_library(folder).articles


def load_library(folder: Path = _FOLDER) -> Library:
    """Return topics and articles. Raises :class:`ArticleInvalid` on the first fault."""
    topics: list[Topic] = []
    articles: list[Article] = []
    for file in sorted(folder.glob("*.toml")):
        topic, found = _read_topic(file)
        topics.append(topic)
        articles += found
    for article_id, count in Counter(article.id for article in articles).items():
        if count > 1:
            raise ArticleInvalid(f"{folder.name}: {article_id}: id stands {count} times")
    return Library(tuple(topics), tuple(articles))


def _read_topic(file: Path) -> tuple[Topic, list[Article]]:
    try:
        text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ArticleInvalid(f"{file.name}: {fault}") from fault
    topic = Topic(
        _take(table, "topic", str, f"{file.name}: head"),
        _take(table, "title", str, f"{file.name}: head"),
    )
    entries = _take(table, "article", list, f"{file.name}: head")
    defaults = {name: table[name] for name in ("as_of", "reviewed_by") if name in table}
    return topic, [_article(file.name, topic.key, defaults | entry) for entry in entries]


def _article(file: str, topic: str, entry: Mapping[str, object]) -> Article:
    where = f"{file}: {entry.get('id', '?')}"
    for name in sorted(entry.keys() - _FIELDS):
        raise ArticleInvalid(f"{where}: {name} is not a field")
    confidence = _take(entry, "confidence", str, where)
    if confidence not in set(Confidence):
        raise ArticleInvalid(f"{where}: confidence {confidence} is not known")
    article = Article(
        id=_take(entry, "id", str, where),
        topic=topic,
        title=_take(entry, "title", str, where),
        questions=tuple(_take(entry, "questions", list, where)),
        answer=_take(entry, "answer", str, where),
        text=_take(entry, "text", str, where),
        source=_take(entry, "source", str, where),
        as_of=_take(entry, "as_of", date, where),
        reviewed_by=_take(entry, "reviewed_by", str, where),
        confidence=Confidence(confidence),
        documents=tuple(_take({"documents": [], **entry}, "documents", list, where)),
    )
    for fault in _faults(article):
        raise ArticleInvalid(f"{where}: {fault}")
    return article


def _take(entry: Mapping[str, object], name: str, kind: type[T], where: str) -> T:
    value = entry.get(name)
    if isinstance(value, str):
        value = value.strip()
    if not isinstance(value, kind) or value == "":
        raise ArticleInvalid(f"{where}: {name} is missing or not a {kind.__name__}")
    return value


def _faults(article: Article) -> Iterable[str]:
    if not set(article.id) <= _ID_CHARS or len(article.id) > MAX_ID:
        yield f"id must be at most {MAX_ID} of a-z, 0-9 and hyphen"
    if not all(isinstance(form, str) and form.strip() for form in article.questions):
        yield "questions must be sentences"
    if len(set(article.questions)) < MIN_QUESTIONS:
        yield f"questions must hold at least {MIN_QUESTIONS} different forms"
    if len(article.answer) > MAX_ANSWER:
        yield f"answer has {len(article.answer)} characters, at most {MAX_ANSWER}"
    if len(article.text) <= len(article.answer):
        yield "text must be longer than answer"
    if not all(isinstance(document, str) for document in article.documents):
        yield "documents must be short ids"
