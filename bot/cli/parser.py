"""The arguments of ``python -m bot`` and which function answers each subcommand."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.cli.voice import Voice
from bot.loop import run
from bot.settings import Settings, SettingsError, environment, read_settings
from handlers.texts.catalog import load_catalog
from staff.model import Role, UnitKind
from storage.errors import UrlUnsupported

Command = Callable[[argparse.Namespace, Voice], int]


def main(arguments: list[str]) -> int:
    """Run one subcommand; return the process's exit status (0 good, 1 refused, 2 usage)."""
    language = "en" if "--lang=en" in arguments or ["--lang", "en"] in _pairs(arguments) else "vi"
    voice = Voice(load_catalog()[language])
    options = _parser(voice).parse_args(arguments)
    command: Command = options.command
    try:
        return command(options, voice)
    except SettingsError as error:
        voice.say("cli.settings_wrong")
        for fault in error.faults:
            voice.fault(f"settings.{fault}")
        return 1
    except UrlUnsupported:
        voice.say("cli.settings_wrong")
        voice.fault("settings.database_url")
        return 1
    except KeyboardInterrupt:
        voice.say("cli.interrupted")
        return 130


def _pairs(arguments: list[str]) -> list[list[str]]:
    return [arguments[at : at + 2] for at in range(len(arguments))]


def _parser(voice: Voice) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=voice.text("cli.about"))
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help=voice.text("cli.lang"))
    commands = parser.add_subparsers(dest="name", required=True)

    def add(name: str, command: Command) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=voice.text(f"cli.{name}"))
        sub.set_defaults(command=command)
        return sub

    demo = add("demo", _demo)
    demo.add_argument("--port", type=int, default=8080)
    add("run", _run)
    ask = add("ask", _ask)
    ask.add_argument("--jsonl", action="store_true")
    ask.add_argument("--documents", nargs="+", type=Path, metavar="PATH", default=[])
    ask.add_argument("question", nargs="*")
    _add_import(add("import", _import))
    _add_documents(add("documents", _documents))
    add("migrate", _migrate)
    setup = add("setup", _setup)
    for name in ("unit-id", "unit-name", "unit-kind", "area", "handle"):
        setup.add_argument(f"--{name}")
    setup.add_argument("--oversight-file", type=Path, default=Path("oversight-key.pem"))
    add("check", _check)
    _add_staff(add("staff", _manage))
    _add_unit(add("unit", _manage))
    return parser


def _add_staff(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    invite = actions.add_parser("invite")
    invite.add_argument("handle")
    invite.add_argument("--title", required=True)
    invite.add_argument("--unit", required=True)
    roles = [role.value for role in Role]
    invite.add_argument("--role", action="append", required=True, choices=roles)
    invite.add_argument("--again", action="store_true")
    actions.add_parser("list")
    for action in ("off", "on", "link", "code"):
        actions.add_parser(action).add_argument("handle")


def _add_unit(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add")
    add.add_argument("unit")
    add.add_argument("--name", dest="unit_name", required=True)
    add.add_argument("--kind", required=True, choices=[kind.value for kind in UnitKind])
    add.add_argument("--area", required=True)
    actions.add_parser("list")
    actions.add_parser("link").add_argument("unit")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--as", dest="known_as", metavar="ID")
    _add_corrections(parser)


def _add_documents(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list")
    for action in ("show", "publish", "undo", "remove", "correct", "erase"):
        sub = actions.add_parser(action)
        sub.add_argument("id")
        if action == "correct":
            _add_corrections(sub)
        if action == "erase":
            sub.add_argument("--yes", action="store_true")


def _add_corrections(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set", action="append", dest="corrections", metavar="NAME=VALUE", default=[]
    )
    parser.add_argument("--yes", action="store_true")


# The commands import late: `ask` and `check` should not wait for two Telegram libraries.


def _demo(options: argparse.Namespace, _: Voice) -> int:
    from demo.run import run_demo

    return run(run_demo("127.0.0.1", options.port))


def _run(_: argparse.Namespace, voice: Voice) -> int:
    from bot.serve import serve_until_stopped

    return run(serve_until_stopped(_settings(), voice))


def _ask(options: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.ask import answer

    return asyncio.run(answer(options, voice))


def _import(options: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.documents import import_files

    return asyncio.run(import_files(options, _settings(for_run=False), voice))


def _documents(options: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.documents import manage_documents

    return asyncio.run(manage_documents(options, _settings(for_run=False), voice))


def _migrate(_: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.manage import migrate

    return asyncio.run(migrate(_settings(for_run=False), voice))


def _setup(options: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.setup import set_up

    return asyncio.run(set_up(options, voice))


def _check(_: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.check import check

    return asyncio.run(check(environment(), voice))


def _manage(options: argparse.Namespace, voice: Voice) -> int:
    from bot.cli.manage import manage

    return asyncio.run(manage(options, _settings(for_run=False), voice))


def _settings(*, for_run: bool = True) -> Settings:
    return read_settings(environment(), for_run=for_run)
