"""The sample cases pass through the real intake and casework."""

from collections import Counter

import httpx

from demo.cases import load_cases
from inbox.model import CaseFilter, Status
from staff.model import StaffId
from tests.demo_page.conftest import TODAY


def test_there_are_fifty_and_they_vary():
    cases = load_cases().cases
    assert len(cases) == 50
    assert len({case.draft.words for case in cases}) == 50
    assert len({case.draft.category for case in cases}) >= 20
    assert len({case.draft.area_code for case in cases}) >= 5
    assert max(case.days for case in cases) >= 20
    names = {step.partition(":")[2] for c in cases for step in c.steps if step[:5] == "reply"}
    assert names <= load_cases().replies.keys()


async def test_loaded_cases_are_there_and_quiet(stage):
    async with httpx.AsyncClient(base_url=stage.address) as client:
        answer = await client.post("/demo/cases", timeout=60)
        assert answer.json() == {"cases": 50}
        chat = await client.get("/client/chat", params=await _group(client))
        assert chat.json()["messages"] == []
        reader = await client.get("/demo/reader", params={"case": "VN-00000"})
        assert reader.json() == {"handle": None}
    statuses, days = await _seen(stage)
    assert len(statuses) >= 6
    assert statuses[Status.SENT] >= 5
    assert min(days) < TODAY
    assert max(days) == TODAY


async def _group(client) -> dict:
    world = (await client.get("/demo/world")).json()
    return {"viewer": world["group"]["viewer"]["id"], "chat": world["group"]["chat"]}


async def _seen(stage) -> tuple[Counter, list]:
    statuses: Counter = Counter()
    days, seen = [], set()
    show = stage.show
    async with show._house.inbox_transactions() as transaction:
        for member in show._members.values():
            wanted = CaseFilter(page_size=100)
            headers, _ = await transaction.cases.headers(StaffId(member.id), wanted)
            for header in headers:
                if header.id not in seen:
                    seen.add(header.id)
                    statuses[header.status] += 1
                    days.append(header.day)
    assert len(seen) == 50
    return statuses, days
