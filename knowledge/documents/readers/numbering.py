"""The labels Word writes itself before list items: "1.", "a)", a dash.

Word keeps them out of the text; without them "điểm a" could not be found or quoted.
"""

from collections import defaultdict
from typing import Any, Final

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_ROMANS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LEVELS: Final = 9
_Level = tuple[str, str, int]
"""Format, text pattern ("%1."), first number."""


class Numbering:
    """Counts list items as Word would."""

    def __init__(self, word: Word) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = next(
            (rel.target_part for rel in word.part.rels.values()
             if not rel.is_external and rel.reltype.endswith("/numbering")),
            None,
        )  # fmt: skip
        element = getattr(part, "element", None)
        if element is not None:
            self._read(element)

    def label(self, paragraph: Paragraph, style: str) -> str:
        """Return the label with a space behind it, or "" for no list item."""
        properties = paragraph._p.pPr
        # python-docx declares its elements for itself, not for type checkers
        numbered: Any = properties.numPr if properties is not None else None
        if numbered is None or numbered.numId is None:
            if style.startswith("List Bullet"):
                return "- "
            is_listed = style.startswith("List Number")
            return self._counted("style", 0, ("decimal", "%1.", 1)) if is_listed else ""
        number = str(numbered.numId.val)
        if number == "0":
            return ""
        level = min(int(numbered.ilvl.val) if numbered.ilvl is not None else 0, _LEVELS - 1)
        abstract = self._abstract.get(number, number)
        return self._counted(abstract, level, self._levels.get(abstract, {}).get(level))

    def _counted(self, key: str, level: int, kind: _Level | None) -> str:
        form, pattern, first = kind or ("decimal", f"%{level + 1}.", 1)
        if form == "bullet":
            return "- "
        if form == "none":
            return ""
        counts = self._counts[key]
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for each in range(level + 1):
            own = self._levels.get(key, {}).get(each, (form, "", 1))[0]
            pattern = pattern.replace(f"%{each + 1}", _written(counts.get(each, 1), own))
        return f"{pattern} "

    def _read(self, root: object) -> None:
        for one in root.iter(qn("w:abstractNum")):  # type: ignore[attr-defined]
            name = one.get(qn("w:abstractNumId"))
            self._levels[name] = {
                int(level.get(qn("w:ilvl"))): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
                for level in one.iter(qn("w:lvl"))
            }
        for one in root.iter(qn("w:num")):  # type: ignore[attr-defined]
            self._abstract[one.get(qn("w:numId"))] = _value(one, "w:abstractNumId", "")


def _value(element: object, name: str, otherwise: str) -> str:
    found = element.find(qn(name))  # type: ignore[attr-defined]
    return str(found.get(qn("w:val"))) if found is not None else otherwise


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("upperRoman", "lowerRoman") and number < len(_ROMANS):
        return _ROMANS[number] if form == "upperRoman" else _ROMANS[number].lower()
    return str(number)
