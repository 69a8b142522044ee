"""Who may import whom: the rule is a test, because one without leaks."""

import ast
from pathlib import Path

import pytest

from tests.house.rooms import ROOMS, ROOT, code_files

MAY_IMPORT = {
    "staff": {"staff"},
    "knowledge": {"knowledge", "staff"},
    "inbox": {"inbox", "staff", "delivery"},
    "delivery": {"delivery", "staff"},
    "storage": {"storage", "knowledge", "inbox", "delivery", "staff"},
    "handlers": {"handlers", "knowledge", "inbox", "delivery", "staff"},
    "bot": set(ROOMS),
    "demo": set(ROOMS),
}
"""Room → rooms it may import."""

THIRD_PARTY = {
    "staff": set(),
    "knowledge": {"rapidfuzz"},
    "knowledge/documents/readers": {"pypdf", "docx", "lxml"},
    "inbox/areas.py": {"rapidfuzz"},
    "inbox/sealing.py": {"cryptography"},
    "inbox/receipt.py": {"cryptography"},
    "inbox": set(),
    "delivery": set(),
    "storage": {"sqlalchemy", "alembic"},
    "handlers/telegram": {"aiogram"},
    "handlers/web": {"fastapi", "starlette", "jinja2", "pydantic", "segno", "markupsafe"},
    "handlers/texts": set(),
    "handlers": set(),
}
"""Room or file → packages outside the standard library it may use; the longest name counts."""

STANDARD = __import__("sys").stdlib_module_names


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names.add(node.module or "")
    return names


FILES = [file.relative_to(ROOT).as_posix() for file in code_files()]


@pytest.mark.parametrize("name", FILES)
def test_rooms_import_only_what_they_may(name):
    room = name.split("/", 1)[0]
    wrong = [
        module
        for module in imported(ROOT / name)
        if (top := module.split(".", 1)[0]) in ROOMS and top not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.split("/")[0] not in {"bot", "demo"}]
)
def test_rooms_use_only_their_libraries(name):
    place = max((key for key in THIRD_PARTY if name.startswith(key)), key=len)
    wrong = {
        top
        for module in imported(ROOT / name)
        if (top := module.split(".", 1)[0]) not in STANDARD and top not in ROOMS
    }
    assert wrong <= THIRD_PARTY[place]


def test_inbox_touches_of_delivery_only_the_queue():
    wrong = {
        (name, module)
        for name in FILES
        if name.startswith("inbox/")
        for module in imported(ROOT / name)
        if module.startswith("delivery") and module not in {"delivery.ports", "delivery.model"}
    }
    assert wrong == set()


def test_telegram_and_web_edges_do_not_know_each_other():
    wrong = {
        (name, module)
        for name in FILES
        for module in imported(ROOT / name)
        if (name.startswith("handlers/web/") and module.startswith("handlers.telegram"))
        or (name.startswith("handlers/telegram/") and module.startswith("handlers.web"))
    }
    assert wrong == set()


def test_only_storage_speaks_sql():
    wrong = [
        name
        for name in FILES
        if not name.startswith(("storage/", "bot/", "demo/"))
        and any(
            module.split(".")[0] in {"sqlalchemy", "alembic"} for module in imported(ROOT / name)
        )
    ]
    assert wrong == []


def test_detached_tasks_are_made_in_the_runtime_only():
    # A TaskGroup waits for its tasks; asyncio.create_task lets go of them. The demo's Telegram
    # stands for another machine.
    makers = {
        name
        for name in FILES
        if "asyncio.create_task(" in (ROOT / name).read_text() and not name.startswith("demo/")
    }
    assert makers <= {"bot/runtime.py", "bot/ordering.py"}
