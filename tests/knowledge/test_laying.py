"""What is laid down fast is what the plain way gives: words, scores and order, unit by unit."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

import pytest

from knowledge import postings
from knowledge.archive import Archive
from knowledge.asked import load_table
from knowledge.documents.model import PassageKind
from knowledge.facts import document_names, load_facts, years_in
from knowledge.index import Index, with_pairs
from knowledge.laying import folded, lay_down
from knowledge.normalise import clean, fold
from knowledge.postings import Postings
from knowledge.vocabulary import Vocabulary, number_parts
from knowledge.words import load_reader
from tests.knowledge.papers import papers

READER = load_reader()
HINTS = {PassageKind(kind): str(words) for kind, words in load_table()["hints"].items()}
ARCHIVE = lay_down(iter(papers()), READER, load_facts(READER), HINTS)
WORDS = {number: word for word, number in ARCHIVE.numbers.items()}
UNITS = range(len(ARCHIVE))


def read(text: str) -> list[str]:
    return [part for word in READER.read(text).folded for part in number_parts(word)]


def plain(lists: Sequence[Sequence[int]], weights: Mapping[int, float]) -> dict[int, float]:
    """Weighted BM25 by its formula, every entry looked at."""
    mean = sum(map(len, lists)) / len(lists)
    scores: dict[int, float] = {}
    for place, words in enumerate(lists):
        counts = Counter(words)
        norm = 1.2 * (1 - 0.35 + 0.35 * len(words) / mean)
        for word, weight in weights.items():
            held = sum(word in one for one in lists)
            rarity = math.log(1 + (len(lists) - held + 0.5) / (held + 0.5))
            if counts[word]:
                gain = rarity * counts[word] * 2.2 / (counts[word] + norm)
                scores[place] = scores.get(place, 0.0) + weight * gain
    return scores


def laid_words(archive: Archive, unit: int) -> list[int]:
    hint = HINTS.get(archive.kind(unit), "")
    return [*archive.tokens(unit), *(archive.numbers[word] for word in read(hint))]


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_the_words_of_its_text_where_they_begin(unit: int):
    text, tokens = ARCHIVE.text(unit), ARCHIVE.tokens(unit)
    assert [WORDS[number] for number in tokens] == read(text)
    assert ARCHIVE.word_sets(unit) == (frozenset(tokens), frozenset(pairwise(tokens)))
    offsets = ARCHIVE.offsets(unit)
    assert len(offsets) == len(tokens)
    for at, number in zip(offsets, tokens, strict=True):
        assert text[at].isalnum()
        assert WORDS[number] in read(text[at:])


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_the_names_and_years_of_its_text(unit: int):
    line = folded(ARCHIVE.text(unit))
    assert ARCHIVE.cited(unit) == document_names(line)
    assert ARCHIVE.years(unit) == years_in(line)


def test_every_pair_of_neighbours_is_counted():
    held = Counter(pair for unit in UNITS for pair in ARCHIVE.word_sets(unit)[1])
    for (first, second), count in held.items():
        assert ARCHIVE.pair_spread(first, second) >= count
        assert ARCHIVE.spread(f"{WORDS[first]}_{WORDS[second]}") >= count


def test_what_stands_over_units_is_whole():
    for document in papers():
        record = ARCHIVE.records[ARCHIVE.by_id[document.id]]
        assert record.years >= years_in(folded(document.text))
        assert record.cited >= document_names(folded(document.text))
        title = {ARCHIVE.numbers[word] for word in read(document.facts.title)}
        for unit in record.units:
            group = ARCHIVE.group(unit)
            assert group.titled == title
            heading = {ARCHIVE.numbers[word] for word in read(group.section)}
            assert group.words >= heading
            assert ARCHIVE.groups.years(ARCHIVE.group_number(unit)) == group.years


def test_scores_in_a_small_collection_are_those_of_the_formula():
    lists = [laid_words(ARCHIVE, unit) for unit in UNITS]
    rng = Random(7)
    for _ in range(200):
        weights = {rng.randrange(len(WORDS)): rng.choice((0.25, 0.8, 1.0)) for _ in range(9)}
        got, wanted = ARCHIVE.postings.scores(weights), plain(lists, weights)
        assert got.keys() == wanted.keys()
        assert got == pytest.approx(wanted, rel=1e-5)


def test_in_a_large_collection_the_best_stay_and_get_every_word(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postings, "_SCANNED", 300)
    monkeypatch.setattr(postings, "_KEPT", 40)
    rng = Random(3)
    # word 0 is rare, the others commoner and commoner
    lists = [
        [word for word in range(8) if rng.random() < (word + 1) / 9] or [7] for _ in range(400)
    ]
    held = Postings()
    for words in lists:
        held.add(words)
    held.close()
    weights = dict.fromkeys(range(8), 1.0)
    got, wanted = held.scores(weights), plain(lists, weights)
    best = sorted(wanted, key=wanted.__getitem__, reverse=True)[:10]
    assert len(got) < len(lists)
    assert set(best) <= got.keys()
    assert {place: got[place] for place in best} == pytest.approx(
        {place: wanted[place] for place in best}, rel=1e-5
    )


def test_numbers_that_never_come_again_do_not_fill_the_memory():
    vocabulary = Vocabulary(READER)
    for number in range(1000, 31000):
        assert len(vocabulary.of(str(number))) == 1
    assert len(vocabulary._read) <= 20_000
    assert vocabulary.of("30999 30999") == [vocabulary.numbers["30999"]] * 2


def test_a_line_longer_than_a_message_is_folded_whole():
    line = "Tổ dân phố " * 900
    assert folded(f"{line}\n\nhết") == " ".join(
        [*(fold(clean(line[at : at + 4096])) for at in range(0, len(line), 4096)), "het"]
    )


def test_the_index_of_forms_scores_by_the_formula():
    entries = [[(1.0, read(ARCHIVE.text(unit)))] for unit in UNITS]
    index = Index(entries)
    counts = [Counter(with_pairs(words)) for ((_, words),) in entries]
    terms = sorted({term for one in counts for term in one})
    numbered = [[terms.index(term) for term in one.elements()] for one in counts]
    for number in range(0, len(terms), 7):
        term = terms[number]
        assert index.spread(term) == sum(term in one for one in counts)
        share = 0.6 if "_" in term else 1.0
        wanted = {place: share * gain for place, gain in plain(numbered, {number: 1.0}).items()}
        assert dict(index.search({term: 1.0}, len(entries))) == pytest.approx(wanted)
    assert index.search({"khongco": 1.0}, 3) == []
    assert index.rarity("khongco") > max(map(index.rarity, terms))
