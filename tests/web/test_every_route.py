"""Every route there is: without a session, without its token, from elsewhere, in a wrong role.

Routes are read from the application, so a new one is held to this without being named here.
"""

from collections.abc import Iterator

import httpx
import pytest

from handlers.web.app import build_pages
from knowledge.articles.loader import load_library
from staff.model import Role
from storage.tables import METADATA
from tests.web.test_guard import walk
from tests.web.world import SAME, Browser, World

OPEN = frozenset({"/", "/sign-in", "/sign-in/challenge", "/join/{token}", "/join/{token}/look"})
"""For who has no session yet: signing in, and an invitation."""
SAFE = frozenset({"GET", "HEAD"})
ASKED = "Nuôi chó trong khu chung cư thì cần giấy tờ gì?"
FIELDS = {
    "version": "0",
    "revision": "0",
    "word": "xin sửa",
    "title": "Một bài mới",
    "then": "save",
    "article": load_library().articles[0].id,
    "seen": "x",
    "said": "xế hộp",
    "means": "xe ô tô",
    "typed": "x",
}


def routes(world: World) -> list[tuple[str, str]]:
    found = [
        (method, route.path)
        for route in walk(build_pages(world.services).router)
        for method in route.methods or ()
    ]
    assert len(found) > 40
    return found


def guarded(world: World, *, safe: bool) -> Iterator[tuple[str, str]]:
    for method, path in routes(world):
        is_open = path in OPEN or path.startswith("/join/")
        if (method in SAFE) is safe and not is_open:
            yield method, path


def filled(path: str, question: str = "0" * 32) -> str:
    number = question if path.startswith("/knowledge/gaps") else "VN-AAAAA"
    return (
        path.replace("{number}", number)
        .replace("{article_id}", FIELDS["article"])
        .replace("{version}", "0")
        .replace("{name}", "x")
    )


async def send(
    browser: Browser,
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    question: str = "0" * 32,
) -> httpx.Response:
    sent = SAME if headers is None else headers
    address = filled(path, question)
    if path == "/knowledge/documents":
        return await browser.client.request(
            method,
            address,
            files={"file": ("a.txt", b"xin", "text/plain")},
            data={"csrf": browser.csrf},
            headers=sent,
        )
    if path.startswith("/knowledge") and not path.endswith("/try"):
        act = "save" if path == "/knowledge/words" else "remove"
        form = {**FIELDS, "act": act, "csrf": browser.csrf}
        return await browser.client.request(method, address, data=form, headers=sent)
    sent = sent | {"X-CSRF-Token": browser.csrf}
    return await browser.client.request(method, address, json={}, headers=sent)


async def kept(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that is not of a session."""
    held = {}
    async with world.database.reading() as work:
        for table in METADATA.sorted_tables:
            if table.name != "sessions":
                rows = await work._connection.execute(table.select())
                held[table.name] = sorted(map(tuple, rows), key=repr)
    return held


@pytest.fixture
async def question(world: World) -> str:
    await world.gaps.send(ASKED)
    async with world.database.reading() as work:
        (one,) = await work.gaps.questions()
    return str(one.id)


async def hired(world: World, role: Role) -> Browser:
    browser = Browser(world)
    await browser.sign_in(await world.hire(f"cb-{role.value}", role=role))
    return browser


async def test_without_a_session_every_route_leads_to_signing_in(
    world: World, question: str
) -> None:
    stranger = Browser(world)
    before = await kept(world)
    for safe in (True, False):
        for method, path in guarded(world, safe=safe):
            answer = await send(stranger, method, path, question=question)
            leads = answer.headers.get("location", "").startswith("/sign-in")
            assert (answer.status_code == 303 and leads) or answer.status_code == 401, path
    assert await kept(world) == before


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICIAL, Role.ADMIN])
async def test_a_wrong_role_gets_nothing_of_the_knowledge_section(
    world: World, question: str, role: Role
) -> None:
    browser = await hired(world, role)
    before = await kept(world)
    for safe in (True, False):
        for method, path in guarded(world, safe=safe):
            if path.startswith("/knowledge"):
                answer = await send(browser, method, path, question=question)
                assert answer.status_code == 403, (method, path)
                assert ASKED not in answer.text
    assert await kept(world) == before


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN])
async def test_who_has_no_cases_gets_no_page_of_them(world: World, role: Role) -> None:
    browser = await hired(world, role)
    for method, path in guarded(world, safe=True):
        if not path.startswith("/knowledge"):
            answer = await send(browser, method, path)
            assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.test"}]
)
async def test_from_elsewhere_no_unsafe_route_moves_anything(
    world: World, question: str, headers: dict[str, str]
) -> None:
    browser = await hired(world, Role.COORDINATOR)
    before = await kept(world)
    for method, path in guarded(world, safe=False):
        answer = await send(browser, method, path, headers, question)
        assert answer.status_code == 403, path
    assert await kept(world) == before


@pytest.mark.parametrize("token", ["", "x", "é"])
async def test_without_its_token_a_session_moves_nothing(
    world: World, question: str, token: str
) -> None:
    browser = await hired(world, Role.COORDINATOR)
    browser.csrf = token
    before = await kept(world)
    for method, path in guarded(world, safe=False):
        if token.isascii() or path.startswith("/knowledge"):
            if path.endswith("/try") and not token.isascii():
                continue  # a header holds no such letter
            answer = await send(browser, method, path, question=question)
            assert answer.status_code == 403, path
    assert await kept(world) == before


async def test_the_walk_would_notice(world: World, question: str) -> None:
    """What the others send is refused for who sends it, not for what it is."""
    browser = await hired(world, Role.COORDINATOR)
    statuses = {
        (method, path): (await send(browser, method, path, question=question)).status_code
        for safe in (True, False)
        for method, path in guarded(world, safe=safe)
        if path.startswith("/knowledge")
    }
    assert 403 not in statuses.values()
    assert statuses["POST", "/knowledge/words"] == 303
    assert statuses["POST", "/knowledge/gaps/{number}/answer"] in (303, 409)
    assert statuses["POST", "/knowledge/articles/{article_id}/withdraw"] == 303
