"""The pieces of Block Kit, each within Slack's limits whatever it is given.

Words of documents and people only ever stand in rich text and plain text, which Slack does not parse: in them `<!channel>`, a link
or a backtick is a row of characters. `escaped` is for the one field that is markup, the notification's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from quoth.slack.limits import (
    MOST_ACTIONS,
    MOST_BUTTON,
    MOST_CONFIRM,
    MOST_CONTEXT,
    MOST_HEADER,
    MOST_OPTION,
    MOST_TABLE_COLUMNS,
    MOST_TABLE_ROWS,
    MOST_TABLE_TEXT,
    MOST_TEXT,
    MOST_TITLE,
    MOST_URL,
    fit,
    head,
    printable,
    size,
)

Json = dict[str, object]
_EMPTY_CELL: Final = "-"
_MOST_CELL: Final = 400


def escaped(text: str) -> str:
    """Return a text as Slack's markup shows it: its three control characters as entities."""
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def notification(text: str) -> str:
    """Return the text of a message's notification: escaped, never empty, within the limit."""
    short = fit(" ".join(text.split()), MOST_TEXT // 6)  # an ampersand becomes five characters
    return escaped(short)


def words(text: str, *, bold: bool = False, italic: bool = False) -> list[Json]:
    """Return a run of rich text; nothing for an empty one, which Slack refuses."""
    text = printable(text)
    if not text:
        return []
    style = {name: True for name, is_so in (("bold", bold), ("italic", italic)) if is_so}
    return [{"type": "text", "text": text, **({"style": style} if style else {})}]


def link(text: str, url: str | None) -> list[Json]:
    """Return a link; its text alone where there is no address, or one that is too long."""
    if not url or size(url) > MOST_URL:
        return words(text)
    return [{"type": "link", "url": url, "text": fit(text, MOST_HEADER)}]


def person(who: str) -> list[Json]:
    """Return a mention of a person; it notifies them."""
    return [{"type": "user", "user_id": who}]


def group(which: str) -> list[Json]:
    """Return a mention of a group of people; it notifies those who are in the conversation."""
    return [{"type": "usergroup", "usergroup_id": which}]


def channel(which: str) -> list[Json]:
    """Return the name of a channel as a link to it."""
    return [{"type": "channel", "channel_id": which}]


def line(*runs: Iterable[Json]) -> Json:
    """Return a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": [one for run in runs for one in run] or words(_EMPTY_CELL)}


def quotation(elements: Sequence[Json]) -> Json:
    """Return a quotation of rich text."""
    return {"type": "rich_text_quote", "elements": list(elements) or words(_EMPTY_CELL)}


def bullets(lines: Sequence[Json]) -> list[Json]:
    """Return a bulleted list of paragraphs; nothing for none."""
    return [{"type": "rich_text_list", "style": "bullet", "elements": list(lines)}] if lines else []


def rich(parts: Iterable[Json]) -> list[Json]:
    """Return rich text blocks of at most 3,000 characters each that hold the parts in order; a longer part is cut."""
    blocks: list[Json] = []
    waiting: list[Json] = []
    room = MOST_TEXT
    for part in parts:
        part_size = text_size(part)
        if waiting and part_size > room:
            blocks.append({"type": "rich_text", "elements": waiting})
            waiting, room = [], MOST_TEXT
        kept = part if part_size <= MOST_TEXT else _cut(part, MOST_TEXT)[0]
        waiting.append(kept)
        room -= text_size(kept)
    return [*blocks, {"type": "rich_text", "elements": waiting}] if waiting else blocks


def text_size(part: Json) -> int:
    """Return how many characters a part of rich text shows."""
    text, inner = part.get("text"), part.get("elements")
    own = size(text) if isinstance(text, str) else 0
    return own + (sum(text_size(one) for one in inner) if isinstance(inner, list) else 0)


def _cut(part: Json, room: int) -> tuple[Json, int]:
    """Return a part without what has no room, and the room that is left."""
    inner = part.get("elements")
    if not isinstance(inner, list):
        text = str(part.get("text", ""))
        kept = fit(text, room) if size(text) > room else text
        return {**part, **({"text": kept} if text else {})}, room - size(kept)
    fitting: list[Json] = []
    for one in inner:
        if room <= 1:
            break
        cut, room = _cut(one, room)
        fitting.append(cut)
    return {**part, "elements": fitting}, room


def plain(text: str, most: int) -> Json:
    """Return a text object that is not parsed; a colon between words is no emoji."""
    return {"type": "plain_text", "text": fit(text, most), "emoji": False}


def header(text: str) -> Json:
    """Return a heading."""
    return {"type": "header", "text": plain(text, MOST_HEADER)}


def context(*texts: str) -> Json:
    """Return small print."""
    return {"type": "context", "elements": [plain(text, MOST_TEXT) for text in texts[:MOST_CONTEXT]]}


def button(
    text: str, action: str, value: str, *, style: Literal["primary", "danger"] | None = None, confirm: str | None = None
) -> Json:
    """Return a button. `confirm` is asked before it does anything."""
    made: Json = {"type": "button", "action_id": action, "text": plain(text, MOST_BUTTON), "value": value}
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = {
            "title": plain(text, MOST_BUTTON), "text": plain(confirm, MOST_CONFIRM), "confirm": plain("Yes", MOST_TITLE),
            "deny": plain("No", MOST_TITLE),
        }  # fmt: skip
    return made


def actions(buttons: Sequence[Json]) -> list[Json]:
    """Return a row of buttons; nothing for none."""
    return [{"type": "actions", "elements": list(buttons[:MOST_ACTIONS])}] if buttons else []


def option(text: str, value: str) -> Json:
    """Return a choice."""
    return {"text": plain(text, MOST_OPTION), "value": value}


def cell(*runs: Iterable[Json]) -> Json:
    """Return a cell of a table, cut to its share of what a table may hold."""
    return {"type": "rich_text", "elements": [_cut(line(*runs), _MOST_CELL)[0]]}


def table(rows: Sequence[Sequence[Json]]) -> list[Json]:
    """Return a table of cells, without the columns and rows for which there is no room."""
    kept: list[list[Json]] = []
    room = MOST_TABLE_TEXT
    for row in rows[:MOST_TABLE_ROWS]:
        cells = list(row[:MOST_TABLE_COLUMNS])
        room -= sum(text_size(one) for one in cells)
        if room < 0:
            break
        kept.append(cells)
    settings = [{"is_wrapped": True} for _ in (kept[0] if kept else ())]
    return [{"type": "table", "rows": kept, "column_settings": settings}] if kept else []


def modal(title: str, blocks: Sequence[Json], **rest: object) -> Json:
    """Return a modal view."""
    return {"type": "modal", "title": plain(head(title, MOST_TITLE), MOST_TITLE), "blocks": list(blocks), **rest}
