"""Make the pictures of docs/slack.md from the blocks that the bot sends: to HTML in the likeness of Slack, then to PNG.

python -m bench.slack_pictures --library DIR [--out docs]

The library is one of the sample corpus (`quoth serve` builds it). Chromium is Debian's.
"""

from __future__ import annotations

import argparse
import html
import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from quoth import House, Request, load_settings
from quoth.contract import OutcomeModel
from quoth.slack.answers import Setting, card
from quoth.slack.views import home
from quoth.types.errands import Errand

Json = dict[str, Any]
_WIDTH = 760
_COLOURS = 64
_EXAMPLES = ("What distinguishes a CDMO?", "Who signs the quality agreement?", "How long does a technology transfer take?")
_STYLE = """
body{font:15px/1.47 Lato,'Helvetica Neue',Arial,sans-serif;color:#1d1c1d;background:#fff;margin:0;padding:18px 22px;width:700px}
.who{display:flex;gap:10px}.face{width:36px;height:36px;border-radius:6px;background:#1f3a5f;color:#fff;font:bold 22px/36px Georgia,serif;text-align:center;flex:none}
.name{font-weight:900}.app{background:#e8e8e8;color:#616061;font-size:10px;font-weight:700;padding:1px 4px;border-radius:2px;margin:0 6px}
.at{color:#616061;font-size:12px}.body{flex:1;min-width:0}
blockquote{border-left:4px solid #ddd;margin:4px 0;padding:0 0 0 12px;white-space:pre-wrap}p{margin:4px 0;white-space:pre-wrap}
a{color:#1264a3;text-decoration:none}ul{margin:4px 0;padding-left:22px}.context{color:#616061;font-size:12.5px;margin:6px 0}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}.button{border:1px solid #bbb;border-radius:4px;padding:4px 12px;font-weight:700;font-size:13px}
.primary{background:#007a5a;color:#fff;border-color:#007a5a}h2{font-size:18px;margin:14px 0 4px}.user{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
table{border-collapse:collapse;margin:6px 0;font-size:13.5px}td{border:1px solid #ddd;padding:6px 8px;vertical-align:top}
"""


def as_html(blocks: Sequence[Json]) -> str:
    """Return blocks as HTML."""
    return "".join(_block(block) for block in blocks)


def _block(block: Json) -> str:
    match block["type"]:
        case "rich_text":
            return "".join(_part(part) for part in block["elements"])
        case "header":
            return f"<h2>{html.escape(block['text']['text'])}</h2>"
        case "context":
            return "".join(f'<div class="context">{html.escape(one["text"])}</div>' for one in block["elements"])
        case "table":
            rows = ("".join(f"<td>{_block(cell)}</td>" for cell in row) for row in block["rows"])
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
        case "actions":
            made = (
                f'<span class="button {one.get("style", "")}">{html.escape(one["text"]["text"])}</span>'
                for one in block["elements"]
            )
            return f'<div class="actions">{"".join(made)}</div>'
        case other:
            raise ValueError(f"no picture of a block of type {other}")


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "<ul>" + "".join(f"<li>{_runs(one)}</li>" for one in part["elements"]) + "</ul>"
    tag = "blockquote" if part["type"] == "rich_text_quote" else "p"
    return f"<{tag}>{_runs(part)}</{tag}>"


def _runs(part: Json) -> str:
    return "".join(_run(run) for run in part["elements"])


def _run(run: Json) -> str:
    if run["type"] == "user":
        return '<span class="user">@Ada</span>'
    text = html.escape(run["text"])
    if run["type"] == "link":
        return f'<a href="#">{text}</a>'
    for name, tag in (("bold", "b"), ("italic", "i")):
        if run.get("style", {}).get(name):
            text = f"<{tag}>{text}</{tag}>"
    return text


def _message(question: str, blocks: Sequence[Json]) -> str:
    asked = f'<p class="at">Ada, in #outsourcing: {html.escape(question)}</p>'
    name = '<div><span class="name">Quoth</span><span class="app">APP</span><span class="at">10:24</span></div>'
    return f'{asked}<div class="who"><div class="face">Q</div><div class="body">{name}{as_html(blocks)}</div></div>'


def _page(body: str) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{body}"


def _asked(question: str, number: int, said: str | None) -> Errand:
    return Errand(
        key=str(number), kind="direct", team="T", channel="D", person="U", received_at=time.time(), said=question, number=number, state="done",
        due_at=0.0, attempts=1, outcome=said, notice=None, posted=None,
    )  # fmt: skip


def pages(house: House) -> dict[str, str]:
    """Return each picture's page, by its file's name."""
    made: dict[str, str] = {}
    told: list[Errand] = []
    shown = {
        "answer": "What is a CDMO?",
        "comparison": "CRO vs CMO?",
        "abstention": "Who won the football match in Lisbon yesterday?",
    }
    for number, (name, question) in enumerate(shown.items(), 1):
        outcome = OutcomeModel.of(house.ask(Request(question=question)))
        message = card(
            outcome, Setting(number=number, web_url="https://quoth.example.org", has_help=True, can_share=name == "comparison")
        )
        made[f"slack-{name}.png"] = _page(_message(question, message.blocks))
        told.append(_asked(question, number, outcome.model_dump_json()))
    view: Json = home(told, _EXAMPLES, "https://quoth.example.org")
    made["slack-home.png"] = _page(as_html(view["blocks"]))
    return made


def main() -> None:
    """Draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("docs"))
    given = parser.parse_args()
    with House.open(load_settings(library={"dir": given.library})) as house:
        drawn = pages(house)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WIDTH, "height": 200})
        for name, text in drawn.items():
            page.set_content(text)
            picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
            picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(given.out / name, optimize=True)
            print(f"{name}: {(given.out / name).stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
