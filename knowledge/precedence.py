"""Which of what was found goes first: a document's own words, a signpost, an article, a report.

Thresholds of sureness only; who found what, and how sure it is, is decided elsewhere.
"""

from typing import Final

from knowledge.passages import Finding
from knowledge.signposts.pointing import Pointing

IS_ABOUT: Final = 0.65
"""From here on words that ask, and sound like a report, are a question all the same."""
IS_ABOUT_WAITING: Final = 0.9
"""The same for words that ask after a report of one's own."""
IS_SURELY_ABOUT: Final = 0.97
"""The same for words that ask nothing: signposts are in everyday words, as reports are."""
ARTICLES_FIRST: Final = 0.3
ARTICLES_BESIDE_SIGNPOSTS: Final = 0.1
"""An article may be that much surer than a document's own words, and the document still answers:
less where people have written down how to ask for that document and nothing led there."""
NEARLY: Final = 0.02
"""What a signpost leads to must be nearly as sure as the article."""
UNASKED_FROM: Final = 0.7
"""Words without any mark of a question must be that near what a signpost was written for."""
BOTH_FROM: Final = 0.7
"""From here on the words a signpost leads to stand under an article that is surer still."""
POINTING_AHEAD: Final = 0.15
"""Of a document with signposts its own words may be that much surer than they, and count less."""


def leads_first(pointing: Pointing | None, finding: Finding | None) -> bool:
    """Say whether what signposts lead to goes before what the words of documents lead to."""
    if not (pointing and finding):
        return False
    ahead = POINTING_AHEAD if finding.has_signposts else 0.0
    return pointing.sure + ahead >= finding.sure


def allowed_behind(finding: Finding) -> float:
    """Return how much surer an article may be than a document that still answers."""
    return ARTICLES_BESIDE_SIGNPOSTS if finding.has_signposts else ARTICLES_FIRST


def outweighs_a_report(finding: Finding | None, pointing: Pointing | None, *, asks: bool) -> bool:
    """Say whether documents are so sure of words that sound like a report that they answer;
    ``asks`` says whether the words may be a question."""
    least = IS_ABOUT if asks else IS_SURELY_ABOUT
    if finding and finding.sure >= IS_ABOUT:
        return True
    return bool(pointing and pointing.sure >= least)
