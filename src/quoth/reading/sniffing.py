"""Tell what a file is from its bytes, and decode it. The name only breaks a tie."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import Literal

import charset_normalizer

from quoth.errors import ReadingError

Format = Literal["text/plain", "text/markdown", "text/html"]

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "a legacy Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a SQLite database"),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title|meta|p|div|h[1-6]|table|ul|ol|article|main|section|span|strong|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|td|a|span|strong|em|br)\b[^>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|```|\|.+\|\s*$|\[[^\]]+\]\([^)]+\))", re.MULTILINE)
_MARKDOWN_NAMES = {".md", ".markdown", ".mdown", ".mkd"}
_META_CHARSET = re.compile(rb"<meta[^>]{0,80}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
# Codecs of Python that are no character encodings: some raise errors of their own, some warn.
_NO_CHARSETS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}
_MOST_CONTROL = 0.01


def decode(data: bytes) -> str:
    """Return the text of a file in whatever encoding it is.

    Raises:
        ReadingError: The bytes are no text; the message says what they look like.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadingError(f"it is {what}, not text.", "Save it as text, Markdown or HTML.", has_lost_its_text=True)
    text = _decode(data)
    strange = "\t\n\r\f\x0b\x1b"
    # Replacement marks and unassigned code points are what bytes that were never text decode to.
    control = sum(1 for c in text[:20000] if (c < " " and c not in strange) or c == "\ufffd" or unicodedata.category(c) == "Cn")
    if control > _MOST_CONTROL * min(len(text), 20000):
        raise ReadingError("it holds binary data, not text.", "Save it as text, Markdown or HTML.", has_lost_its_text=True)
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    declared = _META_CHARSET.search(data[:2048])
    for encoding in ("utf-8", declared.group(1).decode("ascii") if declared else "utf-8"):
        try:
            if encoding.lower().replace("-", "_") not in _NO_CHARSETS:
                return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    guesses = charset_normalizer.from_bytes(data)
    best = guesses.best()
    # Where several fit equally well, it is what browsers assume: cp1250, which comes first by name, turns "à" into "ŕ".
    best = next((g for g in guesses if best is not None and g.encoding == "cp1252" and g.chaos <= best.chaos), best)
    if best is None:
        raise ReadingError(
            "its encoding is unknown or it is not text.", "Save it as UTF-8 text, Markdown or HTML.", has_lost_its_text=True
        )
    return str(best)


def sniff(text: str, name: str) -> Format:
    """Return the format of a decoded text. Only content decides for HTML; the name may decide for Markdown."""
    head = text[:8192]
    if _HTML_START.match(head) and len(_HTML_TAG.findall(head)) >= 2:  # noqa: PLR2004 - a tag in prose is not a page
        return "text/html"
    if re.match(r"\s*(?:<!doctype\s+html|<html)\b", head, re.IGNORECASE):
        return "text/html"
    if PurePath(name).suffix.lower() in _MARKDOWN_NAMES or head.startswith("---\n"):
        return "text/markdown"
    if len(_MARKDOWN.findall(head)) >= 2:  # noqa: PLR2004 - one hash alone is no Markdown
        return "text/markdown"
    return "text/plain"
