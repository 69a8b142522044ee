"""Names for the labels that stand in cases: offices and colleagues, for display alone."""

from handlers.web.services import WebServices
from staff.model import StaffId, UnitId


async def unit_names(services: WebServices) -> dict[UnitId, str]:
    """Return each office's name by its label."""
    return {unit.id: unit.name for unit in await services.accounts.units()}


async def titles(services: WebServices) -> dict[StaffId, str]:
    """Return what colleagues are called, by account label."""
    return {member.id: member.title for member in await services.accounts.members()}
