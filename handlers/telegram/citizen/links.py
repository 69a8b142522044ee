"""Links people hand on, ``t.me/<bot>?start=…``: each opens one article or one passage.

The payload says only what is opened, never who made the link or who opens it.
"""

import re
from typing import Final

from handlers.telegram.citizen.article_view import show_article
from handlers.telegram.citizen.quoting import show_passage
from handlers.telegram.keyboards import doors
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk

_PASSAGE: Final = re.compile(r"p_([a-z0-9-]{1,50})_([0-9]{1,6})")
_ARTICLE: Final = re.compile(r"a_([a-z0-9-]{1,60})")


async def open_link(payload: str, talk: Talk, services: TelegramServices) -> bool:
    """Show what the payload of a link means; say whether it was one.

    What is no longer there is said so, and the doors are shown.
    """
    if found := _PASSAGE.fullmatch(payload):
        quote = services.knowledge.quote(f"{found[1]}#{found[2]}")
        if quote is not None:
            await show_passage(quote, talk)
            return True
    elif found := _ARTICLE.fullmatch(payload):
        article = services.knowledge.article(found[1])
        if article is not None:
            await show_article(article, talk)
            return True
    else:
        return False
    await talk.say(talk.texts("quote.gone"), doors(talk.texts))
    return True
