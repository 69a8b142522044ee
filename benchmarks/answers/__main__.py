"""``python -m benchmarks.answers --documents DIR [--unseen]``: our engine beside the yardsticks.

Prints totals only for the unseen part. ``--failures`` lists what went wrong in the seen part;
``--growth`` adds 100 and 1,000 times the passages, and cold starts from databases; ``--write
FILE`` keeps our answers as JSON lines for another judge.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple
from pathlib import Path

from benchmarks.answers import stored
from benchmarks.answers.engines import YARDSTICKS, ranked, summary
from benchmarks.answers.growth import ENGINES, SCALES, in_its_own_process
from benchmarks.answers.items import SEEN, UNSEEN, Answer, Question, dump, load_questions
from benchmarks.answers.judge import is_right, measure, table
from benchmarks.answers.ours import build
from benchmarks.answers.passages import pieces, read_folder
from benchmarks.figures import print_table
from knowledge.documents.model import Document


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return 1 when a figure of the "must" column is not met."""
    given = _parse(arguments)
    path = given.questions or (UNSEEN if given.unseen else SEEN)
    questions = load_questions(path)
    documents = read_folder(given.documents)
    met = _ours(given, path.name, questions, documents)
    if not given.no_yardsticks:
        _yardsticks(questions, documents)
    if given.growth:
        _growth(given.documents)
    return 0 if met else 1


def _ours(
    given: argparse.Namespace,
    name: str,
    questions: Sequence[Question],
    documents: Sequence[Document],
) -> bool:
    ours = build(documents, signposts=not given.no_signposts)
    answers = ours.ask_all(questions)
    if given.write:
        lines = dump(asdict(answers[one.id]) for one in questions)
        given.write.write_text(lines, encoding="utf-8")
    found = measure(questions, answers)
    rows = table(found)
    note = ", without signposts" if given.no_signposts else ""
    print_table(
        f"our engine, {name}, {len(questions)} questions{note}",
        ("measure", "value", "must", "aim", "met"),
        [(row.measure, row.value, row.must, row.aim, row.verdict) for row in rows],
    )
    print_table("our engine by kind", ("kind", "right"), list(found.by_kind.items()))
    if given.failures:
        _failures(questions, answers)
    return all(row.met is not False for row in rows)


def _failures(questions: Sequence[Question], answers: dict[str, Answer]) -> None:
    for one in questions:
        if not is_right(one, answers[one.id]):
            got = answers[one.id]
            words = " ".join(got.answer.split())[:160]
            print(f"\n{one.id} [{one.intent} {one.source}] {one.text}")
            print(f"  -> {got.intent} {','.join(got.sources)} {words}")


def _yardsticks(questions: Sequence[Question], documents: Sequence[Document]) -> None:
    cut = pieces(documents)
    results = {name: ranked(make(cut), cut, questions) for name, make in YARDSTICKS.items()}
    kinds = list(dict.fromkeys(kind for kinds, _ in results.values() for kind in kinds))
    rows: list[tuple[str, ...]] = [
        (
            kind,
            *(
                f"{shares[kind][0].rate:.2f} / {shares[kind][1].rate:.2f}"
                for shares, _ in results.values()
            ),
        )
        for kind in kinds
    ]
    rows.append(("p50 / p99 ms", *(summary(times) for _, times in results.values())))
    print_table(
        f"yardsticks over {len(cut)} passages: right first / in first 3 (they never refuse)",
        ("kind", *results),
        rows,
    )


def _growth(folder: Path) -> None:
    grown = [in_its_own_process(folder, engine, times) for times in SCALES for engine in ENGINES]
    print_table(
        "growth (must: p99 100 ms, 400 MB at 1,000 times)",
        ("engine", "passages", "built s", "p50 ms", "p99 ms", "stays MB", "peak MB"),
        [
            (one.engine, one.passages, one.built, one.p50, one.p99, one.resident, one.peak)
            for one in grown
        ],
    )
    started = [one for times in stored.SCALES for one in stored.measured(folder, times)]
    print_table(
        "cold start from a database, as the bot starts"
        + ("" if stored.POSTGRESQL else " (TEST_DATABASE_URL is not set: no PostgreSQL)"),
        (
            "database", "passages", "written s", "first answer s", "p50 ms", "p99 ms",
            "stays MB", "peak MB", "load",
        ),
        [astuple(one) for one in started],
    )  # fmt: skip


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.answers", description=__doc__)
    parser.add_argument("--documents", type=Path, required=True, help="a folder of documents")
    parser.add_argument("--unseen", action="store_true", help="the part kept from tuning")
    parser.add_argument("--questions", type=Path, help="another file of the same shape")
    parser.add_argument("--growth", action="store_true", help="also 100 and 1,000 times larger")
    parser.add_argument("--failures", action="store_true", help="list what went wrong")
    parser.add_argument("--write", type=Path, help="keep our answers as JSON lines")
    parser.add_argument("--no-yardsticks", action="store_true")
    parser.add_argument("--no-signposts", action="store_true", help="as for a new document")
    given = parser.parse_args(arguments)
    if given.unseen and (given.failures or given.write):
        parser.error("nobody looks at single questions of the unseen part")
    return given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
