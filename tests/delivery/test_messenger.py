"""The messenger over python-telegram-bot against the demo's Bot API server."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import aiohttp
import pytest
import telegram
from telegram import error

from bot.messenger import Messenger
from bot.progress import ProgressMessage
from bot.transport import AiohttpRequest
from bot.vault import KeyVault
from delivery.model import (
    Content,
    Notice,
    NoticeKind,
    OutboxState,
    Outcome,
    Verdict,
)
from demo.botapi import DEMO_TOKEN
from demo.botapi.serve import serve
from demo.botapi.server import TelegramServer, create_app
from handlers.texts.catalog import load_catalog
from inbox.areas import load_areas
from tests.delivery.conftest import AUTHOR, Office

LAN, MINH, BINH = 5730114201, 5730114202, 5730114203
DUTY = -1002100456789
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92"
    b"\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
VAULT = KeyVault(b"k" * 32)
CATALOG, AREAS = load_catalog(), load_areas()


@dataclass
class Rig:
    """A served Telegram, people to play, and the messenger under test."""

    url: str
    http: aiohttp.ClientSession
    messenger: Messenger

    async def act(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(self.url + path, json=body) as response:
            content: dict[str, Any] = await response.json()
            assert response.status == 200, content
            return content

    async def fault(self, kind: str, method: str, **more: Any) -> None:
        await self.act("/control/faults", next=[{"kind": kind, "method": method, **more}])

    async def messages(self, viewer: int = LAN, chat: int | None = None) -> list[dict[str, Any]]:
        params = {"viewer": viewer, "chat": chat or viewer}
        async with self.http.get(f"{self.url}/client/chat", params=params) as response:
            shown: list[dict[str, Any]] = (await response.json())["messages"]
            return shown


def sealed(chat_id: int) -> bytes:
    return VAULT.seal(str(chat_id).encode(), "andan/v1/address")


def messenger_over(bot: telegram.Bot) -> Messenger:
    return Messenger(
        bot,
        VAULT,
        CATALOG,
        AREAS.label,
        "https://hop-thu.example.vn/",
        lambda: date(2026, 8, 5),
    )


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    server = TelegramServer(webhook_delay_s=0.05)
    request = AiohttpRequest(connect_s=1.0, read_s=1.0)
    async with (
        serve(create_app(server)) as url,
        aiohttp.ClientSession() as http,
        telegram.Bot(DEMO_TOKEN, base_url=f"{url}/bot", request=request) as bot,
    ):
        rig = Rig(url, http, messenger_over(bot))
        for person in (LAN, BINH):
            await rig.act("/client/send", viewer=person, chat=person, text="/start")
        yield rig


async def send(rig: Rig, chat: int = LAN, html: str = "<b>Cảnh báo</b>") -> Outcome:
    return await rig.messenger.send_content(sealed(chat), Content(html), None)


async def test_content_arrives_with_its_markup(rig: Rig) -> None:
    assert await send(rig) == Outcome(Verdict.SENT)
    message = (await rig.messages())[-1]
    assert message["text"] == "Cảnh báo"
    assert message["entities"][0]["type"] == "bold"


async def test_who_blocked_the_bot_is_gone(rig: Rig) -> None:
    await rig.act("/client/block", viewer=LAN, blocked=True)
    assert (await send(rig)).verdict is Verdict.GONE


async def test_who_never_started_the_bot_is_gone(rig: Rig) -> None:
    assert (await send(rig, MINH)).verdict is Verdict.GONE


async def test_a_chat_that_does_not_exist_is_gone(rig: Rig) -> None:
    assert (await send(rig, 12345)).verdict is Verdict.GONE


async def test_a_flood_answer_is_to_wait(rig: Rig) -> None:
    await rig.fault("429", "sendMessage", retry_after=9)
    assert await send(rig) == Outcome(Verdict.WAIT, retry_after_s=9.0)


async def test_a_group_that_was_upgraded_has_moved(rig: Rig) -> None:
    group = await rig.act("/client/groups", title="Trực", members=[BINH], type="group")
    old = group["chat"]["id"]
    new = (await rig.act("/client/upgrade", viewer=BINH, chat=old))["chat"]["id"]
    outcome = await send(rig, old)
    assert outcome.verdict is Verdict.MOVED
    assert outcome.moved_to is not None
    assert int(VAULT.open(outcome.moved_to, "andan/v1/address")) == new


async def test_a_group_that_threw_the_bot_out_is_gone(rig: Rig) -> None:
    await rig.act("/client/bot-in-group", viewer=BINH, chat=DUTY, status="kicked")
    assert (await send(rig, DUTY)).verdict is Verdict.GONE


async def test_broken_markup_is_refused(rig: Rig) -> None:
    assert (await send(rig, html="<b>open")).verdict is Verdict.REFUSED


@pytest.mark.parametrize("kind", ["500", "reset", "timeout"])
async def test_no_clear_answer_is_unknown(rig: Rig, kind: str) -> None:
    await rig.fault(kind, "sendMessage")
    assert (await send(rig)).verdict is Verdict.UNKNOWN


async def test_no_connection_is_unsent() -> None:
    request = AiohttpRequest(connect_s=0.5)
    await request.initialize()
    bot = telegram.Bot(DEMO_TOKEN, base_url="http://127.0.0.1:9/bot", request=request)
    outcome = await messenger_over(bot).send_content(sealed(LAN), Content("x"), None)
    await request.shutdown()
    assert outcome.verdict is Verdict.UNSENT


async def test_a_refused_token_waits_for_the_operator(rig: Rig) -> None:
    request = AiohttpRequest()
    await request.initialize()
    bot = telegram.Bot("9:WRONG", base_url=f"{rig.url}/bot", request=request)
    outcome = await messenger_over(bot).send_content(sealed(LAN), Content("x"), None)
    await request.shutdown()
    assert outcome.verdict is Verdict.WAIT


async def test_an_address_under_another_key_is_refused_not_gone(rig: Rig) -> None:
    foreign = KeyVault(b"x" * 32).seal(b"5730114201", "andan/v1/address")
    outcome = await rig.messenger.send_content(foreign, Content("x"), None)
    assert outcome == Outcome(Verdict.REFUSED)


async def test_a_picture_is_uploaded_then_its_id_is_reused(rig: Rig) -> None:
    content = Content("<i>ảnh</i>", PNG)
    first = await rig.messenger.send_content(sealed(LAN), content, None)
    assert first.verdict is Verdict.SENT
    assert first.file_id
    again = await rig.messenger.send_content(sealed(BINH), content, first.file_id)
    assert again.verdict is Verdict.SENT
    message = (await rig.messages(BINH))[-1]
    assert message["caption"] == "ảnh"
    assert message["photo"]


async def test_a_stale_file_id_is_replaced_by_the_picture(rig: Rig) -> None:
    outcome = await rig.messenger.send_content(sealed(LAN), Content("ảnh", PNG), "AgAC-nothing")
    assert outcome.verdict is Verdict.SENT
    assert outcome.file_id not in (None, "AgAC-nothing", "stale")
    assert len([m for m in await rig.messages() if "photo" in m]) == 1


async def test_a_notice_says_number_kind_place_age_and_link(rig: Rig) -> None:
    area = AREAS.provinces()[0]
    fields = {
        "number": "VN-K7QF3",
        "category": "trom_cap",
        "area": area.code,
        "day": "2026-08-03",
    }
    notice = Notice(NoticeKind.NEW_CASE, tuple(fields.items()))
    assert (await rig.messenger.send_notice(sealed(DUTY), notice)).verdict is Verdict.SENT
    text = (await rig.messages(BINH, DUTY))[-1]["text"]
    for words in ("VN-K7QF3", "Trộm cắp", AREAS.label(area.code), "2 ngày trước"):
        assert words in text
    assert "https://hop-thu.example.vn/case/VN-K7QF3" in text


@pytest.mark.parametrize("kind", list(NoticeKind))
async def test_a_notice_without_fields_still_goes(rig: Rig, kind: NoticeKind) -> None:
    fields = (("area", "no such area"), ("category", "nothing"), ("day", "never"))
    outcome = await rig.messenger.send_notice(sealed(LAN), Notice(kind, fields))
    assert outcome.verdict is Verdict.SENT
    assert "–" in (await rig.messages())[-1]["text"]


async def test_a_request_for_approval_leads_to_the_preview(rig: Rig) -> None:
    fields = (("broadcast", "a" * 16), ("digest", "b" * 24), ("topic", "canh_bao"))
    notice = Notice(NoticeKind.APPROVAL_WANTED, (*fields, ("area", "everywhere")))
    await rig.messenger.send_notice(sealed(LAN), notice)
    message = (await rig.messages())[-1]
    rows = message["reply_markup"]["inline_keyboard"]
    assert [[button["callback_data"] for button in row] for row in rows] == [
        [f"od:v:{'a' * 16}:{'b' * 24}"]
    ]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (error.BadRequest("User is deactivated"), Verdict.GONE),
        (error.BadRequest("Not enough rights to send text messages"), Verdict.REFUSED),
        (error.TimedOut(), Verdict.UNKNOWN),
        (error.NetworkError("?"), Verdict.UNKNOWN),
    ],
)
async def test_errors_of_another_transport(said: error.TelegramError, verdict: Verdict) -> None:
    class Broken(AiohttpRequest):
        async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
            raise said

    bot = telegram.Bot(DEMO_TOKEN, request=Broken())
    outcome = await messenger_over(bot).send_content(sealed(LAN), Content("x"), None)
    assert outcome.verdict is verdict


async def test_progress_is_one_message_that_changes(rig: Rig, office: Office) -> None:
    await office.link(AUTHOR, LAN)
    await office.subscribe(1, 2)
    broadcast_id = await office.approved()
    broadcast = await office.broadcasts.get(broadcast_id)
    listener = ProgressMessage(office.broadcasts, rig.messenger, CATALOG)
    await listener(broadcast, await office.progress(broadcast_id))
    before = (await rig.messages())[-1]
    assert "0 / 2" in before["text"]
    assert before["reply_markup"]["inline_keyboard"][0][0]["callback_data"].startswith("od:s:")
    async with office.database.transaction() as work:
        await work.broadcasts.cancel_pending(broadcast_id)
        await work.commit()
    progress = await office.progress(broadcast_id)
    assert progress.counts == {OutboxState.CANCELLED: 2}
    await listener(broadcast, progress)
    after = (await rig.messages())[-1]
    assert after["message_id"] == before["message_id"]
    assert "reply_markup" not in after
    await listener(broadcast, progress)  # nothing changed: Telegram refuses, nobody minds
