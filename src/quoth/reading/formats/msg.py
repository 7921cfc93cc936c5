"""Read Outlook's mails (MS-OXMSG) through olefile, stream by stream: nothing is read that is not needed."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from io import BytesIO
from typing import Final

from olefile import OleFileIO

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.eml import add_signed
from quoth.reading.formats.rtf import read_rtf
from quoth.reading.mail.headers import decoded_text, header, iso_date
from quoth.reading.mail.messages import Body, Mail, add_mail
from quoth.reading.mail.signed import signed_content
from quoth.reading.rtf.packed import unpack_rtf
from quoth.text.normalise import squeeze

# Property numbers (MS-OXPROPS).
_CLASS: Final = 0x001A
_SUBJECT: Final = 0x0037
_SUBMITTED: Final = 0x0039
_SENT_FOR_NAME: Final = 0x0042
_HEADERS: Final = 0x007D
_SENDER_NAME: Final = 0x0C1A
_SENDER_ADDRESS: Final = 0x0C1F
_SENDER_SMTP: Final = 0x5D01
_RECIPIENT_TYPE: Final = 0x0C15
_DELIVERED: Final = 0x0E06
_BODY: Final = 0x1000
_RTF: Final = 0x1009
_HTML: Final = 0x1013
_NAME: Final = 0x3001
_ADDRESS: Final = 0x3003
_SMTP: Final = 0x39FE
_CREATED: Final = 0x3007
_CHANGED: Final = 0x3008
_DATA: Final = 0x3701
_SHORT_NAME: Final = 0x3704
_METHOD: Final = 0x3705
_LONG_NAME: Final = 0x3707
_TYPE: Final = 0x370E
_CONTENT_ID: Final = 0x3712
_ATTACH_FLAGS: Final = 0x3714
_HIDDEN: Final = 0x7FFE
_LOCALE: Final = 0x3FF1
_BODY_CODEPAGE: Final = 0x3FDE
_CODEPAGE: Final = 0x3FFD
# Windows' code page for languages that are not written in western letters (MS-LCID, the lower ten bits).
_PAGES_OF_LANGUAGES: Final = {
    0x01: 1256, 0x02: 1251, 0x05: 1250, 0x08: 1253, 0x0D: 1255, 0x0E: 1250, 0x11: 932, 0x12: 949, 0x15: 1250, 0x18: 1250,
    0x19: 1251, 0x1A: 1250, 0x1B: 1250, 0x1E: 874, 0x1F: 1254, 0x22: 1251, 0x23: 1251, 0x24: 1250, 0x25: 1257, 0x26: 1257,
    0x27: 1257, 0x29: 1256, 0x2A: 1258, 0x2F: 1251,
}  # fmt: skip
_EMBEDDED: Final = 5
_IN_TEXT: Final = 4
_MOST_RECIPIENTS: Final = 2000
_MOST_FILES: Final = 1000
_DEEPEST: Final = 5
_SAVE: Final = "Open it in Outlook and save it again."
_UNREADABLE: Final = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    struct.error,
    OverflowError,
    RecursionError,
)


def read_msg(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the mail's blocks and attachments to the builder and return its subject, sender and date."""
    try:
        with OleFileIO(BytesIO(data)) as file:
            folder = _Folder(file, ())
            kind = folder.text(_CLASS).lower()
            mail = _read(folder, depth=0)
            is_sealed = kind.startswith("ipm.note.smime") and not kind.endswith("multipartsigned")
            mail.is_encrypted = mail.is_encrypted or (is_sealed and not mail.says_something)
    except _UNREADABLE as error:
        raise ReadingError(f"its structure is damaged: {error}.", _SAVE) from error
    return add_mail(mail, builder)


class _Folder:
    """One storage of the file: a mail, a recipient or an attachment, each a set of numbered properties."""

    def __init__(self, file: OleFileIO, path: tuple[str, ...], codepages: tuple[str, str] = ("", "")) -> None:
        self.file = file
        self.path = path
        self.fixed = self._fixed()
        self.charset = _charset(self.fixed.get(_CODEPAGE)) or codepages[0] or _charset_of_place(self.number(_LOCALE))
        self.body_charset = _charset(self.fixed.get(_BODY_CODEPAGE)) or self.charset or codepages[1]

    def _fixed(self) -> dict[int, bytes]:
        """Return the values of properties of fixed size, 8 bytes each."""
        stream = self._stream("__properties_version1.0")
        # Before them stands a header: the file's, that of a mail inside it, or that of a recipient or attachment.
        start = 32 if not self.path else 24 if self.path[-1].startswith("__substg") else 8
        found = {}
        for place in range(start, len(stream) - 15, 16):
            _, number = struct.unpack_from("<HH", stream, place)
            found[number] = stream[place + 8 : place + 16]
        return found

    def _stream(self, name: str) -> bytes:
        path = [*self.path, name]
        if not self.file.exists(path):
            return b""
        with self.file.openstream(path) as stream:
            data = stream.read()
        return data if isinstance(data, bytes) else b""

    def binary(self, number: int) -> bytes:
        return self._stream(f"__substg1.0_{number:04X}0102")

    def text(self, number: int, *, is_body: bool = False) -> str:
        if wide := self._stream(f"__substg1.0_{number:04X}001F"):
            return wide.decode("utf-16-le", errors="replace").rstrip("\0")
        narrow = self._stream(f"__substg1.0_{number:04X}001E").rstrip(b"\0")
        return decoded_text(narrow, self.body_charset if is_body else self.charset) if narrow else ""

    def number(self, number: int) -> int:
        return int(struct.unpack("<i", self.fixed.get(number, bytes(8))[:4])[0])

    def date(self, number: int) -> str:
        """Return a date as ISO, or nothing."""
        ticks = struct.unpack("<Q", self.fixed.get(number, bytes(8)))[0]
        try:
            return (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(seconds=ticks // 10**7)).isoformat() if ticks else ""
        except OverflowError:
            return ""

    def folders(self, start: str, most: int) -> list[_Folder]:
        """Return the storages below this one whose names start so, in order."""
        depth = len(self.path)
        names = {
            entry[depth]
            for entry in self.file.listdir(streams=True, storages=True)
            if len(entry) > depth and tuple(entry[:depth]) == self.path and entry[depth].lower().startswith(start)
        }
        return [_Folder(self.file, (*self.path, name), (self.charset, self.body_charset)) for name in sorted(names)[:most]]

    def below(self, name: str) -> _Folder:
        return _Folder(self.file, (*self.path, name), (self.charset, self.body_charset))


def _charset(value: bytes | None) -> str:
    page = struct.unpack("<i", value[:4])[0] if value else 0
    return {
        0: "",
        65001: "utf-8",
        20127: "ascii",
        28591: "iso-8859-1",
        50220: "iso-2022-jp",
        51932: "euc_jp",
        20866: "koi8-r",
    }.get(
        page,
        f"iso8859-{page - 28590}" if 28590 < page < 28606 else f"cp{page}",  # noqa: PLR2004
    )


def _charset_of_place(locale: int) -> str:
    if locale & 0x3FF == 0x04:  # noqa: PLR2004 - Chinese: written in two ways
        return "cp936" if locale in (0x0804, 0x1004) else "cp950"
    return f"cp{_PAGES_OF_LANGUAGES.get(locale & 0x3FF, 1252)}"


def _read(folder: _Folder, depth: int) -> Mail:
    headers = HeaderParser().parsestr(folder.text(_HEADERS))
    mail = Mail(subject=folder.text(_SUBJECT) or header(headers, "Subject"))
    name = squeeze(folder.text(_SENDER_NAME) or folder.text(_SENT_FOR_NAME))
    address = folder.text(_SENDER_SMTP) or folder.text(_SENDER_ADDRESS)
    mail.owner = name or address
    sender = _person(name, address) or header(headers, "From")
    mail.date = iso_date(header(headers, "Date")) or next(
        filter(None, map(folder.date, (_SUBMITTED, _DELIVERED, _CHANGED, _CREATED))), ""
    )
    mail.shown = [("From", sender), *_recipients(folder, headers), ("Date", header(headers, "Date") or mail.date)]
    _bodies(folder, mail)
    for attachment in folder.folders("__attach_version1.0", _MOST_FILES):
        _attachment(attachment, mail, depth)
    return mail


def _person(name: str, address: str) -> str:
    """Return a name with its address; the inner addresses of Exchange say nothing to a person."""
    if "@" not in address or address.lower().startswith("/o=") or address.strip("'\"").lower() == name.strip("'\"").lower():
        return name
    return f"{name} <{address}>" if name else address


def _recipients(folder: _Folder, headers: Message) -> list[tuple[str, str]]:
    found: dict[int, list[str]] = {}
    for recipient in folder.folders("__recip_version1.0", _MOST_RECIPIENTS):
        person = _person(squeeze(recipient.text(_NAME)), recipient.text(_SMTP) or recipient.text(_ADDRESS))
        found.setdefault(recipient.number(_RECIPIENT_TYPE), []).append(person)
    shown = []
    for kind, name in ((1, "To"), (2, "Cc"), (3, "Bcc")):
        shown.append((name, ", ".join(filter(None, found.get(kind, []))) or header(headers, name)))
    return shown


def _bodies(folder: _Folder, mail: Mail) -> None:
    plain = folder.text(_BODY, is_body=True)
    html = folder.text(_HTML, is_body=True)
    if not html and (data := folder.binary(_HTML)):
        html = decoded_text(data, folder.body_charset)
    if not (plain.strip() or html.strip()) and (packed := folder.binary(_RTF)):
        scratch = TextBuilder()
        read_rtf(unpack_rtf(packed), scratch)
        plain = "\n\n".join(block.span.of(scratch.text) for block in scratch.blocks)
    mail.bodies.append(Body(plain=plain.replace("\r\n", "\n"), html=html))


def _attachment(folder: _Folder, mail: Mail, depth: int) -> None:
    name = folder.text(_LONG_NAME) or folder.text(_SHORT_NAME) or folder.text(_NAME)
    kind = folder.text(_TYPE).lower()
    data = folder.binary(_DATA)
    if folder.number(_METHOD) == _EMBEDDED:
        if depth >= _DEEPEST:
            mail.notes.append("Mails inside mails inside it were left out: they nest too deeply.")
            return
        inner = _read(folder.below("__substg1.0_3701000D"), depth + 1)
        mail.files.append((f"{squeeze(inner.subject) or squeeze(name) or 'mail'}.eml", _as_eml(inner)))
    elif kind == "multipart/signed" or signed_content(data) is not None:
        add_signed(data, mail)
    elif kind == "application/pgp-encrypted":
        mail.is_encrypted = True
    elif kind.startswith("image/") and (
        folder.number(_ATTACH_FLAGS) & _IN_TEXT or (folder.number(_HIDDEN) and folder.text(_CONTENT_ID))
    ):
        mail.pictures += 1
    elif data:
        mail.files.append((name, data))
    else:
        mail.notes.append(f"The attachment {squeeze(name)!r} is not in the file.")


def _as_eml(mail: Mail) -> bytes:
    """Return a mail from inside another in the open format, so that it can be read as a document of its own."""
    lines = [f"{name}: {squeeze(value)}\r\n" for name, value in [("Subject", mail.subject), *mail.shown] if value.strip()]
    both = MIMEMultipart("alternative", boundary="=_body")
    for body in mail.bodies:
        for text, kind in ((body.plain, "plain"), (body.html, "html")):
            if text.strip():
                both.attach(MIMEText(text, kind, "utf-8"))
    whole = MIMEMultipart("mixed", boundary="=_whole")
    whole.attach(both)
    for name, data in mail.files:
        part = MIMEApplication(data)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", squeeze(name)))
        whole.attach(part)
    return "".join(lines).encode() + whole.as_bytes()
