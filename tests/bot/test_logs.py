import ast
import json
import logging
import sys
from pathlib import Path

from bot.logs import AllowListFormatter, set_up_logs
from tests.house.rooms import ROOT, code_files


def line(logger: str, message: str, *args: object, **fields: object) -> dict:
    record = logging.LogRecord(logger, logging.INFO, "x.py", 1, message, args, None)
    for name, value in fields.items():
        setattr(record, name, value)
    return json.loads(AllowListFormatter().format(record))


def test_only_allowed_fields_are_written():
    written = line("inbox.intake", "report stored", kind="tip", chat_id=424242, words="secret")
    assert written == {
        "level": "info",
        "logger": "inbox.intake",
        "event": "report stored",
        "kind": "tip",
    }


def test_arguments_are_never_formatted():
    assert "424242" not in json.dumps(line("handlers.x", "seen %s", 424242))


def test_libraries_are_reduced_to_their_name():
    written = line("httpx", "HTTP Request: POST https://api.telegram.org/bot42:TOKEN/getMe")
    assert written == {"level": "info", "logger": "httpx", "event": "library message"}


def test_exceptions_keep_their_type_and_place_only():
    try:
        raise ValueError("marked-words")
    except ValueError:
        record = logging.LogRecord("bot.x", 40, "x.py", 1, "failed", (), sys.exc_info())
    text = AllowListFormatter().format(record)
    assert "marked-words" not in text
    assert json.loads(text)["error"] == "ValueError"


def test_set_up_sends_all_through_the_allow_list(capsys):
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up_logs("INFO")
        logging.getLogger("aiogram.event").warning("Update id=%s", 987654321)
        logging.getLogger("bot").info("started", extra={"port": 8080})
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    written = capsys.readouterr().err
    assert "987654321" not in written
    assert json.loads(written.splitlines()[-1])["port"] == 8080


def test_no_line_can_tell_that_somebody_was_reporting():
    written = line("handlers.telegram.citizen.questions", "question", intent="tip")
    assert "tip" not in json.dumps(written)


def every_log_call() -> list[tuple[Path, ast.Call]]:
    found = []
    for file in code_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "log":
                    found.append((file, node))
    return found


def test_every_event_is_a_constant_and_every_field_is_known():
    calls = every_log_call()
    assert len(calls) > 20
    for file, call in calls:
        assert len(call.args) == 1, file
        assert isinstance(call.args[0], ast.Constant), file
        for keyword in call.keywords:
            assert keyword.arg == "extra", file
            assert isinstance(keyword.value, ast.Dict), file


def test_the_way_of_a_report_logs_nothing():
    silent = ("inbox/", "handlers/telegram/talk.py", "handlers/telegram/citizen/sending.py")
    for file, _ in every_log_call():
        assert not file.relative_to(ROOT).as_posix().startswith(silent), file


def test_libraries_cannot_print_a_token(capsys):
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    address = "https://api.telegram.org/bot42:SECRET/sendMessage"
    names = ("aiogram", "telegram.ext", "httpx", "aiohttp.client", "uvicorn.error", "asyncio")
    try:
        set_up_logs("DEBUG")
        for name in names:
            try:
                raise OSError(address)
            except OSError:
                logging.getLogger(name).exception("POST %s", address)
            logging.getLogger(name).info(address)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    written = capsys.readouterr().err
    assert "SECRET" not in written
    assert len(written.splitlines()) == len(names)
