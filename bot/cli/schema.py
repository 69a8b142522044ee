"""Says in words whether the database fits this program. Used by every command that opens it."""

from bot.cli.voice import Voice
from storage.database import Database
from storage.errors import SchemaTooNew, SchemaTooOld, StorageError


async def database_fits(database: Database, voice: Voice) -> bool:
    """Return True, or print what is wrong and how to mend it."""
    try:
        await database.ensure_current()
    except SchemaTooOld:
        voice.fault("cli.needs_migration")
    except SchemaTooNew:
        voice.fault("cli.database_newer")
    except (StorageError, OSError):
        voice.fault("cli.database_unreachable")
    else:
        return True
    return False
