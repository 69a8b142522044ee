"""From an HTTP body to checked parameters. The checking is aiogram's typed methods."""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, get_args
from urllib.parse import parse_qsl

from aiogram.client.default import Default
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from demo.botapi.refusals import Refused, bad_request

M = TypeVar("M", bound=TelegramMethod[Any])

UPLOAD_LIMIT = 50 * 1024 * 1024
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "from_chat_id": "from_chat_id is empty",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Payload:
    """Parameters as sent, and the files sent along."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


def chosen(value: Any) -> Any:
    """Return a parameter, or None where the caller left it to a default."""
    return None if isinstance(value, Default) else value


async def read_payload(query: str, content_type: str, body: bytes) -> Payload:
    """Read parameters from wherever a client may put them."""
    payload = Payload(dict(parse_qsl(query, keep_blank_values=True)) if query else {})
    if not body:
        return payload
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        payload.values |= _json_object(body)
    elif kind == "application/x-www-form-urlencoded":
        payload.values |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    elif kind.startswith("multipart/"):
        await _read_multipart(payload, content_type, body)
    return payload


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(values, dict):
        raise bad_request("object expected as request body")
    return values


async def _read_multipart(payload: Payload, content_type: str, body: bytes) -> None:
    headers = Headers({"content-type": content_type})
    try:
        form = await MultiPartParser(headers, _once(body)).parse()
    except (MultiPartException, KeyError) as error:
        raise bad_request("can't parse multipart request body") from error
    try:
        for name, part in form.multi_items():
            if isinstance(part, UploadFile):
                data = await part.read()
                mime = part.content_type or "application/octet-stream"
                payload.files[name] = Upload(part.filename or name, mime, data)
            else:
                payload.values[name] = part
    finally:
        await form.close()


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def checked(model: type[M], payload: Payload) -> M:
    """Return typed parameters. Refuses unknown, missing and wrongly typed ones."""
    values = dict(payload.values)
    structured = _structured(model)
    if values.get("reply_markup") in ({}, "{}"):
        del values["reply_markup"]
    for name in payload.files.keys() & model.model_fields.keys():
        values.setdefault(name, f"attach://{name}")
    for name, value in list(values.items()):
        if name not in model.model_fields:
            raise bad_request(f'unknown parameter "{name}"')
        if isinstance(value, str) and name in structured:
            values[name] = _parsed(name, value)
    try:
        parameters = model.model_validate(values)
    except ValidationError as error:
        raise _refusal(error) from None
    for name in structured & values.keys():
        _refuse_unknown_fields(getattr(parameters, name), name)
    return parameters


@cache
def _structured(model: type[TelegramMethod[Any]]) -> frozenset[str]:
    return frozenset(n for n, f in model.model_fields.items() if _is_object(f.annotation))


def _is_object(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    if getattr(annotation, "__origin__", None) in (list, dict):
        return True
    return any(_is_object(argument) for argument in get_args(annotation))


def _parsed(name: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise _wrong(name) from None


def _wrong(name: str) -> Refused:
    if name == "reply_markup":
        return bad_request("can't parse reply keyboard markup JSON object")
    if name in ("chat_id", "from_chat_id"):
        return bad_request("chat not found")
    if name == "message_id":
        return bad_request("message identifier is not specified")
    return bad_request(f"invalid {name} specified")


def _refusal(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_context=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "request"
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return _wrong(name)


def _refuse_unknown_fields(value: Any, where: str) -> None:
    if isinstance(value, BaseModel):
        if value.model_extra:
            unknown = next(iter(value.model_extra))
            if unknown in ("keyboard", "inline_keyboard"):
                raise _wrong("reply_markup")  # read as another kind of markup
            raise bad_request(f'unknown field "{unknown}" in {where}')
        for name in value.model_fields_set:
            _refuse_unknown_fields(getattr(value, name), where)
    elif isinstance(value, list):
        for item in value:
            _refuse_unknown_fields(item, where)
    elif isinstance(value, Mapping):
        for item in value.values():
            _refuse_unknown_fields(item, where)
