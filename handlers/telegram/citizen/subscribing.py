"""Notices people ask for: topics, then a province; and turning them off again."""

from dataclasses import replace

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from delivery.model import Subscription, Topic
from handlers.telegram.citizen.answers import PAGE
from handlers.telegram.citizen.screens import place_page
from handlers.telegram.citizen.states import CHOICE, Choice, Standing, Typed, forget
from handlers.telegram.filters import Pressed
from handlers.telegram.keyboards import button, doors, rows
from handlers.telegram.services import TelegramServices
from handlers.telegram.talk import Talk, acknowledge, alert
from handlers.texts.catalog import Texts


async def open_subscription(talk: Talk, state: FSMContext, services: TelegramServices) -> None:
    """Show what is chosen now and let the topics be chosen."""
    current = await services.subscriptions.current(talk.chat_id)
    choice = Choice(current.topics if current else frozenset())
    await state.set_state(Standing.subscribing)
    await state.update_data({CHOICE: choice})
    key = "subscribe.current" if current else "subscribe.invite"
    await talk.say(talk.texts(key), topics_keyboard(choice, talk.texts))


async def leave(talk: Talk, services: TelegramServices) -> None:
    """Forget this chat's subscription."""
    was_there = await services.subscriptions.unsubscribe(talk.chat_id)
    key = "subscribe.left" if was_there else "subscribe.none"
    await talk.say(talk.texts(key), doors(talk.texts))


def province_typed(services: TelegramServices) -> Typed:
    """Return what takes the name of a province for notices."""

    async def on_text(message: Message, talk: Talk, state: FSMContext) -> None:
        choice = await _choice(state)
        if choice is None or not choice.asking_place:
            await talk.say(talk.texts("form.use_buttons"))
            return
        match = services.areas.find_province(message.text or "")
        if match.exact is not None:
            await _store(match.exact.code, choice, talk, state, services)
            return
        found = tuple(area.code for area in match.candidates)
        key = "form.place_choose" if found else "form.place_unknown"
        choice = replace(choice, found=found)
        await state.update_data({CHOICE: choice})
        await talk.say(talk.texts(key), places_keyboard(choice, talk.texts, services))

    return on_text


def add_subscribing(router: Router, services: TelegramServices) -> None:
    """Handle the subscription's buttons."""

    @router.callback_query(Pressed("s"))
    async def on_button(query: CallbackQuery, value: str, talk: Talk, state: FSMContext) -> None:
        choice = await _choice(state)
        if value == "off":
            await acknowledge(query)
            await _stand_down(state)
            await leave(talk, services)
        elif choice is None or query.message is None:
            await alert(query, talk.texts.plain("error.old_button"))
        elif not choice.asking_place:
            await _press_topic(query, value, choice, talk, state, services)
        else:
            await _press_place(query, value, choice, talk, state, services)


def topics_keyboard(choice: Choice, texts: Texts) -> InlineKeyboardMarkup:
    """Return the topics, marked when chosen."""
    lines = [
        [button(_mark(texts.plain(f"subscribe.topic.{it}"), it in choice.topics), f"s:{it}")]
        for it in Topic
    ]
    onward = [button(texts.plain("button.next"), "s:next"), _off(texts)]
    return rows(*lines, onward)


def places_keyboard(
    choice: Choice, texts: Texts, services: TelegramServices
) -> InlineKeyboardMarkup:
    """Return the provinces found or listed, and "everywhere"."""
    if choice.found:
        lines = [[button(services.areas.label(code), f"s:{code}")] for code in choice.found]
        lines.append([button(texts.plain("button.whole_list"), f"s:{PAGE}0")])
    else:
        lines = place_page(services.areas.provinces(), choice.page, "s:")
    return rows(*lines, [button(texts.plain("button.everywhere"), "s:all")])


async def _press_topic(
    query: CallbackQuery,
    value: str,
    choice: Choice,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
) -> None:
    assert query.message is not None
    if value == "next":
        if not choice.topics:
            await alert(query, talk.texts.plain("subscribe.choose_topic"))
            return
        choice = replace(choice, asking_place=True)
        words, keyboard = (
            talk.texts("subscribe.place"),
            places_keyboard(choice, talk.texts, services),
        )
    elif value in tuple(Topic):
        choice = replace(choice, topics=choice.topics ^ {Topic(value)})
        words, keyboard = talk.texts("subscribe.invite"), topics_keyboard(choice, talk.texts)
    else:
        await alert(query, talk.texts.plain("error.old_button"))
        return
    await acknowledge(query)
    await state.update_data({CHOICE: choice})
    await talk.change(query.message.message_id, words, keyboard)


async def _press_place(
    query: CallbackQuery,
    value: str,
    choice: Choice,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
) -> None:
    assert query.message is not None
    if value.startswith(PAGE) and value[1:].isdecimal():
        choice = replace(choice, page=int(value[1:]), found=())
        await acknowledge(query)
        await state.update_data({CHOICE: choice})
        keyboard = places_keyboard(choice, talk.texts, services)
        await talk.change(query.message.message_id, talk.texts("subscribe.place"), keyboard)
        return
    area = services.areas.get(value)
    if value != "all" and (area is None or area.province_code is not None):
        await alert(query, talk.texts.plain("error.old_button"))
        return
    await acknowledge(query)
    await _store(area.code if area else None, choice, talk, state, services)


async def _store(
    province_code: str | None,
    choice: Choice,
    talk: Talk,
    state: FSMContext,
    services: TelegramServices,
) -> None:
    stored = await services.subscriptions.subscribe(
        talk.chat_id, province_code, choice.topics, talk.texts.locale
    )
    await _stand_down(state)
    await forget(state, CHOICE)
    await talk.say(_summary(stored, talk.texts, services), rows([_off(talk.texts)]))


async def _stand_down(state: FSMContext) -> None:
    """Stop waiting for a province; a report being written goes on."""
    if await state.get_state() == Standing.subscribing.state:
        await state.set_state(None)


def _summary(stored: Subscription, texts: Texts, services: TelegramServices) -> str:
    where = (
        services.areas.label(stored.province_code)
        if stored.province_code
        else texts.plain("button.everywhere")
    )
    topics = ", ".join(texts.plain(f"subscribe.topic.{it}") for it in Topic if it in stored.topics)
    return texts("subscribe.done", place=where, topics=topics)


def _mark(label: str, is_chosen: bool) -> str:
    return f"✅ {label}" if is_chosen else f"⬜ {label}"


def _off(texts: Texts) -> InlineKeyboardButton:
    return button(texts.plain("button.notices_off"), "s:off")


async def _choice(state: FSMContext) -> Choice | None:
    choice = (await state.get_data()).get(CHOICE)
    return choice if isinstance(choice, Choice) else None
