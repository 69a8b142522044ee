"""From an invitation to an account, and what is refused on the way."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from staff.accounts import Accounts
from staff.enrolment import Enrolment
from staff.errors import EnrolmentInvalid, HandleTaken, InvitationUnusable, UnitUnknown
from staff.model import Role, UnitId
from storage.database import Database
from tests.staff.people import UNIT, SetClock, enrol, enrolment_for, with_wrapped

REVIEWER = frozenset({Role.REVIEWER})
PRIME = 2**255 - 19
SMALL = [
    0,
    1,
    PRIME - 1,
    PRIME,
    PRIME + 1,
    int("00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0", 16),
    int("57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5f", 16),
]


async def invited(accounts: Accounts, clock: SetClock) -> tuple[str, Enrolment]:
    token = await accounts.invite("cb-1", "Cán bộ 1", UNIT, REVIEWER)
    secret, _ = await accounts.begin_enrolment(token)
    return token, enrolment_for(X25519PrivateKey.generate(), secret, clock.now)


async def test_an_invitation_becomes_an_account(accounts: Accounts, clock: SetClock) -> None:
    token, enrolment = await invited(accounts, clock)
    assert (await accounts.invitation(token)).handle == "cb-1"
    member = await accounts.enrol(token, enrolment)
    assert member.unit_id == UNIT
    assert member.roles == REVIEWER
    assert await accounts.members() == [member]
    assert (await accounts.challenge("cb-1"))[0] == enrolment.wrapped_key.salt


async def test_an_invitation_works_once(accounts: Accounts, clock: SetClock) -> None:
    token, enrolment = await invited(accounts, clock)
    await accounts.enrol(token, enrolment)
    with pytest.raises(InvitationUnusable):
        await accounts.enrol(token, enrolment)
    with pytest.raises(InvitationUnusable):
        await accounts.invitation(token)
    assert len(await accounts.members()) == 1


async def test_an_invitation_ends_after_three_days(accounts: Accounts, clock: SetClock) -> None:
    token, _ = await invited(accounts, clock)
    clock.move(hours=72, seconds=-1)
    await accounts.invitation(token)
    clock.move(seconds=1)
    with pytest.raises(InvitationUnusable):
        await accounts.begin_enrolment(token)


async def test_a_made_up_token_is_refused(accounts: Accounts) -> None:
    with pytest.raises(InvitationUnusable):
        await accounts.invitation("made-up")


async def test_a_wrong_first_code_keeps_the_invitation(
    accounts: Accounts, clock: SetClock
) -> None:
    token, enrolment = await invited(accounts, clock)
    with pytest.raises(EnrolmentInvalid):
        await accounts.enrol(token, replace(enrolment, totp_code="000000"))
    await accounts.enrol(token, enrolment)


async def test_wrong_shapes_are_refused(accounts: Accounts, clock: SetClock) -> None:
    token, good = await invited(accounts, clock)
    for bad in (
        replace(good, public_key=b"\x01" * 31),
        replace(good, sign_in_key=b""),
        replace(good, totp_secret="short"),
        with_wrapped(good, salt=b"1"),
        with_wrapped(good, iterations=1000),
        with_wrapped(good, iv=b"1"),
        with_wrapped(good, ciphertext=b"1" * 65),
    ):
        with pytest.raises(EnrolmentInvalid):
            await accounts.enrol(token, bad)
    await accounts.enrol(token, good)


@pytest.mark.parametrize("point", SMALL)
@pytest.mark.parametrize("high_bit", [0, 2**255])
async def test_a_key_nothing_can_be_sealed_to_is_refused(
    accounts: Accounts, clock: SetClock, point: int, high_bit: int
) -> None:
    key = (point + high_bit).to_bytes(32, "little")
    with pytest.raises(ValueError):
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
    token, good = await invited(accounts, clock)
    with pytest.raises(EnrolmentInvalid):
        await accounts.enrol(token, replace(good, public_key=key))


@pytest.mark.parametrize("handle", ["", "ab", "a b c", "cán-bộ", "x" * 40, "-abc", "a\nbc"])
async def test_odd_handles_are_refused(accounts: Accounts, handle: str) -> None:
    with pytest.raises(EnrolmentInvalid):
        await accounts.invite(handle, "Cán bộ", UNIT, REVIEWER)


async def test_an_invitation_needs_title_roles_and_office(accounts: Accounts) -> None:
    with pytest.raises(EnrolmentInvalid):
        await accounts.invite("cb-1", " ", UNIT, REVIEWER)
    with pytest.raises(EnrolmentInvalid):
        await accounts.invite("cb-1", "Cán bộ", UNIT, [])
    with pytest.raises(UnitUnknown):
        await accounts.invite("cb-1", "Cán bộ", UnitId("nowhere"), REVIEWER)


async def test_a_handle_is_given_once(accounts: Accounts, clock: SetClock) -> None:
    await enrol(accounts, clock, "cb-1")
    with pytest.raises(HandleTaken):
        await accounts.invite(" CB-1 ", "Cán bộ", UNIT, REVIEWER)


async def test_the_token_is_not_stored(
    accounts: Accounts, clock: SetClock, database: Database
) -> None:
    token, enrolment = await invited(accounts, clock)
    async with database.transaction() as transaction:
        stored = repr(await transaction.staff.invitation(b""))
    assert token not in stored
    assert "sign_in_key" not in repr(enrolment)
    assert enrolment.totp_secret not in repr(enrolment)


async def test_an_invitation_that_ran_out_frees_its_handle(
    accounts: Accounts, clock: SetClock
) -> None:
    await accounts.invite("cb-1", "Cán bộ", UNIT, REVIEWER)
    with pytest.raises(HandleTaken):
        await accounts.invite("cb-1", "Cán bộ", UNIT, REVIEWER)
    clock.move(hours=72)
    token = await accounts.invite("cb-1", "Cán bộ", UNIT, REVIEWER)
    assert (await accounts.invitation(token)).handle == "cb-1"


async def test_inviting_again_replaces_a_lost_link(accounts: Accounts, clock: SetClock) -> None:
    lost = await accounts.invite("cb-1", "Cán bộ", UNIT, REVIEWER)
    token = await accounts.invite("cb-1", "Cán bộ", UNIT, REVIEWER, again=True)
    with pytest.raises(InvitationUnusable):
        await accounts.invitation(lost)
    assert (await accounts.invitation(token)).handle == "cb-1"
    await enrol(accounts, clock, "cb-2")
    with pytest.raises(HandleTaken):
        await accounts.invite("cb-2", "Cán bộ", UNIT, REVIEWER, again=True)
