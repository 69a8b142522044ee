"""The names of 3,321 communes, with and without marks, must not sound like a cry for help."""

import csv
from pathlib import Path

from knowledge.intents import load_intents
from knowledge.model import Intent
from knowledge.normalise import fold
from knowledge.words import load_reader

AREAS = Path(__file__).parents[2] / "inbox" / "areas.csv"
SENTENCES = ("tôi ở {}", "xe tải chạy qua {} ban đêm", "họp ở {} rồi")


def test_a_place_is_no_emergency():
    reader, intents = load_reader(), load_intents()
    with AREAS.open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    told = [sentence.format(name) for name in names for sentence in SENTENCES]
    alarms = [
        text
        for marked in told
        for text in (marked, fold(marked))
        if intents.intent_of(reader.read(text)) is Intent.EMERGENCY
    ]
    assert alarms == []
