"""DOCX: every visible word once and in its place, nothing that is not seen, damaged and hostile packages survived."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.docx import read_docx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LONG = "A sponsor may hand over any of its duties to a contract research organisation."


def _saved(document: DocumentType) -> bytes:
    target = BytesIO()
    document.save(target)
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


def _with_body(xml: str) -> bytes:
    """Return a document of a given body."""
    document = Document()
    names = nsdecls("w", "r", "m", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    body = parse_xml(f"<w:body {names}>{xml}</w:body>")
    for child in list(body):
        document.element.body.insert(len(document.element.body) - 1, child)
    return _saved(document)


def _read(data: bytes) -> TextBuilder:
    builder = TextBuilder()
    read_docx(data, builder)
    return builder


def _blocks(data: bytes) -> list[tuple[str, int, str]]:
    builder = _read(data)
    return [(block.kind, block.level, block.span.of(builder.text)) for block in builder.blocks]


def _paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_docx_headings_paragraphs_and_lists_keep_order_and_depth() -> None:
    """Styles must give kind and level; bullets and numbers are not words."""
    document = Document()
    document.add_heading("Manual", 0)
    document.add_heading("Scope", 2)
    document.add_paragraph(_LONG)
    document.add_paragraph("First", style="List Bullet")
    document.add_paragraph("Second", style="List Number 2")
    assert _blocks(_saved(document)) == [
        ("heading", 1, "Manual"),
        ("heading", 2, "Scope"),
        ("paragraph", 0, _LONG),
        ("list_item", 1, "First"),
        ("list_item", 1, "Second"),
    ]


def test_docx_heading_style_counts_in_any_language() -> None:
    """A style of its own name must be a heading by the outline level that it inherits."""
    document = Document()
    style = document.styles.add_style("Kapitel", 1)
    style.base_style = document.styles["Heading 3"]
    document.add_paragraph("Geltungsbereich", style="Kapitel")
    assert _blocks(_saved(document)) == [("heading", 3, "Geltungsbereich")]


def test_docx_bold_lines_are_headings_where_no_style_is() -> None:
    """Short bold lines over text must be headings, the larger the higher; bold text and a signature must not."""
    document = Document()
    for text, size in (("Quality manual", 18), ("Scope", 12)):
        document.add_paragraph().add_run(text).bold = True
        document.paragraphs[-1].runs[0].font.size = Pt(size)
    document.add_paragraph(_LONG)
    document.add_paragraph(_LONG)
    document.add_paragraph().add_run("Never skip this step.").bold = True
    document.add_paragraph(_LONG)
    document.add_paragraph().add_run("Jane Doe").bold = True
    document.add_paragraph("Head of quality")
    kinds = [(kind, level) for kind, level, _ in _blocks(_saved(document))]
    assert kinds == [("heading", 1), ("heading", 2), *[("paragraph", 0)] * 6]


def test_docx_bold_lines_stay_text_beside_real_headings() -> None:
    """Where styles mark the headings, a bold line is only bold."""
    document = Document()
    document.add_heading("One", 1)
    document.add_heading("Two", 1)
    document.add_paragraph().add_run("Bold").bold = True
    document.add_paragraph(_LONG)
    assert [kind for kind, _, _ in _blocks(_saved(document))] == ["heading", "heading", "paragraph", "paragraph"]


def test_docx_table_rows_know_their_header_and_merged_cells_come_once() -> None:
    """A row marked as header must head the rows; a cell over two columns holds its words once."""
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(table.rows, (("Model", "Fee", "Unit"), ("FTE", "10", "day"), ("Both", "", "x")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    builder = _read(_saved(document))
    assert builder.text == "Model | Fee | Unit\nFTE | 10 | day\nBoth |  | x"
    assert [b.header.of(builder.text) for b in builder.blocks if b.header] == ["Model | Fee | Unit"] * 2
    assert builder.tables == 1


@pytest.mark.parametrize(("is_bold", "expected"), [(True, "table_header"), (False, "table_row")])
def test_docx_bold_first_row_is_a_header(is_bold: bool, expected: str) -> None:
    """A bold first row of two columns heads the table; a plain one is a row like the others."""
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("Owner", "QA", "Due", "May"), strict=True):
        cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = is_bold
    assert [kind for kind, _, _ in _blocks(_saved(document))] == [expected, "table_row"]


def test_docx_nested_table_follows_its_table() -> None:
    """A table in a cell must be a table of its own after the outer one, its words not in the outer row."""
    document = Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "left", "right"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "1", "2"
    assert _read(_saved(document)).text == "left | right\n1 | 2"


def test_docx_table_of_one_cell_is_running_text() -> None:
    """A box drawn as a table must give paragraphs, not a row."""
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Note"
    cell.add_paragraph(_LONG)
    assert [kind for kind, _, _ in _blocks(_saved(document))] == ["paragraph", "paragraph"]


def test_docx_tracked_changes_are_taken_as_accepted() -> None:
    """Insertions must be in, deletions and what was moved away out, and a note must say so."""
    changed = (
        _run("We charge ")
        + f'<w:del w:id="1" w:author="x"><w:r><w:delText>8</w:delText></w:r></w:del><w:ins w:id="2">{_run("10")}</w:ins>'
        + f'{_run(" euro")}<w:moveFrom w:id="3">{_run(" today")}</w:moveFrom>'
    )
    builder = _read(_with_body(_paragraph(changed)))
    assert builder.text == "We charge 10 euro"
    assert builder.notes == ["Changes are tracked: 2 deletions were left out, insertions are in."]


def test_docx_hidden_text_is_left_out_and_said() -> None:
    """Text that Word does not show must not be quoted; the count stays in the source, so that the loss shows."""
    builder = _read(_with_body(_paragraph(_run("Seen") + _run("secret", "<w:vanish/>") + _run("!", '<w:vanish w:val="0"/>'))))
    assert builder.text == "Seen!"
    assert builder.notes == ["6 hidden characters were left out."]
    assert builder.source_characters == 11


def test_docx_fields_give_results_not_codes() -> None:
    """A field's code, and fields inside its code, must not be text; its result must."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + "<w:r><w:instrText>X</w:instrText></w:r>" + mark("separate") + _run("inner") + mark("end")
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    simple = f'<w:fldSimple w:instr="PAGE">{_run("7")}</w:fldSimple>'
    body = (
        _run("See ")
        + mark("begin")
        + code
        + inner
        + mark("separate")
        + _run("chapter 2")
        + mark("end")
        + _run(", p. ")
        + simple
    )
    assert _read(_with_body(_paragraph(body))).text == "See chapter 2, p. 7"


def test_docx_field_that_never_ends_hides_nothing() -> None:
    """A broken field must not swallow the words after it."""
    body = _paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _run("words")) + _paragraph(_run("more"))
    assert _read(_with_body(body)).text == "words\n\nmore"


def test_docx_form_boxes_show_their_state() -> None:
    """A ticked box and an empty one must differ in the text."""

    def box(state: str) -> str:
        data = f'<w:ffData><w:checkBox><w:default w:val="{state}"/></w:checkBox></w:ffData>'
        return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

    assert _read(_with_body(_paragraph(box("1") + _run(" yes ") + box("0") + _run(" no")))).text == "\u2612 yes \u2610 no"


def test_docx_text_box_comes_once() -> None:
    """A text box stands in two versions, for new and old Word; its words must come once, after their paragraph."""
    box = f"<w:txbxContent>{_paragraph(_run('boxed'))}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert _read(_with_body(_paragraph(_run("around ") + both + _run("it")))).text == "around it\n\nboxed"


def test_docx_equation_is_one_readable_line() -> None:
    """The halves of a fraction and a power must not run together: 12 is not 1/2."""

    def word(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    power = f"<m:sSup><m:e>{word('x')}</m:e><m:sup>{word('2')}</m:sup></m:sSup>"
    fraction = f"<m:f><m:num>{word('1')}</m:num><m:den>{word('a+b')}</m:den></m:f>"
    assert _read(_with_body(_paragraph(f"{_run('y=')}<m:oMath>{power}{word('+')}{fraction}</m:oMath>"))).text == "y=x^2+1/(a+b)"


def test_docx_signs_tabs_breaks_and_hyphens_are_read() -> None:
    """What Word stores as elements must be the characters that are seen, and words must not glue."""
    inner = (
        "<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>e</w:t><w:noBreakHyphen/><w:t>mail co</w:t><w:softHyphen/>"
        '<w:t>operate </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5 m</w:t><w:sym w:font="Symbol" w:char="F06D"/></w:r>'
    )
    assert _read(_with_body(_paragraph(inner))).text == "one two e-mail cooperate \u2265 5 m\u03bc"


def test_docx_content_controls_and_links_are_walked_into() -> None:
    """Words in a content control around blocks, around runs and in a link must be read."""
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{_paragraph(_run('block'))}</w:sdtContent></w:sdt>"
    inner = f"<w:hyperlink>{_run('link ')}</w:hyperlink><w:sdt><w:sdtContent>{_run('run')}</w:sdtContent></w:sdt>"
    assert _read(_with_body(control + _paragraph(inner))).text == "block\n\nlink run"


def test_docx_comment_says_by_whom() -> None:
    """A comment must stand beside the paragraph it is on, with its author."""
    document = Document()
    run = document.add_paragraph().add_run("Ten days.")
    document.add_comment(run, text="Really?", author="Jane Doe")
    document.add_paragraph("After.")
    assert _blocks(_saved(document)) == [
        ("paragraph", 0, "Ten days."),
        ("footnote", 0, "Jane Doe: Really?"),
        ("paragraph", 0, "After."),
    ]


def test_docx_footnote_follows_its_paragraph() -> None:
    """A footnote must be a block of its own, its mark no part of a word."""
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = _with_body(_paragraph(_run("One") + mark + _run(" two.")) + _paragraph(_run("Three.")))
    relation = f'<Relationship Id="rId99" Type="{_REL}/footnotes" Target="footnotes.xml"/></Relationships>'
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0">{_paragraph(_run("---"))}</w:footnote>'
        f'<w:footnote w:id="2">{_paragraph("<w:r><w:footnoteRef/></w:r>" + _run(" The note."))}</w:footnote></w:footnotes>'
    )
    data = _repacked(
        data,
        lambda name, old: old.replace(b"</Relationships>", relation.encode()) if name.endswith("document.xml.rels") else old,
        **{"word/footnotes.xml": notes},
    )
    assert [(kind, text) for kind, _, text in _blocks(data)] == [
        ("paragraph", "One two."),
        ("footnote", "The note."),
        ("paragraph", "Three."),
    ]


_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_docx_headers_footers_and_contents_are_boilerplate() -> None:
    """What repeats on every page must be kept, once, and never quoted; so must the table of contents."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.add_section().footer.paragraphs[0].text = "Page 1"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Scope 4", style="toc 1")
    document.add_paragraph(_LONG)
    builder = _read(_saved(document))
    assert [b.span.of(builder.text) for b in builder.blocks if b.is_boilerplate] == ["Scope 4", "Confidential", "Page 1"]


def test_docx_pages_are_numbered_only_where_word_stored_every_break() -> None:
    """Page numbers must come from stored breaks, and none at all if the count of pages belies them."""
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    data = _with_body(_paragraph(_run("one")) + _paragraph(turn + _run("two")) + _paragraph(_run("two") + turn + _run("three")))

    def stating(pages: int) -> TextBuilder:
        text = f"<Properties xmlns='{_REL.replace('relationships', 'extended-properties')}'><Pages>{pages}</Pages><Words>4</Words></Properties>"
        return _read(_repacked(data, lambda name, old: text.encode() if name == "docProps/app.xml" else old))

    right, wrong = stating(3), stating(9)
    assert [block.page for block in right.blocks] == [1, 2, 2]
    assert ([block.page for block in wrong.blocks], wrong.pages) == ([None] * 3, 9)


def test_docx_metadata_names_title_owner_and_date() -> None:
    """Title, author and the date of the last change must be found; a library's template has none of them."""
    document = Document()
    assert not {"title", "owner", "date"} & set(read_docx(_saved(document), TextBuilder()))
    document.core_properties.title, document.core_properties.author = "SOP 12", "QA"
    document.core_properties.modified = document.core_properties.modified.replace(year=2024)
    found = read_docx(_saved(document), TextBuilder())
    assert (found["title"], found["owner"], found["date"]) == ("SOP 12", "QA", "2024-12-23")


@pytest.mark.parametrize(
    "main",
    ["application/vnd.ms-word.document.macroEnabled.main+xml", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"],
)  # fmt: skip
def test_docx_macro_files_and_templates_open(main: str) -> None:
    """A document with macros or a template must be read like any other."""
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    document = Document()
    document.add_paragraph(_LONG)
    data = _repacked(_saved(document), lambda _, old: old.replace(usual, main.encode()))
    assert _read(data).text == _LONG


def test_docx_strict_is_read_alike() -> None:
    """ISO Strict names every namespace differently: the words must be the same."""
    document = Document()
    document.add_heading("Scope", 1)
    document.add_paragraph(_LONG)
    data = _saved(document)
    strict = _repacked(
        data,
        lambda _, old: old.replace(_W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            _REL.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    )
    assert _blocks(strict) == _blocks(data)


def test_docx_without_its_styles_and_pictures_keeps_its_words() -> None:
    """Missing and damaged parts must cost what they hold and no more, and be named."""
    document = Document()
    document.add_paragraph("First", style="List Bullet")
    data = _repacked(_saved(document), lambda name, old: b"<broken" if name == "word/styles.xml" else old)
    builder = _read(data)
    assert builder.text == "First"
    assert builder.notes == ["Parts of it are damaged, their text may be missing: word/styles.xml."]


def test_docx_broken_off_keeps_what_stands_before() -> None:
    """Of a main part that ends early, the words before the break must be kept and the loss be said."""
    document = Document()
    document.add_paragraph("Before.")
    document.add_paragraph("After.")
    data = _repacked(_saved(document), lambda name, old: old.split(b"After")[0] if name == "word/document.xml" else old)
    builder = _read(data)
    assert builder.text == "Before."
    assert builder.notes == ["Parts of it are damaged, their text may be missing: word/document.xml."]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"not a package",
        _repacked(_saved(Document()), lambda name, old: None if "document" in name else old),
    ],
    ids=["empty", "short", "text", "without main part"],
)
def test_docx_that_is_none_gives_one_clear_error(data: bytes) -> None:
    """What cannot be opened must be refused in a sentence that says it is damaged."""
    with pytest.raises(ReadingError, match=r"its (?:ZIP archive|main part) is damaged: .+\."):
        _read(data)


def test_docx_entities_are_never_expanded() -> None:
    """A main part with entities of its own must be refused: no file is read and nothing grows."""
    document = Document()
    document.add_paragraph("marker")
    entity = b"<!DOCTYPE w:document [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><w:document "

    def hostile(name: str, old: bytes) -> bytes:
        return old.replace(b"<w:document ", entity, 1).replace(b"marker", b"&x;") if name == "word/document.xml" else old

    with pytest.raises(ReadingError, match="cannot be read"):
        _read(_repacked(_saved(document), hostile))


@pytest.mark.parametrize("tag", ["w:sdt", "w:ins", "w:smartTag"])
def test_docx_survives_deep_nesting(tag: str) -> None:
    """As deep as XML may nest, words must be read without an overflow."""
    depth = 120
    assert _read(_with_body(f"<{tag}>" * depth + _paragraph(_run("words")) + f"</{tag}>" * depth)).text == "words"


def test_docx_survives_nested_tables_and_absurd_spans() -> None:
    """Tables in tables in tables, and a cell that claims a million columns, must be read and stay small."""
    span = '<w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>'
    table = _paragraph(_run("core"))
    for number in range(40):
        table = f"<w:tbl><w:tr><w:tc>{span}{_paragraph(_run(f'a{number}'))}{table}</w:tc><w:tc>{_paragraph('')}</w:tc></w:tr></w:tbl>"
    builder = _read(_with_body(table))
    assert builder.tables == 40
    assert len(builder.text) < 1000
