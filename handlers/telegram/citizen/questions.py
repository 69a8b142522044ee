"""Questions in free text: an answer with its source, a "did you mean", or an honest refusal.

What the words turn out to be is decided in ``knowledge``; here it opens the matching door.
"""

import logging
from typing import Final

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers.telegram.citizen.answers import can_be_words, is_gibberish, is_probe
from handlers.telegram.citizen.article_view import article_html, full_button, show_article
from handlers.telegram.citizen.danger import ask_danger, with_numbers
from handlers.telegram.citizen.leads import offer_row, titles, vote_row
from handlers.telegram.citizen.quoting import (
    ask_knowledge,
    link_to_article,
    quote_buttons,
    quoted_html,
    share_button,
)
from handlers.telegram.citizen.remembered import (
    count_refused,
    remember,
    remember_unanswered,
)
from handlers.telegram.citizen.reporting import begin, standing_form
from handlers.telegram.citizen.sending import thank
from handlers.telegram.citizen.states import CARRIED, SENT, Carried, Sent, Typed, forget
from handlers.telegram.citizen.topics import topics_keyboard, topics_row
from handlers.telegram.citizen.tracking import ask_receipt, is_last_group
from handlers.telegram.commands import DoorNames
from handlers.telegram.filters import HasText, IsPlainQuestion, Pressed
from handlers.telegram.keyboards import button, doors, rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import Texts
from inbox.categories import Kind
from knowledge.model import Intent, Reply, Suggestion

log = logging.getLogger(__name__)

QUESTION_LIMIT: Final = 1_000
"""How much of a long text is searched for; what counts stands at its beginning."""

_STORY: Final = 40
"""From this length on, an answered text may also be a story someone wants to send."""


_COUNTED: Final = frozenset({Intent.ANSWER, Intent.SUGGEST, Intent.REFUSE})
"""What a log line may tell: a line about a report would keep the minute somebody sent it."""


_DANGER_FIRST: Final = frozenset({Intent.SUGGEST, Intent.REFUSE, Intent.TRACK, Intent.SMALLTALK})
"""What may still be a cry for help, and shows no number. The offer of a report does, and its
form asks about danger first."""


async def invite_question(talk: Talk, services: TelegramServices) -> None:
    """Ask for a question and name the topics there are answers about."""
    await talk.say(talk.texts("ask.invite"), topics_keyboard(services, talk.texts))


async def answer_question(
    text: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Answer a free text, or open the door it asks for; danger is asked about first."""
    reply = await ask_knowledge(text[:QUESTION_LIMIT], state, services)
    if reply.intent in _COUNTED:
        log.info("question", extra={"intent": reply.intent.value})
    is_open = reply.intent in _DANGER_FIRST
    if is_open and services.knowledge.may_be_danger(text[:QUESTION_LIMIT]):
        await ask_danger(text, talk, state)
    else:
        await open_door(reply, text, talk, state, services)


async def open_door(
    reply: Reply, text: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    """Say what the reply is, or begin what it asks for."""
    match reply.intent:
        case Intent.ANSWER:
            await _answer(reply, text, talk, state, services)
        case Intent.EMERGENCY:
            await show_numbers(text, talk, state)
        case Intent.TIP:
            offer = with_numbers("ask.offer_tip", talk.texts)
            await offer_report(offer, text, Kind.TIP, talk, state)
        case Intent.GRIEVANCE:
            offer = with_numbers("ask.offer_grievance", talk.texts)
            await offer_report(offer, text, Kind.GRIEVANCE, talk, state)
        case Intent.TRACK:
            await ask_receipt(talk, state)
        case Intent.SMALLTALK:
            await talk.say(talk.texts("ask.smalltalk"))
        case Intent.OPINION:
            await talk.say(talk.texts("scope.declined"))
        case Intent.SUGGEST:
            await _suggest(reply.suggestions, text, talk, state, services)
        case Intent.REFUSE:
            await _refuse(reply, text, talk, state, services)


async def show_numbers(text: str, talk: Talk, state: FSMContext) -> None:
    """Show whom to call, then offer to send the words as a report."""
    await talk.say(talk.texts("emergency.card"))
    await offer_report(talk.texts("ask.offer_after_emergency"), text, Kind.TIP, talk, state)


def add_plain_questions(router: Router, services: TelegramServices) -> None:
    """Handle the most frequent update by the shortest way: before any other router is asked."""
    names = DoorNames(services.catalog, services.bot_username)
    router.message.register(question_typed(services), IsPlainQuestion(names))


def question_typed(services: TelegramServices) -> Typed:
    """Return what takes text that answers no question of the bot."""

    async def on_text(message: Message, talk: Talk, state: FSMContext) -> None:
        text = message.text or ""
        if len(text.strip()) == _GROUP and await _was_last_group(text, talk, state):
            return
        await answer_question(text, talk, state, services)

    return on_text


def add_questions(router: Router, services: TelegramServices) -> None:
    """Handle free text and the buttons below answers."""
    router.message.register(question_typed(services), HasText())

    @router.callback_query(Pressed("q"))
    async def on_article(query: CallbackQuery, value: str, talk: Talk) -> None:
        await _show_article(query, value, talk, services, in_full=False)

    @router.callback_query(Pressed("qf"))
    async def on_full_article(query: CallbackQuery, value: str, talk: Talk) -> None:
        await _show_article(query, value, talk, services, in_full=True)

    @router.callback_query(Pressed("c"))
    async def on_carried(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        carried = (await state.get_data()).get(CARRIED)
        if not isinstance(carried, Carried) or await standing_form(state) is not None:
            await alert(query, talk.texts.plain("error.old_button"))
            return
        await acknowledge(query)
        await forget(state, CARRIED)
        if value in tuple(Kind):
            await begin(Kind(value), talk, state, services, carried)
        else:
            await _only_asked(carried.words, talk, services)


_GROUP: Final = 4


async def _answer(
    reply: Reply, text: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    if is_probe(text):
        await talk.say(with_numbers("ask.not_understood", talk.texts))
        return
    article, texts = reply.article, talk.texts
    parts = [article_html(article, texts)] if article else []
    lines = [full_button(article, texts)] if article else []
    if article and not reply.quote:
        lines.append(share_button(link_to_article(article.id), texts))
    answer = "\n\n".join([*parts, *quoted_html(reply, texts)])
    lines += quote_buttons(reply, texts)
    led_to = [article.id] if article else []
    led_to += [reply.quote.passage_id] if reply.quote else []
    lines.append(vote_row(led_to[0], texts))
    await remember(text[:QUESTION_LIMIT], state, services, led_to=led_to, is_counted=True)
    await _say_and_carry(answer, lines, text if len(text) >= _STORY else "", talk, state)


async def offer_report(offer: str, text: str, kind: Kind, talk: Talk, state: FSMContext) -> None:
    """Offer to send the words as a report; they wait in memory for the answer."""
    words = text if can_be_words(text) else ""
    send = button(talk.texts.plain(f"button.as_{kind}"), f"c:{kind}")
    only_ask = button(talk.texts.plain("button.only_ask"), "c:no")
    offered = await talk.say(offer, rows([send], [only_ask]))
    await state.update_data({CARRIED: Carried(words, (talk.heard, offered))})


async def _only_asked(words: str, talk: Talk, services: TelegramServices) -> None:
    """Whoever only wanted to ask gets what is nearest to the question, else the topics."""
    near = services.gaps.near(words, without=()) if words else ()
    if near:
        await talk.say(
            talk.texts("ask.only_asking_near"), rows(*titles(near), topics_row(talk.texts))
        )
        return
    await talk.say(talk.texts("ask.only_asking"), topics_keyboard(services, talk.texts))


async def _suggest(
    found: tuple[Suggestion, ...],
    text: str,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
) -> None:
    led_to = [one.article_id for one in found]
    key = await remember_unanswered(text[:QUESTION_LIMIT], state, services, led_to=led_to)
    lines = [*titles(found), offer_row(key, "button.none_fits", talk.texts)]
    html = with_numbers("ask.did_you_mean", talk.texts)
    await _say_and_carry(html, lines, text, talk, state)


async def _refuse(
    reply: Reply, text: str, talk: Talk, state: FSMContext, services: TelegramServices
) -> None:
    found, texts = reply.suggestions, talk.texts
    if is_probe(text) or (is_gibberish(text) and not found):
        await talk.say(with_numbers("ask.not_understood", texts))
        return
    asked, led_to = text[:QUESTION_LIMIT], [one.article_id for one in found]
    key = await remember_unanswered(asked, state, services, led_to=led_to, is_counted=True)
    lines = titles(found) if found else [topics_row(texts)]
    html = with_numbers("ask.refuse_near" if found else "ask.refuse", texts)
    lines = [*lines, offer_row(key, "button.ask_staff", texts)]
    await _say_and_carry(html, lines, text, talk, state)
    await count_refused(asked, services)


async def _say_and_carry(
    html: str, lines: list[list[InlineKeyboardButton]], text: str, talk: Talk, state: FSMContext
) -> None:
    """Say it; if the text could also be a report, offer to send it as one."""
    if not can_be_words(text):
        await talk.say(html, rows(*lines))
        return
    said = await talk.say(html, rows(*lines, _carry_buttons(talk.texts)))
    await state.update_data({CARRIED: Carried(text, (talk.heard, said))})


async def _was_last_group(text: str, talk: Talk, state: FSMContext) -> bool:
    """The last characters of a receipt, alone: sent twice, or sent after a restart."""
    sent = (await state.get_data()).get(SENT)
    if isinstance(sent, Sent) and text.strip().upper() == sent.last_four:
        await thank(sent, talk, state)
    elif is_last_group(text):
        await talk.say(talk.texts("track.last_group_alone"), doors(talk.texts))
    else:
        return False
    return True


async def _show_article(
    query: CallbackQuery, article_id: str, talk: Talk, services: TelegramServices, in_full: bool
) -> None:
    article = services.knowledge.article(article_id)
    if article is None:
        await alert(query, talk.texts.plain("error.old_button"))
        return
    await acknowledge(query)
    await show_article(article, talk, in_full)


def _carry_buttons(texts: Texts) -> list[InlineKeyboardButton]:
    return [button(texts.plain(f"button.as_{kind}"), f"c:{kind}") for kind in Kind]
