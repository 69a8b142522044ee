"""An article on the screen: its words, its source and date, and the buttons that lead on from it.

Adds no word of its own to what the article says.
"""

from aiogram.types import InlineKeyboardButton

from handlers.telegram.citizen.leads import vote_row
from handlers.telegram.citizen.quoting import link_to_article, share_button
from handlers.telegram.keyboards import CALLBACK_LIMIT, button, rows
from handlers.telegram.talk import Talk
from handlers.texts.catalog import Texts
from knowledge.model import Article, Confidence


async def show_article(article: Article, talk: Talk, in_full: bool = False) -> None:
    """Say an article, and what leads on from it."""
    more = [] if in_full else full_button(article, talk.texts)
    share = share_button(link_to_article(article.id), talk.texts)
    votes = [] if in_full else vote_row(article.id, talk.texts)
    await talk.say(article_html(article, talk.texts, in_full), rows(more, share, votes))


def article_html(article: Article, texts: Texts, in_full: bool = False) -> str:
    """Return an answer with its source, its date, and a caution where facts are unconfirmed."""
    body = article.text if in_full else article.answer
    parts = [
        texts("answer.body", title=article.title, body=body),
        texts("answer.source", source=article.source, as_of=article.as_of.strftime("%d/%m/%Y")),
    ]
    if article.confidence is Confidence.UNCONFIRMED:
        parts.append(texts("answer.unconfirmed"))
    if texts.locale != "vi":
        parts.append(texts("answer.in_vietnamese"))
    return "\n\n".join(parts)


def full_button(article: Article, texts: Texts) -> list[InlineKeyboardButton]:
    """Return the button that opens the longer text, or nothing where there is none."""
    data = f"qf:{article.id}"
    is_longer = article.text.strip() and article.text.strip() != article.answer.strip()
    if not is_longer or len(data.encode()) > CALLBACK_LIMIT:
        return []
    return [button(texts.plain("button.read_all"), data)]
