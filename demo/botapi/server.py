"""The whole as an ASGI app: the bots' door, the people's door, and whatever else is mounted."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from demo.botapi.bot_api import BotApi
from demo.botapi.client_api import client_routes
from demo.botapi.cloud import TelegramServer

__all__ = ["TelegramServer", "create_app"]


class TelegramApp(Starlette):
    """Starlette for people and pages; bots' calls pass it by, they are many and plain."""

    def __init__(self, server: TelegramServer, extra_routes: Sequence[BaseRoute]) -> None:
        self.bots = BotApi(server)
        server.webhook.on_reply = self.bots.take_webhook_reply

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            server.open()
            yield
            await server.close()

        super().__init__(routes=[*client_routes(server), *extra_routes], lifespan=lifespan)
        self.state.telegram = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and self.bots.owns(scope["path"]):
            await self.bots(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(server: TelegramServer, extra_routes: Sequence[BaseRoute] = ()) -> TelegramApp:
    """Return the ASGI app of ``server``. ``extra_routes`` come after the Client API's own and
    may take any path but /bot…, /file/bot…, /client/… and /control/…."""
    return TelegramApp(server, extra_routes)
