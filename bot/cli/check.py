"""``python -m bot check``: what is wrong with the configuration, and how to mend it."""

from collections.abc import Mapping

from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from bot.cli.schema import database_fits
from bot.cli.voice import Voice
from bot.logs import set_up_logs
from bot.parts import Parts, assemble
from bot.settings import Settings, SettingsError, read_settings
from bot.telegram import make_bot
from staff.model import Role
from storage.errors import StorageError


async def check(environment: Mapping[str, str], voice: Voice) -> int:
    """Print every finding; return 0 when the bot can run, else 1."""
    try:
        settings = read_settings(environment)
    except SettingsError as error:
        for fault in error.faults:
            voice.fault(f"settings.{fault}")
        voice.say("check.some_faults", count=len(error.faults))
        return 1
    voice.good("check.settings")
    set_up_logs("ERROR")  # every finding is said in words; retries are not findings
    faults = await _check_telegram(settings, voice)
    parts = assemble(settings)
    try:
        faults += await _check_database(parts, voice)
    finally:
        await parts.database.close()
    voice.say("check.some_faults" if faults else "check.all_good", count=faults)
    return 1 if faults else 0


async def _check_telegram(settings: Settings, voice: Voice) -> int:
    bot = make_bot(settings)
    try:
        me = await bot.get_me(request_timeout=10)
    except (TelegramUnauthorizedError, TelegramNotFound):  # 404: not even shaped like a token
        voice.fault("check.token_refused")
        return 1
    except TelegramAPIError:
        voice.fault("check.telegram_unreachable")
        return 1
    finally:
        await bot.session.close()
    voice.good("check.token", username=me.username)
    return 0


async def _check_database(parts: Parts, voice: Voice) -> int:
    try:
        if not await database_fits(parts.database, voice):
            return 1
        voice.good("check.database")
        if not await parts.accounts.opens_secrets():
            voice.fault("check.key_changed")
            return 1 + await _check_people(parts, voice)
        return await _check_people(parts, voice)
    except (StorageError, OSError):
        voice.fault("cli.database_unreachable")
        return 1


async def _check_people(parts: Parts, voice: Voice) -> int:
    async with parts.database.reading() as transaction:
        units = await transaction.staff.units()
        recipients = await transaction.cases.recipients()
        members = await transaction.staff.members()
        unlinked = [
            member
            for member in members
            if member.active
            and Role.OFFICIAL in member.roles
            and await transaction.staff.staff_chat(member.id) is None
        ]
    if not units:
        voice.fault("check.no_units")
        return 1
    voice.good("check.units", count=len(units))
    faults = 0
    able = {recipient.unit_id for recipient in recipients}
    for unit in units:
        if unit.id not in able:
            voice.fault("check.unit_without_reviewer", unit=unit.id)
            faults += 1
        if not unit.has_chat:
            voice.fault("check.unit_without_chat", unit=unit.id)
            faults += 1
    officials = sum(member.active and Role.OFFICIAL in member.roles for member in members)
    if officials < 2:
        voice.fault("check.two_officials", count=officials)
        faults += 1
    for member in unlinked:
        voice.fault("check.official_without_chat", handle=member.handle)
    return faults + len(unlinked)
