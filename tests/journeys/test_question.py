"""A question: quoted with its source, or refused; emergencies before anything."""

from tests.journeys.stage import Stage


async def test_a_question_is_answered_with_its_source(stage: Stage):
    citizen = await stage.citizen()
    await citizen.send("ngay hoi 19/8 la gi")
    answer = await citizen.until_said("19/8")
    assert "Nguồn" in answer


async def test_what_is_not_known_is_refused(stage: Stage):
    citizen = await stage.citizen()
    await citizen.send("giá vàng hôm nay bao nhiêu một chỉ")
    messages = await citizen.messages()
    assert "Nguồn" not in str(messages[-1])


async def test_someone_in_danger_is_shown_the_numbers(stage: Stage):
    citizen = await stage.citizen()
    await citizen.send("cuu voi co nguoi cam dao duoi chem")
    assert "113" in await citizen.until_said("113")
