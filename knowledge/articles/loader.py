"""Reads the article files and refuses a faulty one with the file, the article and the field.

A file is one topic: ``topic``, ``title``, ``as_of``, ``reviewed_by`` at the head, then
``[[article]]`` tables, which may override ``as_of`` and ``reviewed_by``.
"""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from knowledge.articles.checks import faults
from knowledge.model import Article, Confidence

_FOLDER: Final = Path(__file__).parent
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
        review_by=_take(entry, "review_by", date, where) if "review_by" in entry else None,
    )
    for fault in faults(article):
        about = f"{fault.count} of {fault.limit}" if fault.limit else fault.about
        raise ArticleInvalid(f"{where}: {fault.field}: {fault.problem.value} {about}".rstrip())
    return article


def _take(entry: Mapping[str, object], name: str, kind: type[T], where: str) -> T:
    value = entry.get(name)
    if isinstance(value, str):
        value = value.strip()
    if not isinstance(value, kind) or value == "":
        raise ArticleInvalid(f"{where}: {name} is missing or not a {kind.__name__}")
    return value
