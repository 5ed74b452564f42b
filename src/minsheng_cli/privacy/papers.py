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

_COUNTED = compile_when_used(r"\s*(?:余|多)?\s*(?:[万亿千百元人户张个件次条份本台套年月日家名%部米亩吨]|公里|平方|㎡)")
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
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.\-—－]?"
    r"(?=[A-HJ-NP-Z]{0,3}\d)(?=(?:[A-HJ-NP-Z]*\d){3})[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警]?(?![A-Za-z0-9])|[使领][A-Z]?\d{5,6}(?!\d)"
)
_FLAT = compile_when_used(
    r"(?:(?<!\d)\d{1,5}\s*(?:栋|幢|号楼|座)|单元)\s*(?:\d{1,3}\s*单元)?\s*\d{3,4}\s*(?:室|号(?!楼))"
    r"|单元\s*\d{1,2}\s*[-—–]\s*\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,5}\s*号\s*(?:附\s*\d{1,4}\s*号)?\s*\d{1,4}\s*[-—–]\s*\d{1,4}\s*[-—–]\s*\d{1,4}"
    r"|(?:家住|住址|现住|居住在|家庭地址)[^，。；\n]{0,30}?\d{1,5}\s*号"
)
_HOUSE = compile_when_used(  # a house or a flat without the word for it: 12号5-3, 7幢1002, 12#1804, 2-13-6, 5组23号
    r"(?:[路街巷道弄里院村园苑区]|小区)\s*\d{1,4}\s*号\s*(?:附\s*\d{1,4}\s*号)?\s*(?:\d{1,2}\s*[-—–]\s*\d{1,4}(?![\d月日时点年号层楼栋幢])|\d{1,2}\s*[楼门]\s*\d{1,4}\s*号)"
    r"|[路街巷道弄]\s*\d{1,4}\s*号\s*附\s*\d{1,4}\s*号"
    r"|\d{1,3}\s*号院\s*(?:\d{1,3}\s*号?楼)?\s*\d{1,2}\s*[单元门]{1,2}\s*\d{1,4}"
    r"|\d{1,2}\s*单元\s*(?:\d{1,2}\s*[楼层])?\s*\d{3,4}(?![\d.]|\s*[户套个人台部米元平万亩㎡])"
    r"|[\u4e00-\u9fffA-Za-z]\s*\d{1,3}\s*(?:栋|幢|#)\s*(?:\d{1,2}\s*单元)?\s*\d{3,4}(?![\d.]|\s*[户套个人台部米元平万亩千㎡kK])"
    r"|\d{1,3}\s*[栋幢]\s*\d{1,2}\s*单元\s*\d{1,2}\s*[楼层]\s*\d{1,4}|\d{1,3}\s*号楼\s*\d{1,2}\s*[门]\s*\d{2,4}"
    r"|\d{1,3}\s*号楼\s*\d{3,4}\s*(?:室|房|的?(?:老人|住户|居民|业主|户主|独居|租户|人家))"
    r"|弄\s*\d{1,4}\s*号\s*\d{2,4}(?![\d.])|\d{1,2}\s*[楼层]\s*\d{3,4}\s*[房室]"
    r"|(?:门牌号?|租住|住在|居住|家在|户籍地)[^，。；\n]{0,12}?\d{1,4}\s*号(?!楼|线|站)"
    r"|[村区]\s*\d{1,2}\s*[组社]\s*\d{1,4}\s*号"
    r"|(?![第号标段期共为至约年月日])[\u4e00-\u9fff]\s*(?<!\d)\d{1,3}\s*[-—–]\s*\d{1,2}\s*[-—–]\s*\d{1,4}(?![\d.]|\s*(?:[-—–年月日时万亿]|[A-Za-z]))"
)
_OF_A_PERSON = (
    "身份证|护照|通行证|台胞证|回乡证|军官证|士兵证|警官证|残疾人?证|驾驶证|驾照|行驶证|户口[簿本]|社保卡|社会保障[号卡]|医保[卡号]|就诊卡|诊疗卡|"
    "持证人(?:证)?|病历号?|病案号?|住院号|门诊号|学籍号?|学号|考生?号|准考证|工号|警号|公积金[账帐]号|户号|出生(?:医学)?证明?|结婚证|离婚证|居住证|暂住证|老年[证卡]|健康卡|"
    "优待证|低保证|退役证|退休证|就业创业证|银行卡|一卡通|存折|卡号|[账帐][号户]|保单号?|(?:参保|社保|个人|学生证|低保证|会员)(?:编号|号)|证件号"
)
_LABELLED = compile_when_used(  # whatever figures a paper of a person has: its own name stands before them
    rf"(?:{_OF_A_PERSON})[号码档案编为是尾:：\s(（“\"字第]{{0,8}}(?:[军渝低老][字低]?第?|[Nn][Oo][.:]?)?"
    r"((?:[A-Za-z]{0,5})\d(?:[ \-]?\d){3,24}[\dXx]?)(?![\d.]\d)"
)
_TAIL = compile_when_used(r"(?:尾号|(?:后|末|最后)\s*[4四6六]\s*位(?:数|号码?)?)[为是:：\s]{0,3}(\d{4,6})(?!\d)")
_MASKED = compile_when_used(  # half hidden is half shown: 138****0009, 1101***********0019, 1380000XXXX, 138x0000008
    r"(?<![\dA-Za-z.])(?:\d{3,6}[*•●＊]{3,14}\d{2,4}[\dXx]?|1[3-9]\d{2,8}[xX×*]{3,8}|[xX×*]{3,7}\d{4}(?!\d)"
    r"|1[3-9]\d[xX×*]\d{7}|1[3-9]\d-[xX×*]{4}-\d{4}|[2-8][xX×*]{3,4}\d{3}(?!\d)|\d{3,6}[xX×]{3,14}\d{2,4}[\dXx]?)(?![\dA-Za-z])"
)
_CALLED = compile_when_used(  # any figures after the word telephone; short ones are services known to all: 12345, 95598
    r"(?:电话|手机号?|打|座机|电联|[Tt][Ee][Ll][.]?|小灵通|短号|分机|联系方式|拨打|请拨|致电)[号码为是:：\s(（]{0,6}"
    r"(?<![\d.])((?:\(?\d{3,4}\)?[ \-/]?)?\d(?:[ \-]?\d){5,11})(?![\d.])"
)
_SAME = compile_when_used(
    r"(?:微\s*信|薇信|V\s*信|vx|wx|wechat)\s*(?:号)?\s*(?:即为?|同)\s*(?:上|号|步|电\s*话|手\s*机|此号|名)|(?:手机|电话|号码)号?(?:就是|即是|也是|同)\s*(?:微\s*信|v信|vx)",
    re.IGNORECASE,
)
_CROSSED = compile_when_used(r"(?<!\d)1[3-9]\d\s*[xX×*]\s*\d{4}\s*[xX×*]\s*\d{4}(?!\d)")
_ACCOUNT = compile_when_used(r"(?<![\d.])(\d{16,19})(?=\s*[账帐][户号])")  # 打入6222…账户
_BY_THEIR_LOOK = (
    ("银行卡号", _ACCOUNT), ("证件号码", _PASSPORT), ("电话号码", _CROSSED), ("证件号码", _MASKED), ("证件号码", _TAIL),
    ("车牌号", _PLATE), ("社交账号", _SAME),
)  # fmt: skip


def numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what it is, the number) for each one that belongs to a person; ``text`` has its figures as 0 to 9."""
    for run in _RUN.finditer(text):
        yield from (("身份证号码", number) for number in _identities(re.sub(r"[ \-]", "", run[0])))
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _luhn(digits):
            yield "银行卡号", digits
    for what, pattern in (("证件号码", _LABELLED), ("电话号码", _CALLED)):
        yield from ((what, m[1]) for m in pattern.finditer(text) if not _COUNTED.match(text, m.end()))
    for what, pattern in _BY_THEIR_LOOK:
        yield from ((what, match[match.lastindex or 0]) for match in pattern.finditer(text))


def flats(text: str) -> Iterator[str]:
    """Yield where somebody lives; ``text`` has its figures as 0 to 9, also those that were Chinese: 三单元四楼402."""
    for pattern in (_FLAT, _HOUSE):
        yield from (match[0] for match in pattern.finditer(text))


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
