"""What a bot asks about itself and sets once: getMe, commands, names, updates, webhook."""

from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    DeleteWebhook,
    GetMe,
    GetMyCommands,
    GetUpdates,
    GetWebhookInfo,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
    SetWebhook,
)
from aiogram.types import BotCommand

from demo.botapi.cloud import TelegramServer
from demo.botapi.params import Payload
from demo.botapi.profile import ScopeKey
from demo.botapi.refusals import bad_request, conflict
from demo.botapi.state import Json


async def get_me(server: TelegramServer, _: GetMe, __: Payload) -> Json:
    """Say who the bot is."""
    return {
        **server.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not server.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


async def get_updates(server: TelegramServer, call: GetUpdates, _: Payload) -> list[Json]:
    """Hand over updates; asking for the next ones confirms those before."""
    if server.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    if call.allowed_updates is not None:
        server.updates.allowed = call.allowed_updates
    limit = 100 if call.limit is None else call.limit
    return await server.updates.poll(call.offset or 0, limit, call.timeout or 0)


async def set_webhook(server: TelegramServer, call: SetWebhook, _: Payload) -> bool:
    """Deliver updates to an address; an empty one ends it."""
    if not call.url:
        return await delete_webhook(server, DeleteWebhook(), _)
    await server.webhook.set(call.url, call.secret_token, call.max_connections)
    server.updates.interrupt("terminated by setWebhook request")
    if call.allowed_updates is not None:
        server.updates.allowed = call.allowed_updates
    if call.drop_pending_updates:
        server.updates.clear()
    return True


async def delete_webhook(server: TelegramServer, call: DeleteWebhook, _: Payload) -> bool:
    """Deliver no more."""
    await server.webhook.remove()
    if call.drop_pending_updates:
        server.updates.clear()
    return True


async def get_webhook_info(server: TelegramServer, _: GetWebhookInfo, __: Payload) -> Json:
    """Say where updates go and what went wrong last."""
    return server.webhook.info()


async def set_my_commands(server: TelegramServer, call: SetMyCommands, _: Payload) -> bool:
    """Keep a list of commands for one scope and language."""
    if len(call.commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(command) for command in call.commands]
    language = call.language_code or ""
    server.profile.set_commands(_scope(server, call.scope), language, commands)
    _tell_commands(server)
    return True


async def get_my_commands(server: TelegramServer, call: GetMyCommands, _: Payload) -> list[Json]:
    """Return the list of exactly one scope and language."""
    return server.profile.commands(_scope(server, call.scope), call.language_code or "")


async def delete_my_commands(server: TelegramServer, call: DeleteMyCommands, _: Payload) -> bool:
    """Forget the list of one scope and language."""
    server.profile.set_commands(_scope(server, call.scope), call.language_code or "", [])
    _tell_commands(server)
    return True


async def set_my_name(server: TelegramServer, call: SetMyName, _: Payload) -> bool:
    """Keep a name for one language."""
    server.profile.set_text("name", call.language_code or "", call.name or "", 64)
    return True


async def set_my_description(server: TelegramServer, call: SetMyDescription, _: Payload) -> bool:
    """Keep the text shown before the first message."""
    text = call.description or ""
    server.profile.set_text("description", call.language_code or "", text, 512)
    return True


async def set_my_short_description(
    server: TelegramServer, call: SetMyShortDescription, _: Payload
) -> bool:
    """Keep the text of the profile page."""
    text = call.short_description or ""
    server.profile.set_text("short_description", call.language_code or "", text, 120)
    return True


def _command(command: BotCommand) -> Json:
    name = command.command.removeprefix("/").lower()
    if not 1 <= len(name) <= 32 or not name.replace("_", "a").isalnum() or not name.isascii():
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command.description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": command.description.strip()}


def _scope(server: TelegramServer, scope: Any) -> ScopeKey:
    if scope is None:
        return ("default",)
    key: ScopeKey = (str(scope.type),)
    if hasattr(scope, "chat_id"):
        key += (server.world.find_chat(scope.chat_id).id,)
    if hasattr(scope, "user_id"):
        key += (scope.user_id,)
    return key


def _tell_commands(server: TelegramServer) -> None:
    for chat in server.world.chats.values():
        server.tell(chat, "commands")
