"""What is served and how templates are written: our own files only, text never as markup."""

import re

import pytest

from handlers.texts.catalog import load_catalog
from handlers.web.pages import FOLDER

SCRIPTS = sorted((FOLDER / "static").glob("*.js"))
TEMPLATES = sorted((FOLDER / "templates").iterdir())
SHEETS = sorted((FOLDER / "static").glob("*.css"))
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://|console\."
)
VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
KEY = re.compile(r"""\bt\(['"]([a-z_.]+)['"]""")


def name(file: object) -> str:
    return str(getattr(file, "name", file))


@pytest.mark.parametrize("file", SCRIPTS, ids=name)
def test_scripts_show_text_as_text_and_load_nothing_foreign(file) -> None:
    script = file.read_text(encoding="utf-8")
    assert FORBIDDEN.search(script) is None
    assert VIETNAMESE.search(script) is None
    for source in re.findall(r'from "([^"]+)"', script):
        assert (file.parent / source).exists()


@pytest.mark.parametrize("file", SHEETS, ids=name)
def test_sheets_load_nothing(file) -> None:
    assert not re.search(r"url\(|@import", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_are_escaped_and_hold_no_script(file) -> None:
    template = file.read_text(encoding="utf-8")
    assert file.suffix == ".html"
    assert not re.search(r"\|\s*safe|autoescape|Markup", template)
    assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:|https?://", template)
    for opened in re.findall(r"<script[^>]*>", template):
        assert 'src="/static/' in opened or 'type="application/json"' in opened


def test_every_sentence_of_the_pages_is_used_and_there() -> None:
    keys = load_catalog()["vi"].keys()
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in [*TEMPLATES, *SCRIPTS, *FOLDER.glob("*.py")]
    )
    assert {key for key in KEY.findall(code) if not key.endswith(".")} <= keys
    unused = {
        key
        for key in keys
        if key.startswith("web.")
        and not key.startswith(("web.fact.", "web.author.", "web.view."))
        and not re.search(rf"['\".]{re.escape(key.split('.')[-1])}\b", code)
    }
    assert unused == set()
