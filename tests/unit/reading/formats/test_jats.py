"""JATS: an article's structure, its words without gaps or glue, its references set aside."""

from __future__ import annotations

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.jats import read_jats

_FRONT = """<front><journal-meta><journal-title>Trials</journal-title></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1/x</article-id>
<title-group><article-title>Fees <italic>in vivo</italic></article-title></title-group>
<contrib-group><contrib><name><surname>Ray</surname><given-names>Ann B</given-names></name><xref>1</xref></contrib>
<contrib><name><surname>Li</surname><given-names>Bo</given-names></name></contrib></contrib-group>
<pub-date pub-type="ppub"><year>2024</year></pub-date>
<pub-date pub-type="epub"><day>1</day><month>5</month><year>2024</year></pub-date>
<abstract><p>Fees rose.</p></abstract></article-meta></front>"""


def _read(inner: str, before: str = "") -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    mathml = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'
    return builder, read_jats(f"{before}<article {mathml}>{inner}</article>".encode(), builder)


def _kinds(body: str) -> list[tuple[str, str]]:
    builder, _ = _read(f"<body>{body}</body>")
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_jats_front_is_metadata_and_heading() -> None:
    """Title, authors, journal and the exact date must be found; only title and abstract can be quoted."""
    builder, fields = _read(_FRONT)
    assert fields == {
        "title": "Fees in vivo",
        "date": "2024-05-01",
        "owner": "Ann B Ray et al.",
        "authors": "Ann B Ray\nBo Li",
        "doi": "10.1/x",
        "journal": "Trials",
    }
    said = [(block.kind, block.span.of(builder.text)) for block in builder.blocks if not block.is_boilerplate]
    assert said == [("heading", "Fees in vivo"), ("heading", "Abstract"), ("paragraph", "Fees rose.")]


def test_jats_sections_nest() -> None:
    """Sections must nest, with the label of a title before it."""
    builder, _ = _read("<body><sec><label>1</label><title>A</title><sec><title>B</title><p>x</p></sec></sec></body>")
    assert builder.blocks[-1].heading_path == ("1 A", "B")


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("CYP<italic>2D6</italic>*4", "CYP2D6*4"),
        ("H<sub>2</sub>O", "H2O"),
        ("10<sup>3</sup> cells", "10\u00b3 cells"),
        ("kg/m<sup>2</sup>", "kg/m2"),
        ("ml<sup>\u22121</sup>", "ml\u207b\u00b9"),
        ("pain [<xref>1</xref>,<xref>2</xref>]", "pain [1,2]"),
        ("pain<sup><xref>12</xref></sup>", "pain\u00b9\u00b2"),
        ('pain.<xref ref-type="bibr">8</xref><xref ref-type="bibr">9</xref> So', "pain.\u2078,\u2079 So"),
        ('pain [<xref ref-type="bibr">8</xref>] in', "pain [8] in"),
        ('in Table<xref ref-type="table">8</xref>', "in Table8"),
        ("pain [<xref>20</xref><xref>21</xref>]", "pain [20,21]"),
        ("caf&eacute; &amp; tea", "caf\u00e9 & tea"),
        ("<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>", "1/2"),
        ("<inline-formula><tex-math>\\begin{document}$$x$$\\end{document}</tex-math></inline-formula>", "x"),
    ],
)
def test_jats_marks_neither_glue_nor_split(marked: str, words: str) -> None:
    """Inline marks must add no space, lose none, and turn no number into another."""
    assert _kinds(f"<p>The {marked} there.</p>") == [("paragraph", f"The {words} there.")]


def test_jats_blocks_inside_a_paragraph_stand_apart() -> None:
    """A list or figure inside a paragraph must not run into its sentences."""
    body = "<p>We saw<list><list-item><label>1</label><p>one</p></list-item></list>and more.<fig><label>Fig 1</label>"
    body += "<caption><title>Doses.</title><p>By day.</p></caption></fig></p>"
    assert _kinds(body) == [
        ("paragraph", "We saw"),
        ("list_item", "one"),
        ("paragraph", "and more."),
        ("paragraph", "Fig 1 Doses. By day."),
    ]


def test_jats_table_merges_its_header_rows() -> None:
    """Spanned headers must be known to each column, body cells stay in line, notes come after."""
    body = "<table-wrap><label>Table 1</label><caption><p>Doses</p></caption><table><thead>"
    body += '<tr><th rowspan="2">Drug</th><th colspan="2">Day</th></tr><tr><th>1</th><th>2</th></tr></thead><tbody>'
    body += '<tr><td rowspan="2">A</td><td>5</td><td>6</td></tr><tr><td>7</td><td>8</td></tr><tr><td colspan="3">B</td></tr>'
    body += "</tbody></table><table-wrap-foot><fn><label>*</label><p>Median.</p></fn></table-wrap-foot></table-wrap>"
    assert _kinds(body) == [
        ("paragraph", "Table 1 Doses"),
        ("table_header", "Drug | Day / 1 | Day / 2"),
        ("table_row", "A | 5 | 6"),
        ("table_row", "| 7 | 8"),
        ("table_row", "B"),
        ("footnote", "* Median."),
    ]


def test_jats_references_are_set_aside() -> None:
    """Sources must be kept, their parts apart, and never answer."""
    reference = "<ref><label>1</label><element-citation><name><surname>Li</surname><given-names>B</given-names></name>"
    reference += "<source>Lancet</source><year>2002</year></element-citation></ref>"
    builder, _ = _read(f"<body><p>x</p></body><back><ref-list><title>References</title>{reference}</ref-list></back>")
    assert builder.text.endswith("References\n\n1 Li B Lancet 2002")
    assert [block.is_boilerplate for block in builder.blocks] == [False, True, True]


def test_jats_never_loads_its_dtd() -> None:
    """A DTD that is named must stay where it is; characters that it would define are known without it."""
    builder, _ = _read("<body><p>&alpha;-blocker</p></body>", '<!DOCTYPE article SYSTEM "file:///etc/hostname">')
    assert builder.text == "\u03b1-blocker"


@pytest.mark.parametrize("data", [b"", b"<article>", b"<article><body><p>x</body></article>", b"<html/>", b"\xff\xfe\x00"])
def test_jats_damaged_files_are_one_error(data: bytes) -> None:
    """What is no article must be one clear error."""
    with pytest.raises(ReadingError, match=r"^its XML is broken|^it holds no article"):
        read_jats(data, TextBuilder())
