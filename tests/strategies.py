"""The shared grammar of property tests: texts, pages, documents and scores, hostile ones among them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from quoth.reading.building import TextBuilder
from quoth.types import Document

_HOSTILE = "\u200b\u00ad\ufeff\u0301\u0308\r\n\t\x00\x1b\x85\u2028\u2060\ufffe\u202e\ud800\U0001f9ea\u00a0\u3000"
_MARKS = "#*-_|`>[]()<>&;:.!?\"'/=~1a \n"

words = st.text(alphabet="abcdeghlnorstuCROMDP\u00e9\u00df\u4e2d0123456789-'", min_size=1, max_size=14)
raw_texts = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(_HOSTILE), st.sampled_from(_MARKS)), max_size=300)
sentences = st.builds(
    lambda parts, end: " ".join(parts).capitalize() + end,
    st.lists(words, min_size=1, max_size=12),
    st.sampled_from([".", "?", "!", ".", " (see Ph. Eur. 2.1).", ":", "", " e.g. this."]),
)
paragraphs = st.lists(sentences, min_size=1, max_size=6).map(" ".join)
cells = st.lists(words, min_size=0, max_size=3).map(" ".join)
tables = st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=2, max_size=4))


def _markdown_table(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _html_table(rows: list[list[str]]) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    return f"<table><tr>{head}</tr>" + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:]
    )


plain_pages = st.lists(st.one_of(paragraphs, words, paragraphs.map(lambda p: f"- {p}\n- {p}"), raw_texts), max_size=6).map(
    "\n\n".join
)
markdown_pages = st.lists(
    st.one_of(
        paragraphs,
        words.map(lambda w: f"## {w}"),
        paragraphs.map(lambda p: f"- {p}\n  - [{p}](https://example.org)\n"),
        tables.map(_markdown_table),
        paragraphs.map(lambda p: f"```\n{p}\n  {p}\n```"),
        paragraphs.map(lambda p: f"---\ntitle: {p}\ndate: 2024-02-31\n---"),
        paragraphs.map(lambda p: f"<div>{p}</div>"),
        raw_texts,
    ),
    max_size=6,
).map("\n\n".join)
html_pages = st.lists(
    st.one_of(
        paragraphs.map(lambda p: f"<p>{p}"),
        words.map(lambda w: f"<h2>{w}</h2>"),
        paragraphs.map(lambda p: f"<ul><li>{p}<li><a href=x>{p}</a></ul>"),
        tables.map(_html_table),
        paragraphs.map(lambda p: f"<pre>{p}\n {p}</pre>"),
        paragraphs.map(lambda p: f"<nav class=menu><a href=/>{p}</a></nav>"),
        words.map(lambda w: f"<script>{w}</script><!-- {w} --><b>{w}</b><br>"),
        raw_texts,
    ),
    max_size=6,
).map(lambda parts: "<!doctype html><title>Page</title>" + "\n".join(parts))

_Step = Callable[[TextBuilder], None]
_steps: st.SearchStrategy[_Step] = st.one_of(
    st.builds(lambda text, level: lambda b: b.heading(text, level), words, st.integers(1, 6)),
    st.builds(lambda text, aside: lambda b: b.paragraph(text, is_boilerplate=aside), paragraphs, st.booleans()),
    st.builds(lambda text, depth: lambda b: b.list_item(text, depth), paragraphs, st.integers(1, 3)),
    st.builds(lambda text, aside: lambda b: b.code(f"{text}\n    {text}", is_boilerplate=aside), paragraphs, st.booleans()),
    st.builds(lambda rows, aside: lambda b: b.table(rows[0], rows[1:], is_boilerplate=aside), tables, st.booleans()),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return documents with every kind of block, boilerplate among them."""
    builder = TextBuilder()
    for step in draw(st.lists(_steps, max_size=8)):
        step(builder)
    title = draw(st.one_of(words, paragraphs, raw_texts.map(lambda t: t.replace("\ud800", ""))))
    return Document(
        doc_id="a.md", uri="file:///a.md", title=title, text=builder.text, blocks=builder.finished_blocks(),
        media_type="text/markdown", source_sha256="0" * 64,
    )  # fmt: skip


scores = st.dictionaries(st.integers(1, 40), st.floats(0, 1, allow_nan=False), max_size=20)
