"""How sure the engine is that the first signpost leads to the answer.

The weights are what ``python -m benchmarks.fit_pointing`` printed over 6,300 written ways to ask,
each asked of the others, and 770 questions of people, 350 of them out of scope; judged by fits
that had not seen them, answering from 0.4 on gave 0.91 of the answerable questions right, 0.03
wrong.
"""

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a stretch, each about 0 to 1.

    ``covered``, ``shared`` and ``alike`` are those of ``knowledge/confidence.py``; ``margin`` is
    its lead in worth over the next stretch elsewhere; ``passage`` how sure the passages' own
    ranking is of its first; ``lacks`` is 1 where the day, share or number asked for is missing
    around it; ``clear`` is the lead times what is covered: a lead among strangers tells nothing.
    """

    covered: float
    shared: float
    alike: float
    margin: float
    passage: float
    length: float
    lacks: float = 0.0
    clear: float = 0.0


BIAS: Final = -7.48
WEIGHTS: Final = {
    "covered": 2.02,
    "shared": 2.17,
    "alike": 3.05,
    "margin": 4.80,
    "passage": 0.63,
    "length": 2.27,
    "lacks": -1.09,
    "clear": 5.04,
}
ANSWER_FROM: Final = 0.4
WIDEST_MARGIN: Final = 0.3
LONGEST: Final = 12


def trust(evidence: Evidence) -> float:
    """Return how likely the stretch answers."""
    total = BIAS + sum(weight * getattr(evidence, key) for key, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))


def signs(evidence: Evidence) -> tuple[float, ...]:
    """Return the numbers a fit reads, in the order of WEIGHTS."""
    return tuple(float(getattr(evidence, key)) for key in WEIGHTS)
