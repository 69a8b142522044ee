"""How sure the engine is that its first candidate is the answer, and the three bands.

The weights are what ``python -m benchmarks.fit_articles`` printed over all ways to ask, each asked
of the others, the tuned article questions, 75 fresh ones and the seen questions out of scope;
judged by fits that had not seen them, answering from 0.7 on gave 0.81 of people's questions right,
none wrong. Figures reached: ``tests/knowledge/test_ask.py``.
"""

import math
from dataclasses import dataclass
from typing import Final

BIAS: Final = -7.55
COVERED: Final = 0.87
SHARED: Final = 1.99
ALIKE: Final = 5.81
MARGIN: Final = 4.66
LENGTH: Final = 2.28
CLEAR: Final = 4.69
"""Of the lead times what is covered: a lead among strangers tells nothing."""
ANSWER_FROM: Final = 0.7
SUGGEST_FROM: Final = 0.5
"""Of closeness: below it the three nearest titles are only "what I do know"."""
WIDEST_MARGIN: Final = 0.3
LONGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a candidate, each 0 to 1.

    ``covered``: weighted share of the question's words the article knows. ``shared``: overlap
    with its nearest question form. ``alike``: letters in common with that form.
    """

    covered: float
    shared: float
    alike: float

    @property
    def closeness(self) -> float:
        """How near it comes at all: below a threshold it is not even offered."""
        return 0.4 * self.covered + 0.3 * self.shared + 0.3 * self.alike


def confidence(signs: Signs, margin: float, length: int) -> float:
    """Return how likely the candidate is right: ``margin`` is its lead in worth over the
    next candidate, ``length`` the number of words asked."""
    lead = max(-WIDEST_MARGIN, min(margin, WIDEST_MARGIN))
    sum_of_signs = (
        BIAS
        + COVERED * signs.covered
        + SHARED * signs.shared
        + ALIKE * signs.alike
        + MARGIN * lead
        + CLEAR * lead * signs.covered
        + LENGTH * min(length, LONGEST) / LONGEST
    )
    return 1 / (1 + math.exp(-sum_of_signs))
