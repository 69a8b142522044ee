"""The demo's Telegram: a Bot API server on loopback with people one can play.

Real bot libraries talk to it unmodified. It is also the test double of every Telegram test.
Nothing here is used when the bot runs against the real Telegram.
"""

DEMO_TOKEN = "42:DEMO"  # noqa: S105 - a public constant of a local pretend server
