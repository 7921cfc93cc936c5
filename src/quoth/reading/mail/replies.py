"""Read the body of a mail: what its writer says is content; what is quoted from other mails, signatures and legal notices are kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, create_tag

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder
from quoth.reading.formats.html import read_html
from quoth.reading.formats.plain import read_plain
from quoth.text.normalise import normalise, squeeze
from quoth.types import Block

# A line this short was ended by its writer, not by a mail program that wraps at 65 to 80.
_SHORT_LINE: Final = 60
_LONG_LINE: Final = 100
_FROM = r"From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä"
_SENT = r"Sent|Date|Gesendet|Datum|Envoyé|Enviado|Fecha|Inviato|Data|Verzonden|Skickat|Sendt|Wysłano|Lähetetty"
_WROTE = re.compile(
    r"^\s*(?:On\b.{4,200}\bwrote|Am\b.{4,200}\bschrieb\b.{0,100}|Le\b.{4,200}\ba écrit|El\b.{4,200}\bescribió|"
    r"Il\b.{4,200}\bha scritto|Op\b.{4,200}\bschreef\b.{0,100}|\d{4}[-/]\d.{4,200}<[^<>\s]+@[^<>\s]+>)\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ORIGINAL = re.compile(
    r"^\s*[-_]{3,}\s*(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Message d'origine|Mensaje original|"
    r"Messaggio originale|Oorspronkelijk bericht|Reply message)\s*[-_]{3,}\s*$",
    re.IGNORECASE,
)
_HEADER_BLOCK = re.compile(rf"^\s*\*?(?:{_FROM})\s*:\*?.*\n(?:.*\n)?\s*\*?(?:{_SENT})\s*:\*?")
_SUBJECT = re.compile(r"^\s*\*?(?:Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Ämne|Emne|Temat|Aihe)\s*:", re.MULTILINE)
_HTML_HEADER = re.compile(rf"^\s*(?:{_FROM})\s*:")
_FORWARD_MARK = re.compile(
    r"^\W*(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Begin forwarded)", re.IGNORECASE
)
_LEGAL = re.compile(
    r"\b(?:this|the (?:information|content)s?\b.{0,40})\b.{0,60}\b(?:e-?mail|message|communication|transmission)\b.{0,200}"
    r"\b(?:confidential|privileged|intended (?:only|solely)|intended recipient)\b|"
    r"\bif you (?:are not|have received|received).{0,40}\b(?:intended recipient|in error|by mistake)\b|"
    r"\bdiese (?:e-?mail|nachricht)\b.{0,200}\bvertraulich|\bno virus found in this (?:in|out)going message\b",
    re.IGNORECASE | re.DOTALL,
)
_LEGAL_WORD = re.compile("confidential|privileged|intended|error|mistake|vertraulich|virus", re.IGNORECASE)
_LEGAL_REACH: Final = 1000
# How the usual mail programs mark what they quote, what follows is quoted too, and signatures.
_QUOTED: Final = "blockquote[type=cite], .gmail_quote, .yahoo_quoted, .moz-cite-prefix, .protonmail_quote, .tutanota_quote"
_QUOTED_TAIL: Final = "#divRplyFwdMsg, #appendonsend, .OutlookMessageHeader, div[style*='border-top:solid']"
_SIGNED: Final = ".gmail_signature, .moz-signature, #Signature, #AppleMailSignature, #ms-outlook-mobile-signature"
_HIDDEN: Final = "[style*='display:none'], [style*='display: none']"
# A character that Unicode keeps free for such uses: no text holds it.
_MARK: Final = "\ufdd0"
_LONGEST_SIGNATURE: Final = 25
_MOST_ASIDES: Final = 500
_NO_BREAK: Final = frozenset({"li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "td", "th", "a"})
_HIGHEST_CLIMB: Final = 50


def add_plain_body(text: str, builder: TextBuilder, *, is_forward: bool = False) -> None:
    """Add a plain body. Lines that begin with `>`, what follows "… wrote:" and what follows `-- ` are boilerplate.

    Args:
        is_forward: The mail was sent to pass on what it quotes, which then is content.
    """
    for chunk, is_aside in _parts(text.split("\n"), is_forward=is_forward):
        _add_chunk(chunk, builder, is_aside=is_aside)


def _parts(lines: list[str], *, is_forward: bool) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of lines and whether they stand aside. A mail of nothing but quoted lines is content."""
    aside = _aside(lines, is_forward=is_forward)
    if not any(line.strip() and not is_aside for line, is_aside in zip(lines, aside, strict=True)):
        aside = [False] * len(lines)
    run: list[str] = []
    for place, line in enumerate(lines):
        if run and aside[place] != aside[place - 1]:
            yield run, aside[place - 1]
            run = []
        run.append(re.sub(r"^[ ]?(?:>[ ]?)+", "", line) if line.lstrip(" ").startswith(">") else line)
    if run:
        yield run, aside[-1]


def _aside(lines: list[str], *, is_forward: bool) -> list[bool]:
    found: list[bool] = []
    is_tail = is_signature = False
    for place, line in enumerate(lines):
        is_quoted = line.lstrip(" ").startswith(">")
        opens = _opens_tail(lines, place)
        is_forward = is_forward or bool(_FORWARD_MARK.match(line))
        is_tail = not is_forward and (is_tail or opens)
        ends_signature = is_quoted or opens or _FORWARD_MARK.match(line)
        is_signature = not ends_signature and (is_signature or _opens_signature(lines, place))
        found.append(is_tail or is_signature or (is_quoted and not is_forward) or (not is_forward and _is_wrote(lines, place)))
    return found


def _opens_signature(lines: list[str], place: int) -> bool:
    """Say whether a line is the two dashes before a signature, which is short."""
    if lines[place].rstrip(" ") != "--":
        return False
    return sum(bool(line.strip()) for line in lines[place + 1 : place + 100]) <= _LONGEST_SIGNATURE


def _is_wrote(lines: list[str], place: int) -> bool:
    """Say whether a line is, or begins or ends, "On … wrote:" before quoted lines."""
    for start in (place, place - 1):
        for end in (start + 1, start + 2):
            if not 0 <= start <= place < end <= len(lines):
                continue
            following = next((line for line in lines[end : end + 3] if line.strip()), "")
            if _WROTE.match(" ".join(lines[start:end])) and following.lstrip().startswith(">"):
                return True
    return False


def _opens_tail(lines: list[str], place: int) -> bool:
    """Say whether everything from a line on is the mail that is answered."""
    line = lines[place]
    if not line.strip():
        return False
    if _ORIGINAL.match(line):
        return True
    if _HEADER_BLOCK.match("\n".join(lines[place : place + 3])) and _SUBJECT.search("\n".join(lines[place : place + 10])):
        return True
    if any(_WROTE.match(" ".join(lines[place:end])) for end in (place + 1, place + 2)):
        return not any(later.lstrip().startswith(">") for later in lines[place + 1 : place + 8])
    return False


def _add_chunk(lines: list[str], builder: TextBuilder, *, is_aside: bool) -> None:
    scratch = TextBuilder()
    read_plain("\n".join(_unwrapped(lines)), scratch)
    whole = scratch.text
    for block in scratch.blocks:
        text = block.span.of(whole)
        flag = is_aside or _is_legal(text) or is_boilerplate(text) or not any(map(str.isalnum, text))
        if block.kind == "list_item":
            builder.list_item(text, is_boilerplate=flag)
        else:  # a short line of its own is a greeting or a name more often than a heading
            builder.paragraph(text, is_boilerplate=flag)


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Yield the lines, a blank one after each that its writer ended; what a mail program wrapped stays together."""
    long = sum(len(line) > _LONG_LINE for line in lines)
    is_wrapped = 2 * long < sum(len(line) > _SHORT_LINE for line in lines)
    for place, line in enumerate(lines):
        if line.strip() or (place and lines[place - 1].strip()):  # one blank line says as much as many
            yield line
        following = lines[place + 1].split(None, 1)[:1] if place + 1 < len(lines) else []
        if following and (not is_wrapped or len(line.rstrip()) + 1 + len(following[0]) <= _SHORT_LINE):
            yield ""


def _is_legal(text: str) -> bool:
    head = text[:_LEGAL_REACH]
    return bool(_LEGAL_WORD.search(head) and _LEGAL.search(head))


def add_html_body(html: str, builder: TextBuilder, *, is_forward: bool = False) -> None:
    """Add an HTML body. What mail programs mark as quoted or as a signature is boilerplate; so is hidden text.

    Args:
        is_forward: The mail was sent to pass on what it quotes, which then is content.
    """
    tree = _tree(html)
    if not is_forward:
        tails = (node for node in tree.css(_QUOTED_TAIL) if node.id or _HTML_HEADER.match(node.text(deep=True)[:300]))
        if (tail := next(tails, None)) is not None:
            _wrap_rest(tail)
    asides: list[str] = []
    for node in tree.css(f"{_SIGNED}, {_HIDDEN}" if is_forward else f"{_SIGNED}, {_HIDDEN}, {_QUOTED}, [data-rest]")[
        :_MOST_ASIDES
    ]:
        if not _FORWARD_MARK.match(node.text(deep=True)[:200]):
            asides.append(node.html or "")
            node.replace_with(_element("div", f"{_MARK}{len(asides) - 1}"))
    if tree.body is None or not squeeze(re.sub(rf"{_MARK}\d+", "", tree.body.text(deep=True))):
        tree, asides = _tree(html), []  # nothing else is said: then this is what the mail says
    _copy(_blocks(tree.html or ""), builder, asides)


def _tree(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(html.replace(_MARK, ""))
    tree.strip_tags(["script", "style", "head", "template"], recursive=True)
    _break_lines(tree)
    return tree


def _blocks(html: str) -> TextBuilder:
    scratch = TextBuilder()
    read_html(normalise(html), scratch)
    return scratch


def _copy(scratch: TextBuilder, builder: TextBuilder, asides: list[str], *, is_aside: bool = False) -> None:
    """Add the blocks of a scratch builder below the mail's subject; an aside goes where its mark stands."""
    blocks = list(scratch.finished_blocks())
    whole = scratch.text
    place = 0
    while place < len(blocks):
        block = blocks[place]
        text = block.span.of(whole)
        flag = is_aside or block.is_boilerplate or _is_legal(text)
        place += 1
        if block.kind in ("table_header", "table_row"):
            header = [text] if block.kind == "table_header" else []
            rows = [] if header else [[text]]
            while place < len(blocks) and _goes_on(blocks[place - 1], blocks[place]):
                rows.append([blocks[place].span.of(whole)])
                place += 1
            builder.table(header, rows, is_boilerplate=flag)
        elif text.startswith(_MARK):
            _copy(_blocks(asides[int(text[1:])]), builder, [], is_aside=True)
        elif block.kind == "heading":
            builder.heading(text, min(block.level + 1, 6), is_boilerplate=flag)
        elif block.kind == "list_item":
            builder.list_item(text, block.level, is_boilerplate=flag)
        elif block.kind == "footnote":
            builder.footnote(text, is_boilerplate=flag)
        elif block.kind == "code":
            builder.code(text, is_boilerplate=flag)
        else:
            builder.paragraph(text, is_boilerplate=flag)


def _goes_on(before: Block, block: Block) -> bool:
    """Say whether a row belongs to the table of the row before it."""
    if block.kind != "table_row":
        return False
    return block.header == (before.span if before.kind == "table_header" else before.header)


def _break_lines(tree: LexborHTMLParser) -> None:
    """Make a break of each `<br>` that ends a line; one that only wraps a long sentence, or stands in an item, stays."""
    for node in tree.css("br"):
        above: LexborNode | None = node.parent
        climbed = 0
        while above is not None and climbed < _HIGHEST_CLIMB and above.tag not in _NO_BREAK:
            above, climbed = above.parent, climbed + 1
        if above is not None and above.tag in _NO_BREAK:
            continue
        before = node.prev
        line = squeeze(before.text(deep=True)) if before is not None else ""
        if len(line) <= _SHORT_LINE or line.endswith((".", "!", "?", ":", ";")):
            node.replace_with(_element("hr"))


def _wrap_rest(node: LexborNode) -> None:
    """Put a node and everything after it in the page into elements that are marked as the rest."""
    top: LexborNode | None = node
    following: LexborNode | None = node
    for _ in range(_HIGHEST_CLIMB):
        if top is None or top.tag == "body":
            return
        above = top.parent
        if following is not None:
            mark = _element("div")
            mark.attrs["data-rest"] = ""
            following.insert_before(mark)  # a copy of it
            rest = following.prev
            while rest is not None and (one := rest.next) is not None:
                rest.insert_child(one, move=True)
        top = above
        following = top.next if top is not None else None


def _element(tag: str, text: str = "") -> LexborNode:
    element = create_tag(tag)
    if text:
        element.insert_child(text)
    return element
