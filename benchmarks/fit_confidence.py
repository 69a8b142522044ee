"""``python -m benchmarks.fit_confidence DOCUMENTS_DIR [FILE…]``: for ``knowledge/trust.py``.

Prints a bias and weights to put there, and what each threshold would give, each question judged
by a fit that has not seen it nor its variants. Read are the seen questions and the files. Beside
them stand harder ones to refuse: every answerable question with the documents that answer it
taken away, and the questions of ``tests/knowledge`` that articles answer or nobody does.
"""

import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.answers.items import SEEN, Question, load_questions
from benchmarks.answers.passages import read_folder
from benchmarks.figures import print_table
from knowledge.documents.model import Document
from knowledge.facts import load_facts
from knowledge.passages import Finding, Passages
from knowledge.trust import WEIGHTS, signs
from knowledge.words import load_reader

ARTICLE_QUESTIONS: Final = Path("tests/knowledge/questions.jsonl")
FOLDS: Final = 5
ROUNDS: Final = 600
RATE: Final = 0.5
SHRINK: Final = 0.02
OUT_OF_SCOPE: Final = 3.0
"""An answer where none may be is worse than a refusal where one could be."""
TAKEN_AWAY: Final = 0.5
THRESHOLDS: Final = (0.1, 0.15, 0.18, 0.2, 0.25, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its signs, whether the first passage was right, how much it counts."""

    base: str
    kind: str
    signs: tuple[float, ...]
    right: bool
    weight: float


class Asker:
    """Asks passages and keeps what the fit needs."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._reader = load_reader()
        self._facts = load_facts(self._reader)
        self._documents = documents
        self._held: dict[frozenset[str], Passages] = {}

    def find(self, text: str, without: frozenset[str] = frozenset()) -> tuple[Passages, Finding]:
        """Return what the documents have, some of them taken away."""
        if without not in self._held:
            left = [one for one in self._documents if one.id not in without]
            self._held[without] = Passages(left, self._reader, self._facts)
        words = self._reader.read(text)
        passages = self._held[without]
        return passages, passages.find(words, self._facts.of_question(text, words))


def rows(asker: Asker, questions: Sequence[Question]) -> list[Row]:
    """Return a row for each question no veto catches."""
    found: list[Row] = []
    for one in questions:
        base = one.variant_of or one.id
        passages, finding = asker.find(one.text)
        if not finding.evidence.vetoed:
            right = one.intent == "answer" and _holds(one, passages, finding)
            weight = 1.0 if one.intent == "answer" else OUT_OF_SCOPE
            found.append(Row(base, one.kind, signs(finding.evidence), right, weight))
        if one.intent == "answer":
            _, other = asker.find(one.text, one.sources)
            if not other.evidence.vetoed:
                found.append(Row(base, "away", signs(other.evidence), False, TAKEN_AWAY))
    return found


def article_rows(asker: Asker, file: Path) -> list[Row]:
    """Return rows of questions that articles answer, or nobody, from the part for tuning."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        _, finding = asker.find(raw["text"])
        if raw["part"] == "tune" and not finding.evidence.vetoed:
            weight = TAKEN_AWAY if raw["article"] else OUT_OF_SCOPE
            found.append(Row(raw["text"], "away", signs(finding.evidence), False, weight))
    return found


def fit(given: Sequence[Row], rounds: int = ROUNDS) -> tuple[float, list[float]]:
    """Return bias and weights of a logistic fit by plain gradient descent."""
    size = len(given[0].signs)
    columns = [[row.signs[at] for row in given] for at in range(size)]
    means = [sum(column) / len(given) for column in columns]
    spreads = [
        max(math.sqrt(sum((value - mean) ** 2 for value in column) / len(given)), 1e-6)
        for column, mean in zip(columns, means, strict=True)
    ]
    scaled = [
        [1.0, *((v - m) / s for v, m, s in zip(row.signs, means, spreads, strict=True))]
        for row in given
    ]
    held = _descend(scaled, given, rounds)
    weights = [weight / spread for weight, spread in zip(held[1:], spreads, strict=True)]
    return held[0] - sum(w * m for w, m in zip(weights, means, strict=True)), weights


def _descend(scaled: list[list[float]], given: Sequence[Row], rounds: int) -> list[float]:
    held = [0.0] * len(scaled[0])
    whole = sum(row.weight for row in given)
    for _ in range(rounds):
        slope = [0.0] * len(held)
        for values, row in zip(scaled, given, strict=True):
            total = sum(w * v for w, v in zip(held, values, strict=True))
            error = row.weight * (_logistic(total) - row.right)
            for at, value in enumerate(values):
                slope[at] += error * value
        for at, value in enumerate(slope):
            held[at] -= RATE * (value / whole + (SHRINK * held[at] if at else 0.0))
    return held


def judged(given: Sequence[Row]) -> list[tuple[Row, float]]:
    """Return each row with its likelihood by a fit that has not seen its question."""
    bases = sorted({row.base for row in given})
    found = []
    for fold in range(FOLDS):
        kept = set(bases[fold::FOLDS])
        bias, weights = fit([row for row in given if row.base not in kept], ROUNDS // 3)
        for row in given:
            if row.base in kept:
                total = bias + sum(w * v for w, v in zip(weights, row.signs, strict=True))
                found.append((row, _logistic(total)))
    return found


def _holds(asked: Question, passages: Passages, finding: Finding) -> bool:
    quote = passages.quote(finding, finding.found[0])
    shown = f"{quote.text}\n{' · '.join(quote.cited)}"
    return quote.document_id in asked.sources and asked.matches(shown)


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-total))


def main(arguments: Sequence[str]) -> int:
    """Print the weights and the table of thresholds."""
    asker = Asker(read_folder(Path(arguments[0])))
    questions = [one for path in (SEEN, *map(Path, arguments[1:])) for one in load_questions(path)]
    given = rows(asker, questions) + article_rows(asker, ARTICLE_QUESTIONS)
    answerable = sum(one.intent == "answer" for one in questions)
    outside = sum(one.intent == "refuse" for one in questions)
    scored = [(row, sure) for row, sure in judged(given) if row.kind != "away"]

    def share(wanted: Callable[[Row], bool], least: float, of: int) -> str:
        return f"{sum(wanted(row) for row, sure in scored if sure >= least) / of:.3f}"

    print_table(
        "answered by documents from a threshold on, each judged by a fit that had not seen it",
        ("from", "right", "wrong", "false out of scope"),
        [
            (
                least,
                share(lambda row: row.right, least, answerable),
                share(lambda row: not row.right and row.weight == 1, least, answerable),
                share(lambda row: row.weight == OUT_OF_SCOPE, least, outside),
            )
            for least in THRESHOLDS
        ],
    )
    bias, weights = fit(given)
    print(f"\nBIAS = {bias:.2f}")
    for key, weight in zip(WEIGHTS, weights, strict=True):
        print(f'    "{key}": {weight:.2f},')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
