"""``python -m benchmarks.answers.check DOCUMENTS_DIR [--public FILE]``: are the questions sound?

Every expectation must be met by the document it names, every variant must expect what its base
expects, and what a trap names (a number, a year, a province) must really be nowhere.
``--public`` also compares with another question file, so that nothing of it was taken over.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.answers.items import SEEN, UNSEEN, Question, load_questions, load_raw, normal

_BASES: Final = re.compile(r"[\W_]+")


def read_documents(folder: Path) -> dict[str, str]:
    """Return the text of each document under the first three digits of its file's name."""
    return {
        path.name[:3]: normal(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.txt"))
    }


def faults(questions: Sequence[Question], documents: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a file's questions, one sentence each."""
    by_id = {one.id: one for one in questions}
    if len(by_id) < len(questions):
        yield "an id stands twice"
    for one in questions:
        yield from _of_variant(one, by_id)
        if one.intent == "answer":
            yield from _of_expectations(one, documents)
        else:
            yield from _of_trap(one, documents)


def _of_variant(one: Question, by_id: Mapping[str, Question]) -> Iterator[str]:
    if one.variant_of is None:
        return
    base = by_id.get(one.variant_of)
    if base is None:
        yield f"{one.id}: its base {one.variant_of} is not in the same file"
    elif (base.expect_any, base.expect_all, base.sources) != (
        one.expect_any, one.expect_all, one.sources,
    ):  # fmt: skip
        yield f"{one.id}: expects something else than its base"


def _of_expectations(one: Question, documents: Mapping[str, str]) -> Iterator[str]:
    missing = one.sources - documents.keys()
    if missing:
        yield f"{one.id}: no document {', '.join(sorted(missing))}"
        return
    if not any(pattern.search(documents[one.source]) for pattern in one.expect_any):
        yield f"{one.id}: {one.source} holds none of what is expected"
    for pattern in (*one.expect_any, *one.expect_all):
        if not any(pattern.search(documents[source]) for source in one.sources):
            yield f"{one.id}: nowhere in {', '.join(sorted(one.sources))}: {pattern.pattern}"
    for source in one.also_ok:
        if not one.matches(documents[source]):
            yield f"{one.id}: {source} may be cited but does not hold it"


def _of_trap(one: Question, documents: Mapping[str, str]) -> Iterator[str]:
    for pattern in one.absent:
        if any(pattern.search(text) for text in documents.values()):
            yield f"{one.id}: {pattern.pattern} is in the documents"


def taken_over(questions: Sequence[Question], others: Sequence[Question]) -> Iterator[str]:
    """Yield the questions whose words another file already asks."""
    known = {_BASES.sub(" ", normal(one.text)).strip() for one in others}
    for one in questions:
        if _BASES.sub(" ", normal(one.text)).strip() in known:
            yield f"{one.id}: asked word for word elsewhere"


def main(arguments: Sequence[str]) -> int:
    """Check both files; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks.answers.check", description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--public", type=Path)
    given = parser.parse_args(arguments)
    documents = read_documents(given.documents)
    seen, unseen = load_questions(SEEN), load_questions(UNSEEN)
    found = [*faults(seen, documents), *faults(unseen, documents)]
    if {one.id for one in seen} & {one.id for one in unseen}:
        found.append("an id stands in both files")
    if not all(raw.get("unseen") for raw in load_raw(UNSEEN)):
        found.append("unseen.jsonl holds a question not marked unseen")
    if any(raw.get("unseen") for raw in load_raw(SEEN)):
        found.append("questions.jsonl holds a question marked unseen")
    if given.public:
        found += taken_over([*seen, *unseen], load_questions(given.public))
    print("\n".join(found) or f"{len(seen)} + {len(unseen)} questions are sound")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
