"""The door for people: JSON over HTTP, for the demo page and for tests.

Refusals are ``{"error": words}``. The control calls (reset, faults, clock, flood) are here too.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from demo.botapi import client_bodies as bodies
from demo.botapi import people
from demo.botapi.cloud import TelegramServer
from demo.botapi.events import Watcher, view
from demo.botapi.faults import FaultOrders
from demo.botapi.params import read_payload
from demo.botapi.people_content import SendBody, content_of, file_content, text_body
from demo.botapi.pictures import picture_type
from demo.botapi.refusals import Refused
from demo.botapi.state import Json

Act = Callable[[TelegramServer, Any], Awaitable[Json]]
_SHOWN_AS_SENT = ("audio/ogg", "video/mp4")


async def add_user(server: TelegramServer, body: bodies.UserBody) -> Json:
    """Create a person."""
    return {"user": server.world.add_person(body.model_dump(exclude_none=True)).user}


async def add_group(server: TelegramServer, body: bodies.GroupBody) -> Json:
    """Create a group with the bot in it."""
    return {"chat": people.found_group(server, body.title, body.members, body.type).info}


async def edit(server: TelegramServer, body: bodies.EditBody) -> Json:
    """Change one's own text."""
    content = text_body(body.text)
    message = people.edit(server, body.viewer, body.chat, body.message_id, content)
    return {"message": view(message, body.viewer)}


async def delete(server: TelegramServer, body: bodies.DeleteBody) -> Json:
    """Take messages away."""
    people.delete(server, body.viewer, body.chat, body.message_ids)
    return {}


async def press(server: TelegramServer, body: bodies.PressBody) -> Json:
    """Press a button."""
    query_id, alert = await people.press(
        server, body.viewer, body.chat, body.message_id, body.data
    )
    return {"callback_query_id": query_id, "alert": alert}


async def block(server: TelegramServer, body: bodies.BlockBody) -> Json:
    """Block or unblock the bot."""
    people.block(server, body.viewer, body.blocked)
    return {}


async def bot_in_group(server: TelegramServer, body: bodies.BotInGroupBody) -> Json:
    """Let the bot into a group or throw it out."""
    people.set_bot_in_group(server, body.viewer, body.chat, body.status)
    return {}


async def upgrade(server: TelegramServer, body: bodies.UpgradeBody) -> Json:
    """Make a basic group a supergroup."""
    return {"chat": people.upgrade_group(server, body.viewer, body.chat).info}


async def reset(server: TelegramServer, _: bodies.EmptyBody) -> Json:
    """Forget everything people did."""
    server.reset()
    return {}


async def order_faults(server: TelegramServer, body: FaultOrders) -> Json:
    """Order misfortunes."""
    server.faults.order(body.next)
    return {}


async def shift_clock(server: TelegramServer, body: bodies.ClockBody) -> Json:
    """Set how far the server's clock is from the machine's."""
    server.clock_shift_s = body.shift_s
    return {}


async def set_flood(server: TelegramServer, body: bodies.FloodBody) -> Json:
    """Switch sending limits on or off."""
    server.flood.on = body.on
    return {}


_ACTS: dict[str, tuple[type[BaseModel], Act]] = {
    "/client/users": (bodies.UserBody, add_user),
    "/client/groups": (bodies.GroupBody, add_group),
    "/client/edit": (bodies.EditBody, edit),
    "/client/delete": (bodies.DeleteBody, delete),
    "/client/press": (bodies.PressBody, press),
    "/client/block": (bodies.BlockBody, block),
    "/client/bot-in-group": (bodies.BotInGroupBody, bot_in_group),
    "/client/upgrade": (bodies.UpgradeBody, upgrade),
    "/control/reset": (bodies.EmptyBody, reset),
    "/control/faults": (FaultOrders, order_faults),
    "/control/clock": (bodies.ClockBody, shift_clock),
    "/control/flood": (bodies.FloodBody, set_flood),
}


class ClientApi:
    """The calls that are no plain JSON act: looking, watching, sending with files."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server

    async def users(self, _: Request) -> Response:
        """List everybody who can be played, the groups, the bot."""
        world = self.server.world
        return JSONResponse(
            {
                "users": [person.user for person in world.people.values()],
                "groups": [c.info for c in world.chats.values() if c.kind != "private"],
                "bot": self.server.bot,
            }
        )

    async def chat(self, request: Request) -> Response:
        """Show a chat as one person sees it."""
        viewer, chat_id = _number(request, "viewer"), _number(request, "chat")
        chat = self.server.world.chat_with(viewer, chat_id)
        person = self.server.world.person(viewer)
        language = str(person.user.get("language_code", ""))[:2]
        texts = ("name", "description", "short_description")
        return JSONResponse(
            {
                "chat": chat.info,
                "messages": [view(m.body, viewer) for m in chat.messages.values()],
                "reply_keyboard": chat.keyboard,
                "commands": self.server.command_list(chat, viewer),
                "bot": {t: self.server.profile.text(t, language) for t in texts},
                "blocked": person.blocked,
                "started": person.started,
            }
        )

    async def events(self, request: Request) -> Response:
        """Stream changes in every chat of one person."""
        viewer = _number(request, "viewer")
        self.server.world.person(viewer)
        watcher = self.server.watchers.join(viewer)
        if self.server.closing.is_set():
            watcher.queue.put_nowait(None)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._watched(watcher)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _watched(self, watcher: Watcher) -> AsyncIterator[str]:
        try:
            async for event in watcher.stream():
                yield event
        finally:
            self.server.watchers.leave(watcher)

    async def send(self, request: Request) -> Response:
        """Send anything as a person."""
        content_type = request.headers.get("content-type", "")
        payload = await read_payload("", content_type, await request.body())
        if "as" in payload.values:
            payload.values["as_"] = payload.values.pop("as")
        wish = SendBody.model_validate(payload.values)
        upload = payload.files.get("file")
        if upload is None:
            content = content_of(self.server, wish)
        else:
            content = file_content(self.server, wish, upload)
        message = people.write(self.server, wish.viewer, wish.chat, content, wish.reply_to)
        return JSONResponse({"message": view(message, wish.viewer)})

    async def file(self, request: Request) -> Response:
        """Show a file. Only what cannot run is shown in place; the rest is a download."""
        unique_id = request.path_params["file_unique_id"]
        kept = self.server.world.files_by_unique_id.get(unique_id)
        if kept is None:
            raise Refused(404, "no such file")
        headers = {"X-Content-Type-Options": "nosniff"}
        shown = picture_type(kept.data) or (kept.mime if kept.mime in _SHOWN_AS_SENT else None)
        if shown is None:
            headers["Content-Disposition"] = "attachment"
        return Response(kept.data, media_type=shown or "application/octet-stream", headers=headers)


def client_routes(server: TelegramServer) -> list[BaseRoute]:
    """Return the routes of the Client API and the control calls."""
    api = ClientApi(server)
    looks = [
        Route("/client/users", _answering(api.users), methods=["GET"]),
        Route("/client/chat", _answering(api.chat), methods=["GET"]),
        Route("/client/events", _answering(api.events), methods=["GET"]),
        Route("/client/send", _answering(api.send), methods=["POST"]),
        Route("/client/file/{file_unique_id}", _answering(api.file), methods=["GET"]),
    ]
    acts = [
        Route(path, _answering(_acting(server, body, act)), methods=["POST"])
        for path, (body, act) in _ACTS.items()
    ]
    return [*looks, *acts]


Endpoint = Callable[[Request], Awaitable[Response]]


def _acting(server: TelegramServer, body: type[BaseModel], act: Act) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        wish = body.model_validate_json(await request.body() or b"{}")
        return JSONResponse(await act(server, wish))

    return endpoint


def _answering(endpoint: Endpoint) -> Endpoint:
    async def answered(request: Request) -> Response:
        if request.headers.get("sec-fetch-site") == "cross-site":
            return JSONResponse({"error": "another site asks"}, status_code=403)
        try:
            return await endpoint(request)
        except Refused as refused:
            return JSONResponse({"error": refused.description}, status_code=refused.code)
        except ValidationError as error:
            places = [".".join(map(str, e["loc"])) for e in error.errors(include_url=False)]
            return JSONResponse({"error": f"wrong: {', '.join(places)}"}, status_code=400)

    return answered


def _number(request: Request, name: str) -> int:
    try:
        return int(request.query_params.get(name, ""))
    except ValueError:
        raise Refused(400, f"{name} is no number") from None
