import hashlib
import json
import secrets
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.errors import SealInvalid
from inbox.model import Author, CaseId, Holder
from inbox.padding import BLOCK, pad, unpad
from inbox.sealing import (
    MAX_SEALED,
    check_sealed,
    key_id,
    message_context,
    new_case_keys,
    note_context,
    open_envelope,
    open_words,
    public_key_of,
    seal_envelope,
    seal_report,
    seal_words,
)
from tests.inbox import rfc9180
from tests.inbox.samples import SECRET_WORDS, draft

CASE = CaseId("0123456789abcdef" * 2)
OTHER_CASE = CaseId("f" * 32)


@pytest.fixture(name="keys")
def case_keys():
    return new_case_keys(secrets.token_bytes)


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


def test_our_second_implementation_gives_the_rfc_its_own_example():
    # RFC 9180, appendix A.1.1, sequence number 0.
    public = hexed("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
    private = hexed("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
    ephemeral = hexed("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736")
    info, aad = b"Ode on a Grecian Urn", b"Count-0"
    blob = rfc9180.seal(
        public, info, b"Beauty is truth, truth beauty", rfc9180.AES_128_GCM, ephemeral, aad
    )
    assert blob[:32].hex() == "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
    assert blob[32:].hex() == (
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
        "6d8770ac83d07bea87e13c512a"
    )
    plain = rfc9180.unseal(private, info, blob, rfc9180.AES_128_GCM, aad)
    assert plain == b"Beauty is truth, truth beauty"


def test_the_key_schedule_gives_the_rfc_its_own_key():
    shared = hexed("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc")
    context = rfc9180.key_schedule(shared, b"Ode on a Grecian Urn", rfc9180.AES_128_GCM)
    assert context.key.hex() == "4531685d41d65f03dc48f6b8302c05b0"
    assert context.base_nonce.hex() == "56d890e5accaaf011cff4b7d"


def test_what_the_house_seals_opens_by_the_rfc(keys):
    sealed = seal_words(keys.case_public, CASE, Author.REVIEWER, "đã nhận")
    info = message_context(CASE, Author.REVIEWER)
    padded = rfc9180.unseal(keys.case_private, info, sealed[1:], rfc9180.AES_256_GCM)
    assert sealed[0] == 1
    assert json.loads(unpad(padded)) == {"v": 1, "words": "đã nhận"}


def test_what_the_rfc_seals_the_house_opens(keys):
    plain = pad('{"v":1,"words":"hẹn gặp"}'.encode())
    info = message_context(CASE, Author.REVIEWER)
    ephemeral = secrets.token_bytes(32)
    blob = rfc9180.seal(keys.case_public, info, plain, rfc9180.AES_256_GCM, ephemeral)
    assert open_words(b"\x01" + blob, keys.case_private, CASE, Author.REVIEWER) == "hẹn gặp"


def test_fixed_examples_for_the_browser_open():
    for number, vector in enumerate(rfc9180.vectors()):
        private, sealed = hexed(vector["private"]), hexed(vector["sealed"])
        words = open_words(sealed, private, CaseId(f"{number:032x}"), Author.REPORTER)
        assert words == "mưa " * number


def test_contexts_are_those_the_browser_uses():
    assert message_context(CASE, Author.REPORTER) == f"andan/v1/message|{CASE}|reporter".encode()
    assert note_context(CASE) == f"andan/v1/note|{CASE}".encode()


@given(st.text(max_size=4000).filter(lambda text: text.isprintable()))
def test_words_come_back(words):
    keys = new_case_keys(secrets.token_bytes)
    sealed = seal_words(keys.case_public, CASE, Author.REPORTER, words)
    check_sealed(sealed)
    assert open_words(sealed, keys.case_private, CASE, Author.REPORTER) == words


def test_a_report_holds_everything_and_shows_nothing(keys):
    sealed = seal_report(keys, CASE, draft())
    info = message_context(CASE, Author.REPORTER)
    plain = unpad(rfc9180.unseal(keys.case_private, info, sealed[1:], rfc9180.AES_256_GCM))
    assert json.loads(plain) == {
        "v": 1,
        "words": draft().words,
        "danger": "no",
        "when": "repeatedly",
        "subject": "nobody",
        "landmark": draft().landmark,
        "people": draft().people,
        "wish": draft().wish,
    }
    assert not any(secret.encode() in sealed for secret in SECRET_WORDS)


def test_the_longest_report_fits(keys):
    long = draft(words="\U0001f525" * 4000, landmark='"' * 500, people="\n" * 500, wish="ế" * 500)
    sealed = seal_report(keys, CASE, long)
    check_sealed(sealed)
    assert len(sealed) <= MAX_SEALED


def test_short_messages_cannot_be_told_apart_by_length(keys):
    lengths = {
        len(seal_words(keys.case_public, CASE, Author.REPORTER, "a" * count))
        for count in (1, 50, 300, 490)
    }
    assert lengths == {1 + 32 + BLOCK + 16}


@pytest.mark.parametrize(
    ("case_id", "author"), [(OTHER_CASE, Author.REPORTER), (CASE, Author.REVIEWER)]
)
def test_a_message_is_bound_to_its_case_and_side(keys, case_id, author):
    sealed = seal_words(keys.case_public, CASE, Author.REPORTER, "xin chào")
    with pytest.raises(SealInvalid):
        open_words(sealed, keys.case_private, case_id, author)


def test_another_key_opens_nothing(keys):
    sealed = seal_words(keys.case_public, CASE, Author.REPORTER, "xin chào")
    with pytest.raises(SealInvalid):
        open_words(sealed, keys.notes_private, CASE, Author.REPORTER)


@given(st.integers(min_value=0, max_value=8 * 200))
def test_a_flipped_bit_is_noticed(bit):
    keys = new_case_keys(secrets.token_bytes)
    sealed = bytearray(seal_words(keys.case_public, CASE, Author.REPORTER, "xin chào"))
    # The top bit of an X25519 public key is ignored by the standard, and HPKE binds it.
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealInvalid):
        open_words(bytes(sealed), keys.case_private, CASE, Author.REPORTER)


@pytest.mark.parametrize(
    "plain", [b"no json", b"[]", b'{"v":1}', b'{"words":7}', b"\xff", b"[" * 30_000]
)
def test_a_message_that_is_none_is_refused(keys, plain):
    info = message_context(CASE, Author.REVIEWER)
    ephemeral = secrets.token_bytes(32)
    for padded in (pad(plain), plain.ljust(BLOCK, b"\0"), b""):
        blob = rfc9180.seal(keys.case_public, info, padded, rfc9180.AES_256_GCM, ephemeral)
        with pytest.raises(SealInvalid):
            open_words(b"\x01" + blob, keys.case_private, CASE, Author.REVIEWER)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" * 48, b"\x02" * 561, b"\x01" * 4096])
def test_broken_blobs_do_not_open(keys, sealed):
    with pytest.raises(SealInvalid):
        open_words(sealed, keys.case_private, CASE, Author.REPORTER)


@pytest.mark.parametrize("holder", [Holder.REVIEWER, Holder.OVERSIGHT])
def test_staff_and_oversight_get_both_keys(keys, holder):
    private = secrets.token_bytes(32)
    sealed = seal_envelope(holder, keys, CASE, public_key_of(private))
    opened = open_envelope(holder, sealed, CASE, private)
    assert opened == (keys.case_private, keys.notes_private)


def test_the_mailbox_gets_no_key_to_the_notes(keys):
    private = secrets.token_bytes(32)
    sealed = seal_envelope(Holder.MAILBOX, keys, CASE, public_key_of(private))
    assert open_envelope(Holder.MAILBOX, sealed, CASE, private) == (keys.case_private, None)


def test_an_envelope_is_bound_to_its_holder_and_case(keys):
    private = secrets.token_bytes(32)
    for one, other in combinations(Holder, 2):
        sealed = seal_envelope(one, keys, CASE, public_key_of(private))
        for holder, case_id in ((other, CASE), (one, OTHER_CASE)):
            with pytest.raises(SealInvalid):
                open_envelope(holder, sealed, case_id, private)


def test_an_envelope_of_the_wrong_size_is_refused(keys):
    private = secrets.token_bytes(32)
    public = public_key_of(private)
    info = f"andan/v1/case-key|{CASE}|reviewer|{key_id(public)}".encode()
    blob = rfc9180.seal(public, info, bytes(32), rfc9180.AES_256_GCM, secrets.token_bytes(32))
    with pytest.raises(SealInvalid):
        open_envelope(Holder.REVIEWER, b"\x01" + blob, CASE, private)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32)])
def test_a_useless_public_key_is_refused(keys, public):
    with pytest.raises(SealInvalid):
        seal_envelope(Holder.REVIEWER, keys, CASE, public)


def test_every_case_has_its_own_keys():
    made = [new_case_keys(secrets.token_bytes) for _ in range(3)]
    privates = {key for one in made for key in (one.case_private, one.notes_private)}
    assert len(privates) == 6
    assert not any(private.hex() in repr(one) for one in made for private in privates)


def test_key_ids_are_the_hash_of_the_public_key():
    public = public_key_of(bytes(range(32)))
    assert key_id(public) == hashlib.sha256(public).hexdigest()[:16] == "eedd883da0a94515"


@given(st.binary(max_size=2000))
def test_padding_comes_off_again(plain):
    padded = pad(plain)
    assert len(padded) % BLOCK == 0
    assert unpad(padded) == plain


@pytest.mark.parametrize("padded", [b"", bytes(BLOCK), b"\x80" + b"a" * 511])
def test_what_was_not_padded_is_refused(padded):
    with pytest.raises(SealInvalid):
        unpad(padded)


@pytest.mark.parametrize(
    "sealed",
    [
        b"",
        b"\x01" * 49,
        b"\x01" * (49 + 511),
        b"\x02" + bytes(48 + 512),
        b"\x01" + bytes(48 + 512 * 64),
    ],
)
def test_sizes_no_browser_makes_are_refused(sealed):
    with pytest.raises(SealInvalid):
        check_sealed(sealed)


def test_sizes_a_browser_makes_pass():
    check_sealed(b"\x01" + bytes(48 + 512))
    check_sealed(b"\x01" + bytes(48 + 512 * 63))
