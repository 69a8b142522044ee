"""Puts the pages together. Paths are absolute: mount the result at the root, or last."""

from fastapi import Depends, FastAPI
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from handlers.web import (
    article,
    article_editor,
    articles,
    case,
    document,
    documents,
    gaps,
    inbox_list,
    join,
    knowledge,
    sign_in,
    word_table,
)
from handlers.web.failures import add_failures
from handlers.web.guard import refuse_cross_site
from handlers.web.pages import FOLDER
from handlers.web.services import WebServices
from handlers.web.shell import Shell
from handlers.web.upload import Uploads

ROOMS = (
    sign_in.router,
    join.router,
    inbox_list.router,
    case.router,
    knowledge.router,
    gaps.router,
    articles.router,
    article_editor.router,
    article.router,
    documents.router,
    document.router,
    word_table.router,
)


class OwnFiles:
    """The style sheet and scripts; browsers ask each time whether they changed."""

    def __init__(self) -> None:
        self._files = StaticFiles(directory=FOLDER / "static")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""

        async def send_fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-cache"
            await send(message)

        await self._files(scope, receive, send_fresh)


def build_pages(services: WebServices) -> FastAPI:
    """Return the bare application, without the outer shell: for reading its description."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(refuse_cross_site)],
    )
    app.state.services = services
    app.state.uploads = Uploads()
    for router in ROOMS:
        app.include_router(router)
    app.mount("/static", OwnFiles())
    add_failures(app)
    return app


def build_web(services: WebServices) -> Shell:
    """Return the ASGI application of the inbox pages.

    It can be served as it is, mounted at the root (``Mount("/", app=...)``), or used as the
    fallback of another application; it answers its own 404.
    """
    return Shell(build_pages(services), secure=services.secure_cookies)
