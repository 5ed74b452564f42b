"""What 工作进展 tells of the investment, held against the cell beside it: where they differ, one of them is wrong."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.amounts import plain
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import ungrouped
from minsheng_cli.validate.wording import quote

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from minsheng_cli.model import Finding
    from minsheng_cli.validate.case import Case

_SENTENCE = compile_when_used(r"[^。；;\n]{1,1000}")  # no honest one is longer
_MOST = 20  # amounts of a kind that are looked at in a sentence
_LONGEST_BEFORE = 40  # characters before an amount that is said of all
_FIGURE = (
    r"(?P<about>约|近|超过?|逾|达到?|为|共计?|[:：])*\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<more>[余多])?"
    r"\s*(?P<unit>亿元?|万元?|元)"
)
_CUMULATIVE = compile_when_used(
    rf"(?P<of>)累计(?:已|共|实际)*(?:完成|实现|投入)?(?:固定资产)?(?:投资|资金)(?:额|金额)?{_FIGURE}"
)
_CUMULATIVE_OF_IT = compile_when_used(rf"(?P<of>投资(?:情况|方面)?[:：]?)(?:已|共)?累计(?:已|共|实际)*完成{_FIGURE}")
_DONE = compile_when_used(
    r"(?P<of>)(?:(?:实际|已经?|共)*(?:完成|实现|形成)(?:固定资产|实际|实物|有效)?投资(?:额|金额|量)?"
    rf"|投资(?:额|金额|情况)?[:：]?(?:已|实际)*完成(?:额|金额)?){_FIGURE}"
)
"""Not called cumulative: of the whole project and the year when nothing else is said before it."""
_SAID_OF_ALL = compile_when_used(
    r"(?:[一二三四五六七八九十\d]{1,2}[、.)]|[(]|自|截?[至止]到?|目前|今|现|当前|今年|以来|本年度?|年初|至今|底|末|\d{1,2}月\d{1,2}[日号]"
    r"|前[一二三四五六七八九十\d]{1,2}个?月|截至[本当]月|1?月?[-—–~至到]?\d{1,2}月份?|[本该]?(?:项目|工程)|已|实际|工作进展[:：]|\s)*"
)
_OF_MONTH = compile_when_used(
    rf"(?P<of>)(?:(?<![至止到])[本当]月|(?<![\d至止到—–~-])\d{{1,2}}月份?|[一二三四1-4]季度)"
    rf"(?:已|共|实际|新增)*(?:完成|新增)(?:固定资产|实际|实物)?(?:投资)?(?:额|金额|量)?{_FIGURE}"
)
_ADDED = compile_when_used(rf"(?:新增|增加)(?:完成)?投资(?:额|金额)?{_FIGURE}")
_THEN = compile_when_used(r"\d{1,2}月[底末]|上月|季度末?|上年|去年")
_OF_PART = compile_when_used(
    r"其中|开工以?来|开工至|历年|20\d\d年|[子分]项目|[一二三四五1-5]期|标段|总投资[^,，]*$|(?:计划|预计|拟|将|目标)[^,，]*$"
)
"""Words by which a sum is not the year's of the whole project; a plan or a total only in its own clause."""
_PLANNED = compile_when_used(r"计划|预计|拟|将|目标|[上去]年")
_NONE = compile_when_used(
    r"(?:目前|截至目前|暂|[本该]?项目)*(?:(?:尚|暂|还)?(?:无|没有|未产生|未发生|未形成|未完成))(?:实际|实物)?投资(?:完成|发生|额)?"
    r"|投资(?:额)?(?:目前|尚|暂|还)*(?:未|没有)(?:发生|产生|形成|完成)|(?:累计|实际)*完成投资(?:额)?为?零"
)
_MONEY = compile_when_used(r"\d\s*[余多]?\s*[亿万元]")
_POWERS = {"亿": 4, "万": 0, "元": -4}  # to 万元
_ABOUT = Decimal("0.05")


class _Told(NamedTuple):
    """An amount that a text tells, in 万元, and how far it may be off."""

    value: Decimal
    margin: Decimal
    words: str

    def agrees(self, value: Decimal) -> bool:
        """Whether it may be that amount, rounded as it was written."""
        return abs(self.value - value) <= self.margin


def words_agree_with_amount(case: Case) -> Iterator[Finding]:
    """investment.words: the progress tells another cumulative amount, none, or this one as an earlier month's.

    investment.words-only: it tells one, and the amount's own cell is empty.
    """
    amount, text = case.investment, case.text("progress")
    if not text or "投资" not in text or (amount is None and case.text("investment") != ""):
        return
    said = ungrouped(text).replace(f"{case.catalogue.year}年", "")
    now, then, plain_ones = _amounts(said)
    current = now or plain_ones
    if amount is None:
        only = [told.words for told in current if told.value > 0]
        yield from (case.say("investment.words-only", "investment", text=quote(words)) for words in only[:1])
    elif doubt := _doubt(said, amount.value, current, then):
        yield case.say("investment.words", "investment", text=quote(doubt), value=plain(amount.value))


def _amounts(said: str) -> tuple[list[_Told], list[_Told], list[_Told]]:
    """Return the cumulative amounts told as of now and as of earlier, and those not called cumulative, of all."""
    now: list[_Told] = []
    then: list[_Told] = []
    plain_ones: list[_Told] = []
    for sentence in _SENTENCE.findall(said):
        if "投资" not in sentence or not _MONEY.search(sentence):
            continue
        for match, before in (*_found(_CUMULATIVE, sentence), *_found(_CUMULATIVE_OF_IT, sentence)):
            if not _OF_PART.search(sentence[: match.end("of")]):
                (then if _THEN.search(before) else now).append(_told(match))
        for match, before in _found(_DONE, sentence):
            of_all = len(before) <= _LONGEST_BEFORE and _SAID_OF_ALL.fullmatch(before)
            if of_all and not _OF_PART.search(sentence[: match.end("of")]):
                (then if _THEN.search(before) else plain_ones).append(_told(match))
    return now, then, plain_ones


def _found(pattern: re.Pattern[str], sentence: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the first amounts of a kind in a sentence, each with what its clause says before it.

    Looked for from the amount backwards: a pattern that begins with the clause would try every place of a long one.
    """
    done = 0
    for match in islice(pattern.finditer(sentence), _MOST):
        begin = max(done, *(sentence.rfind(comma, 0, match.start()) + 1 for comma in ",，"))
        yield match, sentence[begin : match.end("of")]
        done = match.end()


def _doubt(said: str, amount: Decimal, current: list[_Told], then: list[_Told]) -> str:
    """Return the words that do not go with the amount, "" when all do."""
    grown = any(_told(match).value > 0 for match in _ADDED.finditer(said))
    parts = (part for s in _SENTENCE.findall(said) if "投资" in s for part in _found(_OF_MONTH, s))
    of_month = [t for m, before in parts if not _PLANNED.search(before) and (t := _told(m)).value - t.margin > amount]
    if not current and not grown:
        current, then = then, []
    if len(current) == 1 and not current[0].agrees(amount):
        return current[0].words
    if not current and grown and len(then) == 1 and then[0].agrees(amount):
        return then[0].words
    if of_month and "年" not in said:  # more in a month than in the year
        return of_month[0].words
    return _none(said) if amount > 0 else ""


def _told(match: re.Match[str]) -> _Told:
    """Return the amount of a match of ``_FIGURE``."""
    power = _POWERS[match["unit"][0]]
    value = Decimal(match["number"]).scaleb(power)
    places = len(match["number"].partition(".")[2])
    margin = Decimal(5).scaleb(power - places - 1)
    if match["more"] or (match["about"] or "") in ("约", "近", "超", "超过", "逾"):
        margin = max(margin, abs(value) * _ABOUT)
    return _Told(value, margin, match[0].strip())


def _none(said: str) -> str:
    """Return the clause that says that no money was spent, "" when there is none."""
    clauses = (part.strip() for sentence in _SENTENCE.findall(said) for part in sentence.replace("，", ",").split(","))
    return next((clause for clause in clauses if "投资" in clause and _NONE.fullmatch(clause)), "")
