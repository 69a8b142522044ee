"""``python -m benchmarks.fit_pointing DOCUMENTS_DIR [FILE…]``: the weights of
``knowledge/signposts/trust.py``.

Every fifth of the written ways to ask is taken out in turn and asked of what is left; beside
them stand the seen questions and those of the files named, and questions that only articles
answer. Prints a bias and weights to put there, and what each threshold would give, each
question judged by a fit that had not seen it.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.answers.items import SEEN, Question, load_questions
from benchmarks.answers.passages import read_folder
from benchmarks.figures import print_table
from benchmarks.fit_confidence import (
    ARTICLE_QUESTIONS,
    OUT_OF_SCOPE,
    TAKEN_AWAY,
    THRESHOLDS,
    Row,
    fit,
    judged,
)
from knowledge.documents.model import Document
from knowledge.facts import load_facts
from knowledge.passages import Passages
from knowledge.signposts.loader import Signpost, load_signposts
from knowledge.signposts.pointing import DENIED, Pointing
from knowledge.signposts.trust import WEIGHTS, signs
from knowledge.words import load_reader

FOLDS: Final = 5
FORM: Final = 0.3
"""A form taken out is nearer to its fellows than a stranger's question is."""


class Asker:
    """Asks signposts and keeps what the fit needs."""

    def __init__(self, documents: Sequence[Document], posts: Sequence[Signpost]) -> None:
        self._reader = load_reader()
        self._facts = load_facts(self._reader)
        self.passages = Passages(documents, self._reader, self._facts, posts)

    def point(self, text: str) -> Pointing | None:
        """Return where a question leads."""
        words = self._reader.read(text)
        finding = self.passages.find(words, self._facts.of_question(text, words))
        return self.passages.point(words, finding)


def form_rows(documents: Sequence[Document], posts: Sequence[Signpost]) -> Iterator[Row]:
    """Yield a row for each way to ask, asked of the signposts without it."""
    for fold in range(FOLDS):
        left = [
            replace(post, asked=tuple(f for at, f in enumerate(post.asked) if at % FOLDS != fold))
            for post in posts
        ]
        asker = Asker(documents, left)
        for post in posts:
            for text in post.asked[fold::FOLDS]:
                found = asker.point(text)
                if found:
                    led = found.pointed[0].placed.post
                    right = (led.start, led.end) == (post.start, post.end)
                    yield Row(post.start, "form", signs(found.evidence), right, FORM)


def question_rows(asker: Asker, questions: Sequence[Question]) -> Iterator[Row]:
    """Yield a row for each question that leads anywhere."""
    for one in questions:
        found = asker.point(one.text)
        if found and found.sure != DENIED:
            quote = asker.passages.pointed_quote(found.pointed[0])
            shown = f"{quote.text}\n{' · '.join(quote.cited)}"
            held = quote.document_id in one.sources and one.matches(shown)
            right = one.intent == "answer" and held
            weight = 1.0 if one.intent == "answer" else OUT_OF_SCOPE
            yield Row(one.variant_of or one.id, one.kind, signs(found.evidence), right, weight)


def article_rows(asker: Asker, file: Path) -> Iterator[Row]:
    """Yield rows of questions that articles answer, or nobody, from the part for tuning."""
    for line in file.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        found = asker.point(raw["text"])
        if raw["part"] == "tune" and found and found.sure != DENIED:
            weight = TAKEN_AWAY if raw["article"] else OUT_OF_SCOPE
            yield Row(raw["text"], "away", signs(found.evidence), False, weight)


def main(arguments: Sequence[str]) -> int:
    """Print the weights and the table of thresholds."""
    documents, posts = read_folder(Path(arguments[0])), load_signposts()
    questions = [
        one
        for path in (SEEN, *map(Path, arguments[1:]))
        for one in load_questions(path)
        if one.intent in {"answer", "refuse"}
    ]
    asker = Asker(documents, posts)
    given = [
        *form_rows(documents, posts),
        *question_rows(asker, questions),
        *article_rows(asker, ARTICLE_QUESTIONS),
    ]
    scored = judged(given)
    rows = []
    for least in THRESHOLDS:
        over = [row for row, sure in scored if sure >= least]
        for_each = []
        for kinds, weight in (("form", FORM), ("question", 1.0), ("outside", OUT_OF_SCOPE)):
            whole = sum(row.weight == weight for row, _ in scored)
            right = sum(row.weight == weight and row.right for row in over)
            wrong = sum(row.weight == weight and not row.right for row in over)
            for_each += [f"{right / max(whole, 1):.3f} / {wrong / max(whole, 1):.3f}"]
            assert kinds
        rows.append((least, *for_each))
    print_table(
        f"{len(asker.passages.signs)} signposts, from a threshold on, right / wrong",
        ("from", "forms taken out", "questions", "out of scope"),
        rows,
    )
    bias, weights = fit(given)
    print(f"\nBIAS = {bias:.2f}")
    for key, weight in zip(WEIGHTS, weights, strict=True):
        print(f'    "{key}": {weight:.2f},')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
