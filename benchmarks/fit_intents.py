"""``python -m benchmarks.fit_intents [--judge]``: the weights of ``knowledge/sounding.py``.

Writes ``knowledge/lexicon/weights.json`` from sentences of our own (``benchmarks/intents``) and
those of ``tests/knowledge`` but the part held back. Every sentence counts a second time, less,
without its marks. With ``--judge`` nothing is written: each sentence is judged by a fit that has
not seen it.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Final

from benchmarks.figures import print_table
from benchmarks.intents.fitting import Fit, Sample, fit
from benchmarks.intents.rows import NO_DANGER, Row, read_rows
from knowledge.intents import IntentReader, load_intents
from knowledge.normalise import fold
from knowledge.signs import load_signs
from knowledge.sounding import KINDS, WEIGHTS_FILE, Sounder
from knowledge.words import LEXICON, Reader, load_reader

FOLDS: Final = 5
WITHOUT_MARKS: Final = 0.4
JUDGED: Final = ("examples", "fresh", "dangers")


def samples(rows: Sequence[Row]) -> list[list[Sample]]:
    """Return for each row the samples it gives: as written, and without marks."""
    reader, intents = load_reader(), load_intents()
    return [
        [
            _sample(row.text, row, 1.0, reader, intents),
            _sample(fold(row.text), row, WITHOUT_MARKS, reader, intents),
        ]
        for row in rows
    ]


def _sample(text: str, row: Row, share: float, reader: Reader, intents: IntentReader) -> Sample:
    return Sample(intents.signs_of(reader.read(text)), row.kind, share * row.weight)


def judge(rows: Sequence[Row], given: Sequence[Sequence[Sample]]) -> None:
    """Print what a fit that has not seen them makes of the sentences."""
    found: Counter[tuple[str, str, str]] = Counter()
    reader = load_reader()
    for part in range(FOLDS):
        held = fit([one for at, pair in enumerate(given) if at % FOLDS != part for one in pair])
        intents = load_intents(sounder=Sounder(load_signs(), held.bias, held.weights))
        for row in list(rows)[part::FOLDS]:
            if row.source in JUDGED:
                words = reader.read(row.text)
                kind = intents.intent_of(words) or "question"
                found[row.source, row.kind, kind] += 1
                if kind == "question" and intents.may_be_danger(words):
                    found[row.source, row.kind, "asked"] += 1
    for source in JUDGED:
        print_table(
            f"{source}: what they are, and what a fit that had not seen them makes of them",
            ("is", *KINDS, "asked about"),
            [
                (kind, *(found[source, kind, other] or "" for other in (*KINDS, "asked")))
                for kind in (*KINDS, NO_DANGER)
            ],
        )


def write(held: Fit) -> int:
    """Write the weights that say anything; return how many signs have one."""
    rounded = {
        name: [round(weight, 2) for weight in weights]
        for name, weights in sorted(held.weights.items())
    }
    kept = {name: weights for name, weights in rounded.items() if any(weights)}
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(weights)}"
        for name, weights in kept.items()
    )
    bias = json.dumps([round(value, 2) for value in held.bias])
    text = f'{{"bias": {bias}, "weights": {{\n{lines}\n}}}}\n'
    (LEXICON / WEIGHTS_FILE).write_text(text, encoding="utf-8")
    return len(kept)


def main(arguments: Sequence[str]) -> int:
    """Fit and write, or judge."""
    rows = read_rows()
    given = samples(rows)
    if "--judge" in arguments:
        judge(rows, given)
    else:
        held = fit([one for pair in given for one in pair])
        print(f"{write(held)} signs weighed, from {len(rows)} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
