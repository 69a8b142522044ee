"""The measures, on a handful of made-up questions."""

import pytest

from benchmarks.answers.items import Answer, Question, answer, question
from benchmarks.answers.judge import is_right, measure, table


def ask(name: str, **given: object) -> Question:
    raw: dict[str, object] = {
        "id": name, "text": "x", "kind": "fact", "variant_of": None, "expect_any": ["đúng"],
        "expect_all": [], "source": "000", "also_ok": [], "intent": "answer", "max_chars": 20,
    }  # fmt: skip
    return question({**raw, **given})


def say(name: str, intent: str = "answer", words: str = "Đúng rồi", **given: object) -> Answer:
    return answer({"id": name, "intent": intent, "answer": words, **given})


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (say("a"), True),
        (say("a", words="Đúng rồi"), True),  # decomposed
        (say("a", words="sai"), False),
        (say("a", words="đúng " + "x" * 20), False),
        (say("a", sources=["000"]), True),
        (say("a", sources=["003", "001"]), True),
        (say("a", sources=["002"]), False),
        (say("a", intent="refuse"), False),
    ],
)
def test_an_answer_is_right_when_words_length_and_source_are(given: Answer, right: bool) -> None:
    assert is_right(ask("a", also_ok=["003"]), given) is right


def test_all_that_must_be_there_must_be_there() -> None:
    asked = ask("a", expect_all=["một", "hai"])
    assert is_right(asked, say("a", words="đúng, một, hai"))
    assert not is_right(asked, say("a", words="đúng, một"))


def test_refusing_needs_no_words_but_other_doors_do() -> None:
    assert is_right(ask("r", intent="refuse"), say("r", "refuse", ""))
    track = ask("t", intent="track", kind="intent", expect_any=["mã"])
    assert is_right(track, say("t", "track", "Nhập mã"))
    assert not is_right(track, say("t", "track", ""))


def test_clean_noise_and_paraphrase_are_counted_apart() -> None:
    asked = [
        ask("a"), ask("b"), ask("a-typo", kind="typo", variant_of="a"),
        ask("b-typo", kind="typo", variant_of="b"), ask("a-para", kind="para", variant_of="a"),
    ]  # fmt: skip
    given = {one: say(one) for one in ("a", "b", "a-typo")} | {"b-typo": say("b-typo", "refuse")}
    found = measure(asked, given)
    assert (found.right.hits, found.right.of) == (3, 5)
    assert found.clean.rate == 1.0
    assert found.gaps == {"typo": 50.0}
    assert found.paraphrase.rate == 0.0


def test_a_gap_compares_only_with_its_own_clean_questions() -> None:
    asked = [ask("a"), ask("b"), ask("a-telex", kind="telex", variant_of="a")]
    found = measure(asked, {"a": say("a"), "a-telex": say("a-telex")})
    assert found.clean.rate == 0.5
    assert found.gaps["telex"] == 0.0


def test_wrong_is_not_refused_and_not_another_door() -> None:
    asked = [ask(name) for name in "abcd"]
    given = {
        "a": say("a"), "b": say("b", words="sai"),
        "c": say("c", "refuse", ""), "d": say("d", "tip", ""),
    }  # fmt: skip
    found = measure(asked, given)
    assert (found.wrong.hits, found.refused.hits, found.elsewhere.hits) == (1, 1, 1)


def test_false_answers_are_counted_for_all_and_for_traps() -> None:
    asked = [
        ask("n", intent="refuse", kind="oos_near"),
        ask("t", intent="refuse", kind="oos_trap"),
    ]
    found = measure(asked, {"n": say("n", "refuse", ""), "t": say("t")})
    assert (found.false_all.rate, found.false_trap.rate) == (0.5, 1.0)


def test_buttons_count_where_the_answer_was_not_right_and_there_were_any() -> None:
    asked = [ask(name) for name in "abcd"]
    given = {
        "a": say("a", suggestions=["đúng"]),
        "b": say("b", "refuse", "", suggestions=["sai", "đúng đây"]),
        "c": say("c", words="sai", suggestions=["sai"]),
        "d": say("d", "refuse", ""),
    }
    assert (measure(asked, given).suggested.hits, measure(asked, given).suggested.of) == (1, 2)


def test_emergencies_missed_and_false_alarms() -> None:
    asked = [
        ask("e", intent="emergency", kind="intent", expect_any=[r"\b113\b"]),
        ask("f", intent="emergency", kind="intent", expect_any=[r"\b113\b"]),
        ask("a"),
        ask("i", intent="tip", kind="intent"),
    ]
    given = {"e": say("e", "emergency", "Gọi 113"), "f": say("f", "tip", ""),
             "a": say("a", "emergency"), "i": say("i", "tip", "")}  # fmt: skip
    found = measure(asked, given)
    assert (found.emergencies_missed, found.false_alarms) == (1, 1)
    assert found.recall["tip"].rate == 1.0


def test_times_are_percentiles_of_what_was_timed() -> None:
    asked = [ask(str(number)) for number in range(100)]
    given = {str(number): say(str(number), ms=float(number)) for number in range(99)}
    found = measure(asked, given)
    assert (found.p50, found.p99) == (49.0, 98.0)


def test_a_question_nobody_answered_is_not_right() -> None:
    found = measure([ask("a"), ask("r", intent="refuse", kind="oos_far")], {})
    assert found.right.rate == 0.0
    assert found.by_kind["oos_far"].rate == 0.0
    assert found.false_all.rate == 0.0


def test_the_table_says_what_is_met_and_nothing_of_what_was_not_asked() -> None:
    rows = {row.measure: row for row in table(measure([ask("a")], {"a": say("a", ms=1.0)}))}
    assert rows["right answer over all answerable"].verdict == "yes"
    assert rows["paraphrase, right answer"].verdict == ""
    missed = measure([ask("e", intent="emergency", kind="intent")], {})
    verdicts = {row.measure: row.verdict for row in table(missed)}
    assert verdicts["emergencies missed / false alarms"] == "NO"
