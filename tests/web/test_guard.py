"""Cross-site requests, missing tokens, headers on every answer, failures in words."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from handlers.web.app import build_pages
from handlers.web.shell import LARGEST_BODY, Shell
from tests.web.world import ORIGIN, SAME, Browser, World, sealed_body

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=()",
    "cache-control": "no",
}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    for route in walk(app.router):
        for method in route.methods or ():
            path = route.path.replace("{number}", "VN-AAAAA").replace("{token}", "made-up")
            yield method, path


def walk(router: object) -> Iterator[APIRoute]:
    for route in getattr(router, "routes", ()):
        if isinstance(route, APIRoute):
            yield route
        yield from walk(getattr(route, "original_router", None))


def test_the_walk_finds_the_routes(world: World) -> None:
    found = set(routes(build_pages(world.services)))
    assert {("POST", "/sign-in"), ("GET", "/inbox")} <= found
    assert len(found) >= 16


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": ORIGIN},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "https://andan.test"},
        {"Origin": f"{ORIGIN}.evil.test"},
    ],
)
async def test_no_unsafe_request_from_elsewhere(
    world: World, signed: Browser, headers: dict[str, str]
) -> None:
    for method, path in routes(build_pages(world.services)):
        if method != "POST":
            continue
        answer = await signed.post(path, headers={**headers, "X-CSRF-Token": signed.csrf})
        assert answer.status_code == 403, path


async def test_an_old_browser_is_known_by_its_origin(signed: Browser) -> None:
    headers = {"Origin": ORIGIN, "X-CSRF-Token": signed.csrf}
    assert (await signed.post("/session/half", headers=headers)).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "é"])
async def test_no_act_without_the_sessions_token(
    world: World, signed: Browser, token: str
) -> None:
    headers = [(name.encode(), value.encode()) for name, value in SAME.items()]
    headers.append((b"x-csrf-token", token.encode()))
    for method, path in routes(build_pages(world.services)):
        if method == "POST" and path.startswith(("/case", "/session", "/sign-out")):
            answer = await signed.client.post(path, json=sealed_body(), headers=headers)
            assert answer.status_code == 403, path
    other = Browser(world)
    await other.sign_in(await world.hire("cb-2"))
    assert (await signed.post("/session/half", csrf=other.csrf)).status_code == 403


async def test_every_answer_carries_the_headers(world: World, signed: Browser) -> None:
    for path in (
        "/inbox",
        "/sign-in",
        "/nowhere",
        "/inbox?page=abc",
        "/static/style.css",
        "/static/nothing.js",
        "/join/x",
        "/case/VN-AAAAA",
        "/docs",
        "/openapi.json",
    ):
        check(await signed.get(path))
    check(await signed.client.post("/inbox"))
    check(await signed.client.post("/sign-in", content=b"x" * (LARGEST_BODY + 1)))


async def test_a_failure_says_nothing_of_its_cause(
    world: World,
    signed: Browser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(world.casework, "list", broken)
    answer = await signed.get("/inbox")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in answer.text
    assert "secret words" not in answer.text + caplog.text
    check(answer)


async def test_even_without_pages_the_shell_answers(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    shell = httpx.ASGITransport(app=Shell(broken, secure=True))
    async with httpx.AsyncClient(transport=shell, base_url=ORIGIN) as client:
        answer = await client.get("/")
    assert answer.status_code == 500
    assert "secret words" not in answer.text + caplog.text
    check(answer)


async def test_a_huge_body_is_refused_unread(signed: Browser) -> None:
    async def endless() -> object:
        yield b"x"

    big = await signed.client.post("/sign-in", content=b"x" * (LARGEST_BODY + 1), headers=SAME)
    unknown = await signed.client.post("/sign-in", content=endless(), headers=SAME)  # type: ignore[arg-type]
    assert (big.status_code, unknown.status_code) == (413, 413)


async def test_refusals_are_pages_in_words(signed: Browser) -> None:
    for path, status, words in (
        ("/nowhere", 404, "Không tìm thấy trang này"),
        ("/inbox?page=abc", 422, "không hợp lệ"),
        ("/inbox?page=0", 422, "không hợp lệ"),
        ("/inbox?kind=opinion", 422, "không hợp lệ"),
        ("/inbox?since=yesterday", 422, "không hợp lệ"),
        ("/case/VN-AAAAA", 404, "Không có hồ sơ này"),
        ("/case/<b>x", 404, "Không có hồ sơ này"),
    ):
        answer = await signed.get(path)
        assert answer.status_code == status, path
        assert words in answer.text
        assert answer.headers["content-type"].startswith("text/html")


async def test_the_frameworks_own_pages_are_off(signed: Browser) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await signed.get(path)).status_code == 404


def check(answer: httpx.Response) -> None:
    for name, start in HEADERS.items():
        assert answer.headers[name].startswith(start), (answer.url, name)
