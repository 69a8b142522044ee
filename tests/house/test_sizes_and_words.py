"""File sizes, docstrings, and where the words that people read may stand."""

import ast
import re
import unicodedata

import pytest

from handlers.texts.catalog import load_catalog
from tests.house.rooms import ROOT, code_files

CEILING = 300
VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
FILES = [file.relative_to(ROOT).as_posix() for file in code_files()]
TOML = sorted(file.relative_to(ROOT).as_posix() for file in ROOT.glob("handlers/texts/*/*.toml"))


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_too_long(name):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= CEILING


@pytest.mark.parametrize("name", FILES)
def test_every_module_says_what_lives_here(name):
    assert ast.get_docstring(ast.parse((ROOT / name).read_text(encoding="utf-8")))


# knowledge reads Vietnamese documents and questions, so it holds patterns of them; what it
# answers are articles and quotations, never words of its own.
SPEAKERS = [name for name in FILES if not name.startswith("knowledge/")]


@pytest.mark.parametrize("name", SPEAKERS)
def test_sentences_do_not_live_in_code(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    constants = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    spoken = [one for one in constants if VIETNAMESE.search(one) and one not in docstrings]
    assert [one for one in spoken if len(one.split()) > 3] == []


def test_texts_are_complete_in_both_languages():
    catalog = load_catalog()
    assert catalog["vi"].keys() == catalog["en"].keys()


@pytest.mark.parametrize("name", TOML)
def test_texts_are_composed_unicode(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("name", TOML)
def test_markup_is_balanced(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for tag in ("b", "i", "u", "code", "blockquote"):
        opened = len(re.findall(rf"<{tag}(?: [a-z]+)?>", text))
        assert opened == text.count(f"</{tag}>"), tag
