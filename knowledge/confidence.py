"""How sure the engine is that its first candidate is the answer, and the three bands.

The weights are a logistic fit, rounded, over 745 questions made by asking each article's own
forms with that form taken out, and the tuned two thirds of ``tests/knowledge/questions.jsonl``
(about 135 answerable, 45 out of scope that no veto caught), the latter weighted 4 and 10 times.
Figures reached: ``tests/knowledge/test_ask.py``.
"""

import math
from dataclasses import dataclass
from typing import Final

BIAS: Final = -7.2
COVERED: Final = 2.3
SHARED: Final = 2.8
ALIKE: Final = 3.5
MARGIN: Final = 12.9
LENGTH: Final = 2.2
ANSWER_FROM: Final = 0.6
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
        """Rank candidates by this."""
        return 0.4 * self.covered + 0.3 * self.shared + 0.3 * self.alike


def confidence(signs: Signs, margin: float, length: int) -> float:
    """Return how likely the candidate is right: ``margin`` is its lead in closeness over the
    next candidate, ``length`` the number of words asked."""
    sum_of_signs = (
        BIAS
        + COVERED * signs.covered
        + SHARED * signs.shared
        + ALIKE * signs.alike
        + MARGIN * max(-WIDEST_MARGIN, min(margin, WIDEST_MARGIN))
        + LENGTH * min(length, LONGEST) / LONGEST
    )
    return 1 / (1 + math.exp(-sum_of_signs))
