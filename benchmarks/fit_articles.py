"""``python -m benchmarks.fit_articles [FILE…]``: the weights of ``knowledge/confidence.py``.

Every fifth way to ask for an article is taken out in turn and asked of what is left; beside them
stand the tuned article questions, the seen questions out of scope, and files of JSON lines with
``text`` and ``article`` (its id, or null). Prints a bias and weights to put there, and what each
threshold would give, each question judged by a fit that had not seen it.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Final

from benchmarks.answers.items import SEEN, load_questions
from benchmarks.figures import print_table
from benchmarks.fit_confidence import ARTICLE_QUESTIONS, OUT_OF_SCOPE, Row, fit, judged
from knowledge.article_ranking import ArticleRanking, margin_of
from knowledge.articles.loader import load_articles
from knowledge.confidence import LONGEST, WIDEST_MARGIN
from knowledge.facts import load_facts
from knowledge.model import Article
from knowledge.words import load_reader

FOLDS: Final = 5
FORM: Final = 0.3
"""A form taken out is nearer to its fellows than a stranger's question is."""
NAMES: Final = ("COVERED", "SHARED", "ALIKE", "MARGIN", "LENGTH", "CLEAR")
THRESHOLDS: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


class Asker:
    """Asks articles and keeps what the fit needs."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._reader = load_reader()
        self._facts = load_facts(self._reader)
        self._ranking = ArticleRanking(articles, self._reader, self._facts)

    def row(self, text: str, article: str | None, weight: float, kind: str) -> Row | None:
        """Return the row of a question that leads anywhere."""
        words = self._reader.read(text)
        ranked = self._ranking.rank(words, self._facts.of_question(text, words))
        best = next((one for one in ranked if not one.contradicted), None)
        if best is None:
            return None
        margin = max(-WIDEST_MARGIN, min(margin_of(best, ranked), WIDEST_MARGIN))
        length = min(len(words.folded), LONGEST) / LONGEST
        signs = (*astuple(best.signs), margin, length, margin * best.signs.covered)
        return Row(article or text, kind, signs, best.article.id == article, weight)


def form_rows(articles: Sequence[Article]) -> Iterator[Row | None]:
    """Yield a row for each way to ask, asked of the articles without it."""
    for fold in range(FOLDS):
        left = [replace(one, questions=_without(one.questions, fold)) for one in articles]
        asker = Asker(left)
        for one in articles:
            for text in one.questions[fold::FOLDS]:
                yield asker.row(text, one.id, FORM, "form")


def question_rows(asker: Asker, paths: Sequence[Path]) -> Iterator[Row | None]:
    """Yield rows of questions people asked, and of what nobody answers."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            if raw.get("part", "tune") == "tune":
                weight = 1.0 if raw["article"] else OUT_OF_SCOPE
                yield asker.row(raw["text"], raw["article"] or None, weight, "question")
    for question in load_questions(SEEN):
        if question.intent == "refuse":
            yield asker.row(question.text, None, OUT_OF_SCOPE, "question")


def _without(forms: tuple[str, ...], fold: int) -> tuple[str, ...]:
    return tuple(form for at, form in enumerate(forms) if at % FOLDS != fold)


def main(arguments: Sequence[str]) -> int:
    """Print the weights and the table of thresholds."""
    articles = load_articles()
    asker = Asker(articles)
    found = [
        *form_rows(articles),
        *question_rows(asker, [ARTICLE_QUESTIONS, *map(Path, arguments)]),
    ]
    given = [row for row in found if row]
    scored = judged(given)
    print_table(
        f"{len(articles)} articles, from a threshold on, right / wrong",
        ("from", "forms taken out", "questions", "out of scope"),
        [(least, *_shares(scored, least)) for least in THRESHOLDS],
    )
    bias, weights = fit(given)
    print(f"\nBIAS: Final = {bias:.2f}")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name}: Final = {weight:.2f}")
    return 0


def _shares(scored: Sequence[tuple[Row, float]], least: float) -> Iterator[str]:
    for weight in (FORM, 1.0, OUT_OF_SCOPE):
        rows = [(row, sure) for row, sure in scored if row.weight == weight]
        right = sum(row.right for row, sure in rows if sure >= least)
        wrong = sum(not row.right for row, sure in rows if sure >= least)
        yield f"{right / max(len(rows), 1):.3f} / {wrong / max(len(rows), 1):.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
