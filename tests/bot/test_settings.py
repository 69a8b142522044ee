import base64

import pytest

from bot.settings import Secret, SettingsError, read_dotenv, read_settings

KEY = base64.b64encode(bytes(32)).decode()
GOOD = {"BOT_TOKEN": "123456:abcDEF", "SECRET_KEY": KEY, "OVERSIGHT_PUBLIC_KEY": KEY}


def faults(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_settings({**GOOD, **changes})
    return refused.value.faults


def test_good_settings_are_read():
    settings = read_settings(GOOD)
    assert settings.bot_token.reveal() == "123456:abcDEF"
    assert not settings.uses_webhook
    assert settings.oversight_public_key == bytes(32)


def test_secrets_do_not_show():
    settings = read_settings({**GOOD, "DATABASE_URL": "postgresql://u:hidden@h/d"})
    shown = f"{settings!r} {settings.bot_token} {settings.secret_key!s}"
    assert "hidden" not in shown
    assert "abcDEF" not in shown
    assert KEY not in shown
    assert repr(Secret("")) == "Secret()"


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("BOT_TOKEN", "", "bot_token"),
        ("BOT_TOKEN", "not a token", "bot_token"),
        ("TELEGRAM_API_URL", "http://example.org", "telegram_api_url"),
        ("DATABASE_URL", "mysql://x", "database_url"),
        ("SECRET_KEY", "c2hvcnQ=", "secret_key"),
        ("OVERSIGHT_PUBLIC_KEY", "!!", "oversight_public_key"),
        ("WEB_PORT", "٣", "web_port"),
        ("WEB_BASE_URL", "http://example.org", "web_base_url"),
        ("WEBHOOK_SECRET", "short", "webhook_secret"),
        ("WEBHOOK_SECRET", "a" * 32, "webhook_unreachable"),
        ("OPERATOR_NAME", " ", "operator_name"),
        ("BROADCAST_PER_SECOND", "31", "broadcast_per_second"),
        ("LOG_LEVEL", "LOUD", "log_level"),
        ("LOG_LEVEL", "debug", "log_debug"),
    ],
)
def test_each_fault_is_named(name, value, fault):
    assert fault in faults(**{name: value})


def test_all_faults_come_at_once():
    assert {"bot_token", "web_port"} <= set(faults(BOT_TOKEN="", WEB_PORT="x"))


def test_token_is_not_needed_to_manage():
    assert not read_settings({**GOOD, "BOT_TOKEN": ""}, for_run=False).bot_token


def test_dotenv(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# note\nA=1\n B = 'x=y' \nnothing\n")
    assert read_dotenv(file) == {"A": "1", "B": "x=y"}
    assert read_dotenv(tmp_path / "absent") == {}
