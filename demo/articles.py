"""Sample articles of ``page/sample/articles.toml``, written and sent for approval by the real
use case: what waits is there for a visitor to approve."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from knowledge.editing import ArticleDesk
from staff.model import Actor, StaffMember

_FILE: Final = Path(__file__).parent / "page" / "sample" / "articles.toml"


def load_samples(file: Path = _FILE) -> list[dict[str, str]]:
    """Return the samples as they are typed, each with its ``writer``."""
    samples: list[dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))["article"]
    return samples


async def write_articles(
    desk: ArticleDesk,
    members: Mapping[str, StaffMember],
    samples: Sequence[Mapping[str, str]],
) -> None:
    """Write every sample and send it for approval.

    Raises ``KeyError`` for a writer nobody is, and ``ArticleFaulty`` for a mistake in a sample.
    """
    for sample in samples:
        fields = {name: words for name, words in sample.items() if name != "writer"}
        writer = members[sample["writer"]]
        actor = Actor(writer.id, writer.unit_id, writer.roles)
        await desk.save(actor, None, fields, submit=True)
