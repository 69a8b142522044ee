"""A small aiogram bot for trying the page: every kind of keyboard, an edit, alerts, a picture."""

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from demo.botapi import DEMO_TOKEN
from demo.page.routes import STATIC

DOORS = ReplyKeyboardMarkup(
    keyboard=[
        [KeyboardButton(text="Hỏi đáp"), KeyboardButton(text="Báo tin")],
        [KeyboardButton(text="Góp ý, phản ánh"), KeyboardButton(text="Xem kết quả bằng mã")],
        [KeyboardButton(text="Số điện thoại khẩn cấp")],
    ],
    resize_keyboard=True,
    is_persistent=True,
)
CHOICES = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Có", callback_data="yes"),
            InlineKeyboardButton(text="Không", callback_data="no"),
            InlineKeyboardButton(text="Không rõ", callback_data="unsure"),
        ],
        [InlineKeyboardButton(text="Trang tin", url="https://example.vn/")],
    ]
)
PICTURE = (STATIC / "icon.svg").read_bytes()
WELCOME = (
    "<b>Xin chào!</b> Đây là kênh hỏi đáp và tiếp nhận tin báo về an ninh, trật tự.\n\n"
    "Gọi <b>113</b> nếu có nguy hiểm. Mã: <code>K7QF3-M2X9-D4T6-P8RA-W2C5</code>\n"
    "<blockquote>Bot không bao giờ hỏi mật khẩu.</blockquote>Xem /trogiup hoặc "
    '<a href="https://example.vn/">trang này</a>. <i>Nghiêng <u>và gạch chân</u></i>. '
    "<tg-spoiler>điều che</tg-spoiler>"
)


def stub_bot(address: str) -> tuple[Bot, Dispatcher]:
    """Return a bot that talks to the Telegram at ``address``, and what it does."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    bot = Bot(DEMO_TOKEN, session, DefaultBotProperties(parse_mode="HTML"))
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer(WELCOME, reply_markup=DOORS)
        await message.answer("Hiện có ai đang gặp nguy hiểm không?", reply_markup=CHOICES)

    @dispatcher.message(Command("anh"))
    async def picture(message: Message) -> None:
        await message.answer_document(BufferedInputFile(PICTURE, "bieu-tuong.svg"))

    @dispatcher.message(F.photo)
    async def photo(message: Message) -> None:
        await message.answer_photo((message.photo or [])[-1].file_id, caption="Đã nhận ảnh này.")

    @dispatcher.message(F.text == "xoá")
    async def erase(message: Message) -> None:
        await message.delete()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"Đã nhận: {message.html_text if message.text else 'khác'}")

    @dispatcher.callback_query(F.data == "yes")
    async def yes(query: CallbackQuery) -> None:
        await query.answer("Nếu có nguy hiểm, xin gọi 113 ngay.", show_alert=True)

    @dispatcher.callback_query()
    async def other(query: CallbackQuery) -> None:
        if isinstance(query.message, Message):
            await query.message.edit_text(f"Đã chọn: {query.data}")
        await query.answer("Đã ghi")

    return bot, dispatcher


async def give_commands(bot: Bot) -> None:
    """Set a commands menu."""
    names = {"start": "Bắt đầu", "baotin": "Báo tin về an ninh, trật tự", "trogiup": "Trợ giúp"}
    await bot.set_my_commands([BotCommand(command=c, description=d) for c, d in names.items()])
