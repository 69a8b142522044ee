"""What a text sounds like: the signs it bears, weighed for each kind of message.

The weights (``lexicon/weights.json``) are fitted by ``python -m benchmarks.fit_intents`` on
sentences of our own; a sign without a weight says nothing. A sounding is a log-odds: above 0,
more likely than not.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from knowledge.danger import Danger
from knowledge.signs import SignReader, load_signs
from knowledge.words import LEXICON, Words

KINDS: Final = ("emergency", "tip", "grievance", "track", "smalltalk", "question")
WEIGHTS_FILE: Final = "weights.json"

Soundings = dict[str, float]
"""The log-odds of each kind."""


class Sounder:
    """Weighs signs. Stateless once built; keeps nothing of what it reads."""

    def __init__(
        self, signs: SignReader, bias: Sequence[float], weights: Mapping[str, Sequence[float]]
    ) -> None:
        self._signs = signs
        self._bias = tuple(bias)
        self._weights = {name: tuple(held) for name, held in weights.items()}

    def signs(self, words: Words, danger: Danger) -> dict[str, float]:
        """Return the signs that are weighed; ``danger`` is what the rules of danger say."""
        return {**self._signs.of(words), f"rules:{danger.name}": 1.0}

    def weigh(self, signs: Mapping[str, float]) -> Soundings:
        """Return how much a text with these signs sounds like each kind."""
        totals = list(self._bias)
        for name, value in signs.items():
            held = self._weights.get(name)
            if held:
                for at, weight in enumerate(held):
                    totals[at] += value * weight
        return dict(zip(KINDS, totals, strict=True))


def load_sounder(folder: Path = LEXICON) -> Sounder:
    """Read the classes and weights."""
    held = json.loads((folder / WEIGHTS_FILE).read_text(encoding="utf-8"))
    return Sounder(load_signs(folder), held["bias"], held["weights"])
