"""Quantities in the prose held against the figure reported for the same thing: a hint with evidence, never a value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.findings import quoted
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.model import Indicator

_QUANTITY = compile_when_used(r"(?<![\d.第A-Za-z])(\d+)(\.\d+)?\s*(万|亿)?\s*")
_UNIT = compile_when_used(r"[㎡%A-Za-z\u4e00-\u9fff]{1,4}")
_LISTED = compile_when_used(r"[、和及]\s*$")
_THOUSANDS = compile_when_used(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_CLAUSE = compile_when_used(r"[^，。；！？,;!?\n：:]+")
_OTHER = compile_when_used(
    r"目标|计划|任务|预计|拟|还需|尚需|剩余|余下|未|下月|下步|下一步|本月|当月|本周|新增|其中|总投资|同比|环比|上月|较|完成率|占|增长|另|"
    r"(?<![-—~至到截止\d])\d{1,2}月份?(?![底末\d]|以来|止)"
)
"""What makes a figure another one than the cumulative one: a plan, a rest, one month's, a part."""
_STAGE = compile_when_used(
    r"方案|设计|选址|点位|招标|踏勘|摸排|摸底|排查|初筛|评估|签约|协议|进场|开工|启动|正在|在建|办理|筹备|申报|报名|采购|到货|供货|入户|土方|基础|主体|验收|巡查|"
    r"巡检|铺装|绿化"
)
"""A step on the way: so many are designed is not so many are done."""
_DONE = compile_when_used(
    r"累计|已|完成|截至|达到|达|建成|改造|实现|投用|共|举办|开展|新建|新增|开办|开设|开工|接种|筛查|培训|整治|更新|施划|解决|覆盖|创建|打通"
)
_INVESTED = compile_when_used(r"(?:累计|截至|目前|已).{0,12}投资(?:额)?(?:约|达|达到|为)?(\d+(?:\.\d+)?)(亿元|万元|元)")
_SCALE = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
_MOST = 0.6  # of an indicator's name must stand in the clause


@dataclass(frozen=True)
class KnownFigure:
    """What is known of one indicator beside the prose."""

    indicator: Indicator
    reported: Decimal | None  # this month
    before: Decimal | None = None  # when it was last reported
    elsewhere: tuple[Decimal, ...] = ()  # by co-leads this month


@dataclass(frozen=True)
class Hint:
    """A quantity of the prose that differs from what is reported for the same thing."""

    indicator: str  # id; "investment" for 完成投资
    name: str
    quote: str  # the words it stands in
    said: Decimal
    reported: Decimal | None
    unit: str
    target: Decimal | None = None
    before: Decimal | None = None

    @property
    def sentence(self) -> str:
        """The hint in one sentence, with what it rests on."""
        told = "未填" if self.reported is None else f"{self.reported:f}{self.unit}"
        beside = [f"年度目标{self.target:f}{self.unit}"] if self.target is not None else []
        if self.before is not None:
            same = "，与文字相同" if self.before == self.said else ""
            beside.append(f"上次报数{self.before:f}{self.unit}{same}")
        also = f"（{'；'.join(beside)}）" if beside else ""
        return f"进展写{quoted(self.quote)}，而{quoted(self.name)}报数为{told}{also}，请核对。"


def hints(progress: str | None, known: Sequence[KnownFigure]) -> tuple[Hint, ...]:
    """Return the quantities that are plainly about one indicator and differ from its reported figure."""
    found: list[Hint] = []
    said: list[tuple[Decimal, str]] = []  # every quantity of the text
    for clause in _CLAUSE.findall(_THOUSANDS.sub("", progress or "")):
        folded = half_width(clause)
        about: dict[str, list[Hint]] = {}
        for value, unit, before in _quantities(folded):
            said.append((value, unit))
            told = _about(folded, unit, known)
            if told is not None and _is_plain(folded, before, told.indicator.name):
                hint = Hint(
                    told.indicator.id, told.indicator.name, clause.strip(), _in_unit(value, unit, told.indicator),
                    told.reported, told.indicator.unit, told.indicator.target, told.before,
                )  # fmt: skip
                about.setdefault(hint.indicator, []).append(hint)
        found += [several[0] for several in about.values() if len(several) == 1]  # of two, which is meant is not plain
    by_id = {told.indicator.id: told for told in known}
    return tuple(dict.fromkeys(h for h in found if not _is_told(by_id[h.indicator], h, said)))


def invested(progress: str | None, reported: Decimal | None, before: Decimal | None) -> tuple[Hint, ...]:
    """Return the cumulative investment the prose names when it is not the reported one (万元)."""
    found = []
    for clause in _CLAUSE.findall(_THOUSANDS.sub("", progress or "")):
        folded = half_width(clause)
        match = _INVESTED.search(folded)
        if match is None or _OTHER.search(folded):
            continue
        said = Decimal(match[1]) * _SCALE[match[2]]
        if said != reported:
            found.append(Hint("investment", "完成投资", clause.strip(), said, reported, "万元", None, before))
    return tuple(dict.fromkeys(found)) if len({h.said for h in found}) == 1 else ()


def _is_told(told: KnownFigure, hint: Hint, said: Sequence[tuple[Decimal, str]]) -> bool:
    """Whether the reported figure stands in the text too, or a co-lead reports the one of the text."""
    figures = {_in_unit(value, unit, told.indicator) for value, unit in said if _counts(unit, told.indicator)}
    return hint.said == told.reported or told.reported in figures or hint.said in told.elsewhere


def _quantities(clause: str) -> Iterator[tuple[Decimal, str, str]]:
    """Yield each figure with its unit and the words before it."""
    for match in _QUANTITY.finditer(clause):
        unit = _UNIT.match(clause, match.end())
        yield (
            Decimal(match[1] + (match[2] or "")),
            (match[3] or "") + (unit[0] if unit else ""),
            clause[: match.start()],
        )


def _counts(unit: str, indicator: Indicator) -> bool:
    """Whether a figure with this unit can be the indicator's: 人次 is not 人."""
    bare, wanted = unit.removeprefix("万"), indicator.unit.removeprefix("万")
    return bool(wanted) and bare.startswith(wanted) and not (wanted == "人" and bare.startswith("人次"))


def _in_unit(value: Decimal, unit: str, indicator: Indicator) -> Decimal:
    """Return a figure in the indicator's unit: 21000人 as 2.1万人."""
    large = unit.startswith("万")
    if indicator.unit.startswith("万"):
        return value if large else value / 10_000
    return value * 10_000 if large else value


def _is_plain(clause: str, before: str, name: str) -> bool:
    """Whether a clause tells what is done in all: no plan, no rest, no step on the way. The name's own words may."""

    def own(match: re.Match[str]) -> bool:
        begin, end = match.span()
        return clause[begin : end + 1] in name or clause[max(begin - 1, 0) : end] in name

    if any(not own(match) for pattern in (_OTHER, _STAGE) for match in pattern.finditer(clause)):
        return False
    return bool(_DONE.search(clause)) and not _LISTED.search(before)


def _about(clause: str, unit: str, known: Sequence[KnownFigure]) -> KnownFigure | None:
    """Return the one indicator a quantity is about: same unit, and its name's words stand in the clause."""
    likely = []
    for told in known:
        if told.indicator.kind not in ("quantified", "part", "ongoing", "pending") or not _counts(unit, told.indicator):
            continue
        name = re.sub(r"[^\w]", "", told.indicator.name)
        pairs = {name[i : i + 2] for i in range(len(name) - 1)}
        shared = sum(p in clause for p in pairs) / max(len(pairs), 1)
        if shared >= _MOST:
            likely.append((shared, told))
    likely.sort(key=lambda item: -item[0])
    if not likely or (len(likely) > 1 and likely[0][0] == likely[1][0]):
        return None
    return likely[0][1]
