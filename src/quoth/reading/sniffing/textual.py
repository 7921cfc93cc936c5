"""Tell formats that are text apart by what they say; the name only breaks a tie."""

from __future__ import annotations

import csv
import json
import re
from pathlib import PurePath
from typing import Final

from quoth.errors import ReadingError

_HEAD: Final = 8192
_HTML_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title|meta|p|div|h[1-6]|table|ul|ol|article|main|section|span|strong|a|b|br|blockquote|center|dl|font|form|frameset|header|hr|img|link|nav|pre|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG: Final = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|td|a|span|strong|em|br)\b[^>]*>", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_XML_START: Final = re.compile(
    r"\s*<(?:\?xml[\s?]|!DOCTYPE\s|!--|\?[\w-]+\s|[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=\s*[\"']|\s*/?>))"
)
_XML_ROOT: Final = re.compile(r"<([A-Za-z_][\w.:-]*)[\s/>]")
_JATS: Final = re.compile(r"JATS|//NLM//|<front[\s>]|<front-stub[\s>]|\bdtd-version=|\barticle-type=")
_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|$)")
_MAIL_FIELDS: Final = {
    "bcc", "cc", "content-disposition", "content-transfer-encoding", "content-type", "date", "delivered-to", "dkim-signature",
    "from", "in-reply-to", "list-id", "message-id", "mime-version", "received", "references", "reply-to", "return-path",
    "sender", "subject", "to",
}  # fmt: skip
# Fields that other texts have too.
_COMMON_FIELDS: Final = {"date", "subject", "references", "sender"}
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{32,}={0,2}\Z")
_MARKDOWN: Final = re.compile(r"^(?:#{1,6} \S|```|\|.+\|\s*$|\[[^\]]+\]\([^)]+\))", re.MULTILINE)
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(?:.*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ASCIIDOC: Final = (
    re.compile(r"(?:[ \t]*\n|:[\w-]+:.*\n|//.*\n|\[.+\]\n)*+= \S"),
    re.compile(r"^(?:={2,5} \S|\|===|:[\w-]+:|----$)", re.MULTILINE),
)
_RST: Final = (re.compile(r"^\.\. [\w-]+::", re.MULTILINE), re.compile(r"^\S.*\n(?:={3,}|-{3,}|~{3,}|\^{3,})$", re.MULTILINE))
_ORG: Final = (
    re.compile(r"\s*(?:#\+[A-Za-z_]+:|\* \S)"),
    re.compile(r"^(?:#\+[A-Za-z_]+:|\*{1,6} \S|:PROPERTIES:)", re.MULTILINE),
)
_NAMES: Final = {
    ".md": "text/markdown", ".markdown": "text/markdown", ".mdown": "text/markdown", ".mkd": "text/markdown",
    ".mdx": "text/markdown", ".qmd": "text/markdown", ".rmd": "text/markdown", ".rst": "text/x-rst", ".rest": "text/x-rst",
    ".adoc": "text/asciidoc", ".asciidoc": "text/asciidoc", ".asc": "text/asciidoc", ".org": "text/org", ".csv": "text/csv",
    ".tsv": "text/tab-separated-values", ".tab": "text/tab-separated-values",
}  # fmt: skip
_PAGE_NAMES: Final = {".html", ".htm", ".xhtml"}
_XML_NAMES: Final = {".xml", ".nxml", ".xsl", ".xslt", ".xsd", ".rss", ".svg"}
_SHEET_NAMES: Final = {".xls", ".xlsx", ".xlsb", ".xlsm", ".ods"}
_MOST_JSON: Final = 20_000_000
_SOME_LINES: Final = 20
_FEWEST_RECORDS: Final = 3
_LONG_CELL: Final = 8  # words


def kind_of_text(text: str, name: str) -> str:
    """Return the media type of a decoded text.

    Raises:
        ReadingError: It is text only by its letters.
    """
    text = text.lstrip("\ufeff")
    suffix = PurePath(name).suffix.lower()
    head = text[:_HEAD]
    found = "message/rfc822" if is_mail(head) else None
    found = (
        found
        or _markup(text, suffix)
        or _json(text, suffix)
        or _NAMES.get(suffix)
        or _light_markup(head)
        or _table(text, suffix)
    )
    if found is None and _is_base64(text):
        raise ReadingError("it holds Base64, not text.", "Decode it first.", has_lost_its_text=True)
    return found or "text/plain"


def is_mail(head: str) -> bool:
    """Say whether a text begins with the header of a mail: two fields or more that mails have, one that only mails have."""
    found: set[str] = set()
    for place, line in enumerate(head.split("\n")):
        if not line.strip():
            break
        if (place and line[0] in " \t") or line.startswith(("From ", ">From ")):
            continue
        match = _FIELD.match(line.rstrip("\r"))
        if match is None:
            return False
        found.add(match.group(1).lower())
    known = found & _MAIL_FIELDS
    return len(known) > 1 and bool(known - _COMMON_FIELDS)


def _markup(text: str, suffix: str) -> str | None:
    head = text[:_HEAD]
    if _PAGE.match(head):
        return "text/html"
    if _NAMES.get(suffix) == "text/markdown" and _MARKDOWN.search(head):
        return None  # Markdown may begin with a tag
    if (suffix in _PAGE_NAMES or _HTML_START.match(head)) and len(_HTML_TAG.findall(head)) > 1:  # one tag in prose is no page
        return "text/html"
    return _xml(text, suffix) if _XML_START.match(head) else None


def _xml(text: str, suffix: str) -> str | None:
    root = _root(text)
    local = root.rpartition(":")[2]
    if local == "html":
        return "text/html"
    if local == "article" and _JATS.search(text[: 8 * _HEAD]):
        return "application/jats+xml"
    is_declared = text.lstrip().startswith(("<?xml", "<!DOCTYPE"))
    is_closed = text.rstrip().endswith((f"</{root}>", "/>", "-->")) or suffix in _XML_NAMES
    return "application/xml" if root and (is_declared or is_closed) else None


def _root(text: str) -> str:
    """Return the name of the root element: the first tag after declarations, comments and the DTD."""
    place = text.find("<")
    while place >= 0:
        closing = _closing(text, place)
        if not closing:
            match = _XML_ROOT.match(text, place)
            return match.group(1) if match else ""
        end = text.find(closing, place)
        place = text.find("<", end) if end >= 0 else -1
    return ""


def _closing(text: str, place: int) -> str:
    """Return what ends the declaration, comment or DTD that begins here; nothing for a tag."""
    for opening, closing in (("<?", "?>"), ("<!--", "-->")):
        if text.startswith(opening, place):
            return closing
    if not text.startswith("<!", place):
        return ""
    subset = text.find("[", place)
    return "]" if 0 <= subset < text.find(">", place) else ">"


def _json(text: str, suffix: str) -> str | None:
    start = text.lstrip()[:1]
    if start not in ("{", "["):
        return None
    if suffix in (".jsonl", ".ndjson"):
        return "application/x-ndjson"
    if len(text) > _MOST_JSON:  # parsing it twice would take long
        is_whole = text.rstrip()[-1] in "}]"
        return "application/x-ndjson" if _is_json_lines(text) else "application/json" if is_whole else None
    return _parsed(text, suffix)


def _parsed(text: str, suffix: str) -> str | None:
    try:
        value = json.loads(text)
    except RecursionError:
        return "application/json"
    except ValueError:
        if _is_json_lines(text):
            return "application/x-ndjson"
        return "application/json" if suffix in (".json", ".ipynb") else None
    return "application/x-ipynb+json" if isinstance(value, dict) and "nbformat" in value else "application/json"


def _is_json_lines(text: str) -> bool:
    lines = [line for line in text[: 100 * _HEAD].split("\n")[:_SOME_LINES] if line.strip()]
    if len(text) > 100 * _HEAD:
        lines = lines[:-1] or lines
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict | list) for line in lines)
    except (ValueError, RecursionError):
        return False


def _light_markup(head: str) -> str | None:
    if _FRONT_MATTER.match(head):
        return "text/markdown"
    if len(_RST[0].findall(head)) + len(_RST[1].findall(head)) > 1 and _RST[0].search(head):
        return "text/x-rst"
    for media_type, (start, more) in (("text/asciidoc", _ASCIIDOC), ("text/org", _ORG)):
        if start.match(head) and len(more.findall(head)) > 1:
            return media_type
    return "text/markdown" if len(_MARKDOWN.findall(head)) > 1 else None


def _table(text: str, suffix: str) -> str | None:
    """Take a text for a table if its first records all have as many cells, and few of these read like sentences."""
    lines = text[: 8 * _HEAD].strip("\n").split("\n")
    whole = lines if len(text) <= 8 * _HEAD else lines[:-1]
    is_sheet = suffix in _SHEET_NAMES
    for delimiter in "\t,;|":
        try:
            records = [row for row in csv.reader(whole[:_SOME_LINES], delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = {len(row) for row in records}
        fewest = (2, 2) if is_sheet else (_FEWEST_RECORDS, 3)
        if len(widths) == 1 and len(records) >= fewest[0] and min(widths) >= fewest[1] and not _is_prose(records):
            return "text/tab-separated-values" if delimiter == "\t" else "text/csv"
    return "text/csv" if is_sheet and "," in text else None


def _is_prose(records: list[list[str]]) -> bool:
    cells = [cell.strip() for row in records for cell in row]
    long = sum(len(cell.split()) > _LONG_CELL or cell.endswith((".", "!", "?")) for cell in cells)
    return long > 0.2 * len(cells)


def _is_base64(text: str) -> bool:
    lines = text.split()
    joined = "".join(lines)
    if not _BASE64.match(joined) or len(joined) % 4 or len({len(line) for line in lines[:-1]}) > 1:
        return False
    is_mixed = all(re.search(kind, joined) for kind in ("[A-Z]", "[a-z]", "[0-9]"))
    return is_mixed and len(lines[0]) > 31  # noqa: PLR2004 - no word is as long
