"""Every method this server knows. What is not here is refused as Telegram refuses it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import methods as api
from aiogram.methods.base import TelegramMethod

from demo.botapi.cloud import TelegramServer
from demo.botapi.methods import bot_itself, editing, lookups, sending
from demo.botapi.params import Payload, checked

Handler = Callable[[TelegramServer, Any, Payload], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name as documented, its typed parameters, what it does."""

    name: str
    parameters: type[TelegramMethod[Any]]
    handler: Handler

    async def run(self, server: TelegramServer, payload: Payload) -> Any:
        """Check the parameters and do it. Refuses as Telegram does."""
        return await self.handler(server, checked(self.parameters, payload), payload)


_KNOWN: tuple[tuple[type[TelegramMethod[Any]], Handler], ...] = (
    (api.GetMe, bot_itself.get_me),
    (api.GetUpdates, bot_itself.get_updates),
    (api.SetWebhook, bot_itself.set_webhook),
    (api.DeleteWebhook, bot_itself.delete_webhook),
    (api.GetWebhookInfo, bot_itself.get_webhook_info),
    (api.SetMyCommands, bot_itself.set_my_commands),
    (api.GetMyCommands, bot_itself.get_my_commands),
    (api.DeleteMyCommands, bot_itself.delete_my_commands),
    (api.SetMyName, bot_itself.set_my_name),
    (api.SetMyDescription, bot_itself.set_my_description),
    (api.SetMyShortDescription, bot_itself.set_my_short_description),
    (api.SendMessage, sending.send_message),
    (api.SendPhoto, sending.send_photo),
    (api.SendDocument, sending.send_document),
    (api.CopyMessage, sending.copy_message),
    (api.SendChatAction, sending.send_chat_action),
    (api.EditMessageText, editing.edit_message_text),
    (api.EditMessageCaption, editing.edit_message_caption),
    (api.EditMessageReplyMarkup, editing.edit_message_reply_markup),
    (api.DeleteMessage, editing.delete_message),
    (api.DeleteMessages, editing.delete_messages),
    (api.AnswerCallbackQuery, lookups.answer_callback_query),
    (api.GetFile, lookups.get_file),
    (api.GetChat, lookups.get_chat),
    (api.GetChatMember, lookups.get_chat_member),
    (api.LeaveChat, lookups.leave_chat),
)

METHODS: dict[str, Method] = {
    parameters.__api_method__.lower(): Method(parameters.__api_method__, parameters, handler)
    for parameters, handler in _KNOWN
}
