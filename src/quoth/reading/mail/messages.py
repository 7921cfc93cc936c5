"""What every mail has, in whatever format it is kept: headers, bodies, files that came with it; and how it becomes blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from quoth.errors import ReadingError
from quoth.reading.building import Attachment, TextBuilder, visible_characters
from quoth.reading.mail.replies import add_html_body, add_plain_body
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import has_letters

# The headers that a person reads, in the order in which mail programs show them.
SHOWN: Final = ("From", "Sender", "To", "Cc", "Bcc", "Date")
_FORWARDED = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|i|doorst)\s*:", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_LONGEST_HEADER: Final = 10_000
_LONGEST_NAME: Final = 120
_MOST_ATTACHMENTS: Final = 1000
# Below this share of the words of the HTML, the plain text beside it is a stub ("Your program cannot show this mail").
_LEAST_PLAIN_SHARE: Final = 0.5
_MOST_ROWS_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body in up to two forms that say the same."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True, kw_only=True)
class Mail:
    """A mail, whatever format it was kept in.

    Attributes:
        owner: The sender's name, or the address if there is no name.
        date: ISO, or empty if the mail has none that can be understood.
        shown: Name and value of the headers that a person reads.
        files: Name as given and bytes of what came with it.
        pictures: How many pictures in the text were left out.
        is_encrypted: It, or a part of it, cannot be read without a key.
    """

    subject: str = ""
    owner: str = ""
    date: str = ""
    shown: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    pictures: int = 0
    is_encrypted: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Whether any body has words."""
        return any((body.plain + body.html).strip() for body in self.bodies)


def add_mail(mail: Mail, builder: TextBuilder) -> dict[str, str]:
    """Add a mail's blocks, attachments and notes to the builder and return its metadata.

    The subject is the heading; each header is an item of its own, so that it never runs into the body. What is quoted from
    other mails and signatures stay as boilerplate, unless the mail was sent to pass them on.

    Raises:
        ReadingError: It is encrypted, or has no subject, no words and nothing that came with it.
    """
    if mail.is_encrypted and not mail.says_something:
        raise ReadingError("it is encrypted.", "Open it in the mail program that can read it and save it decrypted.")
    subject = squeeze(mail.subject)[:_LONGEST_HEADER]
    builder.heading(subject, 1)
    counted = visible_characters(normalise(subject))
    for name, value in mail.shown:
        flat = squeeze(normalise(value))
        if len(flat) > _LONGEST_HEADER:
            builder.notes.append(f"The line {name!r} of the header was cut after {_LONGEST_HEADER:,} characters.")
            flat = flat[:_LONGEST_HEADER].rsplit(" ", 1)[0]
        if flat:
            builder.list_item(f"{name}: {flat}")
            counted += visible_characters(f"{name}: {flat}")
    is_forward = bool(_FORWARDED.match(subject))
    said = 0
    for body in mail.bodies:
        said += _add_body(body, builder, is_forward=is_forward)
    builder.source_characters = counted + said
    builder.attachments.extend(_attachments(mail.files, builder.notes))
    if mail.pictures:
        some = "1 picture in its text was" if mail.pictures == 1 else f"{mail.pictures} pictures in its text were"
        builder.notes.append(f"{some} not read.")
    if mail.is_encrypted:
        builder.notes.append("A part of it is encrypted and was not read.")
    builder.notes.extend(mail.notes)
    if not (has_letters(subject) or said or builder.attachments):
        raise ReadingError("it holds no words.", "Nothing to do, or delete it.", has_lost_its_text=True)
    found = {"title": subject, "owner": squeeze(mail.owner), "date": mail.date}
    found.update({name.lower(): squeeze(value)[:_LONGEST_HEADER] for name, value in mail.shown if name != "Date"})
    return {name: value for name, value in found.items() if value}


def _add_body(body: Body, builder: TextBuilder, *, is_forward: bool) -> int:
    """Add the form of a body that keeps most, and return its visible characters."""
    plain = normalise(body.plain)
    words = visible_characters(plain)
    if body.html.strip():
        tree = LexborHTMLParser(body.html)
        tree.strip_tags(["script", "style", "head", "template"], recursive=True)
        in_html = visible_characters(normalise(tree.body.text(deep=True))) if tree.body is not None else 0
        if in_html and (words < _LEAST_PLAIN_SHARE * in_html or _has_structure(tree)):
            add_html_body(body.html, builder, is_forward=is_forward)
            return in_html
    add_plain_body(plain, builder, is_forward=is_forward)
    return words


def _has_structure(tree: LexborHTMLParser) -> bool:
    """Say whether the HTML has what plain text loses: lists, headings, tables of data."""
    if tree.css_first("li, h1, h2, h3, th") is not None:
        return True
    full = 0
    for row in tree.css("tr")[:_MOST_ROWS_LOOKED_AT]:
        cells = [child for child in row.iter() if child.tag == "td" and child.css_first("table") is None]
        full += sum(bool(cell.text(deep=True).strip()) for cell in cells) > 1
    return full > 1


def _attachments(files: Sequence[tuple[str, bytes]], notes: list[str]) -> Iterable[Attachment]:
    if len(files) > _MOST_ATTACHMENTS:
        notes.append(f"Only the first {_MOST_ATTACHMENTS:,} of its {len(files):,} attachments were taken.")
    taken: set[str] = set()
    for number, (name, data) in enumerate(files[:_MOST_ATTACHMENTS], start=1):
        safe = _unique(safe_name(name) or f"attachment-{number}", taken)
        taken.add(safe.lower())
        yield Attachment(name=safe, data=data)


def safe_name(name: str) -> str:
    """Return a file name as one part of a path, or nothing if nothing is left of it."""
    last = re.split(r"[/\\]", normalise(squeeze(name)))[-1]
    last = _UNSAFE.sub("_", last).strip(" .")
    if len(last) <= _LONGEST_NAME:
        return last
    stem, dot, suffix = last.rpartition(".")
    keeps_suffix = dot and len(suffix) < 10  # noqa: PLR2004 - what is longer is no suffix
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}" if keeps_suffix else last[:_LONGEST_NAME]


def _unique(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{stem}-{number}{dot}{suffix}"
    return found
