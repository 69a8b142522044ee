"""The sample world's file, keys and codes."""

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_private_key

from demo.browser_keys import _root, make_key, sign_in_key
from demo.world import Credentials, load_world
from inbox.areas import load_areas
from staff.model import Role

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_world_is_complete():
    world, areas = load_world(), load_areas()
    units = {unit.id for unit in world.units}
    roles = [role for entry in world.staff for role in entry.roles]
    assert all(unit.area_code in areas for unit in world.units)
    assert all(entry.unit_id in units for entry in world.staff)
    assert units <= {entry.unit_id for entry in world.staff}
    assert roles.count(Role.OFFICIAL) == 2
    assert set(roles) == set(Role)
    quan_trieu = [e for e in world.staff if e.unit_id == "ca-p-quan-trieu"]
    assert len(quan_trieu) == 3
    assert len(world.playing("citizen")) == 3
    assert {p.staff for p in world.playing("official")} <= {e.handle for e in world.staff}


def test_seed_is_what_the_server_reads():
    world = load_world()
    seed = world.telegram_seed()
    assert seed["groups"][0]["members"] == [p.id for p in world.playing("duty")]
    assert all("username" not in p or p["username"] for p in seed["people"])


def test_key_opens_with_the_passphrase_only():
    key = make_key("mật khẩu thử", lambda n: bytes(range(n)))
    root = _root("mật khẩu thử", key.wrapped_key.salt)
    wrapping = HKDF(hashes.SHA256(), 32, b"", b"andan/v1/wrapping").derive(root)
    plain = AESGCM(wrapping).decrypt(
        key.wrapped_key.iv, key.wrapped_key.ciphertext, b"andan/v1/wrapped-key"
    )
    private = load_der_private_key(plain, None)
    assert isinstance(private, X25519PrivateKey)
    assert private.public_key().public_bytes_raw() == key.public_key
    assert sign_in_key("mật khẩu thử", key.wrapped_key.salt, 600_000) == key.sign_in_key


def test_codes_are_never_handed_out_twice():
    keys = Credentials("x", None, SECRET, last_step=100)  # type: ignore[arg-type]
    now = 100 * 30 + 7
    code, wait_s = keys.next_code(now)
    assert (code, wait_s) == (pyotp.TOTP(SECRET).at(101 * 30), 0)
    code, wait_s = keys.next_code(now)
    assert (code, wait_s) == ("", 23)
    code, wait_s = keys.next_code(now + 23)
    assert (code, wait_s) == (pyotp.TOTP(SECRET).at(102 * 30), 0)
    later = now + 3000
    assert keys.next_code(later)[0] == pyotp.TOTP(SECRET).at(later)
