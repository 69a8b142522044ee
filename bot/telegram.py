"""Makes the two clients of the Bot API from the settings: aiogram reads and answers,
python-telegram-bot sends what goes out later."""

import telegram
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot.retries import PatientReplies
from bot.session import JsonSession
from bot.settings import Settings
from bot.transport import AiohttpRequest


def make_bot(settings: Settings) -> Bot:
    """Return a bot that waits out floods and short outages; close its session when done.

    Link previews are off: Telegram's servers would otherwise fetch every link we send.
    """
    session = JsonSession(api=TelegramAPIServer.from_base(settings.telegram_api_url))
    session.middleware(PatientReplies())
    return Bot(
        settings.bot_token.reveal(),
        session=session,
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML,
            link_preview=LinkPreviewOptions(is_disabled=True),
        ),
    )


def make_sending_bot(settings: Settings) -> telegram.Bot:
    """Return the client that sends what goes out later; initialise and shut it down."""
    base = settings.telegram_api_url
    return telegram.Bot(
        settings.bot_token.reveal(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(pool=1),
    )
