"""Quotations on the screen: a document's own words, where they stand, and what became of them.

Shows what ``knowledge`` found and adds no word to it; browsing whole documents is in
``citizen/shelf.py``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton

from handlers.telegram.citizen.leads import vote_row
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import CALLBACK_LIMIT, button, rows
from handlers.telegram.lengths import MESSAGE_LIMIT, cut, pieces, units
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import Texts
from knowledge.model import Context, Outdated, Quote, Reply

Row = list[InlineKeyboardButton]

FOLLOWED: Final = "followed"
"""Where the conversation's data keeps what a follow-up question may lean on."""
FOLLOW_UP: Final = timedelta(minutes=10)
_HEADING: Final = 220
"""Units of a title, a section or a number on the screen."""
_ROOM: Final = MESSAGE_LIMIT - 1_600
"""Units of a whole passage in one message; the rest is for where it stands."""
_ABOVE: Final = 1_000
"""Units of an article that may stand above quotations."""
_MOST_PIECES: Final = 5
"""Messages one long list may take; who wants more opens the document."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The last question and when it was answered. In memory only."""

    context: Context = field(repr=False)
    at: datetime


async def ask_knowledge(text: str, state: FSMContext, services: TelegramServices) -> Reply:
    """Ask the knowledge, with what was asked in the last ten minutes in mind."""
    held = (await state.get_data()).get(FOLLOWED)
    now = services.clock()
    if isinstance(held, Followed) and now - held.at < FOLLOW_UP:
        reply = services.knowledge.ask(text, held.context)
    else:
        reply = services.knowledge.ask(text)
    if reply.context is not None:
        await state.update_data({FOLLOWED: Followed(reply.context, now)})
    return reply


def quoted_html(reply: Reply, texts: Texts) -> list[str]:
    """Return the reply's quotations, each with where it stands; what is outdated is said once.

    Quotations of other documents stand under a line that says so.
    """
    if reply.quote is None:
        return []
    told: set[str] = set()
    parts = [_block(reply.quote, texts, told)]
    if reply.other:
        parts.append(texts("quote.others"))
        parts += [_block(one, texts, told) for one in reply.other]
    if texts.locale != "vi" and reply.article is None:
        parts.append(texts("answer.in_vietnamese"))
    return list(_fitting(parts))


def quote_buttons(reply: Reply, texts: Texts) -> list[Row]:
    """Return the buttons below quotations: the whole passage, and a link to hand on."""
    quote = reply.quote
    if quote is None:
        return []
    return [_whole_button(quote, texts), share_button(link_to_passage(quote.passage_id), texts)]


def add_quoting(router: Router, services: TelegramServices) -> None:
    """Handle the buttons that open a passage, open it whole, and hand a link on."""

    @router.callback_query(Pressed("p"))
    async def on_passage(query: CallbackQuery, value: str, talk: Talk) -> None:
        await _opened(query, services.knowledge.quote(value), talk, in_full=False)

    @router.callback_query(Pressed("pw"))
    async def on_whole(query: CallbackQuery, value: str, talk: Talk) -> None:
        await _opened(query, services.knowledge.quote(value), talk, in_full=True)

    @router.callback_query(Pressed("sh"))
    async def on_share(query: CallbackQuery, value: str, talk: Talk) -> None:
        if not services.bot_username:
            await alert(query, talk.texts.plain("error.old_button"))
            return
        await acknowledge(query)
        link = f"https://t.me/{services.bot_username}?start={value}"
        await talk.say(talk.texts("quote.link", link=link))


async def show_passage(quote: Quote, talk: Talk) -> None:
    """Say a passage, where it stands and what leads on from it."""
    buttons = [
        _whole_button(quote, talk.texts),
        [button(talk.texts.plain("quote.button.document"), f"d:{quote.document_id}")],
        share_button(link_to_passage(quote.passage_id), talk.texts),
        vote_row(quote.passage_id, talk.texts),
    ]
    await talk.say(_block(quote, talk.texts, set()), rows(*map(_pressable, buttons)))


def share_button(payload: str, texts: Texts) -> Row:
    """Return the button that gives out a link to an article or a passage."""
    return _pressable([button(texts.plain("quote.button.share"), f"sh:{payload}")])


def link_to_passage(passage_id: str) -> str:
    """Return what follows ``?start=`` for a passage: Telegram allows no "#" there."""
    return f"p_{passage_id.replace('#', '_')}"


def link_to_article(article_id: str) -> str:
    """Return what follows ``?start=`` for an article."""
    return f"a_{article_id}"


async def _opened(query: CallbackQuery, quote: Quote | None, talk: Talk, in_full: bool) -> None:
    if quote is None:
        await alert(query, talk.texts.plain("quote.gone"))
        return
    await acknowledge(query)
    if not in_full:
        await show_passage(quote, talk)
        return
    for page in whole_pages(quote, talk.texts):
        await talk.say(page)


def whole_pages(quote: Quote, texts: Texts) -> list[str]:
    """Return the whole passage or list in as many messages as it needs, at most five."""
    found = list(islice(pieces(quote.whole, _ROOM), _MOST_PIECES + 1))
    if len(found) > _MOST_PIECES:
        found = [*found[: _MOST_PIECES - 1], f"{found[_MOST_PIECES - 1].rstrip()}…"]
    pages = [texts("quote.whole", text=piece) for piece in found]
    pages[-1] = "\n".join([pages[-1], *_standing(quote, texts, set())])
    return pages


def _block(quote: Quote, texts: Texts, told: set[str]) -> str:
    text = texts("quote.text", text=cut(quote.text, _ROOM))
    return "\n".join([text, *_standing(quote, texts, told)])


def _standing(quote: Quote, texts: Texts, told: set[str]) -> Iterator[str]:
    """Yield the lines under a quotation: document, section, where and when, what is outdated."""
    title = cut(quote.title, _HEADING)
    if quote.number and quote.number not in title:
        yield texts("quote.numbered", number=cut(quote.number, _HEADING), title=title)
    else:
        yield texts("quote.unnumbered", title=title)
    if quote.section:
        yield texts("quote.section", section=cut(quote.section, _HEADING))
    if where := " · ".join(_where(quote, texts)):
        yield texts("quote.where", where=where)
    warning = _warning(quote, texts)
    if warning and warning not in told:
        told.add(warning)
        yield warning


def _where(quote: Quote, texts: Texts) -> Iterator[str]:
    body, place = quote.body or "", quote.place or ""
    if body:
        yield cut(body, _HEADING)
    if place and place not in body:
        yield cut(place, _HEADING)
    if quote.issued:
        yield texts.plain("quote.issued", day=_day(quote.issued))
    elif quote.published:
        yield texts.plain("quote.published", day=_day(quote.published))
    elif quote.year:
        yield texts.plain("quote.year", year=quote.year)


def _warning(quote: Quote, texts: Texts) -> str:
    if quote.outdated is None:
        return ""
    if quote.outdated is not Outdated.REPLACED:
        return texts(f"outdated.{quote.outdated}")
    if quote.replaced_by:
        return texts("quote.replaced_by", by=cut(quote.replaced_by, _HEADING))
    return texts("quote.replaced")


def _fitting(parts: Iterable[str]) -> Iterator[str]:
    """Leave out what one message cannot hold; markup counts, which errs on the safe side."""
    used = 0
    for part in parts:
        used += units(part) + 2
        if used > MESSAGE_LIMIT - _ABOVE:
            return
        yield part


def _whole_button(quote: Quote, texts: Texts) -> Row:
    if quote.whole.strip() == quote.text.strip():
        return []
    return _pressable([button(texts.plain("quote.button.whole"), f"pw:{quote.passage_id}")])


def _pressable(row: Sequence[InlineKeyboardButton]) -> Row:
    return [one for one in row if len((one.callback_data or "").encode()) <= CALLBACK_LIMIT]


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
