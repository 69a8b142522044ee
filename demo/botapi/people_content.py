"""What a person's message can hold, from a short wish to the Bot API's objects."""

import secrets
from typing import Any

from pydantic import BaseModel, ConfigDict

from demo.botapi.cloud import TelegramServer
from demo.botapi.methods.sending import document_object, keep_upload, photo_object
from demo.botapi.params import Upload
from demo.botapi.refusals import Refused
from demo.botapi.state import Json
from demo.botapi.texts import found_entities

STICKER = bytes.fromhex("52494646240000005745425056503820180000003001009d012a0100010002003425a4")


class SendBody(BaseModel):
    """The body of ``POST /client/send``. Exactly one kind of content (or a file) is wanted."""

    model_config = ConfigDict(extra="forbid")

    viewer: int
    chat: int
    text: str | None = None
    entities: list[dict[str, Any]] | None = None
    reply_to: int | None = None
    contact: Json | None = None
    location: Json | None = None
    sticker: Json | None = None
    voice: Json | None = None
    poll: Json | None = None
    dice: Json | None = None
    story: Json | None = None
    forward_from: Json | int | None = None
    via_bot: Json | bool | None = None
    media_group_id: str | None = None
    caption: str | None = None
    as_: str | None = None


def text_body(text: str, entities: list[Json] | None = None) -> Json:
    """Return a text with its entities, given or found.

    Half of a surrogate pair is no character; Telegram's own programs cannot send one.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text.strip():
        raise Refused(400, "the text is empty")
    found = found_entities(text) if entities is None else entities
    return {"text": text, "entities": found} if found else {"text": text}


def content_of(server: TelegramServer, wish: SendBody) -> Json:
    """Return the Bot API fields of a message without a file."""
    content = _around(server, wish)
    if wish.text is not None:
        return content | text_body(wish.text, wish.entities)
    for kind in ("contact", "location", "sticker", "voice", "poll", "dice", "story"):
        given = getattr(wish, kind)
        if given is not None:
            return content | {kind: _OBJECTS[kind](server, wish, given)}
    raise Refused(400, "nothing to send")


def file_content(server: TelegramServer, wish: SendBody, upload: Upload) -> Json:
    """Return the Bot API fields of a message with a file."""
    content = _around(server, wish)
    kind = wish.as_ or "document"
    if kind not in ("photo", "document", "voice", "video"):
        raise Refused(400, "as: photo, document, voice or video")
    kept = keep_upload(server, upload, kind)
    if kind == "photo":
        content["photo"] = [photo_object(kept)]
    elif kind == "document":
        content["document"] = document_object(kept)
    else:
        content[kind] = {**kept.described(), "duration": 1, "mime_type": kept.mime}
        if kind == "video":
            content[kind] |= {"width": 320, "height": 240, "file_name": kept.name}
    if wish.caption:
        content["caption"] = wish.caption
        if found := found_entities(wish.caption):
            content["caption_entities"] = found
    return content


def _around(server: TelegramServer, wish: SendBody) -> Json:
    content: Json = {}
    if wish.media_group_id:
        content["media_group_id"] = wish.media_group_id
    if wish.forward_from is not None:
        content["forward_origin"] = _origin(server, wish.forward_from)
    if wish.via_bot:
        other = {"id": 7000000001, "is_bot": True, "first_name": "GIF", "username": "gif"}
        content["via_bot"] = wish.via_bot if isinstance(wish.via_bot, dict) else other
    return content


def _origin(server: TelegramServer, wanted: Json | int) -> Json:
    if isinstance(wanted, int):
        user = server.world.person(wanted).user
        return {"type": "user", "date": server.date(), "sender_user": user}
    if "type" in wanted:
        return {"date": server.date(), **wanted}
    name = str(wanted.get("name", "?"))
    return {"type": "hidden_user", "date": server.date(), "sender_user_name": name}


def _contact(server: TelegramServer, wish: SendBody, given: Json) -> Json:
    user = server.world.person(wish.viewer).user
    own = {"phone_number": "+84900000000", "first_name": user["first_name"], "user_id": user["id"]}
    return given if "phone_number" in given else {**own, **given}


def _location(_: TelegramServer, __: SendBody, given: Json) -> Json:
    return {"latitude": 21.5928, "longitude": 105.8442, **given}


def _sticker(server: TelegramServer, _: SendBody, given: Json) -> Json:
    kept = server.world.add_file("sticker", "sticker.webp", "image/webp", STICKER)
    look = {"type": "regular", "width": 512, "height": 512, "is_animated": False}
    return {**kept.described(), **look, "is_video": False, "emoji": "🙂", **given}


def _voice(server: TelegramServer, _: SendBody, given: Json) -> Json:
    kept = server.world.add_file("voice", "voice.oga", "audio/ogg", b"OggS" + bytes(60))
    return {**kept.described(), "duration": 3, "mime_type": "audio/ogg", **given}


def _poll(_: TelegramServer, __: SendBody, given: Json) -> Json:
    options = [
        {"persistent_id": str(number), "text": str(text), "voter_count": 0}
        for number, text in enumerate(given.get("options", ("1", "2")))
    ]
    return {
        "id": str(secrets.randbits(62)),
        "question": "?",
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
        **given,
        "options": options,
    }


def _dice(_: TelegramServer, __: SendBody, given: Json) -> Json:
    return {"emoji": "🎲", "value": 1 + secrets.randbelow(6), **given}


def _story(server: TelegramServer, wish: SendBody, given: Json) -> Json:
    return {"chat": server.world.chats[wish.viewer].info, "id": 1, **given}


_OBJECTS = {
    "contact": _contact,
    "location": _location,
    "sticker": _sticker,
    "voice": _voice,
    "poll": _poll,
    "dice": _dice,
    "story": _story,
}
