"""What 工作进展 tells of the investment, held against the cell beside it: where they differ, one of them is wrong."""

from __future__ import annotations

from decimal import Decimal
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

_SENTENCE = compile_when_used(r"[^。；;\n]+")
_FIGURE = (
    r"(?P<about>约|近|超过?|逾|达到?|为|共计?|[:：])*\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<more>[余多])?"
    r"\s*(?P<unit>亿元?|万元?|元)"
)
_CUMULATIVE = compile_when_used(
    rf"(?P<before>[^,，]*)累计(?:已|共|实际)*(?:完成)?(?:固定资产)?投资(?:额|金额)?{_FIGURE}"
)
_ADDED = compile_when_used(rf"(?:新增|增加)(?:完成)?投资(?:额|金额)?{_FIGURE}")
_THEN = compile_when_used(r"\d{1,2}月[底末]|上月|季度末?|上年|去年")
_OF_ELSE = compile_when_used(
    r"其中|开工以?来|开工至|总投资|历年|20\d\d年|计划|预计|拟|将|目标|[子分]项目|[一二三四五1-5]期|标段"
)
"""Words by which a sum is not the year's of the whole project."""
_NONE = compile_when_used(
    r"(?:目前|截至目前|暂|尚|[本该]?项目)*(?:无|没有|未产生|未发生|未形成)(?:实际|实物)?投资(?:完成|发生|额)?"
)
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
    said = ungrouped(text)
    now: list[_Told] = []
    then: list[_Told] = []
    for sentence in _SENTENCE.findall(said):
        for match in _CUMULATIVE.finditer(sentence) if "累计" in sentence else ():
            before = sentence[: match.end("before")]
            if not _OF_ELSE.search(before):
                (then if _THEN.search(match["before"]) else now).append(_told(match))
    grown = any(_told(match).value > 0 for match in _ADDED.finditer(said))
    current = now or ([] if grown else then)
    doubt = ""
    if amount is None:
        only = [told.words for told in now if told.value > 0]
        yield from (case.say("investment.words-only", "investment", text=quote(words)) for words in only[:1])
        return
    if len(current) == 1 and not current[0].agrees(amount.value):
        doubt = current[0].words
    elif not now and grown and len(then) == 1 and then[0].agrees(amount.value):
        doubt = then[0].words
    elif amount.value > 0 and (none := _none(said)):
        doubt = none
    if doubt:
        yield case.say("investment.words", "investment", text=quote(doubt), value=plain(amount.value))


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
