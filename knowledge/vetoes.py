"""When what was found may not answer, however well its words fit: the kind of fact is missing.

A question for a person, an address, a phone, a sum of money is answered by no document here; one
for a day, a share or a number only by a unit that holds one.
"""

from typing import Final

from knowledge.archive import Archive
from knowledge.documents.model import FactKind, PassageKind
from knowledge.facts import DOCUMENT_KINDS
from knowledge.laying import folded
from knowledge.normalise import clean, fold
from knowledge.sought import Sought
from knowledge.weighing import Weigher

_TITLED: Final = 0.3


class Vetoes:
    """Says no to units of one archive."""

    def __init__(self, archive: Archive, weigher: Weigher) -> None:
        self._archive = archive
        self._weigher = weigher

    def refuse(self, unit: int, sought: Sought) -> bool:
        """Say whether the unit may not answer, or lacks the kind of value asked for."""
        return self.bar(unit, sought) or self.lack(unit, sought)

    def bar(self, unit: int, sought: Sought) -> bool:
        """Say whether nothing, or not this unit, may answer at all."""
        asked = sought.asked
        wants = asked.wants
        kind = self._archive.kind(unit)
        if wants & {"signer", "author"}:
            return kind is not PassageKind.SIGNATURE or not self._is_own(unit, sought)
        if wants & {"person", "address", "phone", "money", "hour", "parts"}:
            return True
        if {"post", "name"} <= wants or {"cost", "much"} <= wants or "prison" in asked.names.asks:
            return True
        return "published" in wants and kind is not PassageKind.DATELINE

    def lack(self, unit: int, sought: Sought) -> bool:
        """Say whether the unit holds no day, share or number of what is asked for, or does not
        name a matter that is another office's."""
        asked = sought.asked
        wants = asked.wants
        if "day" in wants and not self._weigher.has_date(unit):
            return True
        if "named_place" in wants and not self._archive.has_fact(unit, FactKind.PLACE):
            return True
        if "share" in wants and not self._archive.has_fact(unit, FactKind.PERCENT):
            return True
        if asked.counted and not self._weigher.counts(unit, sought):
            return True
        if not asked.names.matters:
            return False
        line = f" {' '.join(folded(self._archive.text(unit)).split())} "
        # a single folded syllable ("vé") is too often another word
        return any(" " in matter and f" {matter} " not in line for matter in asked.names.matters)

    def _is_own(self, unit: int, sought: Sought) -> bool:
        """Say whether the question is after this document, not after one it carries out."""
        asked, record = sought.asked, self._archive.record(unit)
        if asked.names.documents & record.own:
            return True
        if not asked.names.documents:
            return self._weigher.weigh(unit, sought).context >= _TITLED
        kinds = {kind for kind, _ in asked.names.documents}
        line = fold(clean(record.facts.title))
        return any(
            kind in line and kind in asked.line for kind in DOCUMENT_KINDS if kind not in kinds
        )
