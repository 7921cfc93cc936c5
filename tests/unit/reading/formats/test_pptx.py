"""PPTX: slide by slide, in the order in which a slide is read, notes beside the text, damaged packages survived."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.pptx import read_pptx

_TITLE, _CONTENT, _COMPARISON, _TITLE_ONLY, _BLANK = 0, 1, 4, 5, 6
_ChartData: Any = CategoryChartData
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def _new() -> Any:
    return Presentation()


def _saved(show: Any) -> bytes:
    target = BytesIO()
    show.save(target)
    return target.getvalue()


def _repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **more: str) -> bytes:
    """Return a package with parts changed, dropped (None) or added."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if (changed := change(name, old.read(name))) is not None:
                new.writestr(name, changed)
        for name, text in more.items():
            new.writestr(name, text)
    return target.getvalue()


def _slide(show: Any, layout: int, *texts: str) -> Any:
    """Add a slide and fill its placeholders in order."""
    slide = show.slides.add_slide(show.slide_layouts[layout])
    for holder, text in zip(slide.placeholders, texts, strict=False):
        holder.text_frame.text = text
    return slide


def _box(slide: Any, text: str, left: float, top: float) -> None:
    slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5)).text_frame.text = text


def _read(data: bytes) -> TextBuilder:
    builder = TextBuilder()
    read_pptx(data, builder)
    return builder


def _blocks(show: Any) -> list[tuple[str, int | None, str]]:
    builder = _read(_saved(show))
    return [(block.kind, block.page, block.span.of(builder.text)) for block in builder.blocks]


def test_pptx_titles_are_headings_and_bullets_keep_their_depth() -> None:
    """A cover's title must stand above the slides' titles; bullets come from the master; pages are slides."""
    show = _new()
    _slide(show, _TITLE, "Annual report", "For the board")
    body = _slide(show, _CONTENT, "Results", "Sales grew").placeholders[1].text_frame
    body.add_paragraph().text = "In Europe"
    body.paragraphs[1].level = 1
    builder = _read(_saved(show))
    assert [(b.kind, b.level, b.page, b.span.of(builder.text)) for b in builder.blocks] == [
        ("heading", 1, 1, "Annual report"),
        ("paragraph", 0, 1, "For the board"),
        ("heading", 2, 2, "Results"),
        ("list_item", 1, 2, "Sales grew"),
        ("list_item", 2, 2, "In Europe"),
    ]
    assert (builder.pages, builder.blank_pages) == (2, [])


def test_pptx_bullet_can_be_switched_off() -> None:
    """A paragraph of a list without a bullet must be running text."""
    show = _new()
    body = _slide(show, _CONTENT, "Results", "Sales grew").placeholders[1].text_frame
    body.paragraphs[0]._p.get_or_add_pPr().append(etree.fromstring(f"<a:buNone xmlns:a='{_A[1:-1]}'/>"))
    assert _blocks(show)[1] == ("paragraph", 1, "Sales grew")


def test_pptx_slide_without_title_does_not_belong_to_the_one_before() -> None:
    """The heading path must end with its slide, but the cover's title stands above all."""
    show = _new()
    _slide(show, _TITLE, "Annual report", "For the board")
    _slide(show, _CONTENT, "Results", "Sales grew")
    _box(_slide(show, _BLANK), "Something else", 1, 1)
    assert _read(_saved(show)).blocks[-1].heading_path == ("Annual report",)


def test_pptx_shapes_are_read_from_top_to_bottom_and_left_to_right() -> None:
    """Boxes drawn in any order, in groups too, must be read as they stand on the slide."""
    show = _new()
    slide = _slide(show, _BLANK)
    for text, left, top in (("last", 1, 5), ("right", 5, 1.1), ("left", 1, 1.2)):
        _box(slide, text, left, top)
    group = slide.shapes.add_group_shape()
    for text, top in (("lower", 3.5), ("upper", 3)):
        group.shapes.add_textbox(Inches(1), Inches(top), Inches(2), Inches(0.4)).text_frame.text = text
    assert [text for _, _, text in _blocks(show)] == ["left", "right", "upper", "lower", "last"]


def test_pptx_columns_of_a_layout_are_read_one_after_the_other() -> None:
    """Where a layout sets two columns with headings, each column must stay together."""
    show = _new()
    _slide(show, _COMPARISON, "Choice", "Pros", "cheap", "Cons", "slow")
    assert [text for _, _, text in _blocks(show)] == ["Choice", "Pros", "cheap", "Cons", "slow"]


def test_pptx_table_rows_know_their_header_and_merged_cells_come_once() -> None:
    """The row that is set as header must head the others."""
    show = _new()
    table = _slide(show, _TITLE_ONLY, "Fees").shapes.add_table(3, 2, 0, Inches(2), Inches(4), Inches(2)).table
    for number, text in enumerate(("Model", "Fee", "FTE", "10")):
        table.cell(number // 2, number % 2).text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    table.cell(2, 0).text = "all in euro"
    builder = _read(_saved(show))
    assert builder.text == "Fees\n\nModel | Fee\nFTE | 10\nall in euro |"
    assert [b.header.of(builder.text) for b in builder.blocks if b.header] == ["Model | Fee"] * 2


def test_pptx_chart_is_a_table_of_what_it_shows() -> None:
    """Title, categories, series and values must be read, values without the noise of binary fractions."""
    show = _new()
    data = _ChartData()
    data.categories = ["Spring", "Autumn"]
    data.add_series("Sales", (0.1 + 0.2, 4))
    data.add_series("Costs", (1, None))
    frame = _slide(show, _BLANK).shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, Inches(5), Inches(5), data)
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "In millions"
    assert _read(_saved(show)).text == "In millions\n\n| Sales | Costs\nSpring | 0.3 | 1\nAutumn | 4 |"


def test_pptx_notes_stand_beside_the_slide() -> None:
    """What the speaker notes must be a footnote of the slide."""
    show = _new()
    _slide(show, _CONTENT, "Results", "Sales grew").notes_slide.notes_text_frame.text = "Say why."
    assert _blocks(show)[-1] == ("footnote", 1, "Say why.")


def test_pptx_slide_number_and_footer_are_boilerplate() -> None:
    """What stands at the foot of every slide must be kept and never quoted."""
    show = _new()
    slide = _slide(show, _CONTENT, "Results", "Sales grew")
    for holder in slide.slide_layout.placeholders:
        if holder.placeholder_format.type in {13, 15}:  # slide number, footer
            copy = deepcopy(holder._element)
            slide.shapes._spTree.append(copy)
            slide.placeholders[holder.placeholder_format.idx].text_frame.text = "Confidential"
    builder = _read(_saved(show))
    assert [(b.is_boilerplate, b.span.of(builder.text)) for b in builder.blocks][2:] == [(True, "Confidential")] * 2


def test_pptx_hidden_slide_is_read_and_said() -> None:
    """A slide that the show skips must be read like the others, with a note."""
    show = _new()
    _slide(show, _CONTENT, "One", "a")
    _slide(show, _CONTENT, "Two", "b")._element.set("show", "0")
    builder = _read(_saved(show))
    assert builder.blocks[-1].page == 2
    assert builder.notes == ["Slide 2 is hidden in the show."]


def test_pptx_empty_slides_are_named() -> None:
    """A slide without words must be in the list of blank pages."""
    show = _new()
    _slide(show, _BLANK)
    _slide(show, _TITLE_ONLY, "Two")
    assert _read(_saved(show)).blank_pages == [1]


def test_pptx_smart_art_is_a_list() -> None:
    """A diagram's points must be read from its root down, the ones inside the others deeper."""
    dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def point(key: str, text: str) -> str:
        return f"<d:pt modelId='{key}'><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>"

    def link(source: str, target: str, place: int) -> str:
        return f"<d:cxn srcId='{source}' destId='{target}' srcOrd='{place}'/>"

    links = link("0", "2", 1) + link("0", "1", 0) + link("1", "3", 0)
    points = "<d:pt modelId='0' type='doc'/>" + point("2", "Check") + point("1", "Plan") + point("3", "Who")
    data = f"<d:dataModel xmlns:d='{dgm}' xmlns:a='{_A[1:-1]}'><d:ptLst>{points}</d:ptLst><d:cxnLst>{links}</d:cxnLst></d:dataModel>"
    show = _new()
    _slide(show, _TITLE_ONLY, "Steps").shapes.add_table(1, 1, 0, 0, 9, 9)
    frame = f"<d:relIds xmlns:d='{dgm}' xmlns:r='{rel}' r:dm='rId9'/>"
    relation = f"<Relationship Id='rId9' Type='{rel}/diagramData' Target='../diagrams/data1.xml'/></Relationships>"

    def change(name: str, old: bytes) -> bytes:
        if name == "ppt/slides/_rels/slide1.xml.rels":
            return old.replace(b"</Relationships>", relation.encode())
        start, end = old.find(b"<a:tbl>"), old.find(b"</a:tbl>")
        return old[:start] + frame.encode() + old[end + 8 :] if name == "ppt/slides/slide1.xml" else old

    builder = _read(_repacked(_saved(show), change, **{"ppt/diagrams/data1.xml": data}))
    assert [(b.level, b.span.of(builder.text)) for b in builder.blocks[1:]] == [(1, "Plan"), (2, "Who"), (1, "Check")]


def test_pptx_alternative_text_speaks_only_where_nothing_else_does() -> None:
    """A picture's description must be read on a slide without words, and not beside words."""
    picture = BytesIO(_PIXEL)
    show = _new()
    for layout, texts in ((_BLANK, ()), (_TITLE_ONLY, ("Two",))):
        added = _slide(show, layout, *texts).shapes.add_picture(picture, 0, 0)
        added._element.nvPicPr.cNvPr.set("descr", "A map of the site")
    assert _blocks(show) == [("footnote", 1, "A map of the site"), ("heading", 2, "Two")]


_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000"
    "000049454e44ae426082"
)


@pytest.mark.parametrize(
    "main",
    ["application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
     "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
     "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"],
)  # fmt: skip
def test_pptx_macro_files_shows_and_templates_open(main: str) -> None:
    """Presentations that open as a show, with macros or as a template must be read like any other."""
    usual = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    show = _new()
    _slide(show, _CONTENT, "One", "a")
    assert _read(_repacked(_saved(show), lambda _, old: old.replace(usual, main.encode()))).text == "One\n\na"


@pytest.mark.parametrize(
    "change", [lambda _: None, lambda _: b"<p:sld", lambda old: b"\x00" + old], ids=["missing", "cut", "binary"]
)
def test_pptx_damaged_slide_costs_one_slide(change: Callable[[bytes], bytes | None]) -> None:
    """A slide that cannot be read must be named; the others must be read, under their own numbers."""
    show = _new()
    _slide(show, _CONTENT, "One", "a")
    _slide(show, _CONTENT, "Two", "b")
    builder = _read(_repacked(_saved(show), lambda name, old: change(old) if name.endswith("/slide1.xml") else old))
    assert [(block.page, block.span.of(builder.text)) for block in builder.blocks] == [(2, "Two"), (2, "b")]
    assert builder.blank_pages == [1]
    assert builder.notes == ["Parts of it are damaged, their text may be missing: ppt/slides/slide1.xml."]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a package"])
def test_pptx_that_is_none_gives_one_clear_error(data: bytes) -> None:
    """What cannot be opened must be refused in a sentence."""
    with pytest.raises(ReadingError, match="its ZIP archive is damaged"):
        _read(data)


def test_pptx_characters_are_counted_apart_from_the_blocks() -> None:
    """The count of the source must hold every visible character of slides, notes and tables."""
    show = _new()
    slide = _slide(show, _CONTENT, "One two", "three")
    slide.notes_slide.notes_text_frame.text = "four"
    slide.shapes.add_table(1, 1, 0, 0, 9, 9).table.cell(0, 0).text = "5"
    assert _read(_saved(show)).source_characters == len("Onetwothreefour5")


def test_pptx_metadata_names_title_owner_and_date() -> None:
    """Title, author and date of the last change must be found; what the program enters by itself is none."""
    show = _new()
    assert not {"title", "owner", "date"} & set(read_pptx(_saved(show), TextBuilder()))
    show.core_properties.title, show.core_properties.author = "Annual report", "Finance"
    show.core_properties.last_modified_by = "Finance"
    found = read_pptx(_saved(show), TextBuilder())
    assert (found["title"], found["owner"], found["date"]) == ("Annual report", "Finance", "2013-01-27")


def test_pptx_survives_groups_in_groups() -> None:
    """Groups nested as deep as XML may nest must be read without an overflow."""
    show = _new()
    slide = _slide(show, _BLANK)
    group = slide.shapes.add_group_shape()
    for _ in range(200):
        group = group.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "words"
    assert _read(_saved(show)).text == "words"
