"""Notices digits that look like a phone or identity number, so that people can think again.

A hint, not a rule: the number may belong to a swindler and be the point of the report.
"""

import re
from typing import Final

_PHONE: Final = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .\-]?\d){9}(?!\d)")
_IDENTITY: Final = re.compile(r"(?<!\d)0\d{2}(?:[ .\-]?\d){9}(?!\d)")


def holds_personal_number(text: str) -> bool:
    """Say whether ``text`` holds a Vietnamese mobile number or a 12-digit identity number."""
    return bool(_PHONE.search(text) or _IDENTITY.search(text))
