"""Render pages. A page is a frozen dataclass that names its template; the template sees that page, the texts, the addresses of files (`static`), nothing else."""

from __future__ import annotations

from functools import cache
from typing import ClassVar, Protocol

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quoth.server.static import address_of_static
from quoth.server.texts import Texts
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


def render(page: Page, texts: Texts, status: int = 200, *, has_insight: bool = False) -> HTMLResponse:
    """Return a page as a response, its own words in the language of the texts; `has_insight` links to that page."""
    text = environment().get_template(page.template).render(page=page, t=texts, has_insight=has_insight)
    return HTMLResponse(text, status, {"Content-Language": texts.language, "Vary": "Accept-Language, Cookie"})
