"""Write a number as a spreadsheet shows it: number formats as ECMA-376 (part 1, 18.8.31) describes them.

Dates come out as ISO dates whatever their format says, so that one notation holds for every sheet: `2024-05-01`,
`2024-05-01 13:30`, `13:30`. A format that cannot be followed gives the plain number: never a wrong one.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

# Formats that a workbook names by number only; dates from 14 on, and the East Asian ones, are written the ISO way anyhow.
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0;-$#,##0", 6: "$#,##0;-$#,##0", 7: "$#,##0.00;-$#,##0.00",
    8: "$#,##0.00;-$#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd",
    15: "yyyy-mm-dd", 16: "yyyy-mm-dd", 17: "yyyy-mm", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"), 32: "h:mm", 33: "h:mm:ss",
    34: "h:mm", 35: "h:mm:ss", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"', 42: '$#,##0;-$#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '$#,##0.00;-$#,##0.00;"-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<space>_.)|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<clock>am/pm|a/p)|(?P<general>general)|(?P<exponent>e[+-])|(?P<date>[ymdhsbge]+)|(?P<digits>[0#?][0#?,]*|,+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_FIRST_DAYS: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - sheets know no time zones
_LAST_DAY: Final = 2_958_466
_LONGEST_FORMAT: Final = 255
_MOST_DECIMALS: Final = 30
_Tokens = tuple[tuple[str, str], ...]


def plain(value: float) -> str:
    """Return the shortest usual notation: 15 digits, as spreadsheets calculate, and no exponent where a person needs none."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - that is what not-a-number means
        return str(value)
    number = Decimal(f"{value:.15g}")
    if value and not -10 <= number.adjusted() <= 20:  # noqa: PLR2004 - beyond that, digits are hard to count
        return f"{value:.15g}".replace("e", "E")
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def shown(value: float, code: str, *, is_1904: bool = False) -> str:
    """Return a number as its format shows it.

    Args:
        code: The format, such as `#,##0.00 "EUR"`; empty or `General` for none.
        is_1904: The workbook counts days from 1904, not from 1900.
    """
    if code in ("", "General") or len(code) > _LONGEST_FORMAT or value != value or abs(value) > 1e300:  # noqa: PLR0124, PLR2004
        return plain(value)
    try:
        tokens, has_sign = _section(_sections(code), value)
        if _is_moment(tokens):
            return _moment(value, tokens, is_1904=is_1904)
        text = _number(value if has_sign else abs(value), tokens)
    except (ValueError, OverflowError, InvalidOperation, IndexError):
        return plain(value)
    return text.strip()


def shown_text(text: str, code: str) -> str:
    """Return a text as its cell's format shows it: the fourth section may put words around it."""
    if "@" not in code or code == "@" or len(code) > _LONGEST_FORMAT:
        return text
    tokens = _sections(code)[-1]
    if not any(kind == "other" and part == "@" for kind, part in tokens):
        return text
    return "".join(text if (kind, part) == ("other", "@") else _literal(kind, part) for kind, part in tokens)


def is_date(code: str) -> bool:
    """Say whether a format shows a date or a time."""
    return len(code) <= _LONGEST_FORMAT and _is_moment(_sections(code)[0])


def _is_moment(tokens: _Tokens) -> bool:
    """Say whether a section shows a date or a time; letters beside digits, as in `#,##0 USD`, are words."""
    return any(kind == "date" for kind, _ in tokens) and not any(kind == "digits" and "#" in part for kind, part in tokens)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Tokens, ...]:
    """Split a format at its semicolons, each part into tokens."""
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        part = match.group(kind)
        if kind == "other" and part == ";":
            sections.append([])
        elif kind == "bracket" and part.lower().strip("hms") == "" and part:
            sections[-1].append(("date", f"[{part.lower()}]"))
        elif kind == "date" and part.lower() in ("e", "b", "g", "be"):
            sections[-1].append(("other", part))
        else:
            sections[-1].append((kind, part))
    return tuple(tuple(section) for section in sections)


def _section(sections: tuple[_Tokens, ...], value: float) -> tuple[_Tokens, bool]:
    """Return the section that holds for a value, and whether the number keeps its own minus sign."""
    numeric = sections[:3]
    conditions = [_condition(section) for section in numeric]
    if any(conditions):
        for section, condition in zip(numeric, conditions, strict=True):
            if condition is None or _holds(condition, value):
                return section, True
        return numeric[-1], True
    if len(sections) == 1:
        return sections[0], True
    if value < 0:
        return sections[1], False
    is_zero = value == 0 and len(sections) > 2  # noqa: PLR2004 - positive; negative; zero; text
    return sections[2 if is_zero else 0], True


def _condition(tokens: _Tokens) -> tuple[str, float] | None:
    for kind, part in tokens:
        match = _CONDITION.fullmatch(part) if kind == "bracket" else None
        if match:
            return match.group(1), float(match.group(2))
    return None


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    less, equal = value < limit, value == limit
    return {"<": less, "<=": less or equal, "=": equal, "<>": not equal, ">=": not less, ">": not less and not equal}[sign]


def _literal(kind: str, part: str) -> str:
    """Return the words of a token that is no number: quoted text, a currency sign."""
    if kind in ("quoted", "escaped", "other", "date"):
        return part
    if kind == "space":
        return " "
    return part[1:].partition("-")[0] if kind == "bracket" and part.startswith("$") else ""


def _number(value: float, tokens: _Tokens) -> str:
    kinds = [kind for kind, _ in tokens]
    if "general" in kinds or ("other", "@") in tokens:
        return "".join(plain(value) if kind == "general" or part == "@" else _literal(kind, part) for kind, part in tokens)
    if not tokens:
        return ""  # such a section hides the number
    if "digits" not in kinds:
        sign = "-" if value < 0 else ""
        return sign + "".join(_literal(kind, part) for kind, part in tokens)
    if ("other", "/") in tokens:
        return plain(value)
    places = [place for place, kind in enumerate(kinds) if kind == "digits"]
    first, last = places[0], places[-1]
    before = "".join(_literal(kind, part) for kind, part in tokens[:first])
    after = "".join(_literal(kind, part) for kind, part in tokens[last + 1 :])
    if before.endswith("."):
        first, before = first - 1, before[:-1]
    core = tokens[first : last + 1]
    percents = (before + after + "".join(part for kind, part in core if kind == "other")).count("%")
    number = Decimal(f"{value:.15g}").scaleb(2 * percents)
    digits = _scientific(number, core) if "exponent" in kinds else _decimal(number, core)
    sign = "-" if digits.startswith("-") else ""
    return sign + before + digits[len(sign) :] + after


def _decimal(number: Decimal, core: _Tokens) -> str:
    """Write a number in a pattern such as `#,##0.00`; words inside it, as in `000-0000`, stay where they are."""
    pattern = "".join(part if kind == "digits" else "." if part == "." else "" for kind, part in core)
    whole, _, fraction = pattern.partition(".")
    if any(kind != "digits" and part != "." for kind, part in core):
        return _masked(number, core)
    scale = len(pattern) - len(pattern.rstrip(","))
    whole, fraction = whole.rstrip(","), fraction.replace(",", "")[:_MOST_DECIMALS]
    number = _rounded(number.scaleb(-3 * scale), len(fraction))
    text = f"{abs(number):f}"
    left, _, right = text.partition(".")
    right = right[: len(fraction)]
    while right and right[-1] == "0" and fraction[len(right) - 1] in "#?":
        right = right[:-1]
    fewest = whole.count("0")
    left = left.lstrip("0").rjust(fewest, "0")
    if "," in whole:
        left = _grouped(left)
    sign = "-" if number < 0 else ""
    return sign + (f"{left or '0'}.{right}" if right else left or ("0" if fewest or fraction else ""))


def _masked(number: Decimal, core: _Tokens) -> str:
    """Write a number into a mask such as `(000) 000-0000`: its digits from the right, the words in between."""
    if any(part == "." for _, part in core):
        raise ValueError("no mask holds a fraction")
    digits = list(f"{abs(_rounded(number, 0)):f}")
    parts: list[str] = []
    for place, (kind, part) in reversed(list(enumerate(core))):
        if kind != "digits":
            parts.append(_literal(kind, part))
            continue
        parts.extend(digits.pop() if digits else "0" if sign == "0" else "" for sign in reversed(part.replace(",", "")))
        if place == 0:
            parts.extend(reversed(digits))
    return ("-" if number < 0 else "") + "".join(reversed(parts))


def _rounded(number: Decimal, places: int) -> Decimal:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def _grouped(digits: str) -> str:
    first = len(digits) % 3
    return ",".join(filter(None, [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]))


def _scientific(number: Decimal, core: _Tokens) -> str:
    parts = [part for _, part in core]
    at = next(place for place, (kind, _) in enumerate(core) if kind == "exponent")
    mantissa, power = "".join(parts[:at]), "".join(parts[at + 1 :])
    whole, _, fraction = mantissa.partition(".")
    step = max(len(whole), 1)
    exponent = number.adjusted() // step * step if number else 0
    scaled = _rounded(number.scaleb(-exponent), len(fraction))
    if abs(scaled) >= 10**step:
        exponent += step
        scaled = _rounded(number.scaleb(-exponent), len(fraction))
    sign = "-" if exponent < 0 else "+" if parts[at].endswith("+") else ""
    return f"{scaled:f}E{sign}{str(abs(exponent)).rjust(power.count('0'), '0')}"


def _moment(value: float, tokens: _Tokens, *, is_1904: bool) -> str:
    """Write a date, a time of day or a length of time."""
    letters = "".join(part.lower() for kind, part in tokens if kind == "date")
    has_seconds = "s" in letters
    if "[" in letters:
        return _length(value, has_seconds=has_seconds)
    has_time = "h" in letters or has_seconds
    has_date = any(letter in letters for letter in "yd") or ("m" in letters and not has_time)
    if not 0 <= value < _LAST_DAY or (value < 1 and not has_time and not is_1904):
        return plain(value)
    first = _FIRST_DAYS[is_1904]
    if not is_1904 and value < 60:  # noqa: PLR2004 - 1900 has a 29 February there, as in Lotus 1-2-3
        first += timedelta(days=1)
    moment = first + timedelta(days=int(value), seconds=round((value - int(value)) * 86_400))
    if not has_date or (value < 1 and has_time and not is_1904):
        return _time(moment, has_seconds=has_seconds)
    if set(letters) <= {"y"}:
        return f"{moment:%Y}".rjust(4, "0")
    day = moment.date().isoformat()
    if "d" not in letters and not has_time:
        return day[:7]
    return f"{day} {_time(moment, has_seconds=has_seconds)}" if has_time else day


def _time(moment: datetime, *, has_seconds: bool) -> str:
    return f"{moment:%H:%M:%S}" if has_seconds else f"{moment:%H:%M}"


def _length(value: float, *, has_seconds: bool) -> str:
    """Write a length of time in hours, also beyond 24."""
    seconds = round(abs(value) * 86_400)
    hours, rest = divmod(seconds, 3600)
    text = f"{hours}:{rest // 60:02}" + (f":{rest % 60:02}" if has_seconds else "")
    return f"-{text}" if value < 0 else text
