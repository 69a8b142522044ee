"""Reads the demo's own sentences (``texts.toml``). Never the product's."""

import tomllib
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("texts.toml")


def page_texts() -> dict[str, dict[str, str]]:
    """Return the sentences of the chat page, by group and name."""
    page: dict[str, dict[str, str]] = _all()["page"]
    return page


def console_text(name: str, **values: object) -> str:
    """Return a sentence printed at start."""
    sentence: str = _all()["console"][name]
    return sentence.format_map(values)


def _all() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
