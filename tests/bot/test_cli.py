"""The command line as an operator uses it, in an empty folder, with real files."""

import base64
import io
import json
import re
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.cli.parser import main
from bot.settings import DEFAULTS, read_dotenv

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
