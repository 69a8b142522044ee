"""``python -m bot ask``: the answer engine at the terminal, and line by line for measuring.

Answers from the articles and the live documents of the database, or from files named on the
command line, which needs neither a database nor keys.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.voice import Voice
from bot.parts import knowledge_over, library_of
from bot.settings import DEFAULTS, environment
from knowledge.article_versions import ArticleVersion
from knowledge.ask import KnowledgeBase
from knowledge.documents.errors import ImportRefused
from knowledge.documents.identity import settle
from knowledge.documents.model import Document
from knowledge.documents.reading import read_document
from knowledge.jsonl import answer_line
from knowledge.model import Intent
from knowledge.query import Synonyms
from knowledge.sources import Sources
from knowledge.versions import standing
from storage.database import Database
from storage.errors import StorageError


async def answer(options: argparse.Namespace, voice: Voice) -> int:
    """Answer a question, lines of JSON, or questions until an empty line; 1 if a file named
    on the command line was refused."""
    stored: _Stored = (
        (await _from_files(options.documents, voice), (), {})
        if options.documents
        else await _from_database(voice)
    )
    documents, written, words = stored
    if documents is None:
        return 1
    base = knowledge_over(documents, written).with_synonyms(words)
    if options.jsonl:
        answer_jsonl(base, voice)
    else:
        answer_questions(base, options.question, voice)
    return 0


def answer_questions(base: KnowledgeBase, words: list[str], voice: Voice) -> None:
    """Answer the question given, or ask for questions until an empty line."""
    if words:
        _answer(base, " ".join(words), voice)
        return
    while question := voice.ask("cli.question_prompt"):
        _answer(base, question, voice)


def answer_jsonl(base: KnowledgeBase, voice: Voice) -> None:
    """Read ``{"id","text"}`` lines from standard input, write an answer line for each."""
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        question = _question(line)
        if question is None:
            print(voice.text("cli.not_json", line=number), file=sys.stderr)
            continue
        voice.line(json.dumps(answer_line(base, question), ensure_ascii=False))


_Stored = tuple[tuple[Document, ...] | None, tuple[ArticleVersion, ...], Synonyms]


async def _from_database(voice: Voice) -> _Stored:
    """Return the live documents, what staff put over the articles, and their rows of words;
    nothing where there is no database of this version."""
    url = environment().get("DATABASE_URL", "").strip() or DEFAULTS["DATABASE_URL"]
    try:
        database = Database(url)
        try:
            if not await database.is_current():
                return (), (), {}
            library = library_of(database)
            sources = Sources(database.reading, library)
            return await library.live(), await sources.articles(), await sources.words()
        finally:
            await database.close()
    except (StorageError, OSError):
        print(voice.text("cli.articles_only"), file=sys.stderr)
        return (), (), {}


async def _from_files(paths: Sequence[Path], voice: Voice) -> tuple[Document, ...] | None:
    """Read files, and the files of folders; None if one was refused, which is said."""
    known: dict[str, Document] = {}
    for path in [file for one in paths for file in _files_of(one)]:
        try:
            document = settle(await read_document(path, path.name), known)
        except ImportRefused as refused:
            reason = voice.text(f"refusal.{refused.reason.value}")
        except OSError:
            reason = voice.text("import.no_file")
        else:
            known[document.id] = document
            continue
        print(voice.text("check.fault", what=f"{path.name}: {reason}"), file=sys.stderr)
        return None
    return standing(tuple(known.values()))


def _files_of(path: Path) -> list[Path]:
    return sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]


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
    for quote in (reply.quote, *reply.other) if reply.quote else ():
        voice.line(f"\u201c{quote.text}\u201d\n[{' · '.join(quote.cited)}]")
    if reply.intent is Intent.ANSWER:
        return
    voice.line(f"({reply.intent.value})")
    for suggestion in reply.suggestions:
        voice.line(f"  - {suggestion.title}")
