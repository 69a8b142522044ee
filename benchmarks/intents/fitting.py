"""A logistic fit of sparse signs, one against the rest for each kind of message."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.intents.rows import NO_DANGER
from knowledge.sounding import KINDS

ROUNDS: Final = 14
RATE: Final = 0.12
SHRINK: Final = 1.5
"""A weight is worth this much of a squared error; the whole material is worth ``MASS``."""
MASS: Final[Mapping[str, float]] = {
    "emergency": 280,
    "tip": 350,
    "grievance": 350,
    "track": 180,
    "smalltalk": 140,
    "question": 420,
    NO_DANGER: 110,
}
"""What the sentences of a kind count for together: few as they are, tracks count too."""
LEAST: Final = 8
"""A word or pair of words in fewer samples (two of each sentence) says nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The signs of a sentence, what it is and how much it counts."""

    signs: Mapping[str, float]
    kind: str
    weight: float


@dataclass(slots=True)
class Fit:
    """Bias and weights of every kind, in the order of ``KINDS``."""

    bias: list[float]
    weights: dict[str, list[float]]

    def of(self, signs: Mapping[str, float]) -> list[float]:
        """Return the log-odds of each kind."""
        totals = list(self.bias)
        for name, value in signs.items():
            for at, weight in enumerate(self.weights.get(name, ())):
                totals[at] += value * weight
        return totals


def fit(samples: Sequence[Sample]) -> Fit:
    """Return weights by adaptive gradient descent. The same samples give the same weights."""
    counts = Counter(name for one in samples for name in one.signs)
    known = {name for name, count in counts.items() if count >= LEAST or name[1] != " "}
    held = Fit([0.0] * len(KINDS), {name: [0.0] * len(KINDS) for name in known})
    steps: dict[str, list[float]] = defaultdict(lambda: [1e-3] * len(KINDS))
    mass: dict[str, float] = defaultdict(float)
    for one in samples:
        mass[one.kind] += one.weight
    order = list(range(len(samples)))
    shuffle = random.Random(20).shuffle
    for turn in range(ROUNDS):
        shuffle(order)
        for place in order:
            one = samples[place]
            weight = one.weight * MASS[one.kind] / mass[one.kind]
            _step(held, steps, one, weight, counts, RATE / (1 + turn / 4))
    return held


def _step(
    held: Fit,
    steps: dict[str, list[float]],
    one: Sample,
    weight: float,
    counts: Mapping[str, int],
    rate: float,
) -> None:
    totals = held.of(one.signs)
    only_danger = one.kind == NO_DANGER
    errors = [
        0.0
        if only_danger and kind != "emergency"
        else weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - (kind == one.kind))
        for kind, total in zip(KINDS, totals, strict=True)
    ]
    for at, error in enumerate(errors):
        held.bias[at] -= 0.02 * error
    for name, value in one.signs.items():
        weights = held.weights.get(name)
        if weights is None:
            continue
        past = steps[name]
        shrink = SHRINK / counts[name]
        for at, error in enumerate(errors):
            if error == 0.0:
                continue
            slope = error * value + shrink * weights[at]
            past[at] += slope * slope
            weights[at] -= rate * slope / math.sqrt(past[at])
