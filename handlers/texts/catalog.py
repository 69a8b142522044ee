"""Loads and checks the sentences at start; a missing one is a start-up failure.

Each language is a folder of TOML files by audience (``vi/citizen.toml``). Keys are places
(``report.confirm.title``), the file name is not part of the key. Sentences hold trusted
Telegram HTML or plain text; values put into placeholders are always escaped.
"""

import html
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOCALES: Final = ("vi", "en")
_FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class CatalogError(Exception):
    """The sentences are incomplete or inconsistent; the message lists every fault."""


@dataclass(frozen=True)
class Texts:
    """The sentences of one language."""

    locale: str
    _sentences: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence with its placeholders filled, each value HTML-escaped.

        Raises ``KeyError`` for an unknown key or a missing value: both are mistakes of ours
        that the house tests find.
        """
        sentence = self._sentences[key]
        if not values:
            return sentence
        return sentence.format_map(
            {name: html.escape(str(value), quote=False) for name, value in values.items()}
        )

    def plain(self, key: str, /, **values: object) -> str:
        """Return the sentence with values not escaped: for buttons, alerts and web templates
        (which escape on their own)."""
        sentence = self._sentences[key]
        return sentence.format_map(values) if values else sentence

    def keys(self) -> frozenset[str]:
        """Return every key."""
        return frozenset(self._sentences)


@dataclass(frozen=True)
class Catalog:
    """All languages, with the same keys and placeholders in each."""

    _by_locale: Mapping[str, Texts]

    def __getitem__(self, locale: str) -> Texts:
        """Return the language, or Vietnamese when it is not one of ours."""
        return self._by_locale.get(locale, self._by_locale["vi"])


def load_catalog(folder: Path = _FOLDER) -> Catalog:
    """Read every language and check it; raise :class:`CatalogError` naming all faults."""
    by_locale = {locale: _read_locale(folder / locale) for locale in LOCALES}
    faults = list(_faults(by_locale))
    if faults:
        raise CatalogError("\n".join(faults))
    return Catalog({locale: Texts(locale, found) for locale, found in by_locale.items()})


def placeholders(sentence: str) -> frozenset[str]:
    """Return the names in braces."""
    return frozenset(_PLACEHOLDER.findall(sentence))


def _read_locale(folder: Path) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        for key, sentence in _flatten(tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in sentences:
                raise CatalogError(f"{folder.name}: {key} stands twice")
            sentences[key] = unicodedata.normalize("NFC", sentence.strip("\n"))
    return sentences


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            found += _flatten(value, f"{key}.")
        elif isinstance(value, str):
            found.append((key, value))
        else:
            raise CatalogError(f"{key} is not a sentence")
    return found


def _faults(by_locale: Mapping[str, Mapping[str, str]]) -> list[str]:
    source = by_locale["vi"]
    faults: list[str] = []
    for locale, sentences in by_locale.items():
        faults += [f"{locale}: {key} is missing" for key in sorted(source.keys() - sentences)]
        faults += [f"{locale}: {key} is not in vi" for key in sorted(sentences.keys() - source)]
        for key in sorted(source.keys() & sentences.keys()):
            if placeholders(source[key]) != placeholders(sentences[key]):
                faults.append(f"{locale}: {key} has other placeholders than vi")
            if not sentences[key].strip():
                faults.append(f"{locale}: {key} is empty")
    return faults
