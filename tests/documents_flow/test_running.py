"""The wired bot: a document published at the command line is quoted by the process that runs."""

import base64
from pathlib import Path

from bot.settings import read_settings
from bot.wiring import build
from knowledge.importing import OPERATOR
from tests.documents_flow.papers import GATES


async def test_the_wired_bot_loads_what_the_database_holds(tmp_path: Path):
    key = base64.b64encode(bytes(range(32))).decode()
    settings = read_settings(
        {
            "BOT_TOKEN": "42:abc",
            "DATABASE_URL": f"sqlite:///{tmp_path}/andan.sqlite",
            "SECRET_KEY": key,
            "OVERSIGHT_PUBLIC_KEY": key,
        }
    )
    system = build(settings, "AnDanBot")
    try:
        await system.parts.database.migrate()
        library = system.parts.library
        await library.read(OPERATOR, GATES.encode(), "021.txt")
        await library.publish(OPERATOR, "021")
        assert await system.library.refresh()
        (document,) = system.knowledge.shelf()
        assert document.id == "021"
        passage, words = document.place(1)
        quote = system.knowledge.quote(passage)
        assert quote is not None
        assert words in quote.text
    finally:
        await system.close()
