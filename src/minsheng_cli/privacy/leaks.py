"""The last look at a public text: telephone numbers, numbers of papers, mail and chat addresses, people.

Numbers are sought in whatever dress: full-width, circled, Chinese, spelled, set apart by blanks, dashes or line breaks.
What is honest is told by how it is written and what follows it: amounts, dates, lists of figures, project codes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.privacy import papers, people
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FIGURES = {
    "0": "〇零洞○◯", "1": "一壹幺〡", "2": "二贰貳两〢", "3": "三叁參〣", "4": "四肆", "5": "五伍", "6": "六陆陸",
    "7": "七柒拐", "8": "八捌", "9": "九玖勾",
}  # fmt: skip
_CHINESE = str.maketrans({char: digit for digit, chars in _FIGURES.items() for char in chars})
_ENGLISH = dict(
    zip(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), "0123456789", strict=True)
)
_ENGLISH_WORD = compile_when_used(rf"(?<![a-z])(?:{'|'.join(_ENGLISH)})(?![a-z])", re.IGNORECASE)
_LOOKALIKE = compile_when_used(r"(?<![A-Za-z])[\doOlI](?:[ .-]?[\doOlI]){7,}(?![A-Za-z])")
_FIGURE_LIKE = str.maketrans("oOlI", "0011")

_GAP = r"(?:[\W_]|杠|横|减|点|空格|转){0,4}?"  # what people put between the figures of a number
_CHAIN = compile_when_used(rf"\d(?:{_GAP}\d)*")
_DATE = compile_when_used(
    r"(?:19|20)\d\d(?:[-/.]?(?:0?[1-9]|1[0-2])[-/.]?(?:0?[1-9]|[12]\d|3[01]))?"
    r"(?:[-—–~至]+(?:19|20)?\d\d(?:[-/.]?(?:0?[1-9]|1[0-2])[-/.]?(?:0?[1-9]|[12]\d|3[01]))?)?"
)
_MEASURE = compile_when_used(
    r"(?:\.\d+)?\s*(?:余|多|来|左右|以上)?\s*(?:[万亿千百]|元|平方|平米|立方|㎡|m2|m3|米|km|m\b|公里|千米|公顷|亩|吨|公斤|千克|kg|升|千瓦|度|kW|GB|MB|%|‰|"
    r"个(?!人)|户(?!主)|人次|人(?![员均])|次|台|套|名|处|口|座|条|件|张|床|间|所|栋|幢|株|棵|盏|辆|只|头|场|期|批|份|本|册|家|项|部|例|剂|针|节|堂|课时|小时|块|片|根|延米|年|月|日|分)"
)
_BULK = compile_when_used(
    r"(?:\.\d+)?\s*(?:余|多)?\s*(?:[万亿]|元|平方|平米|立方|㎡|m2|m3|米|公里|吨|公斤|千克|千瓦|度|kW|升|%)"
)
_CODE_BEFORE = compile_when_used(
    r"(?:编号|代码|编码|文号|证号|批号|项目号|合同号|工单|备案号|许可证|批复|[〔\[(（]\d{4}[〕\])）])[^\d\n]{0,6}$"
)
_CODE = compile_when_used(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")  # of investment projects, as the state numbers them
_GROUPED = compile_when_used(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_PHONE_BEFORE = compile_when_used(
    r"(?:电话|联系|致电|座机|手机|咨询|拨打|来电|号码|传真|办公室|热线|微信|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|[☎☏✆📞📱📠])[^\d\n]{0,10}$"
)
_MOBILE = compile_when_used(r"(?:(?:00)?86|0)?(1[3-9]\d{9})")
_AREA = compile_when_used(r"(?:(?:(?:00)?86)?0|(?:00)?86)(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}(?:\d{1,5})?")
_SERVICE = compile_when_used(r"[48]00\d{7}")
_INVENTED = compile_when_used(r"000\d{7,11}")  # as in the demo
_LOCAL = compile_when_used(r"[2-8]\d{6,7}")
_IDENTITY = compile_when_used(
    r"[1-8]\d{5}(?:(?:18|19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
)
_LONGEST = 24  # groups of figures that can make up one number
_SPELLED = ((3, 4, 4), (3, 8), (7, 4), (4, 7), (4, 4, 3), (3, 3, 5), (3, 5, 3), (5, 6), (6, 5), (11,))
_LIST_MARK = compile_when_used("[、，,;；。/]")
_AT = r"\s*(?:@|＠|\(at\)|\[at\]|（at）|【at】|\s+at\s+|艾特|#)\s*"
_DOT = r"\s*(?:\.|。|点|\s+dot\s+|\(dot\)|\[dot\])\s*"
_MAIL = compile_when_used(
    rf"(?<![a-z0-9._+-])[a-z0-9._+-]{{2,64}}{_AT}[a-z0-9-]{{1,63}}(?:{_DOT}[a-z]{{2,}})+", re.IGNORECASE | re.ASCII
)
_CHAT = compile_when_used(
    r"(?:(?<![a-z])(?:qq|q\s*q|vx|wx|wechat|weixin)(?![a-z])|加\s*v(?![a-z])|v信|扣扣|"
    r"企鹅|微\s*信|薇信|威信|钉钉|抖音|快手|微博|Q\s*Q)\s*(?:号码|号|账号|群|id)?"
    r"\s*[:：是为]?\s*(\d(?:[ -]?\d){4,14}|[a-z0-9][a-z0-9_-]{4,19})(?![a-z0-9_-])"
    r"(?!\s*(?:个|人|次|条|余|万|户|名|元))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Leak:
    """What must not be published, and where it stands."""

    what: str  # 电话号码 / 身份证号码 / 银行卡号 / 证件号码 / 车牌号 / 住址 / 邮箱 / 社交账号 / 责任人姓名
    text: str  # shortened: the message shall not repeat it in full
    place: str


def leaks(texts: Iterable[tuple[str, str]], names: frozenset[str], words: str = "") -> Iterator[Leak]:
    """Yield whatever must not be published in (place, text) pairs; ``words``: texts that name nobody."""
    for place, raw in texts:
        text = _visible_text(raw)
        spelled = _spelled(text)
        for written in dict.fromkeys((text, spelled)):
            for what, shown in _numbers(written):
                yield Leak(what, shown, place)
        for what, number in papers.numbers(text):
            yield Leak(what, _veiled(number), place)
        for flat in papers.flats(spelled):
            yield Leak("住址", _veiled(flat), place)
        for what, pattern in (("邮箱", _MAIL), ("社交账号", _CHAT)):
            for match in pattern.finditer(text):
                yield Leak(what, _veiled(match[match.lastindex or 0]), place)
        for shown in people.named(text, names, words):
            yield Leak("责任人姓名", shown, place)


def _visible_text(text: str) -> str:
    """Return a text without what cannot be seen, every figure of every script as 0–9."""
    return half_width(text).translate(_SEEN)


class _Seen(dict[int, str | None]):
    """What each character is seen as, found out when it first comes."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        digit = None if character.isascii() else unicodedata.digit(character, None)
        unseen = character != "\n" and unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc")
        self[code] = seen = None if unseen else character if digit is None else str(digit)
        return seen


_SEEN = _Seen()


def _spelled(text: str) -> str:
    """Return a text with figures that are written as words or look-alikes."""
    text = _ENGLISH_WORD.sub(lambda m: _ENGLISH[m[0].lower()], text.translate(_CHINESE))
    return _LOOKALIKE.sub(lambda m: m[0].translate(_FIGURE_LIKE), text)


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what, veiled) for each number that is not honest."""
    for chain in _CHAIN.finditer(text):
        groups = list(re.finditer(r"\d+", chain[0]))
        if sum(len(g[0]) for g in groups) < len("6782123"):
            continue
        yield from _in_chain(text, chain.start(), groups)


def _in_chain(text: str, offset: int, groups: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    """Yield what a chain of figures holds, at whichever of its groups it begins and ends."""
    first = 0
    while first < len(groups):
        for last in range(min(len(groups), first + _LONGEST), first, -1):
            part = groups[first:last]
            start, end = offset + part[0].start(), offset + part[-1].end()
            digits = "".join(g[0] for g in part)
            end += bool(len(digits) in (14, 17) and re.match(r"[Xx](?![A-Za-z])", text[end : end + 2]))
            what = _kind(text, start, end, [len(g[0]) for g in part], digits)
            if what:
                yield what, _veiled(digits)
                first = last - 1
                break
        first += 1


def _kind(text: str, start: int, end: int, sizes: list[int], digits: str) -> str:
    """Return what a stretch of figures is that must not be published; "" for what is honest."""
    written, before = text[start:end], text[max(0, start - 16) : start]
    told = next((what for what, fits in _KINDS if fits(digits + written[-1:].strip("0123456789").upper())), "")
    called = _PHONE_BEFORE.search(before) is not None
    if not told:
        return ""
    if told == "身份证号码":
        listed = len(sizes) > 2 and _LIST_MARK.search(written) and sizes != [1] * len(sizes)  # noqa: PLR2004 - a list
        coded = _CODE_BEFORE.search(before) and "身份" not in before
        return "" if listed or coded else told
    honest = _honest(text, start, end, sizes, digits)
    if told == "电话号码":
        return "" if honest else told
    if called:
        return "" if _DATE.fullmatch(written) or (honest and _MEASURE.match(text, end)) else "电话号码"
    lettered = before[-1:].isascii() and before[-1:].isalpha()  # YB2025…: a code
    return "电话号码" if len(sizes) == 1 and not honest and not lettered else ""


def _honest(text: str, start: int, end: int, sizes: list[int], digits: str) -> bool:
    """Return whether figures that could be a telephone number are an amount, a date, a list or a code."""
    written, before = text[start:end], text[max(0, start - 16) : start]
    if _DATE.fullmatch(written) or _CODE_BEFORE.search(before):
        return True
    around = text[max(0, start - 30) : end + 30]
    if any(m.start() <= min(start, 30) < m.end() for m in _CODE.finditer(around)):
        return True
    if before.endswith(".") and before[-2:-1].isdigit():
        return True
    mobile = _MOBILE.fullmatch(digits) is not None
    measured = (_BULK if mobile and len(sizes) == 1 else _MEASURE).match(text, end) is not None
    if len(sizes) == 1 or _GROUPED.fullmatch(written):
        return measured
    if all(size == 1 for size in sizes):
        return False
    listed = bool(_LIST_MARK.search(written)) or bool(re.search(r"\d\s*[~～—–-]\s*\d", written) and measured)
    return (listed and (measured or tuple(sizes) not in _SPELLED)) or (measured and tuple(sizes) not in _SPELLED)


_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("身份证号码", _IDENTITY.fullmatch),
    ("电话号码", _MOBILE.fullmatch),
    ("电话号码", _AREA.fullmatch),
    ("电话号码", _SERVICE.fullmatch),
    ("电话号码", _INVENTED.fullmatch),
    ("电话号码", lambda digits: re.fullmatch(r"(?:1[3-9]\d{9}){2,}", digits)),
    ("座机", _LOCAL.fullmatch),
)


def _veiled(text: str) -> str:
    return f"{text[:3]}…{text[-2:]}" if len(text) > 9 else f"{text[:2]}…"  # noqa: PLR2004 - of a short one, less
