"""How a notice to staff is worded: number, category, area, age and a link. Pure.

Never words of a report: a notice has none (promise 2).
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from delivery.broadcasts import EVERYWHERE
from delivery.model import BroadcastId, Notice, NoticeKind
from handlers.telegram.official.buttons import Decision, DecisionButton
from handlers.texts.catalog import Texts

_MISSING: Final = "–"


class NoticeWords:
    """Words and buttons for notices. A field that is missing is shown as a dash."""

    def __init__(
        self,
        texts: Texts,
        areas_label: Callable[[str], str],
        web_base_url: str,
        today: Callable[[], date],
    ) -> None:
        self._texts = texts
        self._areas_label = areas_label
        self._web_base_url = web_base_url.rstrip("/")
        self._today = today
        self._keys = texts.keys()

    def words(self, notice: Notice) -> str:
        """Return the notice as Telegram HTML."""
        fields = dict(notice.fields)
        number = fields.get("number", _MISSING)
        return self._texts(
            f"notice.{notice.kind.value}",
            number=number,
            category=self._label("category", fields.get("category")),
            topic=self._label("subscribe.topic", fields.get("topic")),
            area=self._area(fields.get("area")),
            age=self._age(fields.get("day", "")),
            link=f"{self._web_base_url}/case/{number}",
        )

    def keyboard(self, notice: Notice) -> InlineKeyboardMarkup | None:
        """Return the buttons, if the notice asks for something that can be done in the chat.

        Approval is not among them: the button leads to the preview, and the preview's own
        buttons approve, so that nobody approves what they have not seen.
        """
        if notice.kind is not NoticeKind.APPROVAL_WANTED:
            return None
        fields = dict(notice.fields)
        view = DecisionButton(
            Decision.VIEW, BroadcastId(fields.get("broadcast", "")), fields.get("digest", "")
        )
        label = self._texts.plain("notice.view_button")
        return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=view.pack())]])

    def _label(self, place: str, code: str | None) -> str:
        key = f"{place}.{code}"
        return self._texts.plain(key) if key in self._keys else _MISSING

    def _area(self, code: str | None) -> str:
        if code is None:
            return _MISSING
        if code == EVERYWHERE:
            return self._texts.plain("broadcast.everywhere")
        try:
            return self._areas_label(code)
        except KeyError:
            return _MISSING

    def _age(self, day: str) -> str:
        try:
            days = (self._today() - date.fromisoformat(day)).days
        except ValueError:
            return _MISSING
        if days <= 0:
            return self._texts.plain("notice.age_today")
        return self._texts.plain("notice.age_days", days=days)
