"""The same document twice is one document; another one never takes its place."""

import unicodedata

from knowledge.documents.identity import corrected, merge, same_document, settle, superseded
from knowledge.documents.model import Validity
from knowledge.documents.parse import parse_text
from tests.documents.samples import NOTICE, PLAIN


def test_same_words_in_another_spelling_are_the_same_document():
    one = parse_text(NOTICE, "007_a.txt")
    other = parse_text(unicodedata.normalize("NFD", NOTICE).replace("\n", "\r\n\r\n"), "b.txt")
    assert one.sha256 != other.sha256
    assert one.fingerprint == other.fingerprint
    assert same_document(one, other)


def test_corrected_text_of_the_same_number_updates():
    one = parse_text(NOTICE, "007_a.txt")
    other = parse_text(NOTICE.replace("5 ngày", "6 ngày"), "ban-moi.txt")
    settled = settle(other, {one.id: one})
    assert settled.id == "007"
    assert all(passage.id.startswith("007#") for passage in settled.passages)
    assert settled.fingerprint == other.fingerprint


def test_same_number_in_another_province_is_another_document():
    one = parse_text(NOTICE, "a.txt")
    other = parse_text(NOTICE.replace("Phú Thọ", "Lạng Sơn"), "b.txt")
    assert one.id == other.id == "21-tb-stp"
    assert not same_document(one, other)
    settled = settle(other, {one.id: one})
    assert settled.id == f"21-tb-stp-{other.fingerprint[:6]}"


def test_taken_digits_do_not_overwrite():
    one = parse_text(NOTICE, "007_a.txt")
    other = parse_text(PLAIN, "007_b.txt")
    assert settle(other, {one.id: one}).id != one.id


def test_what_a_person_confirmed_is_kept():
    read = parse_text(NOTICE, "007_a.txt")
    known = corrected(read, place="Nghệ An")
    merged = merge(known, parse_text(NOTICE, "x.txt"))
    assert merged.facts.place == "Nghệ An"
    assert merged.facts.confirmed == {"place"}
    assert merged.facts.number == "21/TB-STP"


def test_every_document_has_a_short_id():
    assert parse_text(PLAIN, "Tin trong xóm.txt").id == "tin-trong-xom"
    assert parse_text(PLAIN, "").id == parse_text(PLAIN, "???.txt").id
    assert len(parse_text(PLAIN, "").id) == 6


def test_a_newer_document_replaces_the_one_it_names():
    known = parse_text(NOTICE, "007_a.txt")
    text = "Tin\nPhú Thọ: văn bản này thay thế Thông báo số 21/TB-STP."
    newer = parse_text(text, "moi.txt")
    assert superseded(known, newer).facts.validity is Validity.REPLACED
    assert superseded(known, newer).facts.replaced_by == "moi"
    elsewhere = parse_text(text.replace("Phú Thọ", "Lạng Sơn"), "khac.txt")
    assert superseded(known, elsewhere) == known
    kept = corrected(known, validity=Validity.IN_FORCE)
    assert superseded(kept, newer) == kept
