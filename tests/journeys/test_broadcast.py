"""An announcement: two officials, everybody once, and nobody who left."""

from tests.journeys.acts import announce, compose, label, subscribe
from tests.journeys.stage import Stage, words

NEWS = "Cảnh báo: có kẻ giả danh công an gọi video đòi chuyển tiền. Xin đừng làm theo."


async def test_an_announcement_reaches_each_subscriber_once(stage: Stage):
    readers = [await stage.citizen(f"Người {number}") for number in range(3)]
    for reader in readers:
        await subscribe(reader)
    gone = await stage.citizen("Người đã chặn")
    await subscribe(gone)
    await gone.call("/client/block", {"viewer": gone.viewer, "blocked": True})
    author, approver = stage.phone_of("officials", 0), stage.phone_of("officials", 1)

    await announce(author, approver, NEWS)

    for reader in readers:
        await reader.until_said(NEWS)
    await author.until_said("Đã gửi xong")
    for reader in readers:
        said = [words(message) for message in await reader.messages()]
        assert sum(NEWS in one for one in said) == 1


async def test_the_author_cannot_approve_alone(stage: Stage):
    reader = await stage.citizen()
    await subscribe(reader)
    author = stage.phone_of("officials", 0)
    await compose(author, NEWS)
    assert not await author.has_button(label("official.button.approve"))
    assert all(NEWS not in words(message) for message in await reader.messages())


async def test_who_turned_it_off_gets_nothing(stage: Stage):
    reader, left = await stage.citizen(), await stage.citizen()
    await subscribe(reader)
    await subscribe(left)
    await left.send("/tatthongbao")
    await announce(stage.phone_of("officials", 0), stage.phone_of("officials", 1), NEWS)
    await reader.until_said(NEWS)
    assert all(NEWS not in words(message) for message in await left.messages())


async def test_a_flood_answer_delays_and_loses_nothing(stage: Stage):
    readers = [await stage.citizen(f"Người {number}") for number in range(3)]
    for reader in readers:
        await subscribe(reader)
    await compose(stage.phone_of("officials", 0), NEWS)
    approver = stage.phone_of("officials", 1)
    await approver.press(label("notice.view_button"))
    fault = {"kind": "429", "method": "sendMessage", "times": 2, "retry_after": 1}
    await approver.call("/control/faults", {"next": [fault]})
    await approver.press(label("official.button.approve"))
    for reader in readers:
        await reader.until_said(NEWS)
        assert sum(NEWS in words(message) for message in await reader.messages()) == 1
