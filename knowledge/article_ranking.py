"""Ranking staff-written articles for a question.

Knows nothing of documents and decides nothing about answering; ``knowledge/ask.py`` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.confidence import Signs, confidence
from knowledge.facts import FactReader, Facts, contradicts
from knowledge.forms import Askable, FormRanking
from knowledge.model import Article
from knowledge.words import Reader, Words

TITLE_WEIGHT: Final = 1.5
FORMS_WEIGHT: Final = 1.0
ANSWER_WEIGHT: Final = 0.35
TEXT_WEIGHT: Final = 0.15
CANDIDATES: Final = 10


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

    def is_a_form(self, words: Words) -> bool:
        """Say whether the words are one of the ways an article is asked for."""
        return self._forms.is_a_form(words)

    def rank(self, words: Words, asked: Facts) -> tuple[Ranked, ...]:
        """Return the candidates of a question, best first; equal ones by id."""
        return tuple(
            Ranked(self._articles[place], signs, contradicts(asked, self._holds[place]))
            for place, signs in self._forms.rank(words, CANDIDATES)
        )


def sureness(best: Ranked, ranked: Sequence[Ranked], length: int) -> float:
    """Return how sure a candidate is among all."""
    others = [found.signs.closeness for found in ranked if found is not best]
    margin = best.signs.closeness - max(others, default=0.0)
    return confidence(best.signs, margin, length)


def _askable(article: Article) -> Askable:
    fields = [(TITLE_WEIGHT, article.title), (ANSWER_WEIGHT, article.answer)]
    fields += [(TEXT_WEIGHT, article.text), (TEXT_WEIGHT, article.source)]
    fields += [(FORMS_WEIGHT, form) for form in article.questions]
    forms = (article.title, *article.questions)
    return Askable(forms, f"{article.answer} {article.text}", tuple(fields))


def _held(article: Article) -> str:
    told = (article.answer, article.text, article.source)
    return " . ".join((article.title, *article.questions, *told))
