"""From a text parameter to the text a message holds: parsing, trimming, finding, limits."""

import re
from typing import Any

from demo.botapi.entities import Entities, parse_html, utf16_length
from demo.botapi.refusals import bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITIES_LIMIT = 100

_MERGED = {"bold", "italic", "underline", "strikethrough", "spoiler", "code"}
_OPAQUE = {"code", "pre", "text_link"}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)]|(?<![\w@.\-/])(?:[a-z0-9-]+\.)+"
    r"(?:vn|com|org|net|info|me)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?)"
    r"|(?<![\w/<>])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?P<email>\b[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,})"
    r"|(?<!\w)(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<!\w)(?P<hashtag>#[^\W\d]\w*)",
    re.IGNORECASE,
)


def text_content(source: str, parse_mode: str | None, given: Any) -> dict[str, Any]:
    """Return ``{"text", "entities"?}``. Refuses empty, too long and unparsable texts."""
    if not source:
        raise bad_request("message text is empty")
    text, entities = _parsed(source, parse_mode, given)
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_content(source: str | None, parse_mode: str | None, given: Any) -> dict[str, Any]:
    """Return ``{"caption"?, "caption_entities"?}``. Refuses too long and unparsable ones."""
    if not source:
        return {}
    text, entities = _parsed(source, parse_mode, given)
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def _parsed(source: str, parse_mode: str | None, given: Any) -> tuple[str, Entities]:
    source = source.replace("\r", "").replace("\x00", "")
    entities: Entities = [e.model_dump(exclude_none=True) for e in given or ()]
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        source, entities = parse_html(source)
    text, entities = _trimmed(source, entities)
    entities += found_entities(text, entities)
    entities = _merged(entities)
    return text, entities[:ENTITIES_LIMIT]


def _trimmed(source: str, entities: Entities) -> tuple[str, Entities]:
    text = source.strip()
    if text == source or not entities:
        return text, entities
    lead = utf16_length(source[: len(source) - len(source.lstrip())])
    size = utf16_length(text)
    kept: Entities = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def found_entities(text: str, taken: Entities = []) -> Entities:  # noqa: B006 - never changed
    """Return the entities Telegram finds by itself: commands, links, mentions, hashtags."""
    if not any(mark in text for mark in "/@#."):
        return []
    closed = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in _OPAQUE]
    found: Entities = []
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if any(start < offset + length and offset < end for start, end in closed):
            continue
        found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def _merged(entities: Entities) -> Entities:
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    kept: Entities = []
    last: dict[str, dict[str, Any]] = {}
    for entity in entities:
        before = last.get(entity["type"])
        if before and entity["type"] in _MERGED:
            end = before["offset"] + before["length"]
            if end >= entity["offset"]:
                reach = max(end, entity["offset"] + entity["length"])
                before["length"] = reach - before["offset"]
                continue
        last[entity["type"]] = entity
        kept.append(entity)
    return kept
