"""Logs that cannot tell on anyone: an event name and allow-listed fields, as JSON lines.

Our own loggers may say what they like in the event name because it is a constant of the
code; values go through :data:`FIELDS`. Of a foreign library only its name, the level and the
exception's type are kept: aiogram logs update ids, httpx logs URLs with the token, SQLAlchemy
puts statement parameters into its exceptions.
"""

import json
import logging
import sys
import traceback
from types import TracebackType
from typing import Final

OURS: Final = ("bot", "demo", "handlers", "knowledge", "inbox", "delivery", "staff", "storage")

FIELDS: Final = frozenset(
    {
        "action",
        "attempt",
        "band",
        "broadcast",
        "count",
        "error",
        "kind",
        "method",
        "milliseconds",
        "port",
        "seconds",
        "status",
        "task",
        "unit",
        "verdict",
    }
)
"""What a log line may carry. None of them can hold a person, a text or a time of a report.

Whoever collects the lines stamps them with the time, so nothing may say that somebody was in
the middle of a report either: what a question was taken for is left out for that reason.
"""


class AllowListFormatter(logging.Formatter):
    """Writes one JSON object a line and leaves out everything that is not allowed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; never formats ``args`` and never prints an exception's message."""
        is_ours = record.name.split(".", 1)[0] in OURS
        line: dict[str, object] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg) if is_ours else "library message",
        }
        if is_ours:
            line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = _places(record.exc_info[2]) if record.exc_info[2] else []
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _places(trace: TracebackType) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [f"{frame.name}:{frame.lineno}" for frame in frames[-6:]]


def set_up_logs(level: str) -> None:
    """Send everything to standard error through the allow-list; libraries from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AllowListFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers[:] = []
        library.propagate = True
