"""Know files by their first bytes: what can be read, and what can not, with what helps."""

from __future__ import annotations

import re
from typing import Final

from quoth.errors import ReadingError

_PICTURE: Final = "Save it as PNG or JPEG."
_UNPACK: Final = "Unpack it."
_EXPORT: Final = "Export it as PDF or .docx."
_TABLE: Final = "Export what should be read as CSV."
_NOTHING: Final = "Leave it out; it holds nothing to quote."
_SPEECH: Final = "Give its transcript."
_DECRYPT: Final = "Decrypt it first."

# Where, first bytes, media type.
_READABLE: Final = (
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (0, b"\xdb\xa5", "application/msword"),  # Word 2
)
# Where, first bytes, what it is, what helps.
_REFUSED: Final = (
    (0, b"\xffWPC", "a WordPerfect document", _EXPORT),
    (0, b"\x00\x05\xe1\x03", "a DisplayWrite document", _EXPORT),
    (0, b"\x9b\xa5", "a Word 1 document", _EXPORT),
    (0, b"\xfe\x37\x00", "a Word document of the old Mac format", _EXPORT),
    (0, b"\x31\xbe\x00\x00", "a Word for DOS or Write document", _EXPORT),
    (0, b"\x32\xbe\x00\x00", "a Write document", _EXPORT),
    (0, b"WordPro\x00", "a WordPro document", _EXPORT),
    (0, b"[ver]\r\n\t", "an Ami Pro document", _EXPORT),
    (0, b"\x09\x00\x04\x00", "an Excel 2 sheet", "Save it as .xlsx."),
    (0, b"\x09\x02\x06\x00", "an Excel 3 sheet", "Save it as .xlsx."),
    (0, b"\x09\x04\x06\x00", "an Excel 4 sheet", "Save it as .xlsx."),
    (0, b"\x00\x00\x02\x00\x06\x04", "a Lotus 1-2-3 sheet", "Save it as .xlsx."),
    (0, b"\x00\x00\x1a\x00", "a Lotus 1-2-3 sheet", "Save it as .xlsx."),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "a OneNote section", _EXPORT),
    (0, b"\x78\x9f\x3e\x22", "an Outlook winmail.dat", "Ask the sender for it as PDF, or open and save it."),
    (0, b"!BDN", "an Outlook mailbox", "Export the mails as .eml or .msg."),
    (0, b"%!PS", "a PostScript file", "Convert it to PDF."),
    (0, b"\x04%!PS", "a PostScript file", "Convert it to PDF."),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript file", "Convert it to PDF."),
    (0, b"\x1b%-12345X", "a printer file", "Print it to PDF."),
    (0, b"AT&TFORM", "a DjVu scan", "Convert it to PDF."),
    (0, b"ITSF\x03", "a Windows help file", "Convert it to PDF."),
    (60, b"BOOKMOBI", "a Kindle book", "Convert it to EPUB."),
    (60, b"TEXtREAd", "a Palm book", "Convert it to EPUB."),
    (4, b"Standard Jet DB", "an Access database", _TABLE),
    (4, b"Standard ACE DB", "an Access database", _TABLE),
    (0, b"SQLite format 3\x00", "a SQLite database", _TABLE),
    (0, b"PAR1", "a Parquet file", _TABLE),
    (0, b"\x89HDF\r\n", "an HDF5 file", _TABLE),
    (0, b"ARROW1", "an Arrow file", _TABLE),
    (0, b"$FL2@(#)", "an SPSS file", _TABLE),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"MSCF\x00\x00\x00\x00", "a cabinet archive", _UNPACK),
    (0, b"!<arch>\n", "a package of programs", _NOTHING),
    (0, b"\xed\xab\xee\xdb", "a package of programs", _NOTHING),
    (0x8001, b"CD001", "a disc image", _UNPACK),
    (0, b"\x7fELF", "a program", _NOTHING),
    (0, b"\xca\xfe\xba\xbe", "a program", _NOTHING),
    (0, b"\xfe\xed\xfa", "a program", _NOTHING),
    (0, b"\xce\xfa\xed\xfe", "a program", _NOTHING),
    (0, b"\xcf\xfa\xed\xfe", "a program", _NOTHING),
    (0, b"\x00asm", "a program", _NOTHING),
    (0, b"dex\n03", "a program", _NOTHING),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut", "Give the file it points to."),
    (0, b"\x00\x05\x16\x07", "the Mac half of another file", _NOTHING),
    (0, b"bplist00", "an Apple settings file", _NOTHING),
    (0, b"GIF87a", "a GIF picture", _PICTURE),
    (0, b"GIF89a", "a GIF picture", _PICTURE),
    (0, b"8BPS\x00", "a Photoshop picture", _PICTURE),
    (0, b"\x00\x00\x01\x00\x01\x00", "an icon", _NOTHING),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", _PICTURE),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture", _PICTURE),
    (0, b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", _PICTURE),
    (0, b"\xd7\xcd\xc6\x9a", "a Windows metafile", _PICTURE),
    (128, b"DICM", "a medical picture", _PICTURE),
    (0, b"\x1aE\xdf\xa3", "a video", _SPEECH),
    (0, b"\x00\x00\x01\xba", "a video", _SPEECH),
    (0, b"\x00\x00\x01\xb3", "a video", _SPEECH),
    (0, b"FLV\x01", "a video", _SPEECH),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a video or audio recording", _SPEECH),
    (0, b"ID3\x03", "an audio recording", _SPEECH),
    (0, b"ID3\x04", "an audio recording", _SPEECH),
    (0, b"\xff\xfb", "an audio recording", _SPEECH),
    (0, b"\xff\xf3", "an audio recording", _SPEECH),
    (0, b"OggS\x00", "an audio or video recording", _SPEECH),
    (0, b"fLaC", "an audio recording", _SPEECH),
    (0, b"MThd\x00\x00", "music", _NOTHING),
    (0, b"#!AMR", "an audio recording", _SPEECH),
    (0, b"\x00\x01\x00\x00\x00", "a font", _NOTHING),
    (0, b"OTTO\x00", "a font", _NOTHING),
    (0, b"ttcf\x00", "a font", _NOTHING),
    (0, b"wOFF", "a font", _NOTHING),
    (0, b"wOF2", "a font", _NOTHING),
    (0, b"Salted__", "an encrypted file", _DECRYPT),
    (0, b"age-encryption.org/", "an encrypted file", _DECRYPT),
    (0, b"-----BEGIN PGP MESSAGE", "an encrypted message", _DECRYPT),
)  # fmt: skip
# Marks that stand apart, and letters that may also open a text, so that binary bytes must follow.
_PATTERNS: Final = (
    (rb"RIFF.{4}WEBP", "a WebP picture", _PICTURE),
    (rb"RIFF.{4}AVI ", "a video", _SPEECH),
    (rb"RIFF.{4}WAVE", "an audio recording", _SPEECH),
    (rb"FORM.{4}AIF[FC]", "an audio recording", _SPEECH),
    (rb"\x00.{3}ftyp(?:hei|hev|mif|msf)", "a HEIC picture", _PICTURE),
    (rb"\x00.{3}ftypavi", "an AVIF picture", _PICTURE),
    (rb"\x00.{3}ftypM4[AB]", "an audio recording", _SPEECH),
    (rb"\x00.{3}(?:ftyp|moov|mdat|wide)", "a video", _SPEECH),
    (rb"\x01\x00\x00\x00.{36} EMF", "a Windows metafile", _PICTURE),
    (rb"MZ.{0,60}?\x00", "a program", _NOTHING),
    (rb"BM.{0,8}?\x00", "a BMP picture", _PICTURE),
    (rb"AC10\d\d.{0,8}?\x00", "an AutoCAD drawing", "Export it as PDF."),
)  # fmt: skip
_PDF: Final = re.compile(rb"%PDF-")
_PDF_PARTS: Final = re.compile(rb"\b\d+ \d+ obj\b")
_SIGNED: Final = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # the PKCS 7 object identifiers


def known(data: bytes) -> str | None:
    """Return the media type that the first bytes name, None if they name none.

    Raises:
        ReadingError: They name something that cannot be read.
    """
    if _is_pdf(data):
        return "application/pdf"
    for place, magic, media_type in _READABLE:
        if data.startswith(magic, place):
            return media_type
    for place, magic, what, hint in _REFUSED:
        if data.startswith(magic, place):
            raise refused(what, hint)
    for pattern, what, hint in _PATTERNS:
        if re.match(pattern, data[:128], re.DOTALL):
            raise refused(what, hint)
    if data.startswith(b"0") and _SIGNED in data[:64]:
        raise refused("a signed or encrypted message", "Open it in a mail program and save what it holds.")
    return None


def refused(what: str, hint: str) -> ReadingError:
    """Return the error for a file that is whole and holds nothing that could be read."""
    return ReadingError(f"it is {what}, which is not read.", hint, has_lost_its_text=True)


def _is_pdf(data: bytes) -> bool:
    """Say whether it is a PDF: its mark comes first, or among the first 1,024 bytes, or is broken while the rest speaks."""
    head = data[:1024]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF"):
        return True
    tail = data[-2048:]
    ends = b"startxref" in tail or b"%%EOF" in tail
    return ends and bool(_PDF.search(head) or (head[:1] == b"%" and _PDF_PARTS.search(head)))
