"""Whether the stored result of a formula still agrees with the cells it refers to.

A file stores each formula with the result of its last computation, or with none. Arithmetic, joined texts and the
commonest functions are computed again from the cells of the file's visible sheets; any other formula is not guessed
at but reported as one that cannot be verified.
Source: ECMA-376 part 1, 18.17 (formulas); precedence of operators 18.17.2.2.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, DecimalException, InvalidOperation
from typing import TYPE_CHECKING

from minsheng_cli.findings import found
from minsheng_cli.form_spec import column_number
from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.model import Finding

_LONGEST = 2_000  # characters of a formula
_MOST_CELLS = 5_000  # that one formula looks at
_DEEPEST = 40  # brackets within brackets, cells that are made of cells
_ROUNDING = Decimal("1e-6")
_MOST_DIGITS = 400  # of a power
_COMPARABLE = ("number", "percent", "text")
_NEVER_COMPUTED = ("", Decimal(0))  # what programs store beside a formula when they compute nothing

Value = Decimal | str | bool
_TOKEN = compile_when_used(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?|\.\d+)
    | "(?P<text>(?:[^"]|"")*)"
    | (?:(?P<sheet>'(?:[^']|'')+'|[\w.\[\]]+)!)?\$?(?P<col>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})(?![\w(.!])
        (?:\s*:\s*\$?(?P<to_col>[A-Za-z]{1,3})\$?(?P<to_row>\d{1,7})(?![\w(.!]))?
    | (?P<name>[A-Za-z_.\u4e00-\u9fff][\w.]*)(?P<call>\s*\()?
    | (?P<sign><>|<=|>=|[-+*/^&=<>%(),])
    )""",
    re.VERBOSE,
)


class _Unclear(Exception):
    """The formula cannot be computed here; the message says why, as a Chinese clause."""


class _Circular(_Unclear):
    """The formula depends on its own cell."""


@dataclass()
class _Visited:
    """What one check has looked at so far."""

    sheets: Mapping[str, Sheet]
    cells: int = 0
    open: set[tuple[str, int, int]] = field(default_factory=set)


def formula_findings(sheet: Sheet, row: int, col: int, field_name: str) -> Iterator[Finding]:
    """Yield what is wrong with the stored result of a cell's formula: cell.stale, cell.uncached, cell.unverified."""
    cell = sheet.cell(row, col)
    if not cell.formula or cell.kind not in _COMPARABLE:
        return
    where, stored = sheet.ref(row, col), _stored(cell.text, cell.kind)
    try:
        value = _computed(_Visited(sheet.book), sheet, row, col, 0)
    except (_Unclear, DecimalException, RecursionError, ValueError, OverflowError) as error:
        why = str(error) if isinstance(error, _Unclear) else "公式过于复杂"
        if stored in _NEVER_COMPUTED:
            yield found("cell.uncached", where, field=field_name)
        else:
            yield found("cell.unverified", where, field=field_name, text=cell.text, why=why)
        return
    if not _same(value, stored):
        yield found("cell.stale", where, field=field_name, text=cell.text, total=_shown(value))


def _stored(text: str, kind: str) -> Value:
    try:
        if kind == "number":
            return Decimal(text)
        if kind == "percent":
            return Decimal(text.rstrip("%")) / 100
    except InvalidOperation:
        pass
    return text


def _same(value: Value, stored: Value) -> bool:
    if isinstance(value, Decimal) and isinstance(stored, Decimal):
        return abs(value - stored) <= max(_ROUNDING, abs(value) * _ROUNDING)
    if isinstance(stored, str) and isinstance(value, Decimal):  # shown with words by its format: 12.5亿元
        match = re.search(r"-?\d+(?:\.\d+)?", stored)
        return match is not None and _same(value, Decimal(match[0]))
    return _shown(value).strip() == _shown(stored).strip()


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    rounded = Decimal(f"{value:.14e}")
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _computed(look: _Visited, sheet: Sheet, row: int, col: int, depth: int) -> Value:
    """Return what a cell's formula comes to."""
    at = (sheet.name, row, col)
    if at in look.open or depth > _DEEPEST:
        raise _Circular("公式循环引用")
    look.open.add(at)
    try:
        return _Formula(look, sheet, sheet.cell(row, col).formula, depth).value()
    finally:
        look.open.discard(at)


def _cell(look: _Visited, sheet: Sheet, row: int, col: int, depth: int) -> Value | None:
    """Return what another cell holds, None for nothing."""
    look.cells += 1
    if look.cells > _MOST_CELLS:
        raise _Unclear("公式过于复杂")
    cell = sheet.cell(row, col)
    if cell.formula:
        try:
            return _computed(look, sheet, row, col, depth + 1)
        except _Unclear as why:
            if (
                isinstance(why, _Circular)
                or cell.kind not in _COMPARABLE
                or _stored(cell.text, cell.kind) in _NEVER_COMPUTED
            ):
                raise
    if cell.kind not in _COMPARABLE:
        raise _Unclear("所引用的单元格没有可核对的数")
    if cell.kind == "text":
        return cell.text or None
    return _stored(cell.text, cell.kind)


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, look: _Visited, sheet: Sheet, text: str, depth: int) -> None:
        self._look, self._sheet, self._depth = look, sheet, depth
        text = text.removeprefix("=").strip()
        if not text or len(text) > _LONGEST:
            raise _Unclear("公式看不到内容")
        self._tokens = list(self._cut(text))
        self._at = self._brackets = 0

    @staticmethod
    def _cut(text: str) -> Iterator[re.Match[str]]:
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise _Unclear("引用了本文件以外的数据" if "[" in text or "#" in text else "公式无法核对")
            yield match
            at = match.end()

    def value(self) -> Value:
        result = self._single(self._comparison())
        if self._at < len(self._tokens):
            raise _Unclear("公式无法核对")
        return result

    # ------------------------------------------------------------ operators, the loosest first

    def _comparison(self) -> Value | list[Value]:
        left = self._joined()
        while sign := self._take("=", "<>", "<", ">", "<=", ">="):
            left = self._holds(sign, left, self._joined())
        return left

    def _holds(self, sign: str, left: Value | list[Value], right: Value | list[Value]) -> bool:
        one, other = self._single(left), self._single(right)
        if left == [] and isinstance(other, str):
            one = ""  # an empty cell is 0 or "", whichever is asked
        if right == [] and isinstance(one, str):
            other = ""
        if isinstance(one, Decimal) and isinstance(other, Decimal):
            order = (one > other) - (one < other)
        elif isinstance(one, Decimal) or isinstance(other, Decimal):
            order = -1 if isinstance(one, Decimal) else 1  # numbers come before texts
        else:
            before, after = _shown(one).lower(), _shown(other).lower()
            order = (before > after) - (before < after)
        held = {"=": (0,), "<>": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}
        return order in held[sign]

    def _joined(self) -> Value | list[Value]:
        left = self._sum()
        while self._take("&"):
            left = _shown(self._single(left)) + _shown(self._single(self._sum()))
        return left

    def _sum(self) -> Value | list[Value]:
        left = self._product()
        while sign := self._take("+", "-"):
            right = self._number(self._product())
            left = self._number(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> Value | list[Value]:
        left = self._power()
        while sign := self._take("*", "/"):
            right = self._number(self._power())
            if sign == "/" and not right:
                raise _Unclear("公式除以零")
            left = self._number(left) * right if sign == "*" else self._number(left) / right
        return left

    def _power(self) -> Value | list[Value]:
        left = self._signed()
        while self._take("^"):
            exponent = self._number(self._signed())
            if abs(exponent) > _MOST_DIGITS:
                raise _Unclear("公式过于复杂")
            left = self._number(left) ** exponent
        return left

    def _signed(self) -> Value | list[Value]:
        if self._take("-"):
            return -self._number(self._signed())
        if self._take("+"):
            return self._signed()
        result = self._operand()
        while self._take("%"):
            result = self._number(result) / 100
        return result

    # ------------------------------------------------------------ operands

    def _operand(self) -> Value | list[Value]:
        if self._at >= len(self._tokens):
            raise _Unclear("公式无法核对")
        token = self._tokens[self._at]
        self._at += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["text"] is not None:
            return token["text"].replace('""', '"')
        if token["row"]:
            return self._range(token)
        if token["call"]:
            return self._call(token["name"].upper().removeprefix("_XLFN."))
        if token["name"] and token["name"].upper() in ("TRUE", "FALSE"):
            return token["name"].upper() == "TRUE"
        if token["sign"] == "(":
            result = self._inside()
            self._expect(")")
            return result
        raise _Unclear("引用了名称或本文件以外的数据" if token["name"] else "公式无法核对")

    def _inside(self) -> Value | list[Value]:
        self._brackets += 1
        if self._brackets > _DEEPEST:
            raise _Unclear("公式过于复杂")
        result = self._comparison()
        self._brackets -= 1
        return result

    def _range(self, token: re.Match[str]) -> list[Value]:
        """Return what the cells of a reference hold, the empty ones left out."""
        sheet = self._sheet
        if token["sheet"]:
            name = token["sheet"].strip("'").replace("''", "'")
            if not name or "[" in name:
                raise _Unclear("引用了本文件以外的数据")
            if name not in self._look.sheets:
                raise _Unclear(f"引用了隐藏的或没有的工作表“{name[:20]}”")
            sheet = self._look.sheets[name]
        top, left = int(token["row"]), column_number(token["col"])
        if not token["to_row"]:
            value = _cell(self._look, sheet, top, left, self._depth)
            return [] if value is None else [value]
        bottom, right = int(token["to_row"]), column_number(token["to_col"])
        rows = [r for r in sheet.order if top <= r <= bottom]
        places = [(r, c) for r in rows for c in sheet.rows[r] if left <= c <= right]
        values = (_cell(self._look, sheet, r, c, self._depth) for r, c in places)
        return [value for value in values if value is not None]

    def _call(self, name: str) -> Value:
        values: list[Value | list[Value] | _Unclear] = []
        while not self._take(")"):
            if values:
                self._expect(",")
            try:
                values.append(self._inside())
            except _Unclear as why:
                if name not in ("IF", "IFERROR"):
                    raise
                values.append(why)
                self._skip()
        return _function(self, name, values)

    def _skip(self) -> None:
        """Pass over the rest of an argument."""
        depth = 0
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if depth == 0 and token["sign"] in (",", ")"):
                return
            depth += (token["sign"] == "(" or bool(token["call"])) - (token["sign"] == ")")
            self._at += 1

    # ------------------------------------------------------------ tools

    def _take(self, *signs: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at]["sign"] in signs:
            self._at += 1
            return str(self._tokens[self._at - 1]["sign"])
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise _Unclear("公式无法核对")

    @staticmethod
    def _single(value: Value | list[Value]) -> Value:
        if not isinstance(value, list):
            return value
        if len(value) > 1:
            raise _Unclear("公式无法核对")
        return value[0] if value else Decimal(0)

    def _number(self, value: Value | list[Value]) -> Decimal:
        single = self._single(value)
        if isinstance(single, bool):
            return Decimal(int(single))
        if isinstance(single, Decimal):
            return single
        raise _Unclear("所引用的单元格不是数")


_ROUNDED = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN, "TRUNC": ROUND_DOWN}


def _function(formula: _Formula, name: str, values: list[Value | list[Value] | _Unclear]) -> Value:  # noqa: C901, PLR0911
    """Return what a function comes to. Raises _Unclear for one that is not known here."""
    single, number = formula._single, formula._number  # noqa: SLF001 - one machine
    if name == "IFERROR" and values:
        return single(_clear(values[0]))
    if name == "IF" and len(values) > 1:
        holds = single(_clear(values[0]))
        if isinstance(holds, str):
            raise _Unclear("公式无法核对")
        chosen: list[Value | list[Value] | _Unclear] = values[1:2] if holds else values[2:3]
        return single(_clear(chosen[0])) if chosen else False
    clear = [_clear(value) for value in values]
    if name in _ROUNDED and clear:
        places = int(number(clear[1])) if len(clear) > 1 else 0
        return number(clear[0]).quantize(Decimal(1).scaleb(-places), _ROUNDED[name])
    if name == "ABS" and len(clear) == 1:
        return abs(number(clear[0]))
    if name in ("CONCATENATE", "CONCAT"):
        return "".join(_shown(single(value)) for value in clear)
    figures = [figure for value in clear for figure in _figures(formula, value)]
    if name == "SUM":
        return sum(figures, Decimal(0))
    if name == "PRODUCT" and figures:
        product = Decimal(1)
        for figure in figures:
            product *= figure
        return product
    if name in ("MAX", "MIN", "AVERAGE") and figures:
        return {"MAX": max, "MIN": min}[name](figures) if name != "AVERAGE" else sum(figures, Decimal(0)) / len(figures)
    raise _Unclear(f"公式用到函数 {name[:20]}")


def _clear(value: Value | list[Value] | _Unclear) -> Value | list[Value]:
    if isinstance(value, _Unclear):
        raise value
    return value


def _figures(formula: _Formula, value: Value | list[Value]) -> Iterator[Decimal]:
    """Yield the numbers of an argument; text that was referred to does not count."""
    if isinstance(value, list):
        yield from (v for v in value if isinstance(v, Decimal))
    else:
        yield formula._number(value)  # noqa: SLF001 - one machine
