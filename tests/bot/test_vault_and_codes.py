from datetime import UTC, datetime, timedelta

import pytest

from bot.codes import TotpCodes
from bot.vault import KeyVault

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_what_is_sealed_opens_only_with_key_and_purpose():
    vault = KeyVault(b"k" * 32)
    sealed = vault.seal(b"123456789", "address")
    assert b"123456789" not in sealed
    assert vault.open(sealed, "address") == b"123456789"
    for other, purpose in ((vault, "other"), (KeyVault(b"x" * 32), "address")):
        with pytest.raises(ValueError, match="sealed under another"):
            other.open(sealed, purpose)


def test_tags_are_equal_only_under_one_key_and_purpose():
    vault = KeyVault(b"k" * 32)
    assert vault.tag(b"1", "a") == vault.tag(b"1", "a")
    assert (
        len({vault.tag(b"1", "a"), vault.tag(b"1", "b"), KeyVault(b"x" * 32).tag(b"1", "a")}) == 3
    )


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        KeyVault(b"short")


def test_codes_match_within_one_step_only():
    codes = TotpCodes()
    secret = codes.new_secret()
    import pyotp

    code = pyotp.TOTP(secret).at(NOW)
    step = codes.matching_step(secret, code, NOW)
    assert step == int(NOW.timestamp()) // 30
    assert codes.matching_step(secret, code, NOW + timedelta(seconds=30)) == step
    assert codes.matching_step(secret, code, NOW + timedelta(minutes=5)) is None
    assert codes.matching_step(secret, "not a code", NOW) is None
    assert "An%20Dan" in codes.enrolment_uri(secret, "canbo1")
