"""What the papers say is held to the code."""

import ast
import re

from handlers.telegram.commands import COMMANDS
from tests.house.rooms import ROOT, code_files

README = (ROOT / "README.md").read_text(encoding="utf-8")


def type_names() -> set[str]:
    names: set[str] = set()
    for file in code_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign) and "NewType(" in ast.unparse(node.value):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def test_readme_names_every_command_of_the_menu():
    assert [name for name in COMMANDS if f"/{name}" not in README] == []


def test_glossary_names_types_that_exist():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in glossary.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named
    assert named - type_names() == set()


def test_every_make_command_of_the_papers_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    papers = [README, *(file.read_text() for file in ROOT.glob("*.md"))]
    asked = {name for paper in papers for name in re.findall(r"`?make ([a-z]+)`?", paper)}
    assert asked - targets <= {"install"}


def test_links_between_papers_lead_somewhere():
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        (paper.name, target)
        for paper in papers
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", paper.read_text(encoding="utf-8"))
        if not (paper.parent / target).exists()
    ]
    assert broken == []


def test_decisions_index_names_every_decision():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in folder.glob("0*.md") if file.name not in index] == []


def test_tests_named_beside_promises_exist():
    named = set(re.findall(r"`(tests/\w+)`", README))
    assert named
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_nothing_names_a_package_index_or_a_machine():
    lists = [*(ROOT / "requirements").glob("*.txt"), *(ROOT / "requirements").glob("*.in")]
    assert [file.name for file in lists if "://" in file.read_text()] == []
