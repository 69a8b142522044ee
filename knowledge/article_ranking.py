"""Ranking staff-written articles for a question.

Knows nothing of documents and decides nothing about answering; ``knowledge/ask.py`` does.
"""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from knowledge.asked import Asked
from knowledge.confidence import Signs, confidence
from knowledge.facts import FactReader, Facts, contradicts
from knowledge.forms import Askable, FormRanking
from knowledge.model import Article
from knowledge.normalise import clean, fold
from knowledge.query import Synonyms, Vocabulary
from knowledge.words import Reader, Words

TITLE_WEIGHT: Final = 1.5
FORMS_WEIGHT: Final = 1.0
ANSWER_WEIGHT: Final = 0.35
TEXT_WEIGHT: Final = 0.15
CANDIDATES: Final = 10
_DAY: Final = re.compile(r"\d[/-]\d|\bngay \d")
_HOUR: Final = re.compile(r"\d ?(?:gio|h)\b")
_SHARE: Final = re.compile(r"\d ?%|phan tram")
_TIME: Final = re.compile(r"\d (?:gio|ngay|tuan|thang|nam)\b")
_TIMES: Final = frozenset({"hom", "bua", "ngay", "chuc", "thang", "tuan"})
_TOLD_ONE_BY_ONE: Final = frozenset({"dieu", "viec", "buoc", "cach", "loai", "noi", "tieu", "muc"})
"""What "how many" asks to be told one by one: conditions, steps, kinds."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate; ``contradicted`` when it lacks a fact the question names."""

    article: Article
    signs: Signs
    contradicted: bool
    worth: float


class ArticleRanking:
    """Ranks articles. Built once; safe to share; ranking changes nothing."""

    def __init__(self, articles: Sequence[Article], reader: Reader, facts: FactReader) -> None:
        self._articles = sorted(articles, key=lambda article: article.id)
        self._forms = FormRanking([_askable(article) for article in self._articles], reader)
        self._holds = [facts.of_answer(_held(article)) for article in self._articles]

    def with_synonyms(self, own: Synonyms) -> "ArticleRanking":
        """Return a ranking of the same articles for who says it in these words too."""
        other = copy(self)
        other._forms = self._forms.with_synonyms(own)
        return other

    @property
    def vocabulary(self) -> Vocabulary:
        """The words articles are found by."""
        return self._forms.vocabulary

    def is_a_form(self, words: Words) -> bool:
        """Say whether the words are one of the ways an article is asked for."""
        return self._forms.is_a_form(words)

    def rank(self, words: Words, asked: Facts) -> tuple[Ranked, ...]:
        """Return the candidates of a question, best first; equal ones by id."""
        return tuple(
            Ranked(
                self._articles[one.place],
                one.signs,
                contradicts(asked, self._holds[one.place]),
                one.worth,
            )
            for one in self._forms.rank(words, CANDIDATES)
        )


def sureness(best: Ranked, ranked: Sequence[Ranked], length: int) -> float:
    """Return how sure a candidate is among all."""
    return confidence(best.signs, margin_of(best, ranked), length)


def margin_of(best: Ranked, ranked: Sequence[Ranked]) -> float:
    """Return a candidate's lead in worth over the next."""
    others = [found.worth for found in ranked if found is not best]
    return best.worth - max(others, default=0.0)


def lacks(article: Article, asked: Asked) -> bool:
    """Say whether an article has not the number, share, hour or day a question is for."""
    wants = asked.wants
    if wants & {"person", "address"} or {"post", "name"} <= wants:
        return True
    told = fold(clean(article.answer))
    if "hour" in wants and not _HOUR.search(told):
        return True
    if "day" in wants and not _DAY.search(told):
        return True
    if "share" in wants and not _SHARE.search(told):
        return True
    if not asked.counted or asked.counted[0] in _TOLD_ONE_BY_ONE:
        return False
    if asked.counted[0] in _TIMES:
        return not _TIME.search(told)
    return not any(f"{digit} {asked.counted[0]}" in told for digit in "0123456789")


def _askable(article: Article) -> Askable:
    fields = [(TITLE_WEIGHT, article.title), (ANSWER_WEIGHT, article.answer)]
    fields += [(TEXT_WEIGHT, article.text), (TEXT_WEIGHT, article.source)]
    fields += [(FORMS_WEIGHT, form) for form in article.questions]
    forms = (article.title, *article.questions)
    return Askable(forms, f"{article.answer} {article.text}", tuple(fields))


def _held(article: Article) -> str:
    told = (article.answer, article.text, article.source)
    return " . ".join((article.title, *article.questions, *told))
