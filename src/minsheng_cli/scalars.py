"""How the texts of our files become values: one small reader per kind of value, used by every file we read.

All scalars of a file arrive as the text that was written (see ``config.yaml_strict``). A reader returns the value, or
raises ValueError with a Chinese clause, without full stop, that says what is wrong and how it is written.
"""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from minsheng_cli.nouns import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Value:
    """What stands in an annotation to say how that field's text is read; pydantic asks it, and is not imported here."""

    read: Callable[[object], Any]

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:  # noqa: ANN401 - pydantic's protocol
        """Return the schema by which pydantic calls ``read``."""
        from pydantic_core import core_schema  # noqa: PLC0415 - 28 ms, only where a file is read

        return core_schema.no_info_plain_validator_function(self.read)


@dataclass(frozen=True)
class Help:
    """What stands in an annotation to say what a setting is for: printed beside it in ``minsheng.yaml``."""

    text: str


def text(value: object) -> str:
    """Read a text that must not be empty."""
    if isinstance(value, str) and value.strip():
        return value
    raise ValueError("这里应是一段文字" if isinstance(value, dict | list) else "没有填写")


def blank(value: object) -> str:
    """Read a text that may be empty."""
    return "" if value is None else value if isinstance(value, str) and not value.strip() else text(value)


def name(value: object) -> str:
    """Read a name that becomes part of file names and row keys."""
    said = text(value)
    if re.search(r'[|\\/:*?"<>\s]', said):
        raise ValueError(f'“{said}”中不能有空格、换行和 | \\ / : * ? " < > 这些符号')
    return said


def number(value: object) -> Decimal:
    """Read a number that is not negative."""
    said = text(value)
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", said, re.ASCII):
        raise ValueError(f"“{said}”不是数字，只能写 73 或 4.5 这样的数字")
    return Decimal(said)


def positive(value: object) -> Decimal:
    """Read a number above zero."""
    try:
        found = number(value)
    except ValueError:
        found = Decimal(0)
    if not found:
        raise ValueError(f"“{_shown(value)}”不对，应为大于 0 的数")
    return found


def up_to(limit: int) -> Value:
    """Return how a number between 0 and a limit is read."""

    def read(value: object) -> Decimal:
        found = number(value)
        if found > limit:
            raise ValueError(f"“{_shown(value)}”不对，应为 0 到 {limit} 之间的数")
        return found

    return Value(read)


def whole(low: int, high: int, hint: str = "") -> Value:
    """Return how a whole number within bounds is read; ``hint`` ends the sentence when it is none."""

    def read(value: object) -> int:
        said = text(value)
        if not re.fullmatch(r"\d{1,6}", said, re.ASCII) or not low <= int(said) <= high:
            raise ValueError(f"“{said}”应是 {low} 到 {high} 之间的整数{hint}")
        return int(said)

    return Value(read)


def yes_or_no(value: object) -> bool:
    """Read ``true`` or ``false``."""
    said = text(value)
    if said not in ("true", "false"):
        raise ValueError(f"“{said}”只能写 true 或 false")
    return said == "true"


def one_of(*choices: str) -> Value:
    """Return how one of several words is read."""

    def read(value: object) -> str:
        said = text(value)
        if said not in choices:
            raise ValueError(f"“{said}”不对，只能写 {'、'.join(choices[:-1])} 或 {choices[-1]}")
        return said

    return Value(read)


def day(value: object) -> date:
    """Read a date such as 2025-03-19."""
    said = text(value)
    try:
        return date.fromisoformat(said if re.fullmatch(r"20\d\d-\d\d-\d\d", said, re.ASCII) else "")
    except ValueError:
        raise ValueError(f"“{said}”不是日期，应写成 2025-03-19 的样子") from None


def day_of_year(value: object) -> tuple[int, int]:
    """Read a day that every year has, such as 01-15, as (month, day)."""
    said = text(value)
    match = re.fullmatch(r"(\d\d)-(\d\d)", said, re.ASCII)
    try:
        found = date(2025, int(match[1]), int(match[2])) if match else None  # a common year
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"“{said}”不是月日，应写成 01-15 的样子（1月15日）")
    return found.month, found.day


def zone(value: object) -> tzinfo:
    """Read an offset from UTC such as +08:00."""
    said = text(value)
    match = re.fullmatch(r"([+-])(\d\d):(\d\d)", said, re.ASCII)
    if match is None or int(match[2]) >= 24 or int(match[3]) >= 60:  # noqa: PLR2004 - hours and minutes
        raise ValueError(f"“{said}”不是时区，应写成 +08:00 的样子（北京时间）")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-offset if match[1] == "-" else offset)


def email(value: object) -> str:
    """Read one mail address, or nothing."""
    said = blank(value).strip()
    if said and not re.fullmatch(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+", said, re.ASCII):
        raise ValueError(f"“{said}”不是邮箱地址，只能写一个，例如 shili@example.invalid")
    return said


def address(value: object) -> str:
    """Read the address of our own mailbox, or nothing: any that mail's own rule allows, also without a dot."""
    said = blank(value).strip()
    if said and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", said, re.ASCII):
        raise ValueError(f"“{said}”应为邮箱地址，例如 shili@example.invalid")
    return said


def trimmed(value: object) -> str:
    """Read a text that may be empty, without blanks around it."""
    return blank(value).strip()


def _shown(value: object) -> str:
    return value if isinstance(value, str) else "……"


Text = Annotated[str, Value(text)]
Blank = Annotated[str, Value(blank)]
Trimmed = Annotated[str, Value(trimmed)]
Name = Annotated[str, Value(name)]
Number = Annotated[Decimal, Value(number)]
Positive = Annotated[Decimal, Value(positive)]
Day = Annotated[date, Value(day)]
DayOfYear = Annotated[tuple[int, int], Value(day_of_year)]
YesNo = Annotated[bool, Value(yes_or_no)]
Email = Annotated[str, Value(email)]
Address = Annotated[str, Value(address)]
Zone = Annotated[tzinfo, Value(zone)]
