"""OpenDocument: text, sheets and slides as they are seen, and nothing that was deleted or hidden."""

from __future__ import annotations

import io
import zipfile

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.opendocument import read_odp, read_ods, read_odt

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "meta": "meta",
        "presentation": "presentation", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip


def _file(kind: str, body: str, styles: str = "", **parts: str) -> bytes:
    """Return a package whose body holds some XML."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}"
        package.writestr(
            "content.xml",
            f"<office:document-content {_NAMES}>{content}</office:{kind}></office:body></office:document-content>",
        )
        for name, xml in parts.items():
            package.writestr(f"{name}.xml", xml)
    return target.getvalue()


def _text(body: str, styles: str = "") -> TextBuilder:
    builder = TextBuilder()
    read_odt(_file("text", body, styles), builder)
    return builder


def _lines(builder: TextBuilder) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def _sheet(rows: str) -> TextBuilder:
    builder = TextBuilder()
    read_ods(_file("spreadsheet", f'<table:table table:name="Fees">{rows}</table:table>'), builder)
    return builder


def _cell(text: str, value: str = "", repeated: int = 1) -> str:
    kind = f' office:value-type="float" office:value="{value}"' if value else ' office:value-type="string"'
    return f'<table:table-cell{kind} table:number-columns-repeated="{repeated}"><text:p>{text}</text:p></table:table-cell>'


def test_odt_reads_headings_paragraphs_and_nested_lists() -> None:
    """Elements must become blocks of their kind, list items with their depth."""
    inner = "<text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list>"
    body = f"""<text:h text:outline-level="2">Fees</text:h><text:p>Two<text:s text:c="3"/>words<text:line-break/>more</text:p>
        <text:list><text:list-item><text:p>item</text:p>{inner}</text:list-item></text:list>"""
    builder = _text(body)
    expected = [("heading", "Fees"), ("paragraph", "Two words more"), ("list_item", "item"), ("list_item", "deep")]
    assert _lines(builder) == expected
    assert [block.level for block in builder.blocks] == [2, 0, 1, 2]


def test_odt_notes_and_comments_stand_after_their_paragraph() -> None:
    """A note must never stand in the middle of a sentence."""
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See A.</text:p></text:note-body></text:note>"
    builder = _text(
        f"<text:p>We{note} wait<office:annotation><text:p>Why?</text:p></office:annotation>.</text:p><text:p>End.</text:p>"
    )
    assert _lines(builder) == [
        ("paragraph", "We wait."), ("footnote", "See A."), ("footnote", "Why?"), ("paragraph", "End."),
    ]  # fmt: skip


def test_odt_deleted_and_hidden_text_is_left_out_and_noted() -> None:
    """What its authors deleted or hid must never be quoted; the notes must say so."""
    changes = "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    hidden = '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    builder = _text(f'{changes}<text:p>new<text:span text:style-name="T1"> secret</text:span></text:p>', hidden)
    assert builder.text == "new"
    assert builder.notes == ["1 hidden passage was left out.", "It holds tracked changes; deleted text was left out."]


def test_odt_tables_keep_header_and_merged_cells() -> None:
    """Header rows must be the header; a merged cell is said once, columns stay in line."""
    body = """<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>
        <table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row>
        <table:table-cell table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell><table:table-cell><text:p>1</text:p>
        </table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>2</text:p>
        </table:table-cell></table:table-row></table:table>"""
    assert _lines(_text(body)) == [("table_header", "A | B"), ("table_row", "x | 1"), ("table_row", "| 2")]


def test_odt_a_table_without_a_word_is_passed_over() -> None:
    """An empty form is no reason to lose its document (found by fuzzing)."""
    row = "<table:table-row><table:table-cell/><table:table-cell><text:p> </text:p></table:table-cell></table:table-row>"
    assert _lines(_text(f"<table:table>{row}{row}</table:table><text:p>After it.</text:p>")) == [("paragraph", "After it.")]


def test_odt_text_boxes_follow_their_paragraph_and_pictures_are_counted() -> None:
    """The words of a frame must be a block of their own; a picture must be noted."""
    box = "<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>"
    builder = _text(f"<text:p>Run{box}ning.</text:p><text:p>Next.<draw:frame><draw:image/></draw:frame></text:p>")
    assert builder.text == "Running.\n\nBoxed.\n\nNext."
    assert builder.notes == ["1 picture was not read."]
    assert builder.source_characters == visible_characters(builder.text)


def test_odt_table_of_contents_and_page_footers_are_boilerplate() -> None:
    """A table of contents repeats the headings and a footer every page: kept, never quoted."""
    footer = (
        f"<office:document-styles {_NAMES}><style:footer><text:p>Confidential</text:p></style:footer></office:document-styles>"
    )
    index = "<text:table-of-content><text:index-body><text:p>Fees 3</text:p></text:index-body></text:table-of-content>"
    builder = TextBuilder()
    target = _file("text", f"{index}<text:p>Text.</text:p>")
    with zipfile.ZipFile(stream := io.BytesIO(target), "a") as package:
        package.writestr("styles.xml", footer)
    read_odt(stream.getvalue(), builder)
    marks = {block.span.of(builder.text): block.is_boilerplate for block in builder.blocks}
    assert marks == {"Fees 3": True, "Text.": False, "Confidential": True}


def test_odt_metadata_names_title_owner_and_date() -> None:
    """Title, author and date of the last change must come from the properties."""
    names = f'{_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
    fields = "<dc:title>Plan</dc:title><meta:initial-creator>QA</meta:initial-creator><dc:date>2024-05-01T10:00:00</dc:date>"
    meta = f"<office:document-meta {names}><office:meta>{fields}</office:meta></office:document-meta>"
    found = read_odt(_file("text", "<text:p>a</text:p>", meta=meta), TextBuilder())
    assert (found["title"], found["owner"], found["date"]) == ("Plan", "QA", "2024-05-01")


def test_ods_reads_shown_text_with_header_and_row_number() -> None:
    """A cell must say what it shows; empty rows count, also when they are written as one."""
    empty = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    head = f"<table:table-row>{_cell('Model')}{_cell('Share')}</table:table-row>"
    builder = _sheet(f"{empty}{head}<table:table-row>{_cell('FTE')}{_cell('11.5%', '0.115')}</table:table-row>")
    assert _lines(builder) == [("heading", "Fees"), ("table_header", "Model | Share"), ("table_row", "FTE | 11.5%")]
    assert (builder.blocks[2].row, builder.blocks[2].page) == (5, 1)


def test_ods_repeats_without_end_cost_nothing() -> None:
    """Repeated cells and rows must be bounded: files fill their sheets to the last corner with them."""
    fill = '<table:table-cell table:number-columns-repeated="999999999999"/>'
    rows = f'<table:table-row>{_cell("a")}{fill}</table:table-row><table:table-row table:number-rows-repeated="99999999999">{fill}</table:table-row>'
    assert _sheet(rows).text == "Fees\n\na"


def test_ods_that_breaks_off_keeps_what_came_before() -> None:
    """Damage must cost what is damaged: the rows before it stay, and a note says so."""
    builder = _sheet(f"<table:table-row>{_cell('first')}</table:table-row></broken>")
    assert "first" in builder.text
    assert any("damaged" in note for note in builder.notes)


def test_odp_slides_have_titles_text_and_notes() -> None:
    """A slide's title must be its heading wherever it stands, its notes footnotes, its number a boilerplate line."""
    shapes = """<draw:frame><draw:text-box><text:p>Body.</text:p></draw:text-box></draw:frame>
        <draw:frame presentation:class="title"><draw:text-box><text:p>Aims</text:p></draw:text-box></draw:frame>
        <draw:frame presentation:class="page-number"><draw:text-box><text:p>7</text:p></draw:text-box></draw:frame>
        <presentation:notes><draw:frame><draw:text-box><text:p>Say hello.</text:p></draw:text-box></draw:frame></presentation:notes>"""
    builder = TextBuilder()
    read_odp(_file("presentation", f'<draw:page draw:name="p1">{shapes}</draw:page><draw:page draw:name="p2"/>'), builder)
    assert _lines(builder) == [("heading", "Aims"), ("paragraph", "Body."), ("paragraph", "7"), ("footnote", "Say hello.")]
    assert [block.is_boilerplate for block in builder.blocks] == [False, False, True, False]
    assert (builder.pages, builder.blank_pages) == (2, [2])


@pytest.mark.parametrize("reader", [read_odt, read_ods, read_odp])
def test_opendocument_protected_and_damaged_files_are_refused(reader: object) -> None:
    """A file that cannot be read must be refused in words, not with a traceback."""
    assert callable(reader)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    for data, message in ((target.getvalue(), "password"), (b"PK", "damaged"), (_file("text", "")[:80], "damaged")):
        with pytest.raises(ReadingError, match=message):
            reader(data, TextBuilder())
