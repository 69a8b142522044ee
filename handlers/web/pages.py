"""Turns a template and values into a page in the reader's language.

Every template is escaped, whatever its name. Sentences come from the catalogue alone.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from handlers.texts.catalog import LOCALES, Texts
from handlers.web.services import WebServices
from staff.model import Session
from staff.policy import Action, is_allowed

FOLDER: Final = Path(__file__).parent
_LANGUAGE_COOKIE: Final = "andan-lang"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One link of the bar at the top: a part of the pages this account may use."""

    key: str
    address: str
    is_current: bool


_SECTIONS: Final = (
    ("inbox", "/inbox", ("/inbox", "/case/"), Action.LIST_CASES),
    ("knowledge", "/knowledge", ("/knowledge",), Action.EDIT_ARTICLES),
)


def sections_for(session: Session | None, path: str) -> tuple[Section, ...]:
    """Return the parts this account may use; the use cases refuse the others anyway."""
    if session is None:
        return ()
    return tuple(
        Section(key, address, path.startswith(under))
        for key, address, under, action in _SECTIONS
        if is_allowed(session.actor, action)
    )


def services_of(request: Request) -> WebServices:
    """Return what the application was built with."""
    services: WebServices = request.app.state.services
    return services


def texts_of(request: Request) -> Texts:
    """Return the sentences in the language asked for, else remembered, else Vietnamese."""
    asked = request.query_params.get("lang") or request.cookies.get(_LANGUAGE_COOKIE, "vi")
    return services_of(request).catalog[asked]


def script_words(texts: Texts) -> dict[str, str]:
    """Return the sentences that scripts show, by the last part of their key."""
    prefix = "web.script."
    return {
        key.removeprefix(prefix): texts.plain(key)
        for key in sorted(texts.keys())
        if key.startswith(prefix)
    }


def page(
    request: Request,
    template: str,
    *,
    session: Session | None = None,
    status: int = 200,
    **values: object,
) -> HTMLResponse:
    """Render a template; remember the language if the address named one."""
    texts, services = texts_of(request), services_of(request)
    html = ENVIRONMENT.get_template(template).render(
        t=texts.plain,
        locale=texts.locale,
        operator_name=services.operator_name,
        session=session,
        sections=sections_for(session, request.url.path),
        other_language=_address_in(request, "en" if texts.locale == "vi" else "vi"),
        script_words=script_words(texts),
        **values,
    )
    response = HTMLResponse(html, status)
    asked = request.query_params.get("lang")
    if asked in LOCALES:
        response.set_cookie(
            _LANGUAGE_COOKIE,
            asked,
            path="/",
            secure=services.secure_cookies,
            httponly=True,
            samesite="strict",
        )
    return response


def _address_in(request: Request, locale: str) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"?{urlencode([*kept, ('lang', locale)])}"
