"""The answer engine's door: from a free text to an answer, three suggestions or a refusal.

Ranks staff-written articles beside passages of imported documents (``knowledge/passages.py``).
Keeps no text it was asked. Every answer carries its source: an article's, or the document's.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Final

from knowledge.article_ranking import ArticleRanking, Ranked, lacks, sureness
from knowledge.articles.loader import Library, Topic, load_library
from knowledge.asked import load_table
from knowledge.confidence import ANSWER_FROM, SUGGEST_FROM
from knowledge.documents.model import Document
from knowledge.facts import FactReader, Facts, load_facts
from knowledge.follow_up import FollowUps
from knowledge.intents import IntentReader, load_intents
from knowledge.model import Article, Context, Intent, Quote, Reply, Suggestion
from knowledge.offering import SUGGESTIONS, offered
from knowledge.passages import Finding, Passages
from knowledge.precedence import (
    BOTH_FROM,
    IS_ABOUT,
    IS_ABOUT_WAITING,
    NEARLY,
    UNASKED_FROM,
    allowed_behind,
    leads_first,
    outweighs_a_report,
)
from knowledge.query import Synonyms, Vocabulary
from knowledge.signposts.loader import Signpost, load_signposts
from knowledge.signposts.pointing import Pointing
from knowledge.signposts.trust import ANSWER_FROM as POINTING_FROM
from knowledge.spelling import Speller
from knowledge.trust import SUGGEST_FROM as TRUST_SUGGEST_FROM
from knowledge.trust import SURELY
from knowledge.words import Reader, Words, load_reader

LONGEST_QUESTION: Final = 60
"""Words beyond this are not looked up: a question that long is a story."""

WITHIN_FROM: Final = 0.15
"""For a short question asked of the document quoted before."""
_NEVER_LOOKED_UP: Final = frozenset({Intent.EMERGENCY, Intent.OPINION, Intent.SMALLTALK})
"""What stays so even when an article asks the very same."""


class KnowledgeBase:
    """Answers from articles. Built once; safe to share; asking changes nothing."""

    def __init__(
        self,
        library: Library,
        reader: Reader,
        intents: IntentReader,
        facts: FactReader,
        documents: Iterable[Document] = (),
        signposts: Sequence[Signpost] = (),
    ) -> None:
        self._reader = reader
        self._intents = intents
        self._facts = facts
        self._follow_ups = FollowUps(load_table()["follow_up"], reader, facts)
        # documents that come one by one cannot be counted before
        laid = Passages(documents, reader, facts, signposts) if documents else None
        self._passages = laid or None
        self._own: Synonyms = {}
        self._hold(library)

    def with_articles(self, library: Library) -> "KnowledgeBase":
        """Return a base over other articles and the same documents, whose index stays as it was
        laid: that takes a moment where a large library takes a minute."""
        other = copy(self)
        other._hold(library)
        return other.with_synonyms(self._own)

    def with_synonyms(self, own: Synonyms) -> "KnowledgeBase":
        """Return a base that knows these rows beside its tables, in place of those it was given
        before. Cheap: nothing is laid again."""
        other = copy(self)
        other._own = own
        other._articles = self._articles.with_synonyms(own)
        other._passages = self._passages.with_synonyms(own) if self._passages else None
        said = [self._reader.read(words).folded for words in own]
        other._speller = self._speller.keeping(word for words in said for word in words)
        return other

    def _hold(self, library: Library) -> None:
        self._library = library
        self._by_id = {article.id: article for article in library.articles}
        self._articles = ArticleRanking(library.articles, self._reader, self._facts)
        held: list[Vocabulary] = [self._articles.vocabulary]
        if self._passages:
            held += self._passages.vocabularies
        self._speller = Speller(held)

    def ask(self, text: str, context: Context | None = None) -> Reply:
        """Return what a text comes to. Never raises for any text.

        ANSWER carries the article, a quotation from a document, or both; SUGGEST and REFUSE
        carry up to three near ones; for the other intents the edge opens its door. A question
        for a fact nothing holds (a document number, a year, a person, a sum) is never answered.
        With the ``context`` of the reply before, a short follow-up is read as a whole question.
        """
        words = self._reader.read(text)
        intent = self._intents.intent_of(words)
        if intent is None:
            mended = self._speller.mend(words)
            if mended is not words:
                words, intent = mended, self._intents.intent_of(mended)
        if context is not None and intent in {None, Intent.SMALLTALK}:
            followed = self._follow(text, words, context)
            if followed:
                return followed
        if intent in _NEVER_LOOKED_UP:
            return Reply(intent)
        return self._look_up(text, words.first(LONGEST_QUESTION), intent)

    def _follow(self, text: str, words: Words, context: Context) -> Reply | None:
        resolved = self._follow_ups.resolved(text, words, context.question)
        if resolved:
            return self._look_up_resolved(resolved, context)
        if not (self._passages and context.document_id and self._follow_ups.leans_on(words)):
            return None
        asked = self._facts.of_question(text, words)
        if asked.pins:
            return None
        finding = self._passages.find(words, asked, context.document_id)
        if finding.sure < WITHIN_FROM:
            return None
        return self._quoted(text, finding, None)

    def _look_up_resolved(self, text: str, context: Context) -> Reply | None:
        words = self._reader.read(text).first(LONGEST_QUESTION)
        asked = self._facts.of_question(text, words)
        if self._passages and not (asked.provinces or asked.documents):
            # another year of the same document, if it speaks of it
            finding = self._passages.find(words, asked, context.document_id)
            if finding.sure >= WITHIN_FROM:
                return self._quoted(text, finding, None)
        reply = self._look_up(text, words)
        return reply if reply.intent is Intent.ANSWER else None

    def _look_up(self, text: str, words: Words, intent: Intent | None = None) -> Reply:
        asked = self._facts.of_question(text, words)
        finding = self._find(words, asked)
        pointing = self._passages.point(words, finding) if self._passages and finding else None
        if intent is not None and not self._is_question_about(
            intent, words, asked, finding, pointing
        ):
            return Reply(intent)
        leads = leads_first(pointing, finding)
        if finding and finding.sure >= SURELY and not leads:
            return self._quoted(text, finding, None)
        if leads and pointing and finding and pointing.sure >= 1 - NEARLY:
            return self._quoted(text, finding, None, pointing)  # no article can be surer
        ranked = self._articles.rank(words, asked)
        best = next((found for found in ranked if not found.contradicted), None)
        sure = sureness(best, ranked, len(words.folded)) if best else 0.0
        if best and finding and lacks(best.article, finding.sought.asked):
            best = None
        article = best.article if best and sure >= ANSWER_FROM else None
        beside = sure if best else 0.0
        least = POINTING_FROM if self._intents.asks(words) else UNASKED_FROM
        if leads and pointing and finding and pointing.sure >= least:
            if pointing.sure >= beside - NEARLY:
                return self._quoted(text, finding, article, pointing)
            if article and pointing.sure >= BOTH_FROM:
                return self._quoted(text, finding, article, pointing, both=True)
        if finding and finding.sure >= max(finding.least, beside - allowed_behind(finding)):
            return self._quoted(text, finding, article)
        if article:
            held = article.documents[0] if len(article.documents) == 1 else None
            return Reply(Intent.ANSWER, article, score=sure, context=Context(text, held))
        return self._unsure(text, ranked, finding, pointing, sure)

    def _unsure(
        self,
        text: str,
        ranked: Sequence[Ranked],
        finding: Finding | None,
        pointing: Pointing | None,
        sure: float,
    ) -> Reply:
        near = ranked[0].signs.closeness if ranked else 0.0
        known = max(finding.sure if finding else 0.0, pointing.sure if pointing else 0.0)
        is_near = near >= SUGGEST_FROM or known >= TRUST_SUGGEST_FROM
        band = Intent.SUGGEST if is_near else Intent.REFUSE
        buttons = offered(ranked, finding, pointing, self._passages)
        return Reply(band, None, buttons, sure, context=Context(text))

    def _quoted(
        self,
        text: str,
        finding: Finding,
        article: Article | None,
        pointing: Pointing | None = None,
        *,
        both: bool = False,
    ) -> Reply:
        assert self._passages
        if pointing:
            quote = self._passages.pointed_quote(pointing.pointed[0])
        else:
            quote = self._passages.quote(finding, finding.found[0])
        named = finding.sought.asked.names.documents  # who names a document asks that one
        if article and not both and (named or quote.document_id not in article.documents):
            article = None
        return Reply(
            Intent.ANSWER,
            article,
            score=pointing.sure if pointing else finding.sure,
            quote=quote,
            other=self._passages.others(finding, quote.document_id),
            context=Context(text, quote.document_id),
        )

    def _is_question_about(
        self,
        intent: Intent,
        words: Words,
        asked: Facts,
        finding: Finding | None,
        pointing: Pointing | None,
    ) -> bool:
        """Say whether words that sound like a report ask what an article or document says."""
        if self._articles.is_a_form(words):
            return True
        asks = self._intents.asks(words) and not self._intents.surely_tells(words)
        waits = intent is Intent.TRACK  # who waits for an answer asks too
        if outweighs_a_report(finding, pointing, asks=asks and not waits):
            return True
        ranked = self._articles.rank(words, asked) if asks else ()
        least = IS_ABOUT_WAITING if waits else IS_ABOUT
        return bool(ranked) and sureness(ranked[0], ranked, len(words.folded)) >= least

    def _find(self, words: Words, asked: Facts) -> Finding | None:
        if self._passages is None or not words.folded:
            return None
        return self._passages.find(words, asked)

    def quote(self, passage_id: str) -> Quote | None:
        """Return a whole passage of a document by its id ("002#7"), or ``None``."""
        return self._passages.passage(passage_id) if self._passages else None

    def near(self, text: str) -> tuple[Suggestion, ...]:
        """Return up to six suggestions for a text, whatever it comes to."""
        words = self._reader.read(text).first(LONGEST_QUESTION)
        asked = self._facts.of_question(text, words)
        ranked, finding = self._articles.rank(words, asked), self._find(words, asked)
        return offered(ranked, finding, None, self._passages, 2 * SUGGESTIONS)

    def rank(self, text: str) -> tuple[Ranked, ...]:
        """Return the candidates of a question, best first, whatever its intent."""
        words = self._reader.read(text).first(LONGEST_QUESTION)
        return self._articles.rank(words, self._facts.of_question(text, words))

    def tells_opinion(self, text: str) -> bool:
        """Say whether a text known to be a report tells of opinion, belief or private morals
        and of no offence: such a report is declined (promise 6), however it is worded."""
        return self._intents.tells_opinion(self._reader.read(text))

    def may_be_danger(self, text: str) -> bool:
        """Say whether danger cannot be ruled out in a text that nothing answered."""
        return self._intents.may_be_danger(self._reader.read(text))

    @property
    def library(self) -> Library:
        """The topics and articles it answers from."""
        return self._library

    def article(self, article_id: str) -> Article | None:
        """Return an article by id."""
        return self._by_id.get(article_id)

    def shelves(self) -> tuple[Topic, ...]:
        """Return the topics with their titles, in their order."""
        return self._library.topics

    def articles(self) -> tuple[Article, ...]:
        """Return every article, in topic order."""
        return self._library.articles

    def articles_in(self, topic: str) -> tuple[Article, ...]:
        """Return the articles of a topic, in their order; none for an unknown topic."""
        return tuple(article for article in self._library.articles if article.topic == topic)


def load_knowledge(
    library: Library | None = None,
    documents: Iterable[Document] = (),
    signposts: Sequence[Signpost] | None = None,
) -> KnowledgeBase:
    """Build the engine over documents, with the articles, signposts and tables that ship."""
    reader = load_reader()
    posts = load_signposts() if signposts is None else signposts
    shelves = library or load_library()
    return KnowledgeBase(shelves, reader, load_intents(), load_facts(reader), documents, posts)
