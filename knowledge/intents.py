"""What a free text is: danger, tracking, opinion, report, small talk or a question.

Danger first: by rules (``lexicon/intents.toml``, ``knowledge/danger.py``) the weighing does not
speak against, or by the weighing alone. Then opinion, by rules (promise 6). Of the rest the kind
that weighs most (``knowledge/sounding.py``); a question *about* a thing weighs as a question.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from knowledge.danger import Danger, DangerReader, load_danger
from knowledge.model import Intent
from knowledge.phrases import Phrases, compile_phrases
from knowledge.sounding import Sounder, Soundings, load_sounder
from knowledge.words import LEXICON, Words

_RECEIPT: Final = re.compile(r"^[0-9a-hjkmnp-tv-z]{4,5}(?:[ -][0-9a-hjkmnp-tv-z]{4}){3,4}$")
_LONG_STORY: Final = 18
"""From this many words on, a story that ends in a question is still a story."""
_STORY_SIGNS: Final = 2

_DANGER: Final = "emergency"
_HARM: Final = frozenset({"danger.harm", "danger.trapped", "rules:SURE", "rules:PERHAPS"})
_CLAIMS: Final = ("tip", "grievance", "track", "smalltalk", "question")
_TALK: Final = ("talk.", "old.smalltalk.patterns")
_ALARM: Final = -0.75
"""From this log-odds on danger is told at once: missing it costs more than a false alarm."""
_AHEAD: Final = 1.0
"""Danger may sound that much less likely than something else and still be told at once, if a
sign of harm is there; without one it must sound that much more likely."""
_A_SENTENCE: Final = 9
_SURELY: Final = 1.5
"""In fewer words the name of a place alone can sound like danger."""
_DOUBTED: Final = -0.5
"""Below this the rules of danger are not believed."""
_REPORTS: Final = frozenset({"tip", "grievance"})
SURELY_TOLD: Final = 1.0
"""From this log-odds of a report on, no article and no document is given instead of its door."""
_NEAR_A_TIE: Final = 1.5
"""Log-odds by which a report that is likely at all may be less likely than something else."""
_WORTH_ASKING: Final = -2.5
"""Above this it is worth asking. Judged by fits that had not seen them, two of 45 fresh cries
lie below, and one of 15 other messages above."""


class IntentReader:
    """Tells intents apart. Stateless once built; keeps nothing of what it reads."""

    def __init__(
        self, table: Mapping[str, Mapping[str, object]], danger: DangerReader, sounder: Sounder
    ) -> None:
        self._danger = danger
        self._sounder = sounder
        self._phrases = {
            f"{group}.{name}": compile_phrases(patterns)
            for group, entries in table.items()
            for name, patterns in entries.items()
            if isinstance(patterns, list)
        }

    def intent_of(self, words: Words) -> Intent | None:
        """Return the intent, or ``None`` for a question (or anything else to be looked up)."""
        if _is_receipt(words):
            return Intent.TRACK
        if not words.toned:
            return None
        signs = self.signs_of(words)
        heard = self._sounder.weigh(signs)
        if self._danger.cries(words) and heard[_DANGER] > _WORTH_ASKING:
            return Intent.EMERGENCY
        if _rules_hold(heard, signs) or self._weighs_danger(heard, signs, words):
            return Intent.EMERGENCY
        if self._is_opinion(words):
            asks = self._asks(words)
            told = not asks or self._has("opinion.against", words)
            if told and not self._tells_tip(words, asks=asks):
                return Intent.OPINION
        kind = _claim(heard)
        if kind == "smalltalk" and not any(sign.startswith(_TALK) for sign in signs):
            return None
        return None if kind == "question" else Intent(kind)

    def signs_of(self, words: Words) -> dict[str, float]:
        """Return the signs that are weighed."""
        return self._sounder.signs(words, self._sounds(words))

    def _weighs_danger(self, heard: Soundings, signs: Mapping[str, float], words: Words) -> bool:
        """Say whether danger weighs enough, and is not told of another day."""
        is_place = "place.named" in signs and len(words.toned) < _A_SENTENCE
        lead = heard[_DANGER] - heard[_claim(heard)]
        ahead = -_AHEAD if not _HARM.isdisjoint(signs) else _AHEAD
        if heard[_DANGER] <= (_SURELY if is_place else _ALARM) or lead <= ahead:
            return False
        return not self._danger.stands_back(words)

    def tells_opinion(self, words: Words) -> bool:
        """Say whether words known to be a report tell of opinion or belief and of no offence."""
        return self._is_opinion(words) and not self._tells_tip(words, asks=False)

    def may_be_danger(self, words: Words) -> bool:
        """Say whether danger cannot be ruled out, so that it is worth asking first.

        Words that came to nothing else are asked about for any sign of danger, or when they tell
        of somebody and ask nothing; others only when the weighing leaves danger open.
        """
        if not words.toned:
            return False
        signs = self.signs_of(words)
        heard = self._sounder.weigh(signs)
        if heard[_DANGER] > _WORTH_ASKING:
            return True
        if _claim(heard) != "question":
            return False
        if f"rules:{Danger.NONE.name}" not in signs:
            return True
        general = self._has("emergency.general", words)
        return not general and self._danger.tells(words, asks=self._asks(words))

    def _sounds(self, words: Words) -> Danger:
        if self._rules_of_danger(words):
            return Danger.PERHAPS if self._danger.stands_back(words) else Danger.SURE
        general = self._has("emergency.general", words)
        if general or self._has("emergency.conditional", words):
            return Danger.NONE
        return self._danger.of(words, asks=self._asks(words))

    def asks(self, words: Words) -> bool:
        """Say whether the words are put as a question."""
        return self._asks(words)

    def surely_tells(self, words: Words) -> bool:
        """Say whether the words are a report rather than not, however they are put."""
        heard = self._sounder.weigh(self.signs_of(words))
        return max(heard[kind] for kind in _REPORTS) > SURELY_TOLD

    def _asks(self, words: Words) -> bool:
        return self._has("question.markers", self._mask("question").without(words))

    def _has(self, name: str, words: Words) -> bool:
        return self._phrases[name].found_in(words)

    def _mask(self, name: str) -> Phrases:
        return self._phrases[f"{name}.masks"]

    def _rules_of_danger(self, words: Words) -> bool:
        seen = self._mask("emergency").without(words)
        general = self._has("emergency.general", words)
        if self._has("emergency.strong", seen) and not general:
            told_as_if = self._has("emergency.hypothetical", words)
            return not told_as_if or self._has("emergency.now", words)
        told = self._has("emergency.present", words) or not self._asks(words)
        harm = told and self._has("emergency.harm", seen)
        if not (harm or self._has("emergency.medium", seen)) or general:
            return False
        return not (self._has("emergency.conditional", words) or self._has("emergency.past", seen))

    def _is_opinion(self, words: Words) -> bool:
        return self._has("opinion.patterns", words)

    def _tells_tip(self, words: Words, *, asks: bool) -> bool:
        seen = self._mask("tip").without(words)
        if not asks and self._has("tip.doors", seen):
            return True
        if not self._has("tip.crimes", words):
            return False
        signs = self._phrases["tip.evidence"].count_in(words)
        if asks:
            return signs >= _STORY_SIGNS and len(words.toned) >= _LONG_STORY
        return signs >= 1


def _is_receipt(words: Words) -> bool:
    line = " ".join(words.folded).strip()
    return bool(_RECEIPT.fullmatch(line)) and any(char.isdigit() for char in line)


def _claim(heard: Soundings) -> str:
    """Return what the words are most likely; near a tie they are a report: who wanted an answer
    is one button away from it, who wanted to report may not try again."""
    return max(_CLAIMS, key=lambda kind: heard[kind] + _leave(kind, heard[kind]))


def _leave(kind: str, sounds: float) -> float:
    return _NEAR_A_TIE if kind in _REPORTS and sounds > 0 else 0.0


def _rules_hold(heard: Soundings, signs: Mapping[str, float]) -> bool:
    return f"rules:{Danger.SURE.name}" in signs and heard[_DANGER] > _DOUBTED


def load_intents(folder: Path = LEXICON, sounder: Sounder | None = None) -> IntentReader:
    """Read the phrases, and the weights unless others are given."""
    table = tomllib.loads((folder / "intents.toml").read_text(encoding="utf-8"))
    return IntentReader(table, load_danger(folder), sounder or load_sounder(folder))
