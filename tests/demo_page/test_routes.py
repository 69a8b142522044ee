"""The routes a demo offers: what they give, and to whom they give nothing."""

import asyncio
import json
import re

import httpx
import pytest

from demo.browser_keys import sign_in_key
from demo.page.routes import HEADERS, STATIC
from demo.page.texts import console_text, page_texts
from demo.page.watch import GuideCounts
from staff.errors import SignInRefused


@pytest.fixture
async def client(stage):
    async with httpx.AsyncClient(base_url=stage.address) as client:
        yield client


async def test_page_and_files_carry_the_policy(client):
    for path in (
        "/",
        "/demo/open-inbox",
        "/demo/texts.json",
        "/demo/static/app.js",
        "/demo/world",
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "script-src 'self';" in HEADERS["content-security-policy"]
    for path in ("/demo/static/none.js", "/demo/static/..%2ftexts.toml", "/demo/static/"):
        assert (await client.get(path)).status_code == 404, path


async def test_foreign_names_and_sites_are_refused(client):
    assert (await client.get("/", headers={"host": "evil.example"})).status_code == 421
    for path in ("/demo/credentials", "/demo/reset", "/demo/cases"):
        answer = await client.post(
            path, json={"handle": "canbo1"}, headers={"sec-fetch-site": "cross-site"}
        )
        assert answer.status_code == 403, path


async def test_credentials_sign_in_for_real(stage, client):
    given = (await client.post("/demo/credentials", json={"handle": "canbo1"})).json()
    accounts = stage.show._house.accounts
    salt, iterations = await accounts.challenge("canbo1")
    key = sign_in_key(given["passphrase"], salt, iterations)
    signed = await accounts.sign_in("canbo1", key, given["totp"])
    assert signed.member.handle == "canbo1"
    with pytest.raises(SignInRefused):
        await accounts.sign_in("canbo1", key, given["totp"])
    again = (await client.post("/demo/credentials", json={"handle": "canbo1"})).json()
    assert "totp" in again or again["wait_s"] <= 60


async def test_only_samples_have_credentials(client):
    assert (await client.post("/demo/credentials", json={"handle": "root"})).status_code == 404
    assert (await client.post("/demo/credentials", content=b"[1]")).status_code == 400
    assert (await client.post("/demo/credentials", content=b"{")).status_code == 400


async def test_officials_and_duty_group_are_linked(stage):
    world, chats = stage.show.world(), stage.show._house.chats
    for person in world["officials"]:
        assert (await chats.actor(person["id"])) is not None
    assert await chats.actor(world["citizens"][0]["id"]) is None
    async with stage.show._house.staff_transactions() as transaction:
        assert await transaction.staff.unit_chat("ca-p-quan-trieu") is not None


async def test_one_stream_tells_of_all_people(stage, client):
    world = stage.show.world()
    people = [person["id"] for person in world["citizens"]]
    told: list = []

    async def listen() -> None:
        async with client.stream("GET", "/demo/events", params={"viewer": people}) as answer:
            async for line in answer.aiter_lines():
                if line.startswith(":"):
                    ready.set()
                if line.startswith("data:"):
                    told.append(json.loads(line[5:]))
                    if {change["viewer"] for change in told} == set(people):
                        return

    ready = asyncio.Event()
    listening = asyncio.create_task(listen())
    await asyncio.wait_for(ready.wait(), 5)
    for person in people:
        await client.post("/client/send", json={"viewer": person, "chat": person, "text": "a"})
    await asyncio.wait_for(listening, 10)
    assert all(change["chat"] == change["viewer"] for change in told)
    assert (await client.get("/demo/events")).status_code == 400
    assert (await client.get("/demo/events?viewer=x")).status_code == 400


def test_guide_counts_what_was_done_and_not_what_was_refused():
    counts = GuideCounts()
    counts.count("GET", "/case/VN-AAAAA", 200)
    counts.count("GET", "/case/VN-AAAAA", 303)
    counts.count("GET", "/case/VN-AAAAA/none", 200)
    counts.count("POST", "/case/VN-AAAAA/reply", 403)
    counts.count("POST", "/case/VN-AAAAA/ask", 200)
    assert (counts.opened, counts.replied) == (1, 1)


async def test_reset_makes_the_world_anew(stage, client):
    person = stage.show.world()["citizens"][0]["id"]
    await client.post("/client/send", json={"viewer": person, "chat": person, "text": "a"})
    await client.post("/demo/cases", timeout=60)
    assert (await client.post("/demo/reset", timeout=60)).status_code == 200
    chat = await client.get("/client/chat", params={"viewer": person, "chat": person})
    assert chat.json()["messages"] == []
    assert (await client.get("/inbox")).status_code == 303
    async with stage.show._house.inbox_transactions() as transaction:
        assert len(await transaction.cases.recipients()) >= 10


def test_every_sentence_the_scripts_ask_for_is_there():
    known = {f"{group}.{name}" for group, names in page_texts().items() for name in names}
    asked = set()
    for script in STATIC.glob("*.js"):
        asked |= set(re.findall(r"\b(?:t|say)\(\s*\"([a-z]+\.[a-z_0-9]+)\"", script.read_text()))
        asked |= set(
            re.findall(r"\"((?:message|compose|phone|notice)\.[a-z_]+)\"", script.read_text())
        )
    assert asked
    assert asked <= known
    assert "8080" in console_text("ready", address="http://127.0.0.1:8080")


def test_no_script_writes_markup():
    for script in STATIC.glob("*.js"):
        text = script.read_text()
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ):
            assert forbidden not in text, script.name
