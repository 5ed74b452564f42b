"""Words beside the figures that may change what these mean, and that we do not understand. Pure.

The other way round from ``scope``: that knows what puts figures in doubt, this knows what does not. A line that speaks
of the figures and holds one word more is told, never passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.findings import found
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.model import Finding, Located

_LONGEST_QUOTE = 40
BETWEEN_CLAUSES = compile_when_used(r"[，,。；;\n]|\s{2,}")
_WORD = compile_when_used(r"[^\W_]|[%‰×]")

_OF_FIGURES = compile_when_used(r"投资|金额|货币|币种|[亿千百十]元|数据|本表|表[中内]|(?:计量|金额)单位")
_STATES = compile_when_used(r"[为是系指按以用含不未非同均暂估沿折计拟待]|单位|预计|口径|统计|参考|[:：]")
"""What makes a statement of a line; without it the line is a heading, which may well be called 政府投资项目."""
_TIME = (
    r"(?:20\d\d年?度?)?(?:\d{1,2}月?(?:\d{1,2}日)?[-—–~至到])?(?:20\d\d年)?\d{1,2}月份?(?:\d{1,2}日)?"
    r"|20\d\d[./-]?\d{1,2}(?:[./-]\d{1,2})?|20\d\d年?度?|[一二三四1-4]季度|上半年"
)  # ``scope`` has a look at each time that is named
_UNDERSTOOD = compile_when_used(
    r"(?:填[表报]|报送|上报)单位\s*[:：]\S*|(?:填[表报]|报送|统计|所属)月份|(?:数据|资料)来源\S*|[\"“「][^\"”」]*[\"”」]|^\s*(?:[(（]?\d{1,2}[.、)）]|[①-⑳*※★])"
    r"|(?<![不未])(?:含|包括|其中)\S{0,10}(?:资金|补助|税|费用?|结转)|不含(?:以前|[上往历])年度?|未经审[核定计]|请?于\S{1,12}前"
    r"|由\S{1,12}?(?:提供|统计|核定|审核|审定|报送|汇总)|[已经]*与\S{1,12}?(?:核对|核实|衔接|对接)(?:一致|无误)?"
    rf"|{_TIME}|[自从]?年初(?:[至到]今|以来)?|截[至止]到?|[至到]今|今年以来|本月|目前|当前|本年度?|今年|当年|[底末]"
    r"|[约近]?\d[\d,.]*(?:[亿万]?元|[亿万])?|保留|取整数?|[一二两三四]位|小数点?后?|四舍五入|精确到?"
    r"|备?注|说明|填[表报写列]?|累计|完成|投资|总?金额|额|数[据额字值]?|合计|总计|小计|共计?|本表|表[中内示]?|以[上下]|上述|各项"
    r"|项目|均|都|为|是|系|按|以|计量?|单位|货币|人民币|币种|万元|万|口径|统计|来源|请|如实|须|应|已|经|主要|分管|领导"
    r"|审[定核批签]|核[实定对]|确认|一致|无误|真实|准确|完整|的|了|和|及|并|等|至|到|不涉及|无误?|没有|报送|上报|汇总|超过|另[表行报]|日期|时[间点]"
)
_REMARKS = compile_when_used(
    r"投资|金额|单位\s*[为是:：]|货币|币种|[亿千百十美]元|数据|数[。.]?$|本[行项表]|作废|废弃|草稿|[不停暂]报"
    r"|上[月期季]|[×*]\s*\d|倍|更新|待核|有误|错[误填报]|更正|口径|[暂预]估|预计|未[审核统]|未经|参考|扣除|剔除|[不未]含"
)
_VOID = compile_when_used(
    r"作废|废[弃表]|(?<![老废破])旧(?![城区房村宅小])|样[表例本]|示例|示范(?:[表文]|[^\w]|$)|草[稿表]|范[本例]|试填"
)
"""But a sheet may be called after its project: 老旧小区改造, 废旧物资回收, 示范社区创建."""


def of_lines(texts: Iterable[Located]) -> Iterator[Finding]:
    """Yield a warning per line around the table that says of the figures what we do not understand."""
    for text in texts:
        clause = next(filter(_is_strange, BETWEEN_CLAUSES.split(half_width(text.text))), "")
        if clause:
            yield found("table.remark", text.ref, field="investment", text=_quoted(clause))


def _is_strange(clause: str) -> bool:
    return bool(_OF_FIGURES.search(clause) and _STATES.search(clause) and _is_more(clause))


def _is_more(clause: str) -> bool:
    """Whether a clause holds words beyond those we understand; a unit of money other than 万元 is one."""
    return _WORD.search(_UNDERSTOOD.sub("", clause.translate(form_spec.TRADITIONAL))) is not None


def is_doubtful(remark: str) -> bool:
    """Whether a remark on a row (a comment, 备注) speaks of the figures beside it and we do not understand it."""
    return any(_REMARKS.search(c) and _is_more(c) for c in BETWEEN_CLAUSES.split(half_width(remark)))


def of_sheet_name(name: str, where: str) -> Iterator[Finding]:
    """Yield a warning when a table's sheet is called a draft, an example or void."""
    if _VOID.search(name):
        yield found("table.remark", where, text=_quoted(name))


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
