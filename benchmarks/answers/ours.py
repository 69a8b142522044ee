"""Our engine behind the contract's shape: the one place that knows how it is built and asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.answers.items import Answer, Question, answer
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.documents.model import Document
from knowledge.jsonl import answer_line


@dataclass(frozen=True, slots=True)
class Ours:
    """The engine."""

    kb: KnowledgeBase

    def ask(self, asked: Question) -> Answer:
        """Return the answer to a question, through the same door as ``bot ask --jsonl``."""
        return answer(answer_line(self.kb, {"id": asked.id, "text": asked.text}))

    def ask_all(self, questions: Iterable[Question]) -> dict[str, Answer]:
        """Return the answers by question id, after one question to warm up."""
        self.kb.ask("")
        return {one.id: self.ask(one) for one in questions}


def build(documents: Iterable[Document], *, signposts: bool = True) -> Ours:
    """Build the engine with these documents imported, with the signposts that ship or none."""
    return Ours(load_knowledge(documents=documents, signposts=None if signposts else ()))
