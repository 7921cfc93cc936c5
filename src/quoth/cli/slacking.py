"""`quoth slack`: the Slack bot."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from quoth.cli.options import library_option, settings_for
from quoth.cli.printing import say
from quoth.errors import QuothError, UsageError


@click.command()
@click.option("--http", "is_http", is_flag=True, help="Take Slack's requests over HTTP instead of Socket Mode.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="PORT", help="Port to listen on with --http; 0 takes a free one."
)
@click.option("--manifest", "shows_manifest", is_flag=True, help="Print the manifest with which Slack makes the app, and end.")
@click.option("--url", metavar="URL", help="With --manifest: the address at which Slack reaches this bot over HTTP.")
@library_option
def slack(*, is_http: bool, port: int | None, shows_manifest: bool, url: str | None, library: Path | None) -> None:
    """Answer questions in Slack.

    It asks the Quoth server at slack.quoth_url and keeps what it must not forget in the library. Its tokens come from the environment, or from files that it names. docs/slack.md says how to set it up.
    """
    if find_spec("slack_bolt") is None:
        raise QuothError("The Slack bot is not installed.", "Run `pip install 'quoth[slack]'`.")
    if shows_manifest:
        from quoth.slack.manifest import manifest

        say(manifest(url or ""))
        return
    if url is not None:
        raise UsageError("--url is for --manifest.", "The bot itself does not need to know its address.")
    group: dict[str, Any] = {} if port is None else {"port": port}
    settings = settings_for(library, slack=group)
    from quoth.library import Library
    from quoth.slack.app import make_bot
    from quoth.slack.credentials import read_credentials
    from quoth.slack.running import run_http, run_socket_mode

    credentials = read_credentials(os.environ)
    credentials.check(is_http=is_http)
    with Library.create(settings.library.dir, settings.library.url) as opened:
        bot = make_bot(opened, settings, credentials)
        if is_http:
            run_http(bot, settings.slack.host, settings.slack.port)
        else:
            run_socket_mode(bot, credentials.app_token)
