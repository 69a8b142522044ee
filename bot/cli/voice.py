"""Prints sentences of the catalogue to the terminal: plain text, one call a line."""

import sys
from typing import TextIO

from handlers.texts.catalog import Texts


class Voice:
    """Says sentences in the language chosen on the command line."""

    def __init__(self, texts: Texts, out: TextIO | None = None) -> None:
        self._texts = texts
        self._out = out or sys.stdout

    def text(self, key: str, **values: object) -> str:
        """Return a sentence without printing it."""
        return self._texts.plain(key, **values)

    def say(self, key: str, **values: object) -> None:
        """Print a sentence."""
        self.line(self.text(key, **values))

    def good(self, key: str, **values: object) -> None:
        """Print a sentence with a tick."""
        self.say("check.ok", what=self.text(key, **values))

    def fault(self, key: str, **values: object) -> None:
        """Print a sentence with a cross."""
        self.say("check.fault", what=self.text(key, **values))

    def line(self, text: str) -> None:
        """Print a line that is data, not a sentence (a table row, an answer)."""
        print(text, file=self._out, flush=True)

    def ask(self, key: str, **values: object) -> str:
        """Ask the person at the terminal; return the stripped answer, empty at end of input."""
        try:
            return input(self.text(key, **values)).strip()
        except EOFError:
            return ""
