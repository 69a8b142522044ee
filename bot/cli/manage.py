"""``migrate``, ``staff …`` and ``unit …``: what an operator does without a page."""

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

import segno

from bot.cli.schema import database_fits
from bot.cli.voice import Voice
from bot.parts import Parts, assemble
from bot.settings import Settings
from staff.errors import EnrolmentInvalid, HandleTaken, StaffUnknown, UnitUnknown
from staff.model import Role, Unit, UnitId, UnitKind
from storage.errors import SchemaTooNew, StorageError

_UNIT_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_HANDLE = re.compile(r"[a-z0-9][a-z0-9.-]{2,31}")


async def migrate(settings: Settings, voice: Voice) -> int:
    """Bring the database to the present shape, making its folder if need be."""
    parts = assemble(settings)
    try:
        _make_folder(settings)
        await parts.database.migrate()
    except SchemaTooNew:
        voice.fault("cli.database_newer")
        return 1
    except (StorageError, OSError):
        voice.fault("cli.database_unreachable")
        return 1
    finally:
        await parts.database.close()
    voice.good("cli.migrated")
    return 0


def _make_folder(settings: Settings) -> None:
    url = settings.database_url.reveal()
    if url.startswith("sqlite"):
        Path(url.partition("///")[2]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


async def manage(options: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    """Carry out one staff or unit action; refuse politely when the database is older."""
    parts = assemble(settings)
    try:
        if not await database_fits(parts.database, voice):
            return 1
        act = _staff if options.name == "staff" else _unit
        return await act(options, parts, settings, voice)
    except (StorageError, OSError):
        voice.fault("cli.database_unreachable")
        return 1
    finally:
        await parts.database.close()


async def _staff(
    options: argparse.Namespace, parts: Parts, settings: Settings, voice: Voice
) -> int:
    try:
        match options.action:
            case "invite":
                return await invite(
                    parts,
                    settings,
                    voice,
                    handle=options.handle,
                    title=options.title,
                    unit_id=options.unit,
                    roles=[Role(role) for role in options.role],
                    again=options.again,
                )
            case "list":
                await _list_staff(parts, voice)
            case "off":
                await parts.accounts.deactivate(options.handle)
                voice.good("staff_cli.switched_off", handle=options.handle)
            case "on":
                await parts.accounts.activate(options.handle)
                voice.good("staff_cli.switched_on", handle=options.handle)
            case "code":
                secret, uri = await parts.accounts.renew_code(options.handle)
                voice.say("staff_cli.code_renewed", handle=options.handle, secret=secret)
                segno.make(uri, error="m").terminal(compact=True)
            case "link":
                code = await parts.chats.link_code_for_staff(options.handle)
                voice.say("staff_cli.link_code", handle=options.handle, code=code)
    except StaffUnknown:
        voice.fault("staff_cli.unknown", handle=options.handle)
        return 1
    return 0


async def invite(
    parts: Parts,
    settings: Settings,
    voice: Voice,
    *,
    handle: str,
    title: str,
    unit_id: str,
    roles: Iterable[Role],
    again: bool = False,
) -> int:
    """Make an invitation and print its link once; refuse a bad handle or unknown unit.

    ``again`` replaces an open invitation whose link was lost.
    """
    if not _HANDLE.fullmatch(handle):
        voice.fault("staff_cli.handle_wrong")
        return 1
    try:
        token = await parts.accounts.invite(
            handle, title, UnitId(unit_id), frozenset(roles), again=again
        )
    except EnrolmentInvalid:
        voice.fault("staff_cli.title_wrong")
        return 1
    except HandleTaken:
        voice.fault("staff_cli.handle_taken", handle=handle)
        return 1
    except UnitUnknown:
        voice.fault("unit_cli.unknown", unit=unit_id)
        return 1
    voice.say("staff_cli.invited", handle=handle, link=f"{settings.web_base_url}/join/{token}")
    return 0


async def _list_staff(parts: Parts, voice: Voice) -> None:
    members = await parts.accounts.members()
    if not members:
        voice.say("staff_cli.none")
    for member in members:
        voice.say(
            "staff_cli.row",
            handle=member.handle,
            title=member.title,
            unit=member.unit_id,
            roles=",".join(sorted(role.value for role in member.roles)),
            state=voice.text("staff_cli.active" if member.active else "staff_cli.inactive"),
        )


async def _unit(options: argparse.Namespace, parts: Parts, _: Settings, voice: Voice) -> int:
    match options.action:
        case "add":
            return await add_unit(
                parts,
                voice,
                unit_id=options.unit,
                name=options.unit_name,
                kind=options.kind,
                area=options.area,
            )
        case "list":
            await _list_units(parts, voice)
        case "link":
            try:
                code = await parts.chats.link_code_for_unit(UnitId(options.unit))
            except UnitUnknown:
                voice.fault("unit_cli.unknown", unit=options.unit)
                return 1
            voice.say("unit_cli.link_code", code=code)
    return 0


async def add_unit(
    parts: Parts, voice: Voice, *, unit_id: str, name: str, kind: str, area: str
) -> int:
    """Store a unit; refuse a malformed id or an area code that is not on the list."""
    if not _UNIT_ID.fullmatch(unit_id):
        voice.fault("unit_cli.id_wrong")
        return 1
    if not name.strip():
        voice.fault("unit_cli.name_wrong")
        return 1
    if parts.areas.get(area) is None:
        voice.fault("setup.area_unknown", code=area)
        return 1
    async with parts.database.transaction() as transaction:
        await transaction.staff.add_unit(Unit(UnitId(unit_id), name, UnitKind(kind), area))
        await transaction.commit()
    voice.good("unit_cli.added", unit=unit_id)
    return 0


async def _list_units(parts: Parts, voice: Voice) -> None:
    async with parts.database.transaction() as transaction:
        units = await transaction.staff.units()
    if not units:
        voice.say("unit_cli.none")
    for unit in units:
        voice.say(
            "unit_cli.row",
            unit=unit.id,
            name=unit.name,
            kind=unit.kind.value,
            area=parts.areas.label(unit.area_code),
            chat=voice.text("unit_cli.with_chat" if unit.has_chat else "unit_cli.without_chat"),
        )
