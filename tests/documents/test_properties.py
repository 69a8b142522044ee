"""What holds for any text at all."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.documents.blocks import plain
from knowledge.documents.errors import ImportRefused
from knowledge.documents.identity import rename
from knowledge.documents.model import Document
from knowledge.documents.parse import parse_text
from knowledge.documents.ranking import indexable
from knowledge.documents.sentences import LIMIT, pieces
from knowledge.documents.wire import from_json, to_json

_BITS = st.sampled_from(
    ["I- ", "1. ", "2- ", "a) ", "(1) ", "(2) ", "- ", "+ ", "Một là, ", "Điều 3. ", "Năm 2021:",
     ": ", "; ", ". ", ", ", "Số: 45/KH-UBND", "KẾ HOẠCH", "ban hành ", "ngày 31/2/2020", "100%",
     "\n", "\n\n", "Nơi nhận:", "TM. UBND TỈNH", "uỷ ban", "…", "“", "”", "\u0301", "\u200b",
     "\ud800", "x" * 500]
)  # fmt: skip
ANY = st.one_of(
    st.text(st.characters(), max_size=400),
    st.lists(st.one_of(_BITS, st.text(max_size=30)), max_size=60).map("".join),
)
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _parse(text: str) -> Document | None:
    try:
        return parse_text(text, "000_x.txt")
    except ImportRefused:
        return None


@CALM
@given(ANY)
def test_every_quotation_is_a_substring_of_its_document(text):
    document = _parse(text)
    if document is None:
        return
    for one in document.passages:
        assert document.text[one.start : one.end] == one.text
        assert 0 < len(one.text) <= LIMIT
        for fact in one.facts:
            assert one.start <= fact.start < fact.end <= one.end
    for each in document.enumerations:
        assert each.lead in document.text
        assert all(each.start <= item.start < item.end <= each.end for item in each.items)


@CALM
@given(ANY)
def test_ids_are_unique_and_the_same_next_time(text):
    document, again = _parse(text), _parse(text)
    assert document == again
    ids = [one.id for one in document.passages] if document else []
    assert len(set(ids)) == len(ids)
    starts = [one.start for one in document.passages] if document else []
    assert starts == sorted(starts)


@CALM
@given(ANY)
def test_what_crosses_the_pipe_comes_back_whole(text):
    document = _parse(text)
    if document:
        assert from_json(to_json(document)) == document
        assert rename(rename(document, "other"), document.id) == document
        assert all(one.title == document.facts.title for one in indexable(document))


@CALM
@given(ANY)
def test_plain_text_is_plain_the_second_time_too(text):
    once = plain(text)
    assert plain(once) == once
    assert not any(char in once for char in "\u200b\u00a0\t\r\ufeff")
    once.encode("utf-8")


@CALM
@given(ANY, st.integers(20, 200))
def test_pieces_lose_no_letter_and_keep_the_limit(text, limit):
    line = plain(text).replace("\n", " ")
    spans = list(pieces(line, 0, len(line), limit))
    assert all(0 < end - start <= limit for start, end in spans)
    joined = "".join(line[start:end] for start, end in spans)
    assert joined.replace(" ", "") == line.replace(" ", "")
