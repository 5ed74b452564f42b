"""The single values of ``projects.yaml``: text in, value or a Chinese clause out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from minsheng_cli.model import Course, Month, Step


def _refuse(why: str) -> PydanticCustomError:
    return PydanticCustomError("fault", "{why}", {"why": why})


def _said(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, dict | list):
        raise _refuse("这里应是一段文字")
    raise _refuse("没有填写")


def _maybe(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) and not value.strip() else _said(value)


def _name(value: object) -> str:
    text = _said(value)
    bad = sorted(set(re.findall(r'[|\\/:*?"<>\s]', text)))
    if bad:
        # Unit names and ids become file names and row keys.
        raise _refuse(f'“{text}”中不能有空格、换行和 | \\ / : * ? " < > 这些符号')
    return text


def _month(value: object) -> Month:
    text = _said(value)
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
        raise _refuse(f"“{text}”不是月份，应写成 2025-04 的样子")
    return Month.parse(text)


def _deadline(value: object) -> str:
    text = _said(value)
    if not re.fullmatch(r"20\d\d\.(0[1-9]|1[0-2])", text, re.ASCII):
        raise _refuse(f"“{text}”不是完成时限，应写成 2025.12 的样子（月份写两位）")
    return text


def _date(value: object) -> date:
    text = _said(value)
    try:
        return date.fromisoformat(text if re.fullmatch(r"20\d\d-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        raise _refuse(f"“{text}”不是日期，应写成 2025-03-19 的样子") from None


def _number(value: object) -> Decimal:
    text = _said(value)
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text, re.ASCII):
        raise _refuse(f"“{text}”不是数字，只能写 73 或 4.5 这样的数字，单位写在 unit")
    return Decimal(text)


def whole(low: int, high: int) -> PlainValidator:
    """Return the validator of a whole number within bounds."""

    def check(value: object) -> int:
        text = _said(value)
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not low <= int(text) <= high:
            raise _refuse(f"“{text}”应是 {low} 到 {high} 之间的整数")
        return int(text)

    return PlainValidator(check)


NARROWEST, WIDEST = 4, 80
"""Characters of the default font that a column of the list's own may be wide."""


def _width(value: object) -> float:
    text = _said(value)
    if not re.fullmatch(r"\d{1,2}(?:\.\d)?", text, re.ASCII) or not NARROWEST <= float(text) <= WIDEST:
        raise _refuse(f"“{text}”不是栏宽，应是 {NARROWEST} 到 {WIDEST} 之间的数（一个汉字约占 2）")
    return float(text)


def _course(value: object) -> Course:
    if isinstance(value, dict):
        if not value:
            raise _refuse("没有写节点")
        return Course("steps", tuple(sorted((_step(*item) for item in value.items()), key=lambda s: s.month)))
    if isinstance(value, list):
        raise _refuse('节点应写成 {"2025-06": 30, "2025-09": "80%"} 的样子')
    text = _said(value)
    if text == "linear":
        return Course("linear")
    if text == "at-deadline":
        return Course("at-deadline")
    raise _refuse(f'“{text}”只能写 linear、at-deadline，或 {{"2025-06": 30, "2025-09": "80%"}} 这样的节点')


def _step(month: object, value: object) -> Step:
    text = _said(value).strip()
    if not text.endswith("%"):
        return Step(_month(month), _number(text))
    part = _number(text.removesuffix("%").strip())
    if part > 100:  # noqa: PLR2004 - per cent
        raise _refuse(f"“{text}”超过了目标的 100%")
    return Step(_month(month), part, is_share=True)


def _yes(value: object) -> bool:
    text = _said(value)
    if text not in ("true", "false"):
        raise _refuse(f"“{text}”只能写 true 或 false")
    return text == "true"


def _email(value: object) -> str:
    text = _maybe(value).strip()
    if text and not re.fullmatch(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+", text, re.ASCII):
        raise _refuse(f"“{text}”不是邮箱地址，只能写一个，例如 shili@example.invalid")
    return text


Text = Annotated[str, PlainValidator(_said)]
Blank = Annotated[str, PlainValidator(_maybe)]
Name = Annotated[str, PlainValidator(_name)]
MonthText = Annotated[Month, PlainValidator(_month)]
DeadlineText = Annotated[str, PlainValidator(_deadline)]
Number = Annotated[Decimal, PlainValidator(_number)]
Day = Annotated[date, PlainValidator(_date)]
ColumnWidth = Annotated[float, PlainValidator(_width)]
CourseText = Annotated[Course, PlainValidator(_course)]
YesNo = Annotated[bool, PlainValidator(_yes)]
Email = Annotated[str, PlainValidator(_email)]
