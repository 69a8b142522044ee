"""What goes wrong around marked citizens: Telegram, the database, the process itself."""

import sqlite3
from typing import Any

from tests.journeys.acts import label
from tests.promises.every_journey import hand_over, send_marked
from tests.promises.marked_people import MarkedCitizen, Marks, fill_in
from tests.promises.running_bot import RunningBot, until


async def misfortunes(marks: Marks, running: RunningBot) -> None:
    """Telegram falters, a handler fails in the middle of a report, an update is poison."""
    unlucky = await marks.citizen("unlucky")
    faults: list[dict[str, Any]] = [
        {"kind": "429", "method": "sendMessage", "retry_after": 1},
        {"kind": "500", "method": "sendMessage", "times": 2},
        {"kind": "reset", "method": "sendMessage"},
        {"kind": "500", "method": "sendMessage", "after": True},
        {"kind": "duplicate_update"},
    ]
    for number, fault in enumerate(faults):
        await unlucky.call("/control/faults", {"next": [fault]})
        await unlucky.send(f"hỏi lần {number} {unlucky.word('fault')}")
    silent = {"viewer": unlucky.viewer, "chat": unlucky.chat}
    broken = {"kind": "500", "method": "sendMessage", "times": 10}
    await unlucky.call("/control/faults", {"next": [broken]})
    await unlucky.call("/client/send", {**silent, "text": f"hỏi mãi {unlucky.word('lost')}"})
    await until(lambda: not running.telegram.faults._waiting)
    _poison(running, unlucky)
    await unlucky.send(f"còn đó không {unlucky.word('still')}")
    shown = await unlucky.last_id()
    forged = {"message_id": shown, "data": f"f:words:{unlucky.word('data')}"}
    await unlucky.call("/client/press", {**silent, **forged})

    failing = await marks.citizen("failing")
    await fill_in(failing)
    receipt = await hand_over(failing, marks)
    _rename(running, "outbox", "hidden")
    await failing.send(receipt[-4:])
    await failing.until_said("trục trặc")
    _rename(running, "hidden", "outbox")
    await failing.send(receipt[-4:])
    await failing.until_said("Đã ghi nhận")
    subscribing = await marks.citizen("subscribing")
    await subscribing.send("/nhanthongbao")
    await subscribing.press(label("subscribe.topic.canh_bao"))
    await subscribing.press(label("button.next"))
    await subscribing.until_said("tỉnh, thành phố nào")
    _rename(running, "subscriber_topics", "hidden")
    await subscribing.press(label("button.everywhere"))
    # The button is answered before the work is done: wait for the work.
    await until(lambda: not len(running.telegram.updates))
    _rename(running, "hidden", "subscriber_topics")


def _poison(running: RunningBot, phone: MarkedCitizen) -> None:
    """Queue updates no library can read, full of marks."""
    user = {"id": phone.viewer, "first_name": phone.word("poison"), "username": "zq_unlucky_bad"}
    chat = {"id": phone.chat, "type": "private", "title": phone.word("poison")}
    for body in (
        {"message_id": "NaN", "from": user, "chat": chat, "text": phone.word("poison")},
        {"message_id": 1, "from": user, "chat": chat, "date": phone.word("date"), "text": []},
        {"from": phone.word("from"), "chat": chat},
    ):
        running.telegram.updates.add("message", body, phone.chat)
    running.telegram.updates.add("callback_query", {"id": 1, "from": user}, phone.chat)


def _rename(running: RunningBot, table: str, other: str) -> None:
    database = sqlite3.connect(running.database, timeout=10)
    database.execute("pragma legacy_alter_table = on")
    database.execute(f"alter table {table} rename to {other}")
    database.commit()
    database.close()


async def restarts(marks: Marks, running: RunningBot) -> None:
    """A stop in the middle of a form, and a kill right after a report was taken."""
    middle = await marks.citizen("middle")
    await fill_in(middle)
    receipt = await hand_over(middle, marks)
    await running.stop()
    await middle.call(
        "/client/send",
        {"viewer": middle.viewer, "chat": middle.chat, "text": f"alo {middle.word('offline')}"},
    )
    await running.start()
    await middle.send(receipt[-4:])
    killed = await marks.citizen("killed")
    await send_marked(killed, marks)
    await running.kill()
