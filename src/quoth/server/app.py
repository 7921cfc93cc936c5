"""Put the web app together: endpoints, pages, static files, error shapes, limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

import anyio
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from quoth.house import House
from quoth.server import (
    answers_api,
    chat_page,
    curated_api,
    curated_page,
    document_page,
    documents_api,
    documents_page,
    feedback,
    health,
    insight_page,
    questions_api,
)
from quoth.server.desk import make_desk
from quoth.server.errors import add_error_handlers
from quoth.server.hosts import Hosts
from quoth.server.keys import CheckKeys, read_keys
from quoth.server.limits import LimitBody
from quoth.server.shell import Shell
from quoth.server.static import Static
from quoth.server.visitors import Visitors

_LEAST_COMPRESSED = 1000
_ABOUT = (
    "Answers questions from your own documents, only in their own words, with citations that prove themselves. "
    'Every error has the shape `{"error": {"code", "message", "hint"}}`.'
)


@asynccontextmanager
async def _warming_up(app: FastAPI) -> AsyncIterator[None]:
    app.state.desk.warmth.start()
    yield
    await anyio.to_thread.run_sync(app.state.desk.warmth.stop)


def make_app(house: House) -> FastAPI:
    """Return the web app for an open house. The house stays the caller's to close.

    Raises:
        SettingsError: The file of keys cannot be used.
    """
    settings = house.settings.server
    # Swagger UI and ReDoc would load from other hosts: only the description itself is served.
    app = FastAPI(
        title="Quoth", version=_version(), description=_ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False,
        lifespan=_warming_up,
    )  # fmt: skip
    app.state.desk = make_desk(house, settings)
    for router in (
        questions_api.router,
        answers_api.router,
        curated_api.router,
        documents_api.router,
        health.router,
        feedback.router,
        chat_page.router,
        curated_page.router,
        insight_page.router,
        documents_page.router,
        document_page.router,
    ):
        app.include_router(router)
    app.mount("/static", Static(), name="static")
    add_error_handlers(app)
    app.add_middleware(LimitBody, most_upload_bytes=settings.max_upload_bytes)
    # Form tokens in compressed pages tell nothing across sites (BREACH): their cookie does not come along from there.
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST_COMPRESSED, compresslevel=6)
    app.add_middleware(Visitors)
    if settings.keys is not None:
        app.add_middleware(CheckKeys, keys=read_keys(settings.keys))
    app.add_middleware(Hosts, names=(settings.host, *settings.hosts))
    app.add_middleware(Shell)
    return app


def _version() -> str:
    try:
        return version("quoth")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
