"""``python -m bot ask``: the answer engine at the terminal, and line by line for measuring."""

import json
import sys

from bot.cli.voice import Voice
from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.jsonl import answer_line


def answer_questions(words: list[str], voice: Voice) -> int:
    """Answer the question given, or ask for questions until an empty line."""
    base = load_knowledge()
    if words:
        _answer(base, " ".join(words), voice)
        return 0
    while question := voice.ask("cli.question_prompt"):
        _answer(base, question, voice)
    return 0


def answer_jsonl(voice: Voice) -> int:
    """Read ``{"id","text"}`` lines from standard input, write an answer line for each."""
    base = load_knowledge()
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        question = _question(line)
        if question is None:
            print(voice.text("cli.not_json", line=number), file=sys.stderr)
            continue
        voice.line(json.dumps(answer_line(base, question), ensure_ascii=False))
    return 0


def _question(line: str) -> dict[str, str] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    if isinstance(found, dict) and isinstance(found.get("text"), str) and "id" in found:
        return {"id": str(found["id"]), "text": found["text"]}
    return None


def _answer(base: KnowledgeBase, question: str, voice: Voice) -> None:
    reply = base.ask(question)
    if reply.article is not None:
        voice.line(f"{reply.article.title}\n{reply.article.answer}\n[{reply.article.source}]")
        return
    voice.line(f"({reply.intent.value})")
    for suggestion in reply.suggestions:
        voice.line(f"  - {suggestion.title}")
