"""New messages: sendMessage, sendPhoto, sendDocument, copyMessage, sendChatAction."""

from typing import Any

from aiogram.methods import CopyMessage, SendChatAction, SendDocument, SendMessage, SendPhoto

from demo.botapi.cloud import TelegramServer
from demo.botapi.methods.delivery import open_chat, post
from demo.botapi.params import Payload, Upload, chosen
from demo.botapi.pictures import photo_size
from demo.botapi.refusals import bad_request
from demo.botapi.state import Json, StoredFile
from demo.botapi.texts import caption_content, text_content

_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_COPIED = (
    "text",
    "entities",
    "photo",
    "document",
    "voice",
    "video",
    "sticker",
    "contact",
    "location",
    "dice",
    "caption",
    "caption_entities",
    "link_preview_options",
)


async def send_message(server: TelegramServer, call: SendMessage, _: Payload) -> Json:
    """Send a text."""
    chat = open_chat(server, call.chat_id)
    content = text_content(call.text, chosen(call.parse_mode), call.entities)
    preview = chosen(call.link_preview_options)
    if preview:
        content["link_preview_options"] = preview.model_dump(
            exclude_none=True, include=set(preview.model_fields_set)
        )
    return post(server, chat, content, call).body


async def send_photo(server: TelegramServer, call: SendPhoto, payload: Payload) -> Json:
    """Send a picture, new or known."""
    chat = open_chat(server, call.chat_id)
    content = _caption(call)
    kept = _file(server, str(call.photo), payload, "photo")
    content = {"photo": [photo_object(kept)], **content}
    if call.has_spoiler:
        content["has_media_spoiler"] = True
    return post(server, chat, content, call).body


async def send_document(server: TelegramServer, call: SendDocument, payload: Payload) -> Json:
    """Send a file, new or known."""
    chat = open_chat(server, call.chat_id)
    content = _caption(call)
    kept = _file(server, str(call.document), payload, "document")
    return post(server, chat, {"document": document_object(kept), **content}, call).body


async def copy_message(server: TelegramServer, call: CopyMessage, _: Payload) -> Json:
    """Send again what another message holds, without a link to it."""
    chat = open_chat(server, call.chat_id)
    source = server.world.find_chat(call.from_chat_id).messages.get(call.message_id)
    if source is None:
        raise bad_request("message to copy not found")
    content = {key: source.body[key] for key in _COPIED if key in source.body}
    if not content or source.body.get("has_protected_content"):
        raise bad_request("message can't be copied")
    if call.caption is not None and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= _caption(call)
    return {"message_id": post(server, chat, content, call).body["message_id"]}


async def send_chat_action(server: TelegramServer, call: SendChatAction, _: Payload) -> bool:
    """Show that the bot is busy."""
    chat = server.world.chat_to_write(call.chat_id)
    if call.action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    server.tell(chat, "typing")
    return True


def photo_object(kept: StoredFile) -> list[Json] | Json:
    """Return one PhotoSize. Refuses bytes that are no picture."""
    width, height = photo_size(kept.data)
    return {**kept.described(), "width": width, "height": height}


def document_object(kept: StoredFile) -> Json:
    """Return a Document."""
    return {**kept.described(), "file_name": kept.name, "mime_type": kept.mime}


def _caption(call: Any) -> Json:
    content = caption_content(call.caption, chosen(call.parse_mode), call.caption_entities)
    if content and getattr(call, "show_caption_above_media", None) is True:
        content["show_caption_above_media"] = True
    return content


def _file(server: TelegramServer, named: str, payload: Payload, kind: str) -> StoredFile:
    if named.startswith("attach://"):
        upload = payload.files.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        return keep_upload(server, upload, kind)
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    kept = server.world.files.get(named)
    if kept is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kept.kind != kind:
        raise bad_request(
            f"can't use file of type {kept.kind.capitalize()} as {kind.capitalize()}"
        )
    return kept


def keep_upload(server: TelegramServer, upload: Upload, kind: str) -> StoredFile:
    """Keep an uploaded file. Refuses empty ones, and photos that are none."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        photo_size(upload.data)
    return server.world.add_file(kind, upload.name, upload.mime, upload.data)
