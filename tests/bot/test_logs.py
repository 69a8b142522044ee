import json
import logging
import sys

from bot.logs import AllowListFormatter, set_up_logs


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
