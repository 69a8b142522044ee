"""``python -m benchmarks.answers.growth DIR ENGINE TIMES``: one engine at many times the passages.

Prints one JSON line. Each measurement is a process of its own, so that memory is the engine's:
documents are grown while they are taken, as they come from a database.
Copies differ from their originals in numbers and in some words: they are neighbours, not twins.
"""

import ctypes
import gc
import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from benchmarks.answers.engines import YARDSTICKS, Search
from benchmarks.answers.items import SEEN, Question, load_questions
from benchmarks.answers.ours import build
from benchmarks.answers.passages import pieces, read_folder
from benchmarks.figures import percentile
from knowledge.documents.hard_facts import read_facts
from knowledge.documents.model import Document, Enumeration, Passage

ENGINES: Final = ("ours", *YARDSTICKS)
SCALES: Final = (1, 100, 1000)
ASKED: Final = 200
ASKED_OF_SLOW: Final = 10
"""token_set compares with every passage: at a thousand times it takes seconds a question."""
CHANGED_WORDS: Final = 0.15
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class Grown:
    """One measurement: times in ms but ``built`` in seconds, memory in MB.

    ``resident`` is what stays, ``peak`` the most. ``built`` leaves out what growing takes.
    """

    engine: str
    passages: int
    built: float
    p50: float
    p99: float
    resident: float
    peak: float


def grow(documents: Sequence[Document], times: int, rng: Random) -> Iterator[Document]:
    """Yield the documents and ``times - 1`` changed copies of each."""
    words = [word for one in documents for word in one.text.split() if word.isalpha()]
    yield from documents
    for at in range(1, times):
        for one in documents:
            yield _copy(one, at, words, rng)


class Timed:
    """Hands things on and keeps in ``seconds`` how long whoever makes them took."""

    def __init__(self, things: Iterable[Document]) -> None:
        self._things = things
        self.seconds = 0.0
        self.passages = 0

    def __iter__(self) -> Iterator[Document]:
        things = iter(self._things)
        while True:
            started = perf_counter()
            one = next(things, None)
            self.seconds += perf_counter() - started
            if one is None:
                return
            self.passages += len(one.passages)
            yield one


def _copy(original: Document, number: int, words: Sequence[str], rng: Random) -> Document:
    name = f"{number:04d}{original.id}"
    passages: list[Passage] = []
    at = 0
    for passage in original.passages:
        text = _changed(passage.text, words, rng)
        place = f"{name}#{len(passages)}"
        passages.append(
            replace(
                passage, id=place, document=name, text=text, start=at, end=at + len(text),
                enumeration=_renamed(passage.enumeration, name), facts=read_facts(text, at),
            )
        )  # fmt: skip
        at += len(text) + 1
    places = {old.id: new for old, new in zip(original.passages, passages, strict=True)}
    facts = replace(
        original.facts,
        title=_changed(original.facts.title, words, rng),
        number=_shifted(original.facts.number, rng) if original.facts.number else None,
    )
    return replace(
        original,
        id=name,
        facts=facts,
        text="\n".join(one.text for one in passages),
        passages=tuple(passages),
        enumerations=tuple(_moved(one, name, places) for one in original.enumerations),
        sha256=f"{name:0>64}",
        fingerprint=f"{name:0>64}",
    )


def _moved(one: Enumeration, name: str, places: dict[str, Passage]) -> Enumeration:
    items = []
    for item in one.items:
        inside = [places[place] for place in item.passages]
        start, end = (inside[0].start, inside[-1].end) if inside else (0, 0)
        ids = tuple(each.id for each in inside)
        items.append(replace(item, start=start, end=end, passages=ids))
    return replace(
        one,
        id=_renamed(one.id, name) or one.id,
        lead_passage=places[one.lead_passage].id if one.lead_passage else None,
        items=tuple(items),
        start=min(each.start for each in items),
        end=max(each.end for each in items),
    )


def _renamed(place: str | None, name: str) -> str | None:
    return f"{name}#{place.split('#')[1]}" if place else None


def _changed(text: str, words: Sequence[str], rng: Random) -> str:
    parts = _shifted(text, rng).split(" ")
    for at, part in enumerate(parts):
        if part.isalpha() and rng.random() < CHANGED_WORDS:
            parts[at] = rng.choice(words)
    return " ".join(parts)


def _shifted(text: str, rng: Random) -> str:
    return "".join(str(rng.randrange(10)) if char.isdecimal() else char for char in text)


def measured(folder: Path, engine: str, times: int) -> Grown:
    """Build an engine over grown documents and ask it; runs in this process."""
    documents = Timed(grow(read_folder(folder), times, Random(20)))
    questions = load_questions(SEEN)[:: 3 if engine != "token_set" else 40]
    if engine == "ours":
        started = perf_counter()
        ours = build(documents)
        built = perf_counter() - started - documents.seconds
        asked = [given.ms or 0.0 for given in ours.ask_all(questions[:ASKED]).values()]
    else:
        cut = pieces(documents)
        started = perf_counter()
        search = YARDSTICKS[engine](cut)
        built = perf_counter() - started
        del cut
        slow = engine == "token_set"
        asked = _timed(search, questions[: ASKED_OF_SLOW if slow else ASKED])
    return Grown(
        engine, documents.passages, round(built, 2),
        round(percentile(asked, 0.5), 3), round(percentile(asked, 0.99), 3),
        round(resident()), round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB),
    )  # fmt: skip


def _timed(search: Search, questions: Sequence[Question]) -> list[float]:
    times = []
    for one in questions:
        started = perf_counter()
        search(one.text)
        times.append((perf_counter() - started) * 1000)
    return times


def resident() -> float:
    """Return the megabytes this process holds, after what it dropped has gone back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was freed goes back, or it would count as the engine's
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / _KIB / _KIB


def in_its_own_process(folder: Path, engine: str, times: int) -> Grown:
    """Measure in a process started for it."""
    module = "benchmarks.answers.growth"
    done = subprocess.run(
        [sys.executable, "-m", module, str(folder), engine, str(times)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return Grown(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))))
