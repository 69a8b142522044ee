"""The sample lines: what a person writes, what they would choose, and where it should end.

One JSON object a line. Read are ``id, kind, text, gold_category, gold_province,
gold_commune_code, gold_commune, danger_now, expected_action``; other fields are left alone.
Everything in the project's own file is made up.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inbox.categories import Kind

OWN = Path(__file__).with_name("lines.jsonl")

_GRIEVANCES_OWN_WORDS = {"khac": "khac_gop_y"}
"""Both kinds call "something else" the same in the files and differently in the house."""


class Action(StrEnum):
    """Where a line should end."""

    ACCEPT = "accept"
    EMERGENCY = "emergency_notice_then_accept"
    ASK_AREA = "ask_area_then_accept"
    DECLINE = "decline_and_do_not_store"
    IGNORE = "ignore"
    ANSWER = "answer_and_offer"
    FORMAL_PATH = "explain_formal_path"


@dataclass(frozen=True)
class Line:
    """One line of a file of samples."""

    id: str
    kind: Kind
    text: str
    category: str
    province: str | None
    commune: str | None
    commune_code: str | None
    in_danger: bool
    action: Action

    @property
    def is_stored(self) -> bool:
        return self.action in {Action.ACCEPT, Action.EMERGENCY, Action.ASK_AREA}


def read_lines(file: Path) -> list[Line]:
    """Read a file of samples; raises ``KeyError`` or ``ValueError`` on a mistake in it."""
    written = file.read_text(encoding="utf-8").splitlines()
    return [_line(json.loads(one)) for one in written if one.strip()]


def _line(said: dict[str, object]) -> Line:
    kind = Kind(str(said["kind"]))
    category = str(said["gold_category"])
    if kind is Kind.GRIEVANCE:
        category = _GRIEVANCES_OWN_WORDS.get(category, category)
    return Line(
        id=str(said["id"]),
        kind=kind,
        text=str(said["text"]),
        category=category,
        province=_text(said["gold_province"]),
        commune=_text(said["gold_commune"]),
        commune_code=_text(said["gold_commune_code"]),
        in_danger=bool(said["danger_now"]),
        action=Action(str(said["expected_action"])),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
