"""Render pages. A page is a frozen dataclass that names its template; the template sees that page, the texts, what people may do, the addresses of files (`static`)."""

from __future__ import annotations

from functools import cache
from typing import ClassVar, Protocol

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quoth.server.static import address_of_static
from quoth.server.texts import Texts
from quoth.settings import ServerSettings
from quoth.shipped import web_folder


class Page(Protocol):
    """The declared context of one template."""

    template: ClassVar[str]


@cache
def environment() -> Environment:
    """Return the templates, set up once: everything is escaped, a misspelt name is an error."""
    found = Environment(
        loader=FileSystemLoader(web_folder() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["static"] = address_of_static
    return found


def render(page: Page, texts: Texts, server: ServerSettings, status: int = 200) -> HTMLResponse:
    """Return a page as a response, its own words in the language of the texts; it offers what the server lets people do."""
    text = (
        environment()
        .get_template(page.template)
        .render(page=page, t=texts, has_insight=server.insight, can_change=not server.read_only)
    )
    return HTMLResponse(text, status, {"Content-Language": texts.language, "Vary": "Accept-Language, Cookie"})
