"""Slack's published limits, as a check of blocks and views. Written apart from the code that it checks.

Source: https://docs.slack.dev/reference/block-kit/
"""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

_TEXT = 3000


def problems_of_message(message: dict[str, Any]) -> list[str]:
    """Return what Slack would refuse in the arguments of `chat.postMessage` and its like."""
    blocks = message.get("blocks") or []
    found = [] if message.get("text") else ["a message needs text for its notification"]
    found += [f"text of {_size(message['text'])}"] if _size(message.get("text") or "") > 4000 else []
    found += [f"{len(blocks)} blocks"] if len(blocks) > 50 else []
    if sum(block["type"] == "table" for block in blocks) > 1:
        found.append("more than one table")
    return found + problems_of_blocks(blocks)


def problems_of_view(view: dict[str, Any]) -> list[str]:
    """Return what Slack would refuse in a view."""
    blocks = view["blocks"]
    found = [f"{len(blocks)} blocks"] if not 1 <= len(blocks) <= 100 else []
    found += ["a table in a view"] if any(block["type"] == "table" for block in blocks) else []
    if view["type"] == "modal":
        for name in ("title", "submit", "close"):
            found += _text(view.get(name), 24, f"view {name}") if view.get(name) else []
        found += ["no title"] if not view.get("title") else []
        found += ["inputs without submit"] if any(b["type"] == "input" for b in blocks) and not view.get("submit") else []
    found += ["private_metadata"] if _size(view.get("private_metadata", "")) > 3000 else []
    View(**view).validate_json()
    return found + problems_of_blocks(blocks)


def problems_of_blocks(blocks: list[dict[str, Any]]) -> list[str]:
    """Return what Slack would refuse in blocks."""
    found: list[str] = []
    actions: list[str] = []
    for block in blocks:
        found += _block(block)
        parsed = Block.parse(block)
        if parsed is None:
            found.append(f"unknown block {block['type']}")
        elif block["type"] != "input":
            parsed.validate_json()
        if block["type"] == "actions":
            actions += [element["action_id"] for element in block["elements"]]
            found += (
                ["an action twice in a row"]
                if len({e["action_id"] for e in block["elements"]}) < len(block["elements"])
                else []
            )
    return found


def _block(block: dict[str, Any]) -> list[str]:
    found = [] if _size(block.get("block_id", "")) <= 255 else ["block_id"]
    match block["type"]:
        case "rich_text":
            found += ["empty rich text"] if not block["elements"] else []
            found += [f"rich text of {_shown(block)}"] if _shown(block) > _TEXT else []
            found += [problem for part in block["elements"] for problem in _part(part)]
        case "header":
            found += _text(block["text"], 150, "header")
        case "context":
            found += [f"{len(block['elements'])} in context"] if not 1 <= len(block["elements"]) <= 10 else []
            found += [problem for one in block["elements"] for problem in _text(one, 2000, "context")]
        case "actions":
            found += [f"{len(block['elements'])} actions"] if not 1 <= len(block["elements"]) <= 25 else []
            found += [problem for one in block["elements"] for problem in _button(one)]
        case "table":
            found += _table(block)
        case "input":
            found += _text(block["label"], 2000, "label")
        case other:
            found.append(f"a block of type {other}")
    return found


def _part(part: dict[str, Any]) -> list[str]:
    found: list[str] = []
    if part["type"] == "rich_text_list":
        found += ["empty list"] if not part["elements"] else []
        return found + [problem for one in part["elements"] for problem in _part(one)]
    assert part["type"] in ("rich_text_section", "rich_text_quote"), part["type"]
    found += ["empty section"] if not part["elements"] else []
    for run in part["elements"]:
        match run["type"]:
            case "text":
                found += ["empty run"] if not run["text"] else []
            case "link":
                found += ["empty link"] if not run["text"] else []
                found += ["long link"] if not 1 <= _size(run["url"]) <= 3000 else []
                found += [f"link to {run['url'][:20]}"] if not run["url"].startswith(("https://", "http://")) else []
            case "user" | "usergroup" | "channel":
                pass
            case other:
                found.append(f"a run of type {other}")
    return found


def _table(block: dict[str, Any]) -> list[str]:
    rows = block["rows"]
    found = [f"{len(rows)} rows"] if not 1 <= len(rows) <= 100 else []
    found += ["ragged table"] if len({len(row) for row in rows}) != 1 else []
    found += [f"{len(rows[0])} columns"] if not 1 <= len(rows[0]) <= 20 else []
    found += ["table too long"] if sum(_shown(cell) for row in rows for cell in row) > 10_000 else []
    return found + [problem for row in rows for cell in row for part in cell["elements"] for problem in _part(part)]


def _button(element: dict[str, Any]) -> list[str]:
    assert element["type"] == "button", element["type"]
    found = _text(element["text"], 75, "button") + (["value"] if _size(element.get("value", "")) > 2000 else [])
    found += ["action_id"] if not 1 <= _size(element["action_id"]) <= 255 else []
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        found += _text(element["confirm"][name], most, f"confirm {name}") if "confirm" in element else []
    return found


def _text(text: dict[str, Any], most: int, where: str) -> list[str]:
    found = [f"{where} of type {text['type']}"] if text["type"] != "plain_text" else []
    return found + ([f"{where} of {_size(text['text'])}"] if not 1 <= _size(text["text"]) <= most else [])


def _shown(value: Any) -> int:
    if isinstance(value, dict):
        return _size(value.get("text", "")) + _shown(value.get("elements", [])) if isinstance(value.get("text", ""), str) else 0
    return sum(_shown(one) for one in value)


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
