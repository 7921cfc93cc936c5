"""Read the old Word and PowerPoint formats through LibreOffice, which turns them into today's.

It runs with a profile of its own in which no macro runs and no link is followed.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import olefile

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.programs import find_program, private_folder, run

_SECONDS: Final = 120
_WORD_ENCRYPTED: Final = 0x01  # of the second byte of flags in the file information block
_SLIDES_ENCRYPTED: Final = b"\xdf\xc4\xd1\xf3"
_SCRIPTING: Final = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS: Final = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)


def read_doc(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Read a document of Word 2 to 2003.

    Raises:
        ReadingError: LibreOffice is not installed or cannot read it, or it is protected.
    """
    start = _stream(data, "WordDocument") or data[:12]
    if len(start) > 11 and start[11] & _WORD_ENCRYPTED:  # noqa: PLR2004 - where the flags stand
        raise _protected()
    converted = _convert(data, "doc", "docx:MS Word 2007 XML", ("the old Word format (.doc)", "libreoffice-writer", ".docx"))
    from quoth.reading.formats.docx import read_docx

    return _told_by_the_document(read_docx(converted, builder))


def read_ppt(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Read a presentation of PowerPoint 4 to 2003.

    Raises:
        ReadingError: LibreOffice is not installed or cannot read it, or it is protected.
    """
    if _stream(data, "Current User")[12:16] == _SLIDES_ENCRYPTED:
        raise _protected()
    names = ("the old PowerPoint format (.ppt)", "libreoffice-impress", ".pptx")
    converted = _convert(data, "ppt", "pptx:Impress MS PowerPoint 2007 XML", names)
    from quoth.reading.formats.pptx import read_pptx

    return _told_by_the_document(read_pptx(converted, builder))


def _told_by_the_document(metadata: dict[str, str]) -> dict[str, str]:
    """Leave out what LibreOffice adds of its own."""
    return {name: value for name, value in metadata.items() if name not in ("application", "language")}


def _stream(data: bytes, name: str) -> bytes:
    """Return the first bytes of a stream of an OLE file; nothing if there is none."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return bytes(ole.openstream(name).read(64))
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError):
        return b""


def _convert(data: bytes, old: str, target: str, names: tuple[str, str, str]) -> bytes:
    what, package, modern = names
    program = find_program("soffice", "libreoffice")
    if program is None:
        raise ReadingError(f"it is in {what}.", f"Install LibreOffice (Debian: apt install {package}), or save it as {modern}.")
    with private_folder() as folder:
        source, profile = folder / f"document.{old}", folder / "profile"
        source.write_bytes(data)
        _write_settings(profile / "user")
        arguments = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
            "--nologo", "--convert-to", target, "--outdir", str(folder), str(source),
        ]  # fmt: skip
        run(arguments, stdin=b"", seconds=_SECONDS, folder=folder)
        made = source.with_suffix(modern)
        if not made.is_file():
            hint = f"Open it and save it as {modern}; on Debian, apt install {package} if that is missing."
            raise ReadingError("LibreOffice cannot read it: it may be damaged.", hint)
        return made.read_bytes()


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _protected() -> ReadingError:
    return ReadingError("it is protected by a password.", "Save a copy without the password.")
