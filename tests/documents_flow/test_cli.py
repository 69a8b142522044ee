"""``import``, ``documents`` and ``ask`` as an operator uses them, with real files."""

import io
import json
from pathlib import Path

import pytest

from bot.cli.parser import main
from bot.settings import DEFAULTS
from handlers.texts.catalog import load_catalog
from knowledge.documents.errors import Refusal
from tests.documents_flow.papers import GATES, LATER_GATES, POND

SETUP = ["setup", "--unit-id=ca", "--unit-name=A", "--unit-kind=cong_an_xa", "--area=05482"]
DATABASE = "var/an-dan.sqlite"
VI = load_catalog()["vi"]


_set_up: dict[str, bytes] = {}
"""The files that ``setup`` makes, made once."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Path:
    """A folder with settings and a migrated database, and three papers."""
    monkeypatch.chdir(tmp_path)
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    if not _set_up:
        assert main([*SETUP, "--handle=quan.tri"]) == 0
        _set_up.update({name: Path(name).read_bytes() for name in (".env", DATABASE)})
    Path(DATABASE).parent.mkdir(exist_ok=True)
    for name, raw in _set_up.items():
        Path(name).write_bytes(raw)
    Path("021_cong.txt").write_text(GATES, encoding="utf-8")
    Path("moi.txt").write_text(LATER_GATES, encoding="utf-8")
    Path("007_ao.txt").write_text(POND, encoding="utf-8")
    capsys.readouterr()
    return tmp_path


def answers(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    lines = iter(typed)
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))


def test_facts_are_shown_and_nothing_is_published_unasked(desk, capsys, monkeypatch):
    answers(monkeypatch, "")
    assert main(["import", "021_cong.txt"]) == 0
    said = capsys.readouterr().out
    for part in ("21/TB-STP", "SỞ TƯ PHÁP", "Phú Thọ", "03/06/2022", "Thông báo", "bản nháp"):
        assert part in said
    assert main(["documents", "list"]) == 0
    assert "bản nháp" in capsys.readouterr().out
    assert main(["ask", "cổng làng đóng lúc mấy giờ"]) == 0
    assert "22 giờ" not in capsys.readouterr().out


@pytest.mark.parametrize("yes", ["c", "CÓ."])
def test_a_yes_publishes_and_answers_quote_it(desk, capsys, monkeypatch, yes):
    answers(monkeypatch, yes)
    assert main(["import", "021_cong.txt"]) == 0
    assert "✓ 021" in capsys.readouterr().out
    assert main(["ask", "cổng làng đóng lúc mấy giờ"]) == 0
    assert "đóng lúc 22 giờ" in capsys.readouterr().out


def test_an_update_can_be_undone_and_the_document_removed(desk, capsys):
    assert main(["import", "021_cong.txt", "007_ao.txt", "--yes"]) == 0
    assert main(["import", "moi.txt", "--yes"]) == 0
    assert "bản cập nhật" in capsys.readouterr().out
    assert main(["import", "moi.txt", "--yes"]) == 0
    assert "không có gì khác" in capsys.readouterr().out
    assert main(["documents", "show", "021"]) == 0
    assert "Bản 2: đang dùng" in capsys.readouterr().out
    assert main(["documents", "undo", "021"]) == 0
    assert main(["documents", "undo", "021"]) == 1
    assert main(["documents", "remove", "021"]) == 0
    assert main(["documents", "remove", "021"]) == 1
    assert main(["documents", "show", "khong-co"]) == 1
    capsys.readouterr()
    assert main(["documents", "list"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in shown] == ["007", "021"]
    assert "bản cũ" in shown[1]


def test_facts_are_put_right_on_the_way_in_and_later(desk, capsys, monkeypatch):
    assert main(["import", "021_cong.txt", "--set", "number=22/TB-STP", "--yes"]) == 0
    assert "22/TB-STP" in capsys.readouterr().out
    answers(monkeypatch, "c")
    assert main(["documents", "correct", "021", "--set", "validity=replaced"]) == 0
    assert "đã được thay thế" in capsys.readouterr().out
    assert main(["documents", "publish", "021"]) == 1
    for wrong in ("validity=maybe", "khong-co=1", "number"):
        assert main(["documents", "correct", "021", "--set", wrong]) == 1
        assert "validity" in capsys.readouterr().out
    assert main(["import", "021_cong.txt", "007_ao.txt", "--set", "place=A"]) == 1
    assert main(["import", "007_ao.txt", "--as", "khong-co"]) == 1


def test_one_bad_file_is_said_and_the_others_are_taken(desk, capsys):
    Path("hong.pdf").write_bytes(b"%PDF-1.4 nothing")
    Path("cu.doc").write_bytes(b"x")
    files = ["hong.pdf", "021_cong.txt", "cu.doc", "khong-co.txt", "."]
    assert main(["import", *files, "--yes"]) == 1
    said = capsys.readouterr().out
    assert VI.plain("refusal.malformed") in said
    assert VI.plain("refusal.old_word") in said
    assert said.count(VI.plain("import.no_file")) == 2
    assert "Có 4 tệp" in said
    assert "✓ 021" in said


def test_every_refusal_has_a_sentence_in_both_languages():
    for texts in (VI, load_catalog()["en"]):
        for reason in Refusal:
            assert texts.plain(f"refusal.{reason.value}").endswith(".")


def test_a_file_name_cannot_steer_the_terminal(desk, capsys):
    name = "a\x1b[2Jb.txt"
    Path(name).write_text(POND, encoding="utf-8")
    assert main(["import", name, "--yes"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_files_can_be_asked_without_a_database(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    Path("021_cong.txt").write_text(GATES, encoding="utf-8")
    question = json.dumps({"id": "1", "text": "cong lang dong luc may gio"})
    monkeypatch.setattr("sys.stdin", io.StringIO(question))
    assert main(["ask", "--jsonl", "--documents", "021_cong.txt"]) == 0
    line = json.loads(capsys.readouterr().out)
    # how sure the engine is of it is not tested here
    assert "22 giờ" in " ".join([line["answer"], *line["suggestions"]])
    assert main(["ask", "cổng làng đóng lúc mấy giờ", "--documents", "."]) == 0
    assert "22 giờ" in capsys.readouterr().out
    Path("hong.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert main(["ask", "gì đó", "--documents", "."]) == 1
    assert "hong.pdf" in capsys.readouterr().err
    assert main(["ask", "gì đó", "--documents", "khong-co.txt"]) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["021_cong.txt", "hong.pdf"]


def test_an_unreachable_database_leaves_the_articles(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    assert main(["ask", "ngày hội 19/8 là gì"]) == 0
    captured = capsys.readouterr()
    assert "521" in captured.out
    assert VI.plain("cli.articles_only") in captured.err


def test_an_older_database_is_not_touched(desk, capsys):
    (desk / "var" / "an-dan.sqlite").unlink()
    assert main(["import", "021_cong.txt", "--yes"]) == 1
    assert main(["documents", "list"]) == 1
    assert "python -m bot migrate" in capsys.readouterr().out


def test_a_removed_document_is_erased_after_its_id_is_typed(desk, capsys, monkeypatch):
    assert main(["import", "021_cong.txt", "--yes"]) == 0
    assert main(["documents", "erase", "021", "--yes"]) == 1
    assert "đang dùng" in capsys.readouterr().out
    assert main(["documents", "remove", "021"]) == 0
    answers(monkeypatch, "có", "021")
    assert main(["documents", "erase", "021"]) == 1
    assert "chưa xoá gì" in capsys.readouterr().out
    assert main(["documents", "erase", "021"]) == 0
    assert "đã xoá hẳn" in capsys.readouterr().out
    assert main(["documents", "erase", "021", "--yes"]) == 1
    assert "chuông gọi".encode() not in b"".join(
        file.read_bytes() for file in Path("var").iterdir()
    )
