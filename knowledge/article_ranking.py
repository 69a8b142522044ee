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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate; ``contradicted`` when it lacks a fact the question names."""

    article: Article
    signs: Signs
    contradicted: bool


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
                self._articles[one.place], one.signs, contradicts(asked, self._holds[one.place])
            )
            for one in self._forms.rank(words, CANDIDATES)
        )


def sureness(best: Ranked, ranked: Sequence[Ranked], length: int) -> float:
    """Return how sure a candidate is among all."""
    others = [found.signs.closeness for found in ranked if found is not best]
    margin = best.signs.closeness - max(others, default=0.0)
    return confidence(best.signs, margin, length)


def lacks(article: Article, asked: Asked) -> bool:
    """Say whether an article has not the number or day a question is for."""
    wants = asked.wants
    if wants & {"person", "address", "hour"} or {"post", "name"} <= wants:
        return True
    told = fold(clean(article.answer))
    if "day" in wants and not _DAY.search(told):
        return True
    return bool(asked.counted) and not any(
        f"{digit} {asked.counted[0]}" in told for digit in "0123456789"
    )


def _askable(article: Article) -> Askable:
    fields = [(TITLE_WEIGHT, article.title), (ANSWER_WEIGHT, article.answer)]
    fields += [(TEXT_WEIGHT, article.text), (TEXT_WEIGHT, article.source)]
    fields += [(FORMS_WEIGHT, form) for form in article.questions]
    forms = (article.title, *article.questions)
    return Askable(forms, f"{article.answer} {article.text}", tuple(fields))


def _held(article: Article) -> str:
    told = (article.answer, article.text, article.source)
    return " . ".join((article.title, *article.questions, *told))
