"""The measures of the answers table, from questions and answers alone: no engine, no clock.

A right answer has the intent asked for and, for a question the documents answer, holds every
``expect_all`` and one ``expect_any``, is no longer than allowed and cites a document that has it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.answers.items import Answer, Question
from benchmarks.figures import percentile

CLEAN: Final = frozenset({"fact", "list", "date", "percent", "who", "number"})
NOISE: Final = ("nodia", "typo", "telex", "teen", "nodia_typo")
NONE: Final = Answer(id="", intent="missing")
_RECALLED: Final = ("tip", "grievance", "track")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. ``rate`` is 0 when there were none."""

    hits: int
    of: int

    @property
    def rate(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.rate:.3f} ({self.hits}/{self.of})" if self.of else "none asked"


@dataclass(frozen=True, slots=True)
class Measures:
    """What a run came to. ``gaps`` are in points, each against the same questions asked clean."""

    right: Share
    clean: Share
    gaps: Mapping[str, float]
    paraphrase: Share
    wrong: Share
    refused: Share
    elsewhere: Share
    false_all: Share
    false_trap: Share
    suggested: Share
    emergencies_missed: int
    false_alarms: int
    recall: Mapping[str, Share]
    by_kind: Mapping[str, Share]
    p50: float
    p99: float


def is_right(asked: Question, given: Answer) -> bool:
    """Return whether an answer is the one asked for."""
    if given.intent != asked.intent:
        return False
    if asked.intent == "refuse":
        return True
    if asked.intent != "answer":
        return asked.matches(given.answer)
    if len(given.answer) > asked.max_chars:
        return False
    if given.sources and not asked.sources & set(given.sources):
        return False
    return asked.matches(given.answer)


def measure(questions: Sequence[Question], answers: Mapping[str, Answer]) -> Measures:
    """Return the measures; a question without an answer counts as not right."""
    pairs = [(one, answers.get(one.id, NONE)) for one in questions]
    right = {one.id for one, given in pairs if is_right(one, given)}

    def share(wanted: Callable[[Question], bool]) -> Share:
        chosen = [one for one in questions if wanted(one)]
        return Share(sum(one.id in right for one in chosen), len(chosen))

    answerable = [pair for pair in pairs if pair[0].intent == "answer"]
    outside = [pair for pair in pairs if pair[0].intent == "refuse"]
    failed = [pair for pair in answerable if pair[0].id not in right and pair[1].suggestions]
    times = [given.ms for _, given in pairs if given.ms is not None] or [0.0]
    return Measures(
        right=share(lambda one: one.intent == "answer"),
        clean=share(lambda one: one.kind in CLEAN),
        gaps=_gaps(questions, right),
        paraphrase=share(lambda one: one.kind == "para"),
        wrong=Share(
            sum(given.intent == "answer" and one.id not in right for one, given in answerable),
            len(answerable),
        ),
        refused=_with_intent(answerable, lambda intent: intent == "refuse"),
        elsewhere=_with_intent(answerable, lambda intent: intent not in ("answer", "refuse")),
        false_all=_with_intent(outside, lambda intent: intent == "answer"),
        false_trap=_with_intent(
            [pair for pair in outside if pair[0].kind == "oos_trap"],
            lambda intent: intent == "answer",
        ),
        suggested=Share(
            sum(any(map(one.matches, given.suggestions)) for one, given in failed), len(failed)
        ),
        emergencies_missed=sum(
            one.intent == "emergency" and given.intent != "emergency" for one, given in pairs
        ),
        false_alarms=sum(
            given.intent == "emergency" and one.intent != "emergency" for one, given in pairs
        ),
        recall={
            intent: _with_intent(
                [pair for pair in pairs if pair[0].intent == intent], intent.__eq__
            )
            for intent in _RECALLED
        },
        by_kind=_by_kind(questions, right),
        p50=percentile(times, 0.5),
        p99=percentile(times, 0.99),
    )


def _with_intent(pairs: Iterable[tuple[Question, Answer]], wanted: Callable[[str], bool]) -> Share:
    found = [wanted(given.intent) for _, given in pairs]
    return Share(sum(found), len(found))


def _gaps(questions: Sequence[Question], right: set[str]) -> dict[str, float]:
    """Compare each noise kind with its own clean questions, so that luck of the draw is out."""
    clean = {one.id for one in questions if one.kind in CLEAN}
    gaps = {}
    for kind in NOISE:
        noisy = [one for one in questions if one.kind == kind and one.variant_of in clean]
        if noisy:
            before = sum(one.variant_of in right for one in noisy)
            after = sum(one.id in right for one in noisy)
            gaps[kind] = 100 * (before - after) / len(noisy)
    return gaps


def _by_kind(questions: Sequence[Question], right: set[str]) -> dict[str, Share]:
    held: dict[str, list[bool]] = {}
    for one in questions:
        kind = f"intent {one.intent}" if one.kind == "intent" else one.kind
        held.setdefault(kind, []).append(one.id in right)
    return {kind: Share(sum(hits), len(hits)) for kind, hits in sorted(held.items())}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured beside what it must and should reach."""

    measure: str
    value: str
    must: str
    aim: str
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return "" if self.met is None else "yes" if self.met else "NO"


def table(found: Measures) -> list[Row]:
    """Return the rows of the answers table, in its order."""
    at_least, at_most = _at_least, _at_most
    return [
        at_least("right answer over all answerable", found.right, 0.82, 0.90),
        at_least("clean questions, right answer", found.clean, 0.90, 0.95),
        *(
            Row(f"gap clean → {kind}, points", f"{gap:.1f}", "≤ 4", "≤ 2", gap <= 4)
            for kind, gap in found.gaps.items()
        ),
        at_least("paraphrase, right answer", found.paraphrase, 0.70, 0.80),
        at_most("wrong answer on answerable", found.wrong, 0.07, 0.03),
        Row("  answerable refused", str(found.refused), "", ""),
        Row("  answerable sent to another door", str(found.elsewhere), "", ""),
        at_most("false answers out of scope: all", found.false_all, 0.07, 0.03),
        at_most("false answers out of scope: trap", found.false_trap, 0.20, 0.10),
        at_least("not right: right one among three buttons", found.suggested, 0.78, 0.88),
        Row(
            "emergencies missed / false alarms",
            f"{found.emergencies_missed} / {found.false_alarms}",
            "0 / ≤ 3", "0 / 0",
            found.emergencies_missed == 0 and found.false_alarms <= 3,
        ),
        *(
            at_least(f"{intent} recall", share, 0.93, 0.98)
            for intent, share in found.recall.items()
        ),
        Row(
            "p50 / p99 in process, ms",
            f"{found.p50:.2f} / {found.p99:.2f}",
            "2 / 10", "0.5 / 3",
            found.p50 <= 2 and found.p99 <= 10,
        ),
    ]  # fmt: skip


def _at_least(measure_name: str, share: Share, must: float, aim: float) -> Row:
    met = share.rate >= must if share.of else None
    return Row(measure_name, str(share), f"{must:.2f}", f"{aim:.2f}", met)


def _at_most(measure_name: str, share: Share, must: float, aim: float) -> Row:
    met = share.rate <= must if share.of else None
    return Row(measure_name, str(share), f"≤ {must:.2f}", f"≤ {aim:.2f}", met)
