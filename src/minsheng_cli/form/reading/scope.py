"""What the words around a table say its figures cover: one month only, a plan, or the time up to an earlier month.

The form asks for figures from the year's beginning; small print and notes that say otherwise put them in doubt. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.findings import found
from minsheng_cli.model import UpTo, YearsNamed
from minsheng_cli.model.returns import LAST_MONTH
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.fold import half_width, squeezed
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from minsheng_cli.model import Finding, Located

_LONGEST_QUOTE = 40
_BETWEEN_CLAUSES = compile_when_used(r"[，,。；;\n]|\s{2,}")
_OF_FIGURES = compile_when_used(r"投资|金额|单位|数据|资料|统计|口径|本表|表[中内]|以上|各项|填")
_OF_TIMES = compile_when_used(
    r"报告期|所属期|时[间点段]|区间|沿用|暂[报用]|情况|报表|[^期]数$|系|[年月]份:|期[别数次]:"
)
_ONE_MONTH = compile_when_used(
    r"(?:[本当单]月|当期|本期|月度)(?:实际|新增|新|完成|发生|投资)*[额数值量]"
    r"|(?<![\d年至到~—–-])\d{1,2}月份?(?:当月|实际|新增|新|完成|发生|投资)*(?:[额值量]|数(?!据))"  # 5月数据 is no claim
    r"|[本当单]月(?:实际|新增)*完成投资(?![约近]?\d)|统计\d{1,2}月|新增(?:投资|完成)*[额数值量]"
    r"|单月|季度[额数值量]|按季|(?:同|与|按)上[月期次]"
)
_ELSE = compile_when_used(r"[不非]|累计|年初|截[至止]|以来")
_OTHER_MONEY = compile_when_used(
    r"(?:投资|金额)(?:[额数]|金额|数据)?[均都]?[为是系指]\S{0,4}(?:计划|概算|预[算计估测]|[估暂]|总投资|拟|合同|中标|批复|下达)"
    r"|(?:投资|金额)\S{0,8}(?<!不)(?<!未)(?:含|包括|计入)\S{0,4}(?:以前|往|历|上|去|前)年"
)
_OF_YEAR = compile_when_used(
    r"(?:投资|金额)(?:(?:[额数]|金额|数据)?[均都]?[为是系指]|\S{0,8}(?<!不)(?<!未)(?:含|包括|计入))\S{0,4}?(?P<year>20\d\d)年"
)
_NAMED = compile_when_used(
    r"(?<!\d)(?P<year>20\d\d)[年./-]?(?P<month>0?[1-9]|1[0-2])(?:月|[./-]\d{1,2}(?!\d)|(?![\d年.万亿元]))"
    r"|(?<!\d)(?P<alone>\d{1,2})月|(?<=[截至止到期间:])(?P<dotted>\d{1,2})[./-]\d{1,2}(?![\d万亿元%])|(?<!\d)(?P<whole>20\d\d)年"
    r"|(?<=期[别数次]:)第?(?P<term>\d{1,2})期?"
)
_BEGINS = compile_when_used(  # 1-4月, 1月1日至4月25日: where a span begins says nothing of how far it goes
    r"(?:20\d\d[年./-])?(?:(?<!\d)0?\d{1,2}(?:月|[./-])?(?:\d{1,2}日?)?|年初)[-—–~至到](?=(?:20\d\d[年./-])?\d{1,2}(?:月|[./-])|[本当]月)"
    r"|(?:20\d\d年)?(?<!\d)1月1日起?(?:以来|至今)"
)
_OPENING = compile_when_used(r"^[( ]*(?:(?:备?注|说明)\d*[:.、 ]*)?(?:\d[.、)])?[( ]*")
_LAST_MONTH = compile_when_used(r"(?<![较比])(?:上[月期季]|[去上]年(?!度?结转))")
_QUARTER = compile_when_used(rf"(?P<which>[一二三四1-4])季度|上半年|前(?P<months>{han.MONTH}|\d{{1,2}})个月")
_DEADLINE = compile_when_used(
    r"报送|上报|反馈|填报(?:时限|截止)|截止(?:时间|日期)"
)  # when to send it, not how far it goes
# Which month the form is for is asked elsewhere.
_OF_THE_FORM = compile_when_used(r"(?:填[表报]|报送|统计|所属)月份\s*:?(?![^(]*(?:季度|半年))[^(]*")
_OF_DATA = compile_when_used(r"投资|金额|数据|资料|统计|口径|进展")
_OF_ITS_MONTH = compile_when_used(r"\d月份?(?!\d|[底末前])[^,]{0,24}(?:情况|报表)")  # 现将3月份…推进情况报送如下
_OTHER_DAY = compile_when_used(  # a day on which something is sent, signed or checked; the number of a paper
    r"(?:填[表报]|报送|审核|制表|打印|[印签]发|发文|更新|校核|上报)(?:日期|时间)|\d日?(?:前|[印下制]发|发布|出台)|[〔\[]20\d\d[〕\]]"
)
_COMPARED = compile_when_used(r"[较比]|[不未]含|剔除|扣除|除外|增[加长]|减少")
_MONTH = compile_when_used(r"(?<!\d)(\d{1,2})月")
_DOTTED = compile_when_used(r"(?<![\d./])(\d{1,2})[./](?:[12]?\d|3[01])(?![\d./%]|[万亿]?元)")  # 工作进展（3.25）
_HAN_MONTH = compile_when_used(rf"({han.MONTH})(?=月|[至到—-])")
_MONTHS = range(1, 13)
_YEARS_FIRST = compile_when_used(r"[自从](?:20\d\d年)?1月1日起?")


def not_cumulative(texts: Iterable[Located], field: str) -> Iterator[Finding]:
    """Yield an error per text that says ``field`` is of one month only, or (investment) planned or of past years."""
    for text in texts:
        of_month, of_money = _clauses_of_less(text.text)
        if said := (of_money if field == "investment" else "") or of_month:
            quoted = " ".join(said.split())[:_LONGEST_QUOTE]
            yield found("table.not-cumulative", text.ref, field=field, text=quoted)


@remembered
def _clauses_of_less(text: str) -> tuple[str, str]:
    """Return the first clause by which figures are of one month only, and the first by which money is of that or else.

    "" where no clause says so.
    """
    of_money = ""
    for said in _BETWEEN_CLAUSES.split(text):
        clause = half_width(said)
        of_month = _OF_FIGURES.search(clause) and _ONE_MONTH.search(clause) and not _ELSE.search(clause)
        if of_month or _OTHER_MONEY.search(clause):
            of_money = of_money or said
        if of_month:
            return said, of_money
    return "", of_money


def notes_of_years(texts: Iterable[Located]) -> Iterator[YearsNamed]:
    """Yield the years that notes say the investment is of, or has counted in: 投资额含2024年完成部分."""
    for text in texts:
        for said in _BETWEEN_CLAUSES.split(text.text):
            if match := _OF_YEAR.search(han.in_figures(said)):
                yield YearsNamed("investment", text, frozenset((int(match["year"]),)))


@remembered
def header_up_to(text: str) -> int | None:
    """Return the month up to which a header says its figures go (1-4月 → 4, 3.25 → 3), None when it names none."""
    said = _HAN_MONTH.sub(_arabic, _YEARS_FIRST.sub("", squeezed(text)))
    months = [int(m) for m in _MONTH.findall(said)] or [int(m) for m in _DOTTED.findall(said)]
    return months[-1] if months and months[-1] in _MONTHS else None


def _arabic(month: re.Match[str]) -> str:
    return str(han.number(month[1]))


def _last_of(quarter: re.Match[str]) -> str:
    """Return the month a quarter, or the half year, ends with: 一季度末 → 3月末."""
    if months := quarter["months"]:
        return f"{han.number(months) or months}月"
    which = quarter["which"]
    return f"{3 * int(han.number(which) or which) if which else 6}月"


def notes_up_to(texts: Iterable[Located]) -> Iterator[UpTo]:
    """Yield each time that a line around the table, speaking of the figures, names: 投资数据截至4月底, 沿用3月数据.

    Whatever its words: which of them is another time than the one reported on is for the judge to say.
    """
    for text in texts:
        for month, year in _times_of_line(text.text):
            yield UpTo("investment", text, month, year)


def title_up_to(title: Located | None) -> Iterator[UpTo]:
    """Yield how far a title says the figures go, beside the month that it is of: 一季度, 上半年, （截至3月25日）."""
    if title is not None and _GOES_UP_TO.search(title.text):
        yield from notes_up_to([title])


_GOES_UP_TO = compile_when_used(r"截[至止]|季度|半年|前\S{1,2}个月")


@remembered
def _times_of_line(text: str) -> tuple[tuple[int | None, int | None], ...]:
    return tuple(time for said in _BETWEEN_CLAUSES.split(half_width(text)) for time in _named(said))


def _named(said: str) -> Iterator[tuple[int | None, int | None]]:
    """Yield month and year of the times that a clause of a line names."""
    clause = _QUARTER.sub(_last_of, _HAN_MONTH.sub(_arabic, _OF_THE_FORM.sub("", said)))
    begins = _OPENING.sub("", clause).startswith("截")
    if not (_OF_FIGURES.search(clause) or _OF_TIMES.search(clause) or begins):
        return
    of_data = _OF_DATA.search(clause) or _OF_ITS_MONTH.search(clause)
    if (_DEADLINE.search(clause) and not of_data) or _OTHER_DAY.search(clause):
        return
    for match in _NAMED.finditer(_BEGINS.sub("", clause)):
        month = match["month"] or match["alone"] or match["dotted"] or match["term"]
        if month is None or int(month) in _MONTHS:
            year = match["year"] or match["whole"]
            yield int(month) if month else None, int(year) if year else None
    if _LAST_MONTH.search(clause) and not _COMPARED.search(clause):
        yield LAST_MONTH, None
