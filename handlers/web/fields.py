"""How values cross the wire: base64 both ways, and empty form fields that mean "any"."""

import base64
import binascii
from typing import Annotated

from pydantic import BeforeValidator, Field

LARGEST_SEALED = 32 * 1024


def _decode(value: object) -> bytes:
    if not isinstance(value, str):
        raise ValueError("not base64")
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as wrong:
        raise ValueError("not base64") from wrong


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Base64Bytes = Annotated[bytes, BeforeValidator(_decode), Field(max_length=LARGEST_SEALED)]
EmptyIsAny = BeforeValidator(_none_if_empty)
