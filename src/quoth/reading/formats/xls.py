"""Read legacy Excel workbooks (XLS) through xlrd and binary ones (XLSB) through calamine. Macros are never looked at.

xlrd knows the number formats, so that 0.115 is read as the 11.5 % a person sees. calamine gives values only, which a note
says; it reads XLS too, but asks for gigabytes on some damaged ones, and then nothing can be caught.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.xlsx import refuse_protected
from quoth.reading.office.packages import Package
from quoth.reading.office.summary import AUTHOR, CREATED, KEYWORDS, SAVED, SUBJECT, TITLE, read_summary
from quoth.reading.tables.numerals import is_date, plain, shown, shown_text
from quoth.reading.tables.regions import Area, Cell, Sheet
from quoth.reading.tables.sheets import MOST_CELLS, add_sheet, note_cut, note_shown
from quoth.text.normalise import squeeze

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook
    from xlrd.book import Book
    from xlrd.sheet import Sheet as XlrdSheet

_HINT: Final = "Open it in Excel or LibreOffice and save it as XLSX."
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK"
_BOLD: Final = 600
_UNFORMATTED: Final = "Numbers are given as they are stored, without formats such as percent or currency."
# What xlrd and olefile let through on broken files, beside errors of their own.
_BROKEN: Final = (
    struct.error, ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip
_Value = str | float | bool | dt.date | dt.time | dt.timedelta


def read_xls(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the workbook's sheets to the builder and return its properties.

    Raises:
        ReadingError: It is protected by a password or damaged beyond reading.
    """
    refuse_protected(data)
    if data.startswith(_ZIP):
        _add_sheets(_by_calamine(data, builder), builder)
        return Package(data).properties()
    _add_sheets(_by_xlrd(_open(_stream(data)), builder), builder)
    return _properties(data) if data.startswith(_OLE) else {}


def _add_sheets(sheets: Iterator[Sheet], builder: TextBuilder) -> None:
    builder.pages = builder.source_characters = 0
    for number, sheet in enumerate(sheets, start=1):
        builder.page = builder.pages = number
        builder.source_characters += sheet.visible_characters()
        if not add_sheet(sheet, builder):
            builder.blank_pages.append(number)


def _stream(data: bytes) -> bytes:
    """Return the workbook inside its container; the oldest ones have none.

    olefile takes it out: xlrd follows a chain of sectors that bites its own tail for ever.

    Raises:
        ReadingError: The container is damaged or holds no workbook.
    """
    import olefile

    if not data.startswith(_OLE):
        return data
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = next((name for name in ("Workbook", "Book") if container.exists(name)), "")
            stream = container.openstream(name).read() if name else b""
    except _BROKEN as error:
        raise ReadingError(f"its container is damaged: {squeeze(str(error)).rstrip('.')}.", _HINT) from error
    if not stream:
        raise ReadingError("it holds no workbook.", _HINT)
    return bytes(stream)


def _open(data: bytes) -> Book:
    """Open a workbook with xlrd; where its formats are damaged, without them.

    Raises:
        ReadingError: It is protected by a password or damaged.
    """
    from xlrd import XLRDError, open_workbook
    from xlrd.compdoc import CompDocError

    why = ""
    for is_formatted in (True, False):
        try:
            return open_workbook(
                file_contents=data, logfile=io.StringIO(), formatting_info=is_formatted, on_demand=True, ragged_rows=True
            )
        except (XLRDError, CompDocError, *_BROKEN) as error:
            if "encrypted" in str(error):
                raise ReadingError("it is protected by a password.", "Save a copy without a password.") from error
            why = why or squeeze(str(error)).rstrip(".")
    raise ReadingError(f"its workbook is damaged: {why or 'it ends early'}.", _HINT)


def _by_xlrd(book: Book, builder: TextBuilder) -> Iterator[Sheet]:
    from xlrd import XLRDError

    room, hidden = MOST_CELLS, 0
    if not book.formatting_info:
        builder.notes.append(_UNFORMATTED)
    for number, name in enumerate(book.sheet_names()):
        sheet = Sheet(name=name)
        try:
            found = book.sheet_by_index(number)
            hidden += _fill(sheet, found, book, room)
            if found.visibility and not sheet.is_empty():
                builder.notes.append(f"Sheet {name} is hidden; it was read all the same.")
        except (XLRDError, *_BROKEN):
            builder.notes.append(f"Sheet {name} is damaged; what comes before the damage was read.")
        room -= sheet.cells
        yield sheet
        book.unload_sheet(number)
        if room <= 0:
            note_cut(builder, name)
            break
    note_shown(builder, hidden=hidden)


def _fill(sheet: Sheet, found: XlrdSheet, book: Book, room: int) -> int:
    """Put the cells of a sheet in place; return how many rows and columns of it are hidden."""
    sheet.merged = [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in found.merged_cells]
    sheet.frozen = int(found.horz_split_pos) if found.panes_are_frozen else 0
    hidden = {row for row, info in found.rowinfo_map.items() if info.hidden}
    for row in range(found.nrows):
        for column, cell in enumerate(found.row(row)):
            sheet.put(row + 1, column + 1, _cell(cell.ctype, cell.value, cell.xf_index, book))
        if sheet.cells >= room:
            break
    notes = sorted(found.cell_note_map.items())
    sheet.comments = [note.text for _, note in notes if note.text]
    columns = sum(1 for info in found.colinfo_map.values() if info.hidden)
    return sum(1 for row in hidden if row + 1 in sheet.rows) + columns


def _cell(kind: int, value: str | float, style: int | None, book: Book) -> Cell:
    """Return a cell as it is shown."""
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code

    look = book.xf_list[style] if style is not None and 0 <= style < len(book.xf_list) else None
    form = book.format_map.get(look.format_key) if look else None
    code = form.format_str if form else "yyyy-mm-dd" if kind == XL_CELL_DATE else ""
    is_bold = bool(look and look.font_index < len(book.font_list) and book.font_list[look.font_index].weight >= _BOLD)
    if kind == XL_CELL_TEXT:
        return Cell(shown_text(str(value), code), is_bold=is_bold)
    if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
        text = shown(float(value), code, is_1904=bool(book.datemode))
        return Cell(text, "date" if is_date(code) else "number", is_bold)
    if kind == XL_CELL_BOOLEAN:
        return Cell("TRUE" if value else "FALSE", is_bold=is_bold)
    return Cell(error_text_from_code.get(value, "") if kind == XL_CELL_ERROR else "")


def _by_calamine(data: bytes, builder: TextBuilder) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    workbook = _calamine(data)
    room = MOST_CELLS
    builder.notes.append(_UNFORMATTED)
    for about in workbook.sheets_metadata:
        if about.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            continue
        sheet = Sheet(name=about.name)
        try:
            found = workbook.get_sheet_by_name(about.name)
            first_row, first_column = found.start or (0, 0)
            sheet.merged = [Area(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in found.merged_cell_ranges or []]
            for row, values in enumerate(found.to_python(skip_empty_area=True, nrows=room), start=first_row + 1):
                for column, value in enumerate(values, start=first_column + 1):
                    sheet.put(row, column, _plain_cell(value))
        except BaseException as error:  # noqa: BLE001 - a panic in calamine is no Exception
            _pass_on(error)
            builder.notes.append(f"Sheet {about.name} is damaged and was not read.")
        if about.visible != SheetVisibleEnum.Visible and not sheet.is_empty():
            builder.notes.append(f"Sheet {about.name} is hidden; it was read all the same.")
        room -= sheet.cells
        yield sheet
        if room <= 0:
            note_cut(builder, about.name)
            return


def _calamine(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except BaseException as error:
        _pass_on(error)
        if "password" in str(error).lower() or type(error).__name__ == "PasswordError":
            raise ReadingError("it is protected by a password.", "Save a copy without a password.") from error
        raise ReadingError(f"its workbook is damaged: {str(error).rstrip('.') or 'it cannot be read'}.", _HINT) from error


def _pass_on(error: BaseException) -> None:
    """Raise again what is neither an error nor a panic: an interrupt."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error


def _plain_cell(value: _Value) -> Cell:
    """Return a value without a format."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return Cell(plain(value), "number")
    if isinstance(value, dt.datetime):
        return Cell(f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M:%S}", "date")
    if isinstance(value, dt.timedelta):
        return Cell(shown(value.total_seconds() / 86_400, "[h]:mm:ss"), "date")
    return Cell(str(value), "text" if isinstance(value, str) else "date")


def _properties(data: bytes) -> dict[str, str]:
    """Return what the workbook says about itself."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            about = read_summary(container.openstream("\x05SummaryInformation").read())
    except _BROKEN:
        return {}
    stated = {"title": TITLE, "owner": AUTHOR, "subject": SUBJECT, "keywords": KEYWORDS}
    found = {name: value for name, number in stated.items() if isinstance(value := about.get(number), str)}
    moment = about.get(SAVED) or about.get(CREATED)
    if isinstance(moment, dt.datetime) and moment.year > 1980:  # noqa: PLR2004 - the zero of its calendar is 1601
        found["date"] = moment.date().isoformat()
    return {name: value for name, value in found.items() if value}
