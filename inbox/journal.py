"""What an audit entry can say was done. Values are stored; words for them are in the edges."""

from datetime import date
from enum import StrEnum

from inbox.model import AuditEntry, CaseId
from staff.model import StaffId


class Act(StrEnum):
    """Everything that is written down about a case. The first three are the reporter's."""

    SUBMITTED = "submitted"
    REPORTER_MESSAGE = "reporter_message"
    WITHDRAWN = "withdrawn"
    OPEN_CASE = "open_case"
    REPLY = "reply"
    WRITE_NOTE = "write_note"
    MOVE_STATUS = "move_status"
    ASSIGN = "assign"
    RELEASE = "release"


def entry(
    act: Act, case_id: CaseId, day: date, staff_id: StaffId | None = None, detail: str = ""
) -> AuditEntry:
    """Return an audit entry; without ``staff_id`` it was the reporter, who has no id."""
    return AuditEntry(act.value, day, staff_id, case_id, detail)
