"""The engine is built once: it is read only, and building takes most of a second."""

import json
from pathlib import Path

import pytest

from knowledge.ask import KnowledgeBase, load_knowledge
from knowledge.intents import IntentReader, load_intents
from knowledge.words import Reader, load_reader

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader()


@pytest.fixture(scope="session")
def intents() -> IntentReader:
    return load_intents()


@pytest.fixture(scope="session")
def intent_rows() -> list[dict[str, str]]:
    return rows("intents.jsonl")


@pytest.fixture(scope="session")
def question_rows() -> list[dict[str, str]]:
    return rows("questions.jsonl")
