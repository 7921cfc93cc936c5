"""Read mails (RFC 5322 and MIME) through the standard library's parser, its lenient policy: the strict one fails on broken headers."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.mail.headers import decoded, decoded_text, every_header, header, iso_date, raw_header
from quoth.reading.mail.messages import SHOWN, Body, Mail, add_mail
from quoth.reading.mail.signed import signed_content
from quoth.text.normalise import squeeze

_MOST_PARTS: Final = 2000
_DEEPEST: Final = 50
# The line before each mail of a mailbox file.
_MBOX = re.compile(
    rb"(?<=\n)\r?\nFrom \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d [\d:]{5,8} [^\n]{4,30}\n(?=[A-Za-z-]+:)"
)
# No program writes parameters this long, and taking them apart costs the square of their length.
_OVERLONG = re.compile(rb"^(Content-[A-Za-z-]{1,40}:[^\r\n]{10000})[^\r\n]+", re.MULTILINE | re.IGNORECASE)
_PGP: Final = "-----BEGIN PGP MESSAGE-----"
_PGP_SIGNED = re.compile(
    r"\A\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:.+\n)*\n(.*?)\n-----BEGIN PGP SIGNATURE-----.*\Z", re.DOTALL
)


def read_eml(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the mail's blocks and attachments to the builder and return its subject, sender and date."""
    try:
        data, *more = _MBOX.split(_OVERLONG.sub(rb"\1", _as_ascii(data)), maxsplit=1)
        message = message_from_bytes(data)
        mail = _read(message)
    except RecursionError as error:
        raise ReadingError("its parts nest too deeply.", "Save it again with the mail program that shows it.") from error
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, AssertionError) as error:
        raise ReadingError(
            f"its structure is damaged: {error}.", "Save it again with the mail program that shows it."
        ) from error
    if more:
        mail.notes.append("The file holds more than one mail; only the first was read.")
    found = add_mail(mail, builder)
    for name in ("message-id", "in-reply-to"):
        if value := squeeze(header(message, name)):
            found[name] = value
    return found


def _as_ascii(data: bytes) -> bytes:
    """Return a mail that was saved in UTF-16 as UTF-8, any other as it is."""
    data = data.lstrip(b"\r\n\t ") if not data[:1].strip() else data
    head = data[:200]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode(errors="replace")
    if head[1::2].count(0) > 0.9 * len(head[1::2]):
        return data.decode("utf-16-le", errors="replace").encode(errors="replace")
    if head[::2].count(0) > 0.9 * len(head[::2]):
        return data.decode("utf-16-be", errors="replace").encode(errors="replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _read(message: Message) -> Mail:
    walk = _Walk()
    walk.take(message, depth=0)
    mail = walk.mail
    mail.subject = header(message, "Subject")
    name, address = parseaddr(raw_header(message, "From") or raw_header(message, "Sender"))
    mail.owner = squeeze(decoded(name)) or address
    mail.date = iso_date(squeeze(header(message, "Date")))
    has_from = bool(raw_header(message, "From"))
    for name in SHOWN:
        if not (name == "Sender" and has_from):
            mail.shown.extend((name, decoded(value)) for value in every_header(message, name))
    return mail


def add_signed(data: bytes, mail: Mail) -> None:
    """Add what a signed part holds to a mail: its files, and its body if the mail has none."""
    walk = _Walk()
    walk.take(message_from_bytes(signed_content(data) or data), depth=1)
    if not mail.says_something:
        mail.bodies = walk.mail.bodies
    mail.files.extend(walk.mail.files)
    mail.pictures += walk.mail.pictures


class _Walk:
    """Goes through the parts of a mail and sorts them into bodies, files and pictures."""

    def __init__(self) -> None:
        self.mail = Mail()
        self.parts = 0

    def take(self, part: Message, depth: int, *, is_related: bool = False) -> None:
        self.parts += 1
        if self.parts > _MOST_PARTS or depth > _DEEPEST:
            self._note("It has more parts than can be read; the rest was left out.")
            return
        kind = part.get_content_type()
        children = _children(part)
        if kind == "multipart/encrypted":
            self.mail.is_encrypted = True
        elif kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            self._wrapped(part, depth)
        elif kind == "message/rfc822":
            self._forwarded(part)
        elif kind.startswith("message/") and depth:
            self._note(f"A part of it ({kind}) was not read.")
        elif kind == "multipart/alternative" and children:
            self._alternative(children, depth)
        elif children:
            if kind == "multipart/signed":
                children = children[:1]
            for place, child in enumerate(children):
                self.take(child, depth + 1, is_related=kind == "multipart/related" and place > 0)
        else:
            self._leaf(part, kind, is_related=is_related)

    def _wrapped(self, part: Message, depth: int) -> None:
        """Read a mail that its signature wraps, or say that it is encrypted."""
        content = signed_content(_bytes(part))
        if content is None:
            self.mail.is_encrypted = True
        else:
            self.take(message_from_bytes(content), depth + 1)

    def _alternative(self, children: list[Message], depth: int) -> None:
        """Read forms of one body that say the same."""
        before, self.mail.bodies = self.mail.bodies, []
        for child in children:
            if child.get_content_type() not in ("text/calendar", "text/x-amp-html", "text/watch-html"):
                self.take(child, depth + 1)
        bodies = self.mail.bodies
        both = Body(
            plain="\n\n".join(body.plain for body in bodies if body.plain),
            html="\n".join(body.html for body in bodies if body.html),
        )
        self.mail.bodies = [*before, both]

    def _leaf(self, part: Message, kind: str, *, is_related: bool) -> None:
        name = _file_name(part)
        is_file = part.get_content_disposition() == "attachment"
        if kind.startswith("multipart/"):
            kind = "text/plain"  # its boundary is lost: what is there can still be read
        if kind in ("text/plain", "text/html") and not is_file and not (name and self.mail.bodies):
            self._body(part, kind)
        elif kind in ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"):
            return
        elif kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
            self._note("Files inside winmail.dat (Outlook's own format) were not read.")
        elif kind.startswith("image/") and _stands_in_text(part, name, is_related=is_related):
            self.mail.pictures += 1
        elif name or is_file:
            self.mail.files.append((name, _bytes(part)))
        elif kind.startswith("text/") and kind not in ("text/calendar", "text/rfc822-headers"):
            self._body(part, "text/plain")
        else:
            self._note(f"A part of it ({kind}) was not read.")

    def _body(self, part: Message, kind: str) -> None:
        text = decoded_text(_bytes(part), str(part.get_content_charset() or "")).replace("\r\n", "\n")
        if kind == "text/html":
            self.mail.bodies.append(Body(html=text))
            return
        if _PGP in text:
            self.mail.is_encrypted = True
            text = text[: text.index(_PGP)]
        if signed := _PGP_SIGNED.match(text):
            text = signed.group(1)
        if str(part.get_param("format") or "").lower() == "flowed":
            text = _unflowed(text, is_spaceless=str(part.get_param("delsp") or "").lower() == "yes")
        self.mail.bodies.append(Body(plain=text))

    def _forwarded(self, part: Message) -> None:
        """Take a mail inside the mail as a file that came with it."""
        inner = next(iter(_children(part)), None)
        if inner is None:
            self._note("A mail inside it was empty.")
            return
        if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64" and not inner.items():
            inner["Content-Transfer-Encoding"] = "base64"  # some programs encode the whole mail, which no standard allows
            data = _bytes(inner)
            inner = message_from_bytes(data)
        else:
            data = inner.as_bytes()
        name = _file_name(part) or f"{squeeze(header(inner, 'Subject')) or 'mail'}.eml"
        self.mail.files.append((name, data))

    def _note(self, note: str) -> None:
        if note not in self.mail.notes:
            self.mail.notes.append(note)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _stands_in_text(picture: Message, name: str, *, is_related: bool) -> bool:
    """Say whether a picture belongs to the page: a logo, a button; not a file that somebody sent."""
    if picture.get_content_disposition() == "attachment":
        return is_related and "Content-ID" in picture
    return is_related or "Content-ID" in picture or not name


def _file_name(part: Message) -> str:
    return squeeze(decoded(part.get_filename() or ""))


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _unflowed(text: str, *, is_spaceless: bool) -> str:
    """Join the lines that a mail program wrapped (RFC 3676): each ends with a space, and stands as deep in quotes as the next."""
    found: list[str] = []
    depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        mark = line[: len(line) - len(bare)]
        bare = bare.removeprefix(" ")
        if depth == len(mark):
            found[-1] += bare
        else:
            found.append(f"{mark} {bare}" if mark else bare)
        is_flowed = bare.endswith(" ") and bare != "-- "
        depth = len(mark) if is_flowed else -1
        if is_flowed and is_spaceless:
            found[-1] = found[-1][:-1]
    return "\n".join(found)
