"""The pacer with a clock that moves only when told."""

import itertools

import pytest

from delivery.pacing import Pace, Pacer


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def run(pacer: Pacer, clock: Clock, chats: list[str], is_group: bool = False) -> list[float]:
    """Send to the chats one after the other as early as allowed; return when each left."""
    left = []
    for chat in chats:
        # Repeated because a float wait may leave a rounding error behind.
        while (wait := pacer.wait_s(chat, is_group)) > 1e-9:
            clock.seconds += wait
        pacer.take(chat, is_group)
        left.append(clock.seconds)
    return left


def test_overall_pace_is_kept_in_every_second(clock: Clock) -> None:
    left = run(Pacer(clock), clock, [f"chat {n}" for n in range(200)])
    for start in left:
        assert sum(start <= moment < start + 1.0 for moment in left) <= 25 + 3
    assert left[-1] - left[0] == pytest.approx(199 / 25, abs=0.2)


def test_overall_pace_can_be_set(clock: Clock) -> None:
    left = run(Pacer(clock, Pace(overall_per_s=1000)), clock, [f"{n}" for n in range(2000)])
    assert left[-1] - left[0] == pytest.approx(2.0, abs=0.2)


def test_idle_time_is_not_saved_up(clock: Clock) -> None:
    pacer = Pacer(clock)
    run(pacer, clock, ["a"])
    clock.seconds += 3600
    left = run(pacer, clock, [f"chat {n}" for n in range(50)])
    assert sum(moment < left[0] + 0.5 for moment in left) <= 13 + 3


def test_one_chat_gets_one_a_second(clock: Clock) -> None:
    left = run(Pacer(clock), clock, ["a"] * 4)
    assert [moment - left[0] for moment in left] == pytest.approx([0, 1, 2, 3])


def test_one_chat_does_not_hold_back_another(clock: Clock) -> None:
    pacer = Pacer(clock)
    run(pacer, clock, ["a"])
    assert pacer.wait_s("a") == pytest.approx(1.0)
    assert pacer.wait_s("b") <= 1 / 25


def test_a_group_gets_twenty_in_any_minute(clock: Clock) -> None:
    left = run(Pacer(clock), clock, ["group"] * 45, is_group=True)
    for start in left:
        assert sum(start <= moment < start + 60 for moment in left) <= 20


def test_a_group_has_no_limit_of_twenty_when_it_is_a_person(clock: Clock) -> None:
    left = run(Pacer(clock), clock, ["person"] * 25)
    assert left[-1] - left[0] == pytest.approx(24)


def test_pausing_everything_holds_every_chat(clock: Clock) -> None:
    pacer = Pacer(clock)
    pacer.pause_all(30)
    pacer.pause_all(5)
    assert pacer.wait_s("a") == pytest.approx(30)
    assert pacer.paused_s() == pytest.approx(30)
    clock.seconds += 30
    assert pacer.wait_s("a") == 0


def test_pausing_a_chat_holds_that_chat_only(clock: Clock) -> None:
    pacer = Pacer(clock)
    pacer.pause_chat("a", 40)
    pacer.pause_chat("a", 2)
    assert pacer.wait_s("a") == pytest.approx(40)
    assert pacer.wait_s("b") == 0
    assert pacer.paused_s() == 0


def test_memory_is_bounded(clock: Clock) -> None:
    pacer = Pacer(clock, Pace(overall_per_s=1e6, remembered=100))
    for number in range(10_000):
        pacer.take(number, is_group=True)
    assert pacer.remembered() <= 200


def test_a_long_pause_survives_the_forgetting(clock: Clock) -> None:
    pacer = Pacer(clock, Pace(overall_per_s=1e6, remembered=100))
    pacer.pause_chat("flooded", 600)
    for number in range(1_000):
        pacer.take(number)
    assert pacer.wait_s("flooded") == pytest.approx(600, abs=1)


def test_a_free_group_may_be_written_to_now_although_the_clock_goes_on():
    ticks = itertools.count(1000.0, 0.001)
    pacer = Pacer(lambda: next(ticks))
    assert pacer.wait_s("group", is_group=True) == 0.0
