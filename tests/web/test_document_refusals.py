"""What the documents' page refuses: other people, other places, wrong, hostile and large files."""

from typing import Any

import pytest

from handlers.web.upload import _AROUND
from knowledge.documents.limits import FILE_BYTES
from tests.documents.hostile import HOSTILE
from tests.documents_flow.papers import GATES, LATER_GATES, POND
from tests.web.documents import LIST, VI, publish, send, states, take
from tests.web.world import SAME, Browser, World


async def test_no_file_from_elsewhere_or_without_the_token(world: World, coordinator: Browser):
    file = {"file": ("021_cong.txt", GATES.encode())}
    for headers, csrf in (
        ({"Sec-Fetch-Site": "cross-site"}, coordinator.csrf),
        ({"Origin": "http://evil.test"}, coordinator.csrf),
        (SAME, ""),
        (SAME, "x"),
        (SAME, "é"),
    ):
        answer = await coordinator.client.post(
            LIST, files=file, data={"csrf": csrf}, headers=headers
        )
        assert answer.status_code == 403, headers
    assert await states(world) == []


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("cu.doc", b"x", "old_word"),
        ("a.txt", b"\0 \n", "empty"),
        ("anh.jpg", b"\xff\xd8\xff\xe0", "unsupported"),
        ("hong.pdf", b"%PDF-1.4 nothing", "malformed"),
        ("sai.pdf", GATES.encode(), "wrong_type"),
    ],
)
async def test_what_is_wrong_with_a_file_is_said(
    world: World, coordinator: Browser, name: str, raw: bytes, reason: str
):
    answer = await send(coordinator, raw, name)
    assert answer.status_code == 422
    assert VI.plain(f"refusal.{reason}") in answer.text
    async with world.database.reading() as work:
        assert await work.documents.versions() == []


@pytest.mark.parametrize("name", sorted(HOSTILE)[:4])
async def test_a_hostile_file_ends_in_a_reason(coordinator: Browser, name: str):
    filename, make, reasons = HOSTILE[name]
    answer = await send(coordinator, make(), filename)
    assert answer.status_code in (413, 422)
    assert any(VI.plain(f"refusal.{one.value}") in answer.text for one in reasons)


async def test_no_file_is_said(coordinator: Browser):
    nothing = await send(coordinator, b"", "")
    form = await coordinator.client.post(LIST, data={"csrf": coordinator.csrf}, headers=SAME)
    broken = await coordinator.client.post(
        LIST,
        content=b"--x\r\nrubbish",
        headers={**SAME, "content-type": "multipart/form-data; boundary=x"},
    )
    two = await coordinator.client.post(
        LIST,
        files=[("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))],
        data={"csrf": coordinator.csrf},
        headers=SAME,
    )
    for answer in (nothing, form, broken, two):
        assert answer.status_code == 422
        assert "Chưa có tệp nào" in answer.text


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    coordinator: Browser, monkeypatch: pytest.MonkeyPatch
):
    read = 0

    async def body() -> Any:
        nonlocal read
        for _ in range(400):
            read += 1
            yield b"x" * (FILE_BYTES // 100)

    headers = {
        **SAME,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": str(FILE_BYTES * 4),
    }
    answer = await coordinator.client.post(LIST, content=body(), headers=headers)
    assert answer.status_code == 413
    assert VI.plain("refusal.too_big") in answer.text
    monkeypatch.setattr("handlers.web.upload.FILE_BYTES", 100)
    answer = await send(coordinator, b"x" * 101, "a.txt")
    assert (answer.status_code, VI.plain("refusal.too_big") in answer.text) == (413, True)


async def test_a_large_body_is_taken_nowhere_else(coordinator: Browser):
    big = b"x" * (_AROUND + 1)
    for path in (f"{LIST}/021", f"{LIST}/021/draft", f"{LIST}/", "/knowledge/words"):
        answer = await coordinator.client.post(path, content=big, headers=SAME)
        assert answer.status_code == 413, path


async def test_no_temporary_file_is_made(coordinator: Browser, monkeypatch: pytest.MonkeyPatch):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the file went to the disk")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", never)
    answer = await send(coordinator, (POND * 9000).encode(), "ao.txt")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "path",
    ["/khong-co", "/khong-co/draft", "/021?page=2", "/021/draft?page=2", "/021?page=0", "/%00",
     "/a%27b", "?name=%3Cb%3E&said=published", "/021/draft?taken=Ai%20cho"],
)  # fmt: skip
async def test_made_up_addresses_end_in_words(coordinator: Browser, path: str):
    await publish(coordinator)
    await take(coordinator, LATER_GATES)
    answer = await coordinator.get(LIST + path)
    assert answer.status_code in (404, 422)
    assert "Về phần Tri thức" in answer.text
