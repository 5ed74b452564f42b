"""What a stored number means: plain decimal text, a percentage, or a date, as its format says (ECMA-376 18.8.30)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from minsheng_cli.model.returns import READ
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han

if TYPE_CHECKING:
    from minsheng_cli.model import Cell, CellKind

# Built-in formats that are dates: 27–36 and 50–58 are the Chinese and Japanese ones, which most readers forget.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENTS = frozenset((9, 10))
_TOKEN = compile_when_used(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]|[_*].'
    r"|(?P<general>general|g/通用格式)|(?P<digits>[0#?.,]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS = compile_when_used(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_SHOWS_AS_STORED = compile_when_used(r"(?:[0#?,]*[0#?])?(?:\.[0#?]*)?")
_LONGEST_CODE = 255  # characters of a number format that a spreadsheet takes
_SHOWN_BARE = "$-()123456789"  # what a format shows without quotation marks and means something
_QUIET = ("Zs", "Cc", "Pd", "Ps", "Pe", "Pi", "Pf")
_DASHES = ("-", "－", "−")
_MINUS = (*_DASHES, "(", "（")  # what makes a number look less than 0
_SILENT = "¥￥,.，。;；:：、!！'\"·…_|/\\"  # beside blanks, dashes and brackets: signs that leave a figure what it is
PICTURE = "DISPIMG("
"""In a formula, or in the text it leaves behind: how WPS places a picture in a cell."""
_WHITE = "[w]"  # a section shows its number in white
_WHITES = ("white", "白色", "color2", "颜色2")
_GROUPS = compile_when_used(r"""(?=(?:[^0]*0){7})[(]?0+(?:(?:[\\!]?[-() ]|"[-() ]+")+0+)+""")  # 000-0000, not 0-00
_HALF = Decimal("0.5")
_AS_STORED = "0.##############"
"""Digits of a format that shows as many as there are."""
_NOTHING = ("无", "零", "空")
_DIGITS = 15  # what a spreadsheet shows of a number; the rest is floating-point noise


class NumberFormat(NamedTuple):
    """What a cell with some number format shows of a stored number."""

    kind: Literal["number", "percent", "date", "worded", "grouped"]
    code: str = ""  # of the format, when it is worded or grouped, or shows no more of some numbers than 0
    least: Decimal | None = None  # what is less than that it shows as 0

    def plain(self, digits: str) -> tuple[str, CellKind]:
        """Return a number as it is, unless nothing of it is left to be seen: 0.4 under ``0`` is shown as 0."""
        if self.least is not None and digits != "0" and abs(Decimal(digits)) < self.least:
            return f"{digits}（显示格式为{self.code}）", "format"
        return digits, "number"

    def worded(self, digits: str) -> tuple[str, CellKind]:
        """Return a number with the words its format puts to it: 1.25 under ``0.00"亿元"`` is the text 1.25亿元.

        Where the format scales the number, hides it or depends on its value, nobody knows which number is meant: the
        text then names the format beside the number, and the kind is ``format``.
        """
        sections = self.code.split(";")
        if digits == "0" and len(sections) > 2:  # noqa: PLR2004 - the third is for zero, mostly a dash: zero it is
            zero = _section(sections[2])
            said = zero.before + zero.after or zero.rest
            is_zero = (zero.digits and not any(map(str.isdigit, said))) or _is_nothing(said)
            shown_zero = is_zero and _WHITE not in zero.rest
            return (digits, "number") if shown_zero else (f"0（显示格式为{self.code}）", "format")
        section = _section(sections[0])
        odd = any(sign in section.rest for sign in ("[<>]", "%", _WHITE)) or len(self.code) > _LONGEST_CODE
        odd = odd or _negates(section.before, section.after)
        odd = odd or any(c.isdigit() for c in section.before + section.after)  # "12"0 shows another number
        odd = odd or (digits != "0" and abs(Decimal(digits)) < _least(section.digits))  # 0 shows nothing of 0.4
        odd = odd or (digits == "0" and "0" not in section.digits)
        if odd or digits.startswith("-") or not _SHOWS_AS_STORED.fullmatch(section.digits or "x"):
            return f"{digits}（显示格式为{self.code}）", "format"
        if not any(map(_speaks, section.before + section.after)):
            return digits, "number"
        return f"{section.before}{digits}{section.after}".strip(), "text"

    def grouped(self, digits: str) -> tuple[str, CellKind]:
        """Return a number as a telephone's format shows it: 1 under 000-0000 is no amount of 1 but 000-0001."""
        places = "".join(c for c in self.code if c not in '\\!"')
        if not digits.isdigit() or len(digits) > (count := places.count("0")):
            return f"{digits}（显示格式为{self.code}）", "format"
        if len(digits) == count:
            return digits, "number"
        left = iter(digits.zfill(count))
        return "".join(next(left) if c == "0" else c for c in places), "text"

    def of_text(self, text: str) -> tuple[str, CellKind]:
        """Return a text with what its format puts to it; the kind is ``format`` where the format shows another or none.

        The section for texts is the fourth, or the only one with an @ (ECMA-376 part 1, 18.8.31).
        """
        sections = self.code.split(";")
        own = sections[3] if len(sections) > 3 else next((s for s in sections if "@" in s), None)  # noqa: PLR2004
        if own is None or not text.strip():
            return text, "text"
        before, at, after = own.partition("@")
        if not at or _WHITE in _section(own).rest:
            return f"{text}（显示格式为{self.code}）", "format"
        words = [_section(part) for part in (before, after)]
        if any(c.isdigit() for word in words for c in f"{word.before}{word.after}"):
            return f"{text}（显示格式为{self.code}）", "format"
        return "".join((*words[0][::2], text, *words[1][::2])).strip(), "text"


def _is_nothing(words: str) -> bool:
    """Whether what is shown for 0 says that it is none: a dash, or a word for nothing."""
    said = words.strip()
    return bool(said) and (said in _NOTHING or not any(_speaks(c) for c in said))


class _FormatSection(NamedTuple):
    """A section of a format: words before and after the digits, the digits, and what else it holds."""

    before: str
    digits: str
    after: str
    rest: str


def _section(code: str) -> _FormatSection:
    words, digits, rest = ["", ""], "", ""
    for token in _TOKEN.finditer(code):
        if token["digits"] or token["general"]:
            digits += ("|" if words[1].strip() else "") + (token["digits"] or _AS_STORED)
        elif token["bracket"]:
            rest += "[<>]" if token["bracket"][0] in "<>=" else ""
            rest += _WHITE if "".join(token["bracket"].casefold().split()) in _WHITES else ""
        elif said := token["quoted"] or token["escaped"] or token["money"]:
            words[bool(digits)] += said
        elif token["other"]:
            rest += token["other"]
            words[bool(digits)] += token["other"] if token["other"] > "\x7f" or token["other"] in _SHOWN_BARE else ""
    return _FormatSection(words[0], digits or _AS_STORED * ("@" in rest), words[1], rest)


def _least(digits: str) -> Decimal:
    """Return from what number on digits of a format show anything but 0."""
    return _HALF.scaleb(-sum(map(digits.partition(".")[2].count, "0#?")))


def _negates(before: str, after: str) -> bool:
    """Whether what stands around a number from 0 up makes it look less than 0: -5, (5), 5-."""
    return before.strip().endswith(_MINUS) or after.strip() in _DASHES


def _speaks(letter: str) -> bool:
    """Whether a letter beside a number may make another figure of it."""
    return letter not in _SILENT and unicodedata.category(letter) not in _QUIET


NUMBER, _PERCENT, _DATE = NumberFormat("number"), NumberFormat("percent"), NumberFormat("date")
_WHOLE, _HUNDREDTHS = NumberFormat("number", "0", _HALF), NumberFormat("number", "0.00", _HALF.scaleb(-2))
_BUILT_IN = dict.fromkeys((1, 3, 5, 6, 37, 38, 41, 42), _WHOLE)
_BUILT_IN |= dict.fromkeys((2, 4, 7, 8, 39, 40, 43, 44), _HUNDREDTHS)
_BUILT_IN |= dict.fromkeys(_DATES, _DATE) | dict.fromkeys(_PERCENTS, _PERCENT)


@lru_cache(maxsize=512)
def format_of(number: int, code: str = "") -> NumberFormat:  # noqa: PLR0911 - one answer per kind
    """Say what a number format shows; ``code`` is empty for built-in formats."""
    if not code:
        return _BUILT_IN.get(number, NUMBER)
    if len(code) > _LONGEST_CODE:
        return NumberFormat("worded", f"{code[:_LONGEST_CODE]}…")
    if _GROUPS.fullmatch(code):
        return NumberFormat("grouped", code)
    sections = [_section(section) for section in code.split(";")]
    first = sections[0]
    negates = bool(first.digits) and _negates(first.before, first.after)
    if (
        "%" in first.rest
        and _WHITE not in first.rest
        and not negates
        and not any(map(_speaks, first.before + first.after))
    ):
        return _PERCENT
    if _DATE_LETTERS.search(sections[0].rest):
        return _DATE
    hides_zero = len(sections) > 2 and not any(sections[2])  # noqa: PLR2004 - the third is for zero
    hides_texts = len(sections) > 3 and "@" not in sections[3].rest  # noqa: PLR2004 - the fourth is for texts
    conditions = any("[<>]" in s.rest for s in sections)  # which section it is does not matter if all show the number
    plain = not (hides_zero or hides_texts or negates) and all(
        _WHITE not in s.rest
        and not (conditions and (not s.digits or _negates(s.before, s.after)))
        and not any(_speaks(c) for c in s.before + s.after)
        and _SHOWS_AS_STORED.fullmatch(s.digits)
        and ("0" in s.digits or not s.digits)
        for s in sections
    )
    if not (plain and first.digits):
        return NumberFormat("worded", code)
    shows = [section.digits for section in (sections if conditions else sections[:1]) if section.digits]
    return NumberFormat("number", code, min(map(_least, shows)))


def plain(text: str) -> str:
    """Return a stored number in plain decimal notation at 15 significant digits; ValueError when it is none."""
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return text.lstrip("0") or "0"
    value = Decimal(text)
    if "_" in text:  # Python's own way to group digits
        raise ValueError(text)
    if not value.is_finite() or abs(value.adjusted()) > 400:  # noqa: PLR2004 - no spreadsheet number is that large
        raise ValueError(text)
    return _digits_of(value)


def _digits_of(value: Decimal) -> str:
    """Return a number at 15 significant digits, without exponent and trailing zeros."""
    rounded = Decimal(f"{value:.{_DIGITS - 1}e}")
    digits = f"{rounded:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits


def shown(text: str, look: NumberFormat, *, since_1904: bool) -> tuple[str, CellKind]:
    """Return (text, kind) of a stored number as its format shows it.

    What is no number at all is no value: a cell that says 1,200 where a number is stored may mean anything.
    """
    try:
        digits = plain(text)
    except (ValueError, ArithmeticError):
        return text, "contested"
    if look.kind == "percent":
        return _digits_of(Decimal(digits) * 100) + "%", "percent"
    if look.kind == "date":
        moment = _date(Decimal(digits), since_1904=since_1904)
        if moment is not None:
            return moment, "date"
    if look.kind == "grouped":
        return look.grouped(digits)
    return look.worded(digits) if look.kind == "worded" else look.plain(digits)


def unless_zero(stored: str, said: tuple[str, CellKind]) -> tuple[str, CellKind]:
    """Return (text, kind) of a stored number in a sheet that is set to show no zeros: 0 is then not to be seen."""
    if said[1] in READ and not stored.strip("+-0."):
        return f"{said[0]}（工作表设为不显示零值）", "format"
    return said


def doubted(cell: Cell, shows: NumberFormat) -> Cell:
    """Return a cell that under some condition has another format: of no sure value where that shows something else."""
    if cell.kind not in READ or shows.kind == "number":
        return cell
    if cell.kind == "text":
        said, _ = shows.of_text(cell.text) if shows.kind == "worded" else (cell.text, "")
    elif cell.kind == "number":
        said, _ = shows.worded(cell.text) if shows.kind == "worded" else ("", "")
    else:
        said = cell.text if cell.kind in (shows.kind, "bool") else ""
    if said == cell.text:
        return cell
    return replace(cell, text=f"{cell.text}（条件格式为{shows.code or shows.kind}）", kind="format")


def displayed(digits: str, text: str | None) -> tuple[str, CellKind]:
    """Return (text, kind) of a number with what a file shows for it (OpenDocument keeps both; None: not kept).

    Words around it belong to it; where another number is shown, or nothing, the kind is ``format``.
    """
    if text is None or (digits == "0" and _is_nothing(text)) or _in_chinese(text.strip(), digits):
        return digits, "number"
    match = _SHOWN_NUMBER.search(unsigned := _BETWEEN_THOUSANDS.sub("", text.replace(",", "")))
    before, after = (unsigned[: match.start()], unsigned[match.end() :]) if match else ("", "")
    if match is None or _shows_another(digits, match[0], before, after):
        return f"{digits}（显示为{text.strip() or '空白'}）", "format"
    if not any(map(_speaks, before + after)):
        return digits, "number"
    return f"{before}{digits}{after}".strip(), "text"


def _in_chinese(text: str, digits: str) -> bool:
    """Whether a text is a number in Chinese digits, 一千二百, 壹仟贰佰 or 一二〇〇, as some formats show it."""
    text = text.translate(_CAPITALS)
    if not _CHINESE.fullmatch(text):
        return False
    if han.in_figures(text).replace("点", ".") == digits:
        return True
    whole, _, fraction = text.partition("点")
    total = 0
    for part, scale in _BY_SCALE.findall(whole):
        number = han.number(part.removeprefix("零") or "零")
        if number is None:
            return False
        total = total + number * _OF_SCALE[scale]
    return bool(whole) and f"{total}.{han.in_figures(fraction)}".rstrip(".") == digits


_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_CHINESE = compile_when_used("[〇零一二三四五六七八九十百千万亿点]+")
_BY_SCALE = compile_when_used("(?=.)([^亿万]*)(亿|万|$)")
_OF_SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}


def _shows_another(digits: str, seen: str, before: str, after: str) -> bool:
    """Whether what is seen is not the number, rounded as may be."""
    number = Decimal(seen)
    if not number and digits != "0":
        return True
    unlike = abs(number - abs(Decimal(digits))) * 2 > Decimal(1).scaleb(int(number.as_tuple().exponent))
    return unlike or (not digits.startswith("-") and _negates(before, after))


_BETWEEN_THOUSANDS = compile_when_used(r"(?<=\d)\s(?=\d{3}(?!\d))")
_SHOWN_NUMBER = compile_when_used(r"\d+(?:\.\d*)?(?:E[+-]?\d+)?")


def _date(serial: Decimal, *, since_1904: bool) -> str | None:
    """Return a serial day as ISO text; None when no calendar has it."""
    if serial < 0:
        return None
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    if days == 0 and not since_1904:
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    # 1900 was no leap year, but day 60 is its 29 February in every spreadsheet since Lotus.
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if days > 60 else 31)  # noqa: DTZ001, PLR2004
    try:
        moment = epoch + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None
    if moment.year > 9999:  # noqa: PLR2004 - what a spreadsheet's calendar ends with
        return None
    return moment.isoformat() if seconds else moment.date().isoformat()
