"""Tell what a file is: by its first bytes, by the parts of a container, by what its text says; never by its name alone."""

from __future__ import annotations

from quoth.errors import ReadingError
from quoth.reading.decoding import decode
from quoth.reading.sniffing.containers import OLE_MARK, ZIP_MARKS, kind_of_ole, kind_of_zip
from quoth.reading.sniffing.signatures import known
from quoth.reading.sniffing.textual import is_mail, kind_of_text

_MAIL_HEAD = 8192


def sniff(data: bytes, name: str) -> str:
    """Return the media type of a file, one of `formats.FORMATS`. The name only breaks a tie between formats that are text.

    Raises:
        ReadingError: It is empty, damaged, protected, or nothing that can be read; the message says which.
    """
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff"):
        raise ReadingError("it is empty.", "Nothing to do, or delete it.", has_lost_its_text=True)
    if found := known(data):
        return found
    if data.startswith(ZIP_MARKS):
        return kind_of_zip(data)
    if data.startswith(OLE_MARK):
        return kind_of_ole(data)
    # A mail may hold parts in several encodings: its header alone is looked at, before it is decoded as one.
    if is_mail(data[:_MAIL_HEAD].decode("latin-1")):
        return "message/rfc822"
    text = decode(data)
    if not text.strip("\ufeff\u200b \t\r\n\x0b\x0c\u00a0\u2028\u3000"):
        raise ReadingError("it is empty.", "Nothing to do, or delete it.", has_lost_its_text=True)
    return kind_of_text(text, name)
