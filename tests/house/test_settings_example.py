"""``.env.example`` and the settings say the same names and the same defaults."""

from bot.settings import DEFAULTS, read_dotenv
from tests.house.rooms import ROOT, code_files


def test_example_names_every_setting_and_no_other():
    assert list(read_dotenv(ROOT / ".env.example")) == list(DEFAULTS)


def test_example_shows_the_defaults():
    assert read_dotenv(ROOT / ".env.example") == DEFAULTS


def test_environment_is_read_in_one_place():
    readers = [
        file.relative_to(ROOT).as_posix()
        for file in code_files()
        if any(word in file.read_text() for word in ("os.environ", "getenv"))
    ]
    assert readers == ["bot/settings.py"]
