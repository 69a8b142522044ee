"""The command line as an operator uses it, in an empty folder, with real files."""

import asyncio
import base64
import io
import json
import logging
import re
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.cli.parser import main
from bot.parts import assemble
from bot.settings import DEFAULTS, read_dotenv, read_settings
from staff.model import UnitId
from tests.staff.people import SetClock, enrol

SETUP = [
    "setup",
    "--unit-id=ca-phuong",
    "--unit-name=Công an phường",
    "--unit-kind=cong_an_xa",
    "--area=05482",
    "--handle=quan.tri",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the current one, with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # ``check`` sets up its own
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_setup_makes_keys_unit_and_invitation(folder, capsys):
    assert main(SETUP) == 0
    said = capsys.readouterr().out
    assert re.search(r"http://127\.0\.0\.1:8080/join/[\w-]{40,}", said)
    settings = read_dotenv(folder / ".env")
    assert len(settings["SECRET_KEY"]) == 44
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "oversight-key.pem").stat().st_mode) == 0o600
    passphrase = re.search(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){4}", said)
    assert passphrase
    pem = (folder / "oversight-key.pem").read_bytes()
    key = load_pem_private_key(pem, passphrase[0].encode())
    public = key.public_key().public_bytes_raw()  # type: ignore[union-attr]
    assert base64.b64encode(public).decode() == settings["OVERSIGHT_PUBLIC_KEY"]
    assert passphrase[0] not in (folder / ".env").read_text()


def test_setup_never_replaces_keys(folder, capsys):
    assert main(SETUP) == 0
    before = (folder / ".env").read_text()
    assert main([*SETUP[:-1], "--handle=nguoi.hai"]) == 0
    assert (folder / ".env").read_text() == before


def test_units_and_staff_are_managed(folder, capsys):
    main(SETUP)
    assert main(["unit", "add", "ca-tinh", "--name=A", "--kind=cong_an_tinh", "--area=19"]) == 0
    assert main(["unit", "add", "x", "--name=A", "--kind=cong_an_tinh", "--area=19"]) == 1
    assert main(["unit", "add", "xa", "--name=A", "--kind=cong_an_xa", "--area=99999"]) == 1
    assert main(["unit", "link", "ca-tinh"]) == 0
    assert main(["unit", "link", "nowhere"]) == 1
    invite = ["staff", "invite", "can.bo", "--title=B", "--unit=ca-tinh", "--role=reviewer"]
    assert main(invite) == 0
    assert main(invite) == 1
    assert main([*invite[:2], "Có Dấu", *invite[3:]]) == 1
    assert main([*invite[:2], "khac", "--title=B", "--unit=nowhere", "--role=official"]) == 1
    assert main(["staff", "off", "nobody"]) == 1
    assert main(["staff", "list"]) == 0
    assert main(["unit", "list"]) == 0
    said = capsys.readouterr().out
    assert "ca-tinh" in said
    assert "/noi " in said


def test_without_keys_everything_says_how_to_get_them(folder, capsys):
    assert main(["unit", "list"]) == 1
    assert "python -m bot setup" in capsys.readouterr().out
    assert main(["--lang", "en", "run"]) == 1
    assert "BOT_TOKEN is missing" in capsys.readouterr().out


def test_an_older_database_is_not_touched(folder, capsys):
    main(SETUP)
    (folder / "var" / "an-dan.sqlite").unlink()
    assert main(["staff", "list"]) == 1
    assert "python -m bot migrate" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert main(["staff", "list"]) == 0


def test_check_says_what_to_mend(folder, capsys):
    assert main(["check"]) == 1
    assert "BOT_TOKEN" in capsys.readouterr().out
    main(SETUP)
    env = (folder / ".env").read_text().replace("BOT_TOKEN=", "BOT_TOKEN=42:abc")
    env = env.replace("https://api.telegram.org", "http://127.0.0.1:9")
    (folder / ".env").write_text(env)
    capsys.readouterr()
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "TELEGRAM_API_URL" in said
    assert "ca-phuong" in said
    assert "hai lãnh đạo" in said


def say_yes_to(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    lines = iter(answers)
    monkeypatch.setattr("builtins.input", lambda _: next(lines, ""))


def test_setup_fills_in_an_env_that_was_copied(folder, capsys):
    (folder / ".env").write_text("OPERATOR_NAME=Công an phường\nSECRET_KEY=\n", encoding="utf-8")
    assert main(SETUP) == 0
    settings = read_dotenv(folder / ".env")
    assert len(settings["SECRET_KEY"]) == len(settings["OVERSIGHT_PUBLIC_KEY"]) == 44
    assert settings["OPERATOR_NAME"] == "Công an phường"
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600


def test_setup_overwrites_no_oversight_key(folder, capsys):
    (folder / "oversight-key.pem").write_text("kept")
    assert main(SETUP) == 1
    assert "--oversight-file" in capsys.readouterr().out
    assert (folder / "oversight-key.pem").read_text() == "kept"
    assert not (folder / ".env").exists()


def test_setup_asks_until_it_is_certain(folder, capsys, monkeypatch):
    answers = ("Công an phường", "sai", "cong_an_xa", "quan", "quan trieu thai nguyen", "quan.tri")
    say_yes_to(monkeypatch, *answers)
    assert main(["setup"]) == 0
    said = capsys.readouterr().out
    assert "sai" in said
    assert main(["unit", "list"]) == 0
    row = capsys.readouterr().out
    assert "cong_an_xa" in row
    assert "Quan Triều" in row


def test_setup_stops_where_nobody_answers(folder, capsys, monkeypatch):
    say_yes_to(monkeypatch)
    assert main(["setup"]) == 1


def test_an_invitation_whose_link_was_lost_is_made_again(folder, capsys):
    main(SETUP)
    capsys.readouterr()
    invite = ["staff", "invite", "can.bo", "--title=B", "--unit=ca-phuong", "--role=reviewer"]
    assert main(invite) == 0
    said = capsys.readouterr().out
    assert len(re.findall(r"https?://", said)) == 1
    assert main(invite) == 1
    assert "--again" in capsys.readouterr().out
    assert main([*invite, "--again"]) == 0
    assert main([*invite[:3], "--title=", *invite[4:]]) == 1
    assert "80" in capsys.readouterr().out
    assert main(["unit", "add", "ca-2", "--name= ", "--kind=cong_an_xa", "--area=05482"]) == 1


async def hire(folder: Path) -> None:
    parts = assemble(read_settings(read_dotenv(folder / ".env"), for_run=False))
    await enrol(parts.accounts, SetClock(datetime.now(UTC)), "can.bo", UnitId("ca-phuong"))
    await parts.database.close()


def usable_env(folder: Path) -> str:
    env = (folder / ".env").read_text().replace("BOT_TOKEN=", "BOT_TOKEN=42:abc")
    return env.replace("https://api.telegram.org", "http://127.0.0.1:9")


def test_another_key_is_said_before_anything_runs(folder, capsys):
    main(SETUP)
    asyncio.run(hire(folder))
    env = usable_env(folder)
    (folder / ".env").write_text(env)
    capsys.readouterr()
    main(["check"])
    assert "SECRET_KEY" not in capsys.readouterr().out
    other = base64.b64encode(bytes(32)).decode()
    (folder / ".env").write_text(re.sub("SECRET_KEY=.*", f"SECRET_KEY={other}", env))
    assert main(["check"]) == 1
    assert "SECRET_KEY" in capsys.readouterr().out


def test_a_lost_phone_gets_a_new_code(folder, capsys):
    main(SETUP)
    asyncio.run(hire(folder))
    capsys.readouterr()
    assert main(["staff", "code", "can.bo"]) == 0
    assert re.search(r"\b[A-Z2-7]{32}\b", capsys.readouterr().out)
    assert main(["staff", "code", "nobody"]) == 1


def test_an_address_that_is_no_database_is_said(folder, capsys, monkeypatch):
    main(SETUP)
    monkeypatch.setenv("DATABASE_URL", "sqlite:")
    capsys.readouterr()
    assert main(["staff", "list"]) == 1
    assert "DATABASE_URL" in capsys.readouterr().out


def test_a_newer_database_is_said(folder, capsys):
    main(SETUP)
    with closing(sqlite3.connect(folder / "var" / "an-dan.sqlite")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    capsys.readouterr()
    for command in (["staff", "list"], ["migrate"]):
        assert main(command) == 1
        assert "phiên bản mới hơn" in capsys.readouterr().out


def test_check_prints_no_log_lines(folder, capsys):
    main(SETUP)
    (folder / ".env").write_text(usable_env(folder))
    capsys.readouterr()
    assert main(["check"]) == 1
    assert capsys.readouterr().err == ""


def test_ask_answers_and_refuses(folder, capsys, monkeypatch):
    assert main(["ask", "ngày", "hội", "19/8", "là", "gì"]) == 0
    assert "521" in capsys.readouterr().out
    lines = ['{"id": "1", "text": "ngay hoi 19/8 la gi"}', "not json", "", '{"id": "2"}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert main(["ask", "--jsonl"]) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert answer["id"] == "1"
    assert answer["intent"] == "answer"
    assert "2" in captured.err
