"""The answer engine's door: from a free text to an answer, three suggestions or a refusal.

Ranks staff-written articles beside passages of imported documents (``knowledge/passages.py``).
Keeps no text it was asked. Every answer carries its source: an article's, or the document's.
"""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.article_ranking import ArticleRanking, Ranked, sureness
from knowledge.articles.loader import Library, Topic, load_library
from knowledge.asked import Asked, load_table
from knowledge.confidence import ANSWER_FROM, SUGGEST_FROM
from knowledge.documents.model import Document
from knowledge.facts import FactReader, Facts, load_facts
from knowledge.follow_up import FollowUps
from knowledge.intents import IntentReader, load_intents
from knowledge.model import Article, Context, Intent, Quote, Reply, Suggestion
from knowledge.normalise import clean, fold
from knowledge.passages import Finding, Passages
from knowledge.trust import ANSWER_FROM as TRUST_FROM
from knowledge.trust import SUGGEST_FROM as TRUST_SUGGEST_FROM
from knowledge.trust import SURELY
from knowledge.words import Reader, Words, load_reader

SUGGESTIONS: Final = 3
LONGEST_QUESTION: Final = 60
"""Words beyond this are not looked up: a question that long is a story."""

IS_ABOUT: Final = 0.7
WITHIN_FROM: Final = 0.15
"""For a short question asked of the document quoted before."""
ARTICLES_FIRST: Final = 0.3
"""An article may be that much surer than a document and the document still answers."""

_DAY: Final = re.compile(r"\d[/-]\d|\bngay \d")
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
        documents: Sequence[Document] = (),
    ) -> None:
        self._library = library
        self._reader = reader
        self._intents = intents
        self._facts = facts
        self._by_id = {article.id: article for article in library.articles}
        self._articles = ArticleRanking(library.articles, reader, facts)
        self._follow_ups = FollowUps(load_table()["follow_up"], reader, facts)
        self._passages = Passages(documents, reader, facts) if documents else None

    def ask(self, text: str, context: Context | None = None) -> Reply:
        """Return what a text comes to. Never raises for any text.

        ANSWER carries the article, a quotation from a document, or both; SUGGEST and REFUSE
        carry up to three near ones; for the other intents the edge opens its door. A question
        for a fact nothing holds (a document number, a year, a person, a sum) is never answered.
        With the ``context`` of the reply before, a short follow-up is read as a whole question.
        """
        words = self._reader.read(text)
        intent = self._intents.intent_of(words)
        if intent in _NEVER_LOOKED_UP:
            return Reply(intent)
        if context is not None and intent is None:
            followed = self._follow(text, words, context)
            if followed:
                return followed
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
        if intent is not None and not self._is_question_about(words, finding):
            return Reply(intent)
        if finding and finding.sure >= SURELY:
            return self._quoted(text, finding, None)
        ranked = self._articles.rank(words, asked)
        best = next((found for found in ranked if not found.contradicted), None)
        sure = sureness(best, ranked, len(words.folded)) if best else 0.0
        if best and finding and self._lacks(best.article, finding.sought.asked):
            best = None
        article = best.article if best and sure >= ANSWER_FROM else None
        behind = sure - ARTICLES_FIRST if article else 0.0
        if finding and finding.sure >= max(TRUST_FROM, behind):
            return self._quoted(text, finding, article)
        if article:
            held = article.documents[0] if len(article.documents) == 1 else None
            return Reply(Intent.ANSWER, article, score=sure, context=Context(text, held))
        return self._unsure(text, ranked, finding, sure)

    def _unsure(
        self, text: str, ranked: Sequence[Ranked], finding: Finding | None, sure: float
    ) -> Reply:
        near = ranked[0].signs.closeness if ranked else 0.0
        known = finding.sure if finding else 0.0
        is_near = near >= SUGGEST_FROM or known >= TRUST_SUGGEST_FROM
        band = Intent.SUGGEST if is_near else Intent.REFUSE
        buttons = self._suggestions(ranked, finding)
        return Reply(band, None, buttons, sure, context=Context(text))

    def _quoted(self, text: str, finding: Finding, article: Article | None) -> Reply:
        assert self._passages
        quote = self._passages.quote(finding, finding.found[0])
        if article and quote.document_id not in article.documents:
            article = None
        return Reply(
            Intent.ANSWER,
            article,
            score=finding.sure,
            quote=quote,
            other=self._passages.others(finding),
            context=Context(text, quote.document_id),
        )

    def _is_question_about(self, words: Words, finding: Finding | None) -> bool:
        """Say whether words that sound like a report ask what an article or document says."""
        return self._articles.is_a_form(words) or bool(finding and finding.sure >= IS_ABOUT)

    def _lacks(self, article: Article, asked: Asked) -> bool:
        """Say whether an article has not the number or day a question is for."""
        wants = asked.wants
        if wants & {"person", "address", "hour"} or {"post", "name"} <= wants:
            return True
        told = fold(clean(article.answer))
        if "day" in wants and not _DAY.search(told):
            return True
        return bool(asked.counted) and not any(
            f"{digit} {asked.counted[0]}" in told for digit in "0123456789"
        )

    def _find(self, words: Words, asked: Facts) -> Finding | None:
        if self._passages is None or not words.folded:
            return None
        return self._passages.find(words, asked)

    def quote(self, passage_id: str) -> Quote | None:
        """Return a whole passage of a document by its id ("002#7"), or ``None``."""
        return self._passages.passage(passage_id) if self._passages else None

    def _suggestions(
        self, ranked: Sequence[Ranked], finding: Finding | None
    ) -> tuple[Suggestion, ...]:
        if not (finding and self._passages and finding.found):
            return _suggestions(ranked)
        near = [self._passages.suggestion(finding, one) for one in finding.found[:SUGGESTIONS]]
        return tuple(near)

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

    def article(self, article_id: str) -> Article | None:
        """Return an article by id."""
        return self._by_id.get(article_id)

    def topics(self) -> tuple[str, ...]:
        """Return the topic keys in their order."""
        return tuple(topic.key for topic in self._library.topics)

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
    library: Library | None = None, documents: Sequence[Document] = ()
) -> KnowledgeBase:
    """Build the engine from the articles and tables that ship with it, and documents."""
    reader = load_reader()
    return KnowledgeBase(
        library or load_library(), reader, load_intents(), load_facts(reader), documents
    )


def _suggestions(ranked: Sequence[Ranked]) -> tuple[Suggestion, ...]:
    return tuple(
        Suggestion(found.article.id, found.article.title, found.article.answer)
        for found in ranked[:SUGGESTIONS]
    )
