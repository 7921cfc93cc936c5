r"""RTF: headings, lists, tables and notes as they stand, every way of writing a letter, hostile files survived."""

from __future__ import annotations

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.rtf import read_rtf


def _read(body: str | bytes) -> TextBuilder:
    builder = TextBuilder()
    data = body if isinstance(body, bytes) else body.encode("latin-1")
    read_rtf(rb"{\rtf1\ansi\ansicpg1252 " + data + b"}", builder)
    return builder


def _blocks(body: str) -> list[tuple[str, str]]:
    builder = _read(body)
    return [(block.kind, block.span.of(builder.text)) for block in builder.finished_blocks()]


def test_rtf_headings_come_from_outlines_and_styles() -> None:
    """Outline levels, heading styles and what is based on them must open sections, and end with the paragraph."""
    styles = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon1 My chapter;}{\s3 \'dcberschrift 2;}{\s4 toc 1;}}"
    body = r"\pard\s1 One\par\pard\s2 Two\par\pard\s3 Three\par\pard\outlinelevel2 Four\par\pard\outlinelevel9 Text\par{\pard\s1 Five}\par "
    builder = _read(styles + body + r"\pard\s4 One 3\par")
    assert [(block.kind, block.level, block.is_boilerplate) for block in builder.blocks] == [
        ("heading", 1, False),
        ("heading", 1, False),
        ("heading", 2, False),
        ("heading", 3, False),
        ("paragraph", 0, False),
        ("heading", 1, False),
        ("paragraph", 0, True),
    ]


def test_rtf_list_items_lose_bullet_and_number() -> None:
    """Bullets and numbers, written in groups or by hand, must not be in the words of an item; a heading keeps its number."""
    body = r"\pard{\listtext\'b7\tab}\ls1 One\par{\pntext 2.\tab}\pard\ls1\ilvl1 Two\par\pard \bullet\tab Three\par{\listtext 1.2 }\outlinelevel0 Four\par"
    assert _blocks(body) == [("list_item", "One"), ("list_item", "Two"), ("list_item", "Three"), ("heading", "1.2 Four")]


_TABLE = r"\trowd%s\cellx1\cellx2\pard\intbl\b Model\cell Fee\cell\row\trowd\pard\intbl\b0 FTE\par full\cell 10\cell\row\pard "


@pytest.mark.parametrize("mark", [r"\trhdr", ""])
def test_rtf_table_rows_know_their_header(mark: str) -> None:
    """Rows must know the header that is marked or bold; the text after a table must not run into it."""
    builder = _read(_TABLE % mark + r"After.\par")
    texts = [(block.kind, block.span.of(builder.text)) for block in builder.blocks]
    assert texts == [("table_header", "Model | Fee"), ("table_row", "FTE full | 10"), ("paragraph", "After.")]
    assert builder.blocks[1].header == builder.blocks[0].span
    assert builder.tables == 1


def test_rtf_nested_table_stands_apart() -> None:
    """A table in a cell must be a table of its own, no words twice, none lost."""
    inner = r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
    body = rf"\trowd\pard\intbl before\par {inner}\pard\intbl\itap1 after\cell second\cell\row\pard End.\par"
    assert _blocks(body) == [("table_row", "before after | second"), ("table_row", "a | b"), ("paragraph", "End.")]


def test_rtf_frame_of_one_cell_is_no_table() -> None:
    """A box around paragraphs must not make them one."""
    assert _blocks(r"\trowd\pard\intbl One.\par Two.\cell\row\pard") == [("paragraph", "One."), ("paragraph", "Two.")]


def test_rtf_notes_and_boxes_stand_beside_the_text() -> None:
    """Footnotes, comments and text boxes must not interrupt the sentence; headers and footers must be boilerplate."""
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard Box.\par}}{\shprslt Box.}}"
    body = rf"{{\header Quality manual\par}}The limit{{\footnote\pard{{\super\chftn}} See annex.}} is{box} 20{{\*\atnid A}}{{\*\annotation Really?}}.\par"
    builder = _read(body)
    assert [(block.kind, block.span.of(builder.text), block.is_boilerplate) for block in builder.blocks] == [
        ("paragraph", "The limit is 20.", False),
        ("footnote", "See annex.", False),
        ("paragraph", "Box.", False),
        ("footnote", "Really?", False),
        ("paragraph", "Quality manual", True),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"caf\'e9", "café"),
        (r"caf\u233?", "café"),
        (r"caf\u233\'e9s", "cafés"),
        (r"\uc2 \u-25711\'3f\'3fx", "鮑x".replace("鮑", chr(65536 - 25711))),
        (r"\uc0 \u233 t\u233", "été"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"{\fonttbl{\f1\fcharset204 Arial;}}\f1\'cf\'f0", "Пр"),
        (r"{\fonttbl{\f1\fcharset128 MS Mincho;}}\f1\'83e\'82\'a0", "テあ".replace("テ", b"\x83e".decode("cp932"))),
        (r"{\fonttbl{\f1\fcharset2 Symbol;}}{\f1 m}g {\f1\'a3} 5", "μg ≤ 5"),
        (r"10{\super 3}", "10³"),
        (r"a\~b\_c\-d \{x\}\\", "a b\u2011cd {x}\\"),
        (r"\ldblquote A\rdblquote\emdash B", "“A”—B"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} here", "link here"),
        (r"{\upr{ansi}{\*\ud{unicode}}}", "unicode"),
        (r"{\object{\*\objdata 0102}{\result shown}}", "shown"),
        (r"{\v hidden}seen{\deleted gone}", "seen"),
        (r"{\*\unknown secret}seen{\xe entry}", "seen"),
        ("a\r\nb\\bin3 {{}c", "abc"),
    ],
)
def test_rtf_letters_are_read_however_they_are_written(written: str, read: str) -> None:
    """Every way to write a letter must give that letter; what is not the document's text must not show."""
    assert _read(written + r"\par").text == " ".join(read.split())


def test_rtf_code_page_of_the_document_holds_without_fonts() -> None:
    """Bytes must be read in the code page that the document names."""
    builder = TextBuilder()
    read_rtf(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}", builder)
    assert builder.text == "При"


def test_rtf_information_names_title_owner_and_date() -> None:
    """Title, author and the date of the last change must be found."""
    info = rb"{\info{\title A title}{\author QA}{\creatim\yr2023\mo1\dy2}{\revtim\yr2024\mo5\dy1\hr9}}"
    found = read_rtf(rb"{\rtf1" + info + rb" Words.\par}", builder := TextBuilder())
    assert found == {"title": "A title", "owner": "QA", "date": "2024-05-01"}
    assert builder.text == "Words."


def test_rtf_counts_what_it_leaves_out() -> None:
    """Pictures must be noted, and the count of the source must be that of the words."""
    builder = _read(r"{\pict\pngblip 89504e47}Words.\par{\pict 00}")
    assert builder.notes == ["2 pictures were not read."]
    assert builder.source_characters == len("Words.")


def test_rtf_cut_off_keeps_what_came_before() -> None:
    """A file that breaks off must give its words and a note."""
    builder = TextBuilder()
    read_rtf(rb"{\rtf1{\b One.\par Two", builder)
    assert builder.text == "One.\n\nTwo"
    assert builder.notes == ["The file breaks off before its end; what came before was read."]


@pytest.mark.parametrize("data", [b"", b"words", b"\\rtf1"])
def test_rtf_that_is_none_says_so(data: bytes) -> None:
    """What is no RTF must be one clear error."""
    with pytest.raises(ReadingError, match="no RTF"):
        read_rtf(data, TextBuilder())


def test_rtf_hostile_nesting_is_refused() -> None:
    """Groups without end must be one clear error, not a crash."""
    with pytest.raises(ReadingError, match="deep"):
        _read("{" * 100_000)


@pytest.mark.parametrize(
    "body",
    ["}" * 50, r"\cell\row\nestcell\nestrow", r"\u-1", r"\bin999999999 x", r"\'", r"{\stylesheet{\s1\sbasedon1 heading 1;}}\s1 x",
     r"\ansicpg99999 x", r"{\fonttbl\f1}\f1\fcharset999 x", r"\itap99999\intbl x\cell\row", r"{\info{\revtim\yr0\mo99}}"],
)  # fmt: skip
def test_rtf_broken_words_raise_nothing(body: str) -> None:
    """Control words where they do not belong must give whatever text there is, and no error."""
    assert _read(body).text in ("", "x", "\ufffd")
