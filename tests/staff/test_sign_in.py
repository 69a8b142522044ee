"""Sign-in and sessions: one answer for every refusal, each code once, limits that end."""

import secrets

import pyotp
import pytest

from bot.codes import TotpCodes
from bot.vault import KeyVault
from staff.accounts import Accounts, SignInTries
from staff.errors import SignInRefused, SignInThrottled, StaffUnknown
from storage.database import Database
from tests.staff.people import NOON, SetClock, enrol


async def test_the_right_person_gets_in(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in(" CB-1", person.sign_in_key, person.code(clock.now))
    session = await accounts.session(signed.token)
    assert session is not None
    assert session.actor.staff_id == person.member.id
    assert session.csrf == signed.csrf
    assert len(session.unlock_half) == 32
    assert signed.token not in repr(signed)
    assert signed.token.encode() not in session.token_hash


async def test_every_refusal_is_the_same(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    code = person.code(clock.now)
    for handle, key, typed in (
        ("nobody", person.sign_in_key, code),
        ("cb-1", b"\x00" * 32, code),
        ("cb-1", b"", code),
        ("cb-1", person.sign_in_key, "000000"),
        ("cb-1", person.sign_in_key, ""),
    ):
        with pytest.raises(SignInRefused) as refusal:
            await accounts.sign_in(handle, key, typed)
        assert str(refusal.value) == ""


async def test_a_code_works_once(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    code = person.code(clock.now)
    await accounts.sign_in("cb-1", person.sign_in_key, code)
    with pytest.raises(SignInRefused):
        await accounts.sign_in("cb-1", person.sign_in_key, code)
    clock.move(seconds=30)
    with pytest.raises(SignInRefused):  # still within the drift that is allowed
        await accounts.sign_in("cb-1", person.sign_in_key, code)
    await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))


async def test_the_code_of_enrolment_is_used_up(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    clock.move(seconds=-30)
    with pytest.raises(SignInRefused):
        await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))


async def test_an_unknown_handle_gets_a_stable_challenge(
    accounts: Accounts, clock: SetClock
) -> None:
    await enrol(accounts, clock)
    first, again = await accounts.challenge("nobody"), await accounts.challenge(" NOBODY ")
    other, real = await accounts.challenge("nobody-2"), await accounts.challenge("cb-1")
    assert first == again
    assert len({first, other, real}) == 3
    assert len(first[0]) == len(real[0]) == 16
    assert first[1] == real[1] == 600_000


async def test_too_many_tries_wait(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await accounts.sign_in("cb-1", b"wrong", "000000")
    with pytest.raises(SignInThrottled) as refusal:
        await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    assert 0 < refusal.value.retry_after_s <= 31
    clock.move(seconds=refusal.value.retry_after_s)
    await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))


async def test_an_unknown_handle_is_throttled_the_same(accounts: Accounts) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await accounts.sign_in("nobody", b"", "")
    with pytest.raises(SignInThrottled):
        await accounts.sign_in("nobody", b"", "")


def test_waits_double_up_to_a_limit_and_are_forgotten() -> None:
    tries, clock = SignInTries(), SetClock()
    waits = []
    for _ in range(14):
        try:
            tries.start("x", clock.now)
        except SignInThrottled as refusal:
            waits.append(refusal.retry_after_s)
            clock.move(seconds=refusal.retry_after_s)
            tries.start("x", clock.now)
    assert waits[:3] == [31, 61, 121]
    assert max(waits) == 901
    clock.move(hours=1, seconds=1)
    for _ in range(5):
        tries.start("x", clock.now)


def test_a_flood_of_handles_is_bounded() -> None:
    tries = SignInTries(limit=10)
    for number in range(1000):
        tries.start(f"handle-{number}", NOON)
    assert len(tries._tries) == 10


async def test_a_session_ends_when_idle(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    for _ in range(3):
        clock.move(minutes=29)
        assert await accounts.session(signed.token) is not None
    clock.move(minutes=30)
    assert await accounts.session(signed.token) is None
    clock.move(minutes=-30)
    assert await accounts.session(signed.token) is None  # deleted, not hidden


async def test_a_session_ends_after_twelve_hours(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    for _ in range(12 * 3 - 1):
        clock.move(minutes=20)
        assert await accounts.session(signed.token) is not None
    clock.move(minutes=20)
    assert await accounts.session(signed.token) is None


async def test_signing_out_ends_the_session(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    await accounts.sign_out(signed.token)
    assert await accounts.session(signed.token) is None
    await accounts.sign_out(signed.token)


async def test_switching_off_ends_everything(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    await accounts.deactivate("cb-1")
    assert await accounts.session(signed.token) is None
    clock.move(seconds=30)
    with pytest.raises(SignInRefused):
        await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    await accounts.activate("cb-1")
    assert await accounts.session(signed.token) is None
    await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    with pytest.raises(StaffUnknown):
        await accounts.deactivate("nobody")


async def test_the_own_wrapped_key_can_be_fetched(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    assert await accounts.wrapped_key(person.member.id) == signed.wrapped_key


async def test_a_lost_phone_gets_new_codes(accounts: Accounts, clock: SetClock) -> None:
    person = await enrol(accounts, clock)
    signed = await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    secret, uri = await accounts.renew_code("CB-1")
    assert secret in uri
    assert await accounts.session(signed.token) is None
    clock.move(seconds=30)
    with pytest.raises(SignInRefused):
        await accounts.sign_in("cb-1", person.sign_in_key, person.code(clock.now))
    code = pyotp.TOTP(secret).at(clock.now)
    assert (await accounts.sign_in("cb-1", person.sign_in_key, code)).public_key
    with pytest.raises(StaffUnknown):
        await accounts.renew_code("nobody")


async def test_another_key_is_noticed(
    accounts: Accounts, clock: SetClock, database: Database
) -> None:
    other = Accounts(
        database.transaction, KeyVault(bytes(32)), TotpCodes(), clock, secrets.token_bytes
    )
    assert await other.opens_secrets()  # nothing is sealed yet
    await enrol(accounts, clock)
    assert await accounts.opens_secrets()
    assert not await other.opens_secrets()
