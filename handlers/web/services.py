"""What the pages are given: use cases and settings, nothing they could decide with."""

from dataclasses import dataclass

from handlers.texts.catalog import Catalog
from inbox.areas import Areas
from inbox.casework import Casework
from staff.accounts import Accounts
from staff.ports import Clock


@dataclass(frozen=True)
class WebServices:
    """Everything ``build_web`` needs.

    ``secure_cookies`` is False only for a demonstration over plain http on this machine.
    """

    accounts: Accounts
    casework: Casework
    areas: Areas
    catalog: Catalog
    clock: Clock
    operator_name: str
    secure_cookies: bool
