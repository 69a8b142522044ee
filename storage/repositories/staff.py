"""``StaffStore``, put together from its three parts."""

from storage.repositories.accounts import Accounts
from storage.repositories.doors import Doors
from storage.repositories.units import Units


class Staff(Units, Accounts, Doors):
    """Everything the staff room keeps, inside one transaction."""
