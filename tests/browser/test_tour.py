"""The main job in a real browser: question, tip, open, reply, read, broadcast."""

import pytest

from tests.browser.tour import CHROMIUM, tour

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


async def test_the_whole_tour_is_played_without_foreign_requests_or_violations(tmp_path):
    visit = await tour(tmp_path, tmp_path / "pictures")
    assert visit.foreign == []
    assert visit.violations == []
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 7
