"""Files up and down, and what is no picture."""

import struct
import zlib

import aiohttp
import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from demo.botapi.server import TelegramServer

from .conftest import DUTY, LAN, Player


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (width + 1) * height)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


async def test_a_document_goes_up_and_comes_down(bot: Bot, ptb: telegram.Bot, lan: int) -> None:
    sent = await bot.send_document(lan, BufferedInputFile(b"%PDF-1", "a.pdf"), caption="<b>c</b>")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("a.pdf", 6)
    stream = await bot.download(sent.document)
    assert stream is not None
    assert stream.read() == b"%PDF-1"
    by_ptb = await ptb.send_document(lan, b"hello", filename="b.txt")
    assert by_ptb.document is not None
    file = await ptb.get_file(by_ptb.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"hello"
    again = await bot.send_document(lan, sent.document.file_id)
    assert again.document == sent.document


async def test_a_photo_is_measured_and_sent_again_by_id(
    bot: Bot, ptb: telegram.Bot, player: Player, lan: int
) -> None:
    picture = png(40, 30)
    sent = await ptb.send_photo(lan, picture, caption="c")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (40, 30)
    again = await bot.send_photo(
        DUTY, sent.photo[-1].file_id, caption="<i>d</i>", parse_mode="HTML"
    )
    assert again.photo is not None
    assert again.caption_entities is not None
    edited = await bot.edit_message_caption(chat_id=DUTY, message_id=again.message_id, caption="e")
    assert not isinstance(edited, bool)
    assert edited.caption == "e"
    url = f"{player.url}/client/file/{again.photo[-1].file_unique_id}"
    async with player.http.get(url) as response:
        assert (await response.read(), response.content_type) == (picture, "image/png")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(1, 21), "PHOTO_INVALID_DIMENSIONS"),
        (png(9000, 2000)[:40], "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ],
)
async def test_bad_photos_are_refused(bot: Bot, lan: int, data: bytes, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_photo(lan, BufferedInputFile(data, "a.png"))


async def test_wrong_file_ids(bot: Bot, lan: int) -> None:
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(lan, "AgACAgUAAxkBAAMCZwrong")
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("x")
    sent = await bot.send_document(lan, BufferedInputFile(b"x", "a.txt"))
    assert sent.document is not None
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(lan, sent.document.file_id)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_document(lan, sent.document.file_id, caption="x" * 1025)


async def test_twenty_megabytes_are_the_limit_down(
    bot: Bot, server: TelegramServer, lan: int
) -> None:
    kept = server.world.add_file("document", "a.bin", "x/y", bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(kept.file_id)


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video"])
async def test_a_person_sends_a_file(
    bot: Bot, ptb: telegram.Bot, player: Player, kind: str
) -> None:
    form = aiohttp.FormData({"viewer": str(LAN), "chat": str(LAN), "as": kind, "caption": "#c"})
    form.add_field("file", png(2, 2), filename="a.png", content_type="image/png")
    async with player.http.post(f"{player.url}/client/send", data=form) as response:
        assert response.status == 200, await response.text()
    (by_aiogram,) = await bot.get_updates()
    (by_ptb,) = await ptb.get_updates()
    assert by_aiogram.message is not None
    assert by_ptb.message is not None
    assert by_aiogram.message.caption == "#c"
    assert getattr(by_aiogram.message, kind)
    assert getattr(by_ptb.message, kind)


async def test_only_pictures_are_shown_in_place(server: TelegramServer, player: Player) -> None:
    kept = server.world.add_file("document", "a.html", "text/html", b"<script>")
    async with player.http.get(f"{player.url}/client/file/{kept.unique_id}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
