"""Getting in and out over HTTP."""

from base64 import b64encode
from pathlib import Path

from tests.web.world import Browser, World, open_world, raw


async def test_the_form_is_in_vietnamese_and_english(browser: Browser) -> None:
    assert "Cụm mật khẩu" in (await browser.get("/sign-in")).text
    english = await browser.get("/sign-in?lang=en")
    assert "Passphrase" in english.text
    assert "Passphrase" in (await browser.get("/sign-in")).text  # remembered
    assert "Cụm mật khẩu" in (await browser.get("/sign-in?lang=xx")).text


async def test_without_a_session_every_page_leads_to_the_form(browser: Browser) -> None:
    for path in ("/inbox?kind=tip", "/case/VN-AAAAA"):
        answer = await browser.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=%2F")
    answer = await browser.get("/sign-in?next=%2Fcase%2FVN-AAAAA")
    assert 'data-next="/case/VN-AAAAA"' in answer.text


async def test_the_form_sends_nobody_elsewhere(browser: Browser) -> None:
    for place in ("https://evil.test", "//evil.test", "/\\evil.test", "javascript:1", "/inboxes"):
        answer = await browser.client.get("/sign-in", params={"next": place})
        assert 'data-next="/inbox"' in answer.text


async def test_signing_in_gives_a_cookie_out_of_reach(world: World, browser: Browser) -> None:
    person = await world.hire("cb-1")
    answer = await browser.sign_in(person)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("andan=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert "Max-Age" not in cookie
    assert (await browser.get("/inbox")).status_code == 200
    assert (await browser.get("/sign-in")).status_code == 303
    assert (await browser.get("/")).headers["location"] == "/inbox"


async def test_over_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    world = await open_world(tmp_path, secure=True)
    browser = Browser(world, origin="https://andan.test")
    answer = await browser.sign_in(await world.hire("cb-1"))
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-andan=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert "strict-transport-security" in answer.headers
    assert (await browser.get("/inbox")).status_code == 200
    await world.database.close()


async def test_each_refusal_says_the_same(world: World, browser: Browser) -> None:
    person = await world.hire("cb-1")
    code = person.code(world.clock.now)
    answers = [
        await browser.try_sign_in("nobody", person.sign_in_key, code),
        await browser.try_sign_in("cb-1", b"wrong", code),
        await browser.try_sign_in("cb-1", person.sign_in_key, "000000"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


async def test_a_code_cannot_be_replayed(world: World, browser: Browser) -> None:
    person = await world.hire("cb-1")
    code = person.code(world.clock.now)
    first = await browser.try_sign_in("cb-1", person.sign_in_key, code)
    again = await Browser(world).try_sign_in("cb-1", person.sign_in_key, code)
    assert (first.status_code, again.status_code) == (200, 401)


async def test_too_many_tries_are_told_to_wait(world: World, browser: Browser) -> None:
    for _ in range(5):
        assert (await browser.try_sign_in("cb-1", b"x", "1")).status_code == 401
    answer = await browser.try_sign_in("cb-1", b"x", "1")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) <= 31
    assert "đợi" in answer.json()["words"]


async def test_a_challenge_tells_nobody_who_works_here(world: World, browser: Browser) -> None:
    await world.hire("cb-1")
    known = (await browser.post("/sign-in/challenge", {"handle": "cb-1"})).json()
    unknown = (await browser.post("/sign-in/challenge", {"handle": "cb-2"})).json()
    again = (await browser.post("/sign-in/challenge", {"handle": "cb-2"})).json()
    assert unknown == again
    assert known.keys() == unknown.keys()
    assert len(raw(known["salt"])) == len(raw(unknown["salt"])) == 16


async def test_the_half_is_for_the_live_session(world: World, browser: Browser) -> None:
    person = await world.hire("cb-1")
    wrapped = (await browser.sign_in(person)).json()["wrapped"]
    answer = (await browser.post("/session/half")).json()
    assert len(raw(answer["half"])) == 32
    assert answer["wrapped"] == wrapped
    other = Browser(world)
    assert (await other.post("/session/half")).status_code == 401
    await other.sign_in(person)
    assert (await other.post("/session/half")).json()["half"] != answer["half"]


async def test_signing_out_ends_the_session(signed: Browser) -> None:
    cookie = signed.client.cookies["andan"]
    answer = await signed.submit("/sign-out")
    assert answer.status_code == 303
    assert "andan" not in signed.client.cookies
    signed.client.cookies.set("andan", cookie)
    assert (await signed.get("/inbox")).status_code == 303


async def test_a_switched_off_account_is_out_at_once(world: World, signed: Browser) -> None:
    await world.accounts.deactivate("cb-1")
    assert (await signed.get("/inbox")).status_code == 303
    assert (await signed.post("/session/half")).status_code == 401


async def test_broken_input_is_refused_in_words(browser: Browser) -> None:
    key = b64encode(b"x").decode()
    bodies: tuple[object, ...] = (
        [],
        {"handle": "cb-1"},
        {"handle": "x" * 65, "sign_in_key": key, "totp": "1"},
        {"handle": "cb-1", "sign_in_key": "not base64!", "totp": "1"},
        {"handle": "cb-1", "sign_in_key": 7, "totp": "1"},
        {"handle": "cb-1", "sign_in_key": "é", "totp": "1"},
    )
    for body in bodies:
        answer = await browser.post("/sign-in", body)
        assert answer.status_code == 422
        assert answer.json()["error"] == "input"
        assert "not base64!" not in answer.text


async def test_signing_in_again_ends_the_older_session(world: World, browser: Browser) -> None:
    person = await world.hire("cb-1")
    await browser.sign_in(person)
    older = browser.client.cookies["andan"]
    await browser.sign_in(person)
    assert await world.accounts.session(older) is None


async def test_the_other_language_keeps_the_filters(signed: Browser) -> None:
    page = (await signed.get("/inbox?kind=tip&lang=vi")).text
    assert 'href="?kind=tip&amp;lang=en"' in page


async def test_a_form_sent_after_the_session_leads_to_sign_in(
    world: World, signed: Browser
) -> None:
    number = await world.report()
    world.clock.move(hours=1)
    taken = await signed.submit(f"/case/{number}/assign", to="me")
    assert taken.status_code == 303
    assert taken.headers["location"] == f"/sign-in?next=%2Fcase%2F{number}"
    left = await signed.submit("/sign-out")
    assert (left.status_code, left.headers["location"]) == (303, "/sign-in")


async def test_a_script_is_told_that_the_session_ended(world: World, signed: Browser) -> None:
    world.clock.move(hours=1)
    answer = await signed.post("/session/half")
    assert (answer.status_code, answer.json()["error"]) == (401, "signed_out")
