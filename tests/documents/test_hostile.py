"""Files made to hurt end in a clear reason, in bounded time, and leave this process as it was."""

import resource
import time

import pytest

from knowledge.documents.errors import ImportRefused, Refusal
from knowledge.documents.limits import MEMORY_BYTES
from knowledge.documents.reading import read_document
from tests.documents.hostile import HOSTILE, paragraph, word

PATIENCE_S = 45


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_file_is_refused_with_a_reason(name):
    filename, make, reasons = HOSTILE[name]
    raw = make()
    started = time.monotonic()
    with pytest.raises(ImportRefused) as refused:
        await read_document(raw, filename)
    assert refused.value.reason in reasons
    assert time.monotonic() - started < PATIENCE_S


async def test_no_child_took_more_than_its_share():
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < MEMORY_BYTES * 1.1


async def test_slow_reading_is_cut_off():
    with pytest.raises(ImportRefused) as refused:
        await read_document(b"chao ba con " * 100_000, "a.txt", wall_seconds=0.05)
    assert refused.value.reason is Refusal.TOO_SLOW


async def test_the_word_builder_itself_makes_a_readable_file():
    # otherwise the hostile ones would be refused for being no Word file at all
    document = await read_document(word(paragraph("Bà con cùng nhau quét ngõ.")), "ngo.docx")
    assert document.text == "Bà con cùng nhau quét ngõ."


async def test_page_script_is_not_text():
    page = b"<p>Xin ch\xc3\xa0o</p><script>steal()</script><p onclick='x()'>b\xc3\xa0 con</p>"
    document = await read_document(page, "a.html")
    assert document.text == "Xin chào\nbà con"


async def test_the_reading_process_cannot_reach_out(tmp_path, monkeypatch):
    # an outer reference in a page is a name, never a request
    page = f"<p>m\u1ed9t</p><img src='file://{tmp_path}/x'><link href='http://127.0.0.1:1/'>"
    document = await read_document(page.encode(), "a.html")
    assert document.text == "một"
