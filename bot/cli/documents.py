"""``import FILE…`` and ``documents …``: official documents from files into answers.

Whoever can run this can read the database already, so it acts as the operator.
"""

import argparse
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Final

from bot.cli.facts import say_facts
from bot.cli.schema import database_fits
from bot.cli.voice import Voice
from bot.parts import library_of
from bot.settings import Settings
from knowledge.corrections import CorrectionInvalid
from knowledge.documents.errors import ImportRefused
from knowledge.importing import OPERATOR, Library
from knowledge.normalise import clean, fold
from knowledge.proposals import Proposal, Sameness
from knowledge.versions import (
    DocumentInUse,
    DocumentState,
    DocumentUnknown,
    DocumentUnreadable,
    DocumentVersion,
    NothingToUndo,
)
from storage.database import Database
from storage.errors import StorageError

_YES: Final = frozenset({"c", "co", "y", "yes", "dong y"})


async def import_files(options: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    """Read each file, show its facts, publish what the person agrees to; 1 if any was refused."""

    async def act(library: Library) -> int:
        corrections = _corrections(options.corrections)
        if (corrections or options.known_as) and len(options.files) > 1:
            voice.fault("import.set_one_file")
            return 1
        refused = 0
        for path in options.files:
            refused += not await _import(library, path, corrections, options, voice)
        if refused:
            voice.say("import.some_refused", count=refused)
        return 1 if refused else 0

    return await _with_library(settings, voice, act)


async def manage_documents(options: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    """List, show, correct, publish, undo, remove or erase; 1 for what cannot be done."""

    async def act(library: Library) -> int:
        if options.action == "list":
            await _list(library, voice)
            return 0
        return await _one(library, options, voice)

    return await _with_library(settings, voice, act)


async def _with_library(
    settings: Settings, voice: Voice, act: Callable[[Library], Awaitable[int]]
) -> int:
    database = Database(settings.database_url.reveal())
    try:
        if not await database_fits(database, voice):
            return 1
        return await act(library_of(database))
    except CorrectionInvalid as error:
        voice.fault("import.set_wrong", name=_printable(error.name))
        return 1
    except DocumentUnreadable as error:
        voice.fault("documents.unreadable", id=str(error))
        return 1
    except (StorageError, OSError):
        voice.fault("cli.database_unreachable")
        return 1
    finally:
        await database.close()


async def _import(
    library: Library,
    path: Path,
    corrections: dict[str, str],
    options: argparse.Namespace,
    voice: Voice,
) -> bool:
    voice.say("import.file", name=_printable(path.name))
    try:
        proposal = await library.read(OPERATOR, path, path.name, corrections, options.known_as)
    except ImportRefused as refused:
        voice.fault(f"refusal.{refused.reason.value}")
        return False
    except DocumentUnknown:
        voice.fault("documents.unknown", id=_printable(options.known_as))
        return False
    except OSError:
        voice.fault("import.no_file")
        return False
    _show(proposal, voice)
    if proposal.sameness is not Sameness.UNCHANGED:
        await _offer(library, proposal.document.id, options.yes, voice)
    return True


def _show(proposal: Proposal, voice: Voice) -> None:
    document = proposal.document
    voice.say(f"import.{proposal.sameness}", id=document.id)
    if proposal.taken:
        voice.say("import.taken", id=proposal.taken)
    say_facts(document.facts, voice)
    passages, lists = len(document.passages), len(document.enumerations)
    voice.say("import.size", passages=passages, lists=lists)


async def _offer(library: Library, document_id: str, is_sure: bool, voice: Voice) -> None:
    if is_sure or fold(clean(voice.ask("import.ask"))).strip(" .") in _YES:
        await library.publish(OPERATOR, document_id)
        voice.good("import.published", id=document_id)
    else:
        voice.say("import.kept", id=document_id)


async def _list(library: Library, voice: Voice) -> None:
    documents = await library.documents(OPERATOR)
    if not documents:
        voice.say("documents.none")
    for one in documents:
        name = one.facts.number or one.facts.title
        place = one.facts.place or voice.text("fact.unknown")
        voice.say("documents.row", name=name, place=place, **_values(one, voice))


async def _one(library: Library, options: argparse.Namespace, voice: Voice) -> int:
    name = options.id
    try:
        match options.action:
            case "show":
                await _show_history(library, name, voice)
            case "correct":
                corrections = _corrections(options.corrections)
                say_facts((await library.correct(OPERATOR, name, corrections)).facts, voice)
                await _offer(library, name, options.yes, voice)
            case "publish":
                await library.publish(OPERATOR, name)
                voice.good("import.published", id=name)
            case "undo":
                await library.undo(OPERATOR, name)
                await _say_undone(library, name, voice)
            case "remove":
                await library.remove(OPERATOR, name)
                voice.good("documents.removed", id=name)
            case "erase":
                return await _erase(library, name, options.yes, voice)
    except DocumentUnknown:
        voice.fault("documents.unknown", id=_printable(name))
        return 1
    except NothingToUndo:
        voice.fault("documents.nothing_to_undo", id=name)
        return 1
    except DocumentInUse:
        voice.fault("documents.in_use", id=name)
        return 1
    return 0


async def _erase(library: Library, name: str, is_sure: bool, voice: Voice) -> int:
    await library.history(OPERATOR, name)
    if not is_sure and voice.ask("documents.erase_ask", id=name).strip() != name:
        voice.say("documents.not_erased", id=name)
        return 1
    is_clean = await library.erase(OPERATOR, name)
    voice.good("documents.erased" if is_clean else "documents.erased_not_clean", id=name)
    return 0


async def _show_history(library: Library, name: str, voice: Voice) -> None:
    history = await library.history(OPERATOR, name)
    live = [one for one in history if one.state is DocumentState.LIVE]
    say_facts((live or history)[-1].facts, voice)
    for one in history:
        voice.say("documents.version", **_values(one, voice))


async def _say_undone(library: Library, name: str, voice: Voice) -> None:
    for one in await library.history(OPERATOR, name):
        if one.state is DocumentState.LIVE:
            voice.good("documents.undone", id=name, version=one.version)


def _values(one: DocumentVersion, voice: Voice) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "state": voice.text(f"document_state.{one.state}"),
        "passages": one.passages,
        "day": one.imported.strftime("%d/%m/%Y"),
    }


def _corrections(typed: Iterable[str]) -> dict[str, str]:
    held = {}
    for one in typed:
        name, equals, value = one.partition("=")
        if not equals:
            raise CorrectionInvalid(one)
        held[name.strip()] = value.strip()
    return held


def _printable(text: str) -> str:
    # a file's name may hold what would steer the terminal
    return "".join(char for char in text if char.isprintable())[:120]
