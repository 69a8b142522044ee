"""Yardsticks: three plain search engines over the same passages, right first and in the first 3.

They never refuse, so they are measured on answerable questions only.
"""

import math
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from time import perf_counter
from typing import Final

from rapidfuzz import fuzz, process

from benchmarks.answers.items import Question
from benchmarks.answers.judge import CLEAN, Share
from benchmarks.answers.passages import Piece, syllables
from benchmarks.figures import percentile

Search = Callable[[str], Sequence[int]]
"""From a question to the places of up to three passages, best first."""

K1: Final = 1.2
B: Final = 0.75


def fts5(pieces: Sequence[Piece]) -> Search:
    """SQLite FTS5, unicode61 with remove_diacritics 2, text folded first (it leaves đ alone)."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE p USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    base.executemany(
        "INSERT INTO p(rowid, t) VALUES (?, ?)",
        ((place, " ".join(syllables(one.searched))) for place, one in enumerate(pieces)),
    )

    def search(text: str) -> Sequence[int]:
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(syllables(text)))
        rows = base.execute(
            "SELECT rowid FROM p WHERE p MATCH ? ORDER BY rank, rowid LIMIT 3", (words or '""',)
        )
        return [row[0] for row in rows]

    return search


def bm25(pieces: Sequence[Piece]) -> Search:
    """BM25 over folded syllables, weights laid down once in flat arrays."""
    lengths = [len(syllables(one.searched)) for one in pieces]
    mean = sum(lengths) / max(len(lengths), 1)
    postings: dict[str, tuple[array[int], array[float]]] = {}
    for place, one in enumerate(pieces):
        for word, count in Counter(syllables(one.searched)).items():
            weight = count * (K1 + 1) / (count + K1 * (1 - B + B * lengths[place] / mean))
            places, weights = postings.setdefault(word, (array("L"), array("f")))
            places.append(place)
            weights.append(weight)
    rarity = {
        word: math.log(1 + (len(lengths) - len(places) + 0.5) / (len(places) + 0.5))
        for word, (places, _) in postings.items()
    }

    def search(text: str) -> Sequence[int]:
        scores: dict[int, float] = {}
        for word in set(syllables(text)) & postings.keys():
            for place, weight in zip(*postings[word], strict=True):
                scores[place] = scores.get(place, 0.0) + rarity[word] * weight
        return nlargest(3, scores, key=lambda place: (scores[place], -place))

    return search


def token_set(pieces: Sequence[Piece]) -> Search:
    """rapidfuzz token_set_ratio over folded text."""
    texts = [" ".join(syllables(one.searched)) for one in pieces]

    def search(text: str) -> Sequence[int]:
        folded = " ".join(syllables(text))
        found = process.extract(folded, texts, scorer=fuzz.token_set_ratio, limit=3)
        return [place for _, _, place in found]

    return search


YARDSTICKS: Final[Mapping[str, Callable[[Sequence[Piece]], Search]]] = {
    "FTS5": fts5,
    "BM25": bm25,
    "token_set": token_set,
}


def ranked(
    search: Search, pieces: Sequence[Piece], questions: Sequence[Question]
) -> tuple[dict[str, tuple[Share, Share]], list[float]]:
    """Return per kind how often the right passage came first and in the first three; times in ms.

    ``all`` and ``clean`` are kinds of their own.
    """
    found: dict[str, list[tuple[bool, bool]]] = {}
    times = []
    for one in questions:
        if one.intent != "answer":
            continue
        started = perf_counter()
        places = search(one.text)
        times.append((perf_counter() - started) * 1000)
        hits = [_holds(pieces[place], one) for place in places]
        for kind in ("all", "clean" if one.kind in CLEAN else "", one.kind):
            found.setdefault(kind, []).append((any(hits[:1]), any(hits[:3])))
    found.pop("", None)
    return {
        kind: (
            Share(sum(first for first, _ in hits), len(hits)),
            Share(sum(three for _, three in hits), len(hits)),
        )
        for kind, hits in found.items()
    }, times


def summary(times: Sequence[float]) -> str:
    """Return p50 and p99 in milliseconds."""
    return f"{percentile(times, 0.5):.2f} / {percentile(times, 0.99):.2f}"


def _holds(piece: Piece, asked: Question) -> bool:
    return piece.source in asked.sources and asked.matches(piece.text)
