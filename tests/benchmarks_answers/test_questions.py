"""The question files: their shape, their noise, the part kept apart; soundness on a fixture."""

import os
from pathlib import Path
from random import Random

import pytest

from benchmarks.answers import check, noise
from benchmarks.answers.__main__ import main
from benchmarks.answers.items import SEEN, UNSEEN, dump, load_questions, load_raw, question

FILES = pytest.mark.parametrize("path", [SEEN, UNSEEN], ids=["seen", "unseen"])


@FILES
def test_the_committed_variants_are_those_the_rules_make(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == dump(noise.with_noise(load_raw(path)))


def test_making_noise_twice_adds_nothing() -> None:
    once = noise.with_noise(load_raw(SEEN))
    assert noise.with_noise(once) == once


def test_there_are_enough_questions_of_every_sort() -> None:
    seen, unseen = load_questions(SEEN), load_questions(UNSEEN)
    both = [*seen, *unseen]
    assert len({one.id for one in both}) == len(both) >= 480
    answerable = sum(one.intent == "answer" for one in both) / len(both)
    outside = sum(one.intent == "refuse" for one in both) / len(both)
    assert 0.55 <= answerable <= 0.68
    assert 0.15 <= outside <= 0.25
    assert 0.30 <= len(unseen) / len(both) <= 0.36
    assert {one.kind for one in seen} == {one.kind for one in unseen}
    assert {one.intent for one in seen} == {one.intent for one in unseen}


def test_a_base_and_its_variants_stay_in_one_file() -> None:
    for path in (SEEN, UNSEEN):
        ids = {one.id for one in load_questions(path)}
        assert {one.variant_of for one in load_questions(path) if one.variant_of} <= ids
    assert all(raw["unseen"] for raw in load_raw(UNSEEN))


@pytest.mark.parametrize("kind", sorted(noise.KINDS))
def test_noise_is_the_same_every_time_and_spares_numbers(kind: str) -> None:
    text = "Kế hoạch số 12/KH-ABC được ban hành ngày nào, của những ai?"
    made = noise.KINDS[kind](text, Random("a"))
    assert made == noise.KINDS[kind](text, Random("a"))
    assert made != text
    assert "12/kh-abc" in made.lower()


def test_what_each_noise_looks_like() -> None:
    rng = Random(1)
    assert noise.nodia("Đường nào?", rng) == "duong nao"
    assert noise.telex("Lượng", rng) == "luwowngj"
    assert noise.telex("Đỗ", rng) == "đỗ"  # too short to be touched
    assert "ko" in noise.teen("Có được không?", rng).split()


DOCUMENTS = {"000": "ban này làm việc a", "001": "ban kia làm việc b năm 2020"}


def make(name: str, **given: object) -> dict[str, object]:
    raw: dict[str, object] = {
        "id": name, "text": "x", "kind": "fact", "variant_of": None, "expect_any": ["ban này"],
        "expect_all": [], "source": "000", "also_ok": [], "intent": "answer", "max_chars": 900,
    }  # fmt: skip
    return {**raw, **given}


@pytest.mark.parametrize(
    ("raws", "fault"),
    [
        ([make("a")], ""),
        ([make("a"), make("a")], "twice"),
        ([make("a", expect_any=["ban nọ"])], "holds none"),
        ([make("a", expect_any=["ban này", "ban nọ"])], "nowhere"),
        ([make("a", expect_all=["việc b"])], "nowhere"),
        ([make("a", also_ok=["001"])], "does not hold it"),
        ([make("a", source="009")], "no document"),
        ([make("a", variant_of="b")], "not in the same file"),
        ([make("a"), make("b", variant_of="a", expect_any=["việc a"])], "something else"),
        ([make("a", intent="refuse", kind="oos_trap", absent=["2020"])], "is in the documents"),
        ([make("a", intent="refuse", kind="oos_trap", absent=["2021"])], ""),
    ],
)
def test_check_finds(raws: list[dict[str, object]], fault: str) -> None:
    found = " / ".join(check.faults([question(raw) for raw in raws], DOCUMENTS))
    assert (fault in found) if fault else not found


def test_questions_of_another_file_are_recognised_whatever_the_marks() -> None:
    ours, theirs = (
        question(make("a", text="Ai làm, ở đâu?")),
        question(make("b", text="ai làm ở đâu")),
    )
    assert list(check.taken_over([ours], [theirs]))


def test_single_questions_of_the_unseen_part_are_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--documents", str(tmp_path), "--unseen", "--failures"])
    assert "unseen" in capsys.readouterr().err


@pytest.mark.skipif("DOCUMENTS_DIR" not in os.environ, reason="needs the documents")
def test_every_expectation_is_met_by_its_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([os.environ["DOCUMENTS_DIR"]]) == 0, capsys.readouterr().out
