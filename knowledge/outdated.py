"""Telling that a quotation speaks of what is no more. Word lists in ``lexicon/documents.toml``."""

import re
import unicodedata
from collections.abc import Mapping

from knowledge.documents.model import DocumentFacts, Validity
from knowledge.model import Outdated


class OutdatedReader:
    """Reads signs of the past out of quotations."""

    def __init__(self, table: Mapping[str, list[str]]) -> None:
        self._signs = {
            Outdated(key): re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
            for key, words in table.items()
        }

    def of(self, text: str, facts: DocumentFacts) -> Outdated | None:
        """Return what is outdated about a quotation, the gravest first."""
        if facts.validity is Validity.REPLACED:
            return Outdated.REPLACED
        line = unicodedata.normalize("NFC", text).lower()
        return next((key for key, sign in self._signs.items() if sign.search(line)), None)
