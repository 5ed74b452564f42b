"""Figures as people write them: ``约1,200.5万元`` becomes 1200.5 万元, or a reason why not.

One explicit grammar; Python's ``float`` is not it. In order, all optional but the number::

    累计完成投资  约  人民币 ¥  负 -  NUMBER  余  万  元  左右 以上 整 。
    NUMBER: 120.5 · 1,200.5 · １２００ · 一千二百 · 三点五 · 壹仟贰佰 · 1亿2000万 (a scale after each part)

Whatever is not one figure of that shape is refused with the reason, never guessed at: ranges, two numbers, percentages
in an amount, dates, exponents, letters among digits, ``1,20``, ``2千`` in a column of 万元.

Nothing is not zero: blank, ``无``, ``不涉及``, ``—`` and ``/`` are ``Nothing`` (no value); only a written 0 is 0.
Scales are kept as powers of ten, so no conversion ever rounds.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han

if TYPE_CHECKING:
    from minsheng_cli.model import CellKind


@dataclass(frozen=True)
class Amount:
    """A figure that was understood."""

    value: Decimal  # in 万元, or in the indicator's unit
    unit_written: str = ""  # the unit that stood in the cell: "万", "亿元", "人次"; "" when there was none
    converted: bool = False  # ``value`` is not the number as written: it was in another scale
    approximate: bool = False  # 约, 近, 余, 左右 …
    other_unit: bool = False  # a count in another counting word than asked for: 120个 where 口 is meant
    plus: bool = False  # written +300: perhaps what was added, not the sum
    spelled: str = ""  # the cell's own words


@dataclass(frozen=True)
class Nothing:
    """No figure was given, and the cell says so: blank, 无, 不涉及, — or /."""

    said: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why the cell is not a figure, as a Chinese clause without full stop."""

    why: str
    unclear: bool = False  # it is a figure, but two readings are equally likely


Read = Amount | Nothing | Refusal

_EXACT = Context(prec=80)  # more digits than any accepted figure has
_LONGEST = 60  # characters a cell may have and still be looked at as a figure
_DIGITS = 18  # on either side of the point

_PLAIN = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width forms
    | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))  # invisible
    | str.maketrans("[]【】〔〕﹝﹞", "()()()()")
    | str.maketrans("−￥〇兩壹贰貳叁肆伍陆陸柒捌玖拾佰仟萬億圆圓", "-¥零两一二二三四五六六七八九十百千万亿元元")
)
_SCALES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11}
_SCALES |= {"万亿": 12}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SAME = {"位": "名", "人": "名", "平方米": "㎡", "平米": "㎡", "m2": "㎡", "M2": "㎡", "m²": "㎡", "M²": "㎡"}
_COUNTING = frozenset("个名户处所条口台部套架张间场次期项座家件辆只栋幢盏块支组株棵例") | frozenset(
    ["人次", "户次", "场次", "家次", "例次", "课时", "班次", "点位"]
)
"""Words that count things one by one: a figure beside the wrong one is most likely still the right figure."""
_MEASURES = frozenset(["元", "%", "㎡", "公里", "千米", "米", "亩", "公顷", "平方公里", "立方米", "吨"])

_COUNTED = compile_when_used("(?<=[0-9零一二两三四五六七八九十百千])个(?=[百千]?[万亿])")  # 0.12个亿
_PAIR = compile_when_used("两(?=[百千万亿])")
_NOTHING = compile_when_used(
    r"(?:[-—–―─_/\\]*|[/—-]?[暂尚]?无需?(?:投资|资金|数据|任务|投资任务)?(?:投入|安排)?|(?:[该本]?项目)?没有(?:投资|资金)?|[该本]?项目(?:暂?无|不涉及)投资|[不未](?:涉及|产生)(?:固定资产)?(?:投资|资金)?|[暂尚]未涉及|[不未]发生(?:投资|资金)|未安排(?:投资|资金)|[暂尚]?未(?:产生|发生)?投资|N/?A)。?",
    re.IGNORECASE,
)
_ABOUT = "大约|大概|约合|约为|约计|将近|接近|超过|不到|不足|至少|突破|约|近|超|逾"
_HEAD = compile_when_used(
    r"(?:目前|实际(?=\d)|[截到][至止]?目前|(?:本年度?|今年)(?=累计))?(?:共计?|合计)?(?:(?:已?累计已?|已)(?:完成)?(?:投资额?)?|完成(?:投资额?)?|投资额?(?=[:\s\d]))?"
    rf"(?:达到?)?:?\s*(?P<about>{_ABOUT})?\s*(?P<money>人民币(?:\(大写\):?)?|RMB|¥)?\s*"
    rf"(?P<later>{_ABOUT})?\s*(?P<minus>负|-)?(?P<plus>\+)?(?P<yuan>¥)?",
)
_PART = compile_when_used(
    rf"(?:(?:(?<=[万亿])零)?(?P<arabic>[0-9][0-9,]*(?:\.[0-9]+)?)|(?P<han>[零一二三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?))"
    rf"(?:\s*(?P<more>[余多来])?\s*(?P<scale>{_SCALE}))?"
)
_AFTER = r"(?P<about>(?:[余多]|左右|上下|以上|以下|以内)?)[整正]?\s*(?:人民币|\(人民币\))?\s*(?:。|(?(base)[,;]))?"
_GROUPED = compile_when_used(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")

_WHY = (
    (r"[0-9][eE][-+]?[0-9]", "是科学计数法"),
    (r"[0-9][\s,.]*[A-Za-z]+[0-9]|[A-Za-z][0-9]*[OolI]|[OolI][0-9.]", "数字中夹有字母，可能是把 0 写成了字母"),
    (r"20[0-9]{2}\s*[年./-]\s*[0-9]|[0-9一二三四五六七八九十]+\s*[月日号]", "像是日期"),
    (r"[0-9万亿千百元%一二三四五六七八九十]\s*[-~—–～至到]+\s*[0-9一二三四五六七八九十]", "是一个范围，不是一个数"),
    (r"%|‰|百分之|成$", "是百分数"),
    (r"\.[0-9]*\.", "小数点不止一个"),
    (r"[0-9]\s+[0-9]", "数字中间有空格"),
    (r"[0-9],", "千分位逗号的位置不对"),
    (r"(?s)[0-9].*[^0-9,.].*[0-9]", "不止一个数"),
    (r"[零一二三四五六七八九十百千]", "中文数字的写法不规范"),
    (r"[0-9]", "除数字和单位外还有其他内容"),
)
_OF_KIND = {
    "date": "单元格是日期", "bool": "单元格是逻辑值", "error": "是公式错误", "uncached": "公式没有结果",
    "picture": "是图片",
}  # fmt: skip


def read_money(text: str, kind: CellKind = "text", default_unit: str = "万元") -> Read:
    """Read an amount of money; ``value`` is in 万元. ``default_unit`` is what a bare number is in (元, 亿元 …)."""
    if not default_unit or _unit(default_unit)[1] not in ("元", ""):
        return Refusal(f"表头的金额单位“{default_unit[:10]}”不认识")
    return _read(text, kind, "万元", default_unit)


def read_count(text: str, kind: CellKind, unit: str) -> Read:
    """Read an indicator's figure; ``value`` is in ``unit`` (名, 万人次, ㎡, % …; "" takes any counting word)."""
    read = _read(text, kind, unit, unit)
    if unit == "%" and isinstance(read, Amount) and not read.unit_written and 0 < read.value <= 1:
        return Refusal(f"可能是 {plain(read.value)}%，也可能是 {plain(read.value * 100)}%", unclear=True)
    return read


def plain(value: Decimal) -> str:
    """Return plain decimal notation without exponent or trailing zeros: ``120.5``, ``1200``, ``0``."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _read(text: str, kind: CellKind, unit: str, default_unit: str) -> Read:
    """Read one figure in ``unit``; a bare number is in ``default_unit``, which has the same base."""
    if kind in _OF_KIND:
        return Refusal(_OF_KIND[kind])
    spelled = text.strip()
    if len(spelled) > _LONGEST:
        return Refusal("文字过长，不是一个数")
    cleaned = _PAIR.sub("二", _COUNTED.sub("", spelled.translate(_PLAIN)).strip())
    if _NOTHING.fullmatch(cleaned.removeprefix("(").removesuffix(")")):
        return Nothing(spelled)
    if cleaned.endswith(")") and (added := _ADDED.fullmatch(cleaned)) is not None:
        return _with_added(added, spelled, unit, default_unit)
    if unit == "%" and cleaned.startswith("百分之"):
        cleaned = f"{cleaned.removeprefix('百分之')}%"
    return _amount(cleaned, spelled, unit, default_unit)


def _with_added(added: re.Match[str], spelled: str, unit: str, default_unit: str) -> Read:
    """Read a figure with something in brackets behind it that leaves it as it is: the same again, 已核, 累计."""
    said, more = added["said"].strip(), added["more"].strip()
    if not said:  # （1200万元）; what is in brackets without a unit may be less than nothing
        return _amount(more if more.endswith(("元", "万", "亿")) else added[0], spelled, unit, default_unit)
    naught = not said.rstrip("元万亿").strip("0.")  # 0万元（未涉及投资）
    if _NOTHING.fullmatch(more) and (_NOTHING.fullmatch(said) or naught):
        return _amount(said, spelled, unit, default_unit) if naught else Nothing(spelled)
    if _LEFT_AS_IT_IS.fullmatch(more):
        return _amount(f"约{said}" if more == "约" else said, spelled, unit, default_unit)
    first, again = (_amount(text, spelled, unit, default_unit) for text in (said, _AGAIN.sub("", more)))
    if isinstance(first, Amount) and isinstance(again, Amount) and again.unit_written and first.value == again.value:
        return first
    return _amount(added[0], spelled, unit, default_unit)


_ADDED = compile_when_used(r"(?P<said>[^()]*)\((?P<more>[^()]*)\)", re.DOTALL)
_AGAIN = compile_when_used(r"^(?:大写|小写|即|合|折合)[:]?")
_LEFT_AS_IT_IS = compile_when_used(
    r"(?:本?年?累计(?:数|完成)?|已?核[实对定](?:无误)?|已核|正确|无误|准确|(?:较上月)?(?:无|没有)变化|约|截[至止]到?(?:目前|\d{1,2}[日号]|填报日))"
)


def _amount(cleaned: str, spelled: str, unit: str, default_unit: str) -> Amount | Refusal:
    """Follow the grammar from left to right."""
    head = _HEAD.match(cleaned)
    start = head.end() if head else 0
    parts: list[re.Match[str]] = []
    while part := _PART.match(cleaned, start):
        parts.append(part)
        start = part.end()
    target, base = _unit(unit)
    tail = _tail(base).fullmatch(cleaned, start)
    if not parts or head is None or tail is None:
        return Refusal(_why_not(cleaned))
    number = _sum(parts, closed=bool(tail["base"]))
    why = _unit_fault(parts, tail, unit)
    if head["money"] or head["yuan"]:
        why = why or _currency_fault(parts, tail, unit)
    if isinstance(number, Refusal) or why:
        return number if isinstance(number, Refusal) else Refusal(why)
    scale = parts[-1]["scale"] or tail["scale"] or ""
    written = scale + (tail["base"] or "")
    bare = not written  # a number that goes on after 亿 always ends with a unit
    power = _unit(default_unit)[0] if bare else _SCALES.get(scale, 0)
    value = number.scaleb((power if bare or tail["scale"] else 0) - target, _EXACT)
    return Amount(
        value=-value if head["minus"] and value else value,
        unit_written=written,
        converted=power != target or len(parts) > 1,
        approximate=any((head["about"], head["later"], tail["more"], tail["about"], parts[-1]["more"])),
        other_unit=bool(base) and _base(tail) not in ("", base),
        plus=bool(head["plus"]),
        spelled=spelled,
    )


def _currency_fault(parts: list[re.Match[str]], tail: re.Match[str], unit: str) -> str:
    """Return why a figure with ¥ or 人民币 is in doubt: ¥120 in a column of 万元 may be either."""
    if _unit(unit)[1] != "元":
        return "是金额，不是数量"
    scaled = parts[-1]["scale"] or tail["scale"] or tail["base"]
    return "" if scaled else f"有货币符号，没有写明是元还是{unit}"


def _base(tail: re.Match[str]) -> str:
    """Return the unit that follows a number, in its one spelling; "" when there is none."""
    return _SAME.get(tail["base"] or "", tail["base"] or "")


def _unit_fault(parts: list[re.Match[str]], tail: re.Match[str], unit: str) -> str:
    """Return why the unit in the cell leaves the figure in doubt, "" when it does not."""
    target, base = _unit(unit)
    written, scale = _base(tail), parts[-1]["scale"] or tail["scale"] or ""
    if tail["scale"] and any(part["scale"] for part in parts):
        return "单位写了两次"
    same_size = _SCALES.get(scale, 0) == target
    if written and base not in ("", written) and not ({written, base} <= _COUNTING and same_size):
        return "是百分数" if written == "%" else f"单位“{scale}{tail['base']}”与“{unit}”不同，无法换算"
    # 2千 and 两千 in a column of 万元: people write 千 both for 千元 and for 千万元.
    loose = scale or (parts[-1]["han"] or "")[-1:]
    if target and not written and loose in ("百", "千"):
        return f"没有写明是“{loose}”还是“{loose}{unit}”"
    return ""


_LEADING_SCALE = compile_when_used(_SCALE)


@lru_cache(maxsize=256)
def _unit(unit: str) -> tuple[int, str]:
    """Split a unit into its power of ten and its base: 万人次 → (4, 人次), 平方米 → (0, ㎡)."""
    match = _LEADING_SCALE.match(unit)
    scale = match[0] if match else ""
    base = unit.removeprefix(scale).translate(_PLAIN)
    return _SCALES.get(scale, 0), _SAME.get(base, base)


@lru_cache(maxsize=256)
def _tail(base: str) -> re.Pattern[str]:
    """Return what may follow a number: the unit, bare or in brackets, and a word of approximation."""
    words = sorted({*_COUNTING, *_MEASURES, *_SAME, base} - {""}, key=lambda w: (-len(w), w))  # alike each time
    bases = "|".join(map(re.escape, words))
    return compile_when_used(
        rf"\s*(?P<open>\()?\s*(?P<scale>{_SCALE})?(?P<more>[余多来])?\s*(?P<base>{bases})?\s*(?(open)\)){_AFTER}"
    )


def _sum(parts: list[re.Match[str]], *, closed: bool) -> Decimal | Refusal:
    """Add up 1亿2000万: scales fall from part to part and no part reaches into the one before it.

    ``closed``: a unit follows, so that the last part may go without a scale (3万5000元, but not 3万5).
    """
    total, ceiling = Decimal(0), None
    for place, part in enumerate(parts):
        first, last = place == 0, place == len(parts) - 1
        number = _arabic(part["arabic"]) if part["arabic"] else _han(part["han"], first=first)
        if isinstance(number, Refusal):
            return number
        whole = number == number.to_integral_value(context=_EXACT)
        if (not last and (part["more"] or not part["scale"])) or (len(parts) > 1 and not whole):
            return Refusal("不止一个数")
        if last and not first and not part["scale"] and not closed:
            return Refusal("末尾的数没有写单位")
        value = number.scaleb(_SCALES.get(part["scale"] or "", 0), _EXACT)
        if ceiling is not None and value >= ceiling:
            return Refusal("不止一个数")
        ceiling = Decimal(1).scaleb(_SCALES.get(part["scale"] or "", 0))
        total = _EXACT.add(total, value)
    return total


def _arabic(text: str) -> Decimal | Refusal:
    whole, _, fraction = text.partition(".")
    if "," in whole:
        if not _GROUPED.fullmatch(whole):
            return Refusal("千分位逗号的位置不对")
        whole = whole.replace(",", "")
    if len(whole) > 1 and whole[0] == "0":
        return Refusal("数字以 0 开头")
    if max(len(whole), len(fraction)) > _DIGITS:
        return Refusal("位数过多")
    return Decimal(f"{whole}.{fraction or 0}") if fraction else Decimal(whole)


def _han(text: str, *, first: bool) -> Decimal | Refusal:
    """Read a Chinese numeral below 10000; only the standard spelling counts (一百二 may be 102 or 120)."""
    whole, _, fraction = text.partition("点")
    rest = whole if first else whole.removeprefix("零")
    number = han.number(rest)
    skips = not first and number is not None and number < 1000  # noqa: PLR2004 - 一亿零五百万: the empty place is said
    if number is None or (skips and rest == whole):
        return Refusal("中文数字的写法不规范")
    return Decimal(f"{number}.{''.join(str(han.digit(c)) for c in fraction)}" if fraction else number)


def _why_not(cleaned: str) -> str:
    return next((why for pattern, why in _WHY if re.search(pattern, cleaned)), "不是数字")
