"""How the server says no, in Telegram's own words. Nothing else lives here."""

from typing import Any


class Refused(Exception):
    """A call Telegram would refuse. Seen whenever a bot (or a played person) asks for the
    impossible; ``code`` is both the HTTP status and ``error_code``."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body Telegram sends with this refusal."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> Refused:
    """Return a 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    """Return a 403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    """Return a 409 with Telegram's prefix."""
    return Refused(409, f"Conflict: {words}")


def too_many_requests(seconds: int) -> Refused:
    """Return a 429 that asks to wait."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(new_chat_id: int) -> Refused:
    """Return the 400 for a group that became a supergroup."""
    return Refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )
