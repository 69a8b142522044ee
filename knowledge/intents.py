"""What a free text is: danger, tracking, opinion, report, small talk or a question.

Danger first, then tracking, reports, small talk; a question *about* a thing is a question. The
phrases stand in ``lexicon/intents.toml``, signs of danger by class in ``knowledge/danger.py``.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from knowledge.danger import Danger, DangerReader, load_danger
from knowledge.model import Intent
from knowledge.phrases import Phrases, compile_phrases
from knowledge.words import LEXICON, Words

_RECEIPT: Final = re.compile(r"^[0-9a-hjkmnp-tv-z]{4,5}(?:[ -][0-9a-hjkmnp-tv-z]{4}){3,4}$")
_LONG_STORY: Final = 18
"""From this many words on, a story that ends in a question is still a story."""
_STORY_SIGNS: Final = 2


class IntentReader:
    """Tells intents apart. Stateless once built; keeps nothing of what it reads."""

    def __init__(self, table: Mapping[str, Mapping[str, object]], danger: DangerReader) -> None:
        self._danger = danger
        self._phrases = {
            f"{group}.{name}": compile_phrases(patterns)
            for group, entries in table.items()
            for name, patterns in entries.items()
            if isinstance(patterns, list)
        }
        max_words = table["smalltalk"]["max_words"]
        assert isinstance(max_words, int)
        self._small_talk_words = max_words

    def intent_of(self, words: Words) -> Intent | None:
        """Return the intent, or ``None`` for a question (or anything else to be looked up)."""
        if self._sounds(words) is Danger.SURE:
            return Intent.EMERGENCY
        if self._is_track(words):
            return Intent.TRACK
        asks = self._asks(words)
        report = self._report(words, asks=asks)
        is_told = not asks or self._has("opinion.against", words)
        if report is not Intent.TIP and is_told and self._is_opinion(words):
            return Intent.OPINION
        return report or (Intent.SMALLTALK if self._is_small_talk(words) else None)

    def tells_opinion(self, words: Words) -> bool:
        """Say whether words known to be a report tell of opinion or belief and of no offence."""
        return self._is_opinion(words) and not self._tells_tip(words, asks=False)

    def may_be_danger(self, words: Words) -> bool:
        """Say whether danger cannot be ruled out, so that it is worth asking when the words
        came to nothing else: they hold a sign of it, or tell of somebody and ask nothing."""
        if self._sounds(words) is not Danger.NONE:
            return True
        general = self._has("emergency.general", words)
        return not general and self._danger.tells(words, asks=self._asks(words))

    def _sounds(self, words: Words) -> Danger:
        if self._is_emergency(words):
            return Danger.PERHAPS if self._danger.stands_back(words) else Danger.SURE
        general = self._has("emergency.general", words)
        if general or self._has("emergency.conditional", words):
            return Danger.NONE
        return self._danger.of(words, asks=self._asks(words))

    def _asks(self, words: Words) -> bool:
        return self._has("question.markers", self._mask("question").without(words))

    def _has(self, name: str, words: Words) -> bool:
        return self._phrases[name].found_in(words)

    def _mask(self, name: str) -> Phrases:
        return self._phrases[f"{name}.masks"]

    def _is_emergency(self, words: Words) -> bool:
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

    def _is_track(self, words: Words) -> bool:
        if _RECEIPT.fullmatch(" ".join(words.folded).strip()):
            return any(char.isdigit() for char in words.folded_line)
        seen = self._mask("track").without(words)
        if not self._has("track.patterns", seen) or self._has("grievance.strong", words):
            return False
        return not self._has("track.about", words)

    def _is_opinion(self, words: Words) -> bool:
        return self._has("opinion.patterns", words)

    def _is_small_talk(self, words: Words) -> bool:
        short = len(words.toned) <= self._small_talk_words
        return (
            short
            and self._has("smalltalk.patterns", words)
            and not self._has("smalltalk.more", words)
        )

    def _report(self, words: Words, *, asks: bool) -> Intent | None:
        if self._tells_grievance(words, asks=asks):
            return Intent.GRIEVANCE
        return Intent.TIP if self._tells_tip(words, asks=asks) else None

    def _tells_grievance(self, words: Words, *, asks: bool) -> bool:
        if not asks and self._has("grievance.officer", words):
            return True
        strong = self._has("grievance.strong", self._mask("grievance").without(words))
        told = self._has("tip.evidence", words) or len(words.toned) >= _LONG_STORY
        if strong and told and (not asks or len(words.toned) >= _LONG_STORY):
            return True
        return not asks and self._has("grievance.doors", words)

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


def load_intents(folder: Path = LEXICON) -> IntentReader:
    """Read the phrases."""
    table = tomllib.loads((folder / "intents.toml").read_text(encoding="utf-8"))
    return IntentReader(table, load_danger(folder))
