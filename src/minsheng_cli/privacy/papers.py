"""Numbers of papers and things that belong to one person.

Identity cards inside longer runs, bank cards, passports, plates, flats; chat accounts that go by the telephone number.

Sources: GB 11643-1999 (identity numbers and their check digit), ISO/IEC 7812-1 (bank cards, Luhn), GA 36-2018 (plates).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN = compile_when_used(r"\d(?:[ \-]?\d){14,60}[\dXx]?")
_IDENTITY = compile_when_used(r"(?=([1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]))")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CARD = compile_when_used(
    r"(?<![\d.])(?:[3-6]\d{3}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?)(?![\d.]|\s*(?:元|万|亿|人次|平方|㎡))"
)
_PASSPORT = compile_when_used(
    r"(?<![A-Za-z0-9])(?:[EG][A-HJ-NP-Z]?\d{7,8}|[DSP]E?\d{7,8})(?![A-Za-z0-9])"
    r"|(?:护照|通行证)[^\d\n]{0,8}?(?<![A-Za-z0-9])([A-Z]{1,2}\d{6,10})"
)
_PLATE = compile_when_used(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.\-]?"
    r"(?=[A-HJ-NP-Z]{0,3}\d)(?=(?:[A-HJ-NP-Z]*\d){3})[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警]?(?![A-Za-z0-9])"
)
_FLAT = compile_when_used(
    r"(?:(?<!\d)\d{1,5}\s*(?:栋|幢|号楼|座)|单元)\s*(?:\d{1,3}\s*单元)?\s*\d{3,4}\s*(?:室|号(?!楼))"
    r"|单元\s*\d{1,2}\s*[-—–]\s*\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,5}\s*号\s*(?:附\s*\d{1,4}\s*号)?\s*\d{1,4}\s*[-—–]\s*\d{1,4}\s*[-—–]\s*\d{1,4}"
    r"|(?:家住|住址|现住|居住在|家庭地址)[^，。；\n]{0,30}?\d{1,5}\s*号"
)
_SAME = compile_when_used(
    r"(?:微\s*信|薇信|V\s*信|vx|wx|wechat)\s*(?:号)?\s*(?:即为?|同)\s*(?:上|号|步|电话|手机|此号|名)", re.IGNORECASE
)
_CROSSED = compile_when_used(r"(?<!\d)1[3-9]\d\s*[xX×*]\s*\d{4}\s*[xX×*]\s*\d{4}(?!\d)")


def numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what it is, the number) for each one that belongs to a person; ``text`` has its figures as 0 to 9."""
    for run in _RUN.finditer(text):
        yield from (("身份证号码", number) for number in _identities(re.sub(r"[ \-]", "", run[0])))
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _luhn(digits):
            yield "银行卡号", digits
    for match in _PASSPORT.finditer(text):
        yield "证件号码", match[1] or match[0]
    for match in _CROSSED.finditer(text):
        yield "电话号码", match[0]
    for what, pattern in (("车牌号", _PLATE), ("住址", _FLAT), ("社交账号", _SAME)):
        for match in pattern.finditer(text):
            yield what, match[0]


def _identities(digits: str) -> Iterator[str]:
    """Yield each identity number inside a longer run of figures; one by itself is found in every dress elsewhere."""
    if len(digits) > len("500112199001011234"):
        yield from (match[1] for match in _IDENTITY.finditer(digits) if _checked(match[1]))


def _checked(number: str) -> bool:
    """Whether the check digit of an identity number is right."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _luhn(digits: str) -> bool:
    """Whether the check digit of a card's number is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of its two digits
    return total % 10 == 0
