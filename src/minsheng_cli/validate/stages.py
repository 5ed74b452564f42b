"""How far a project is by 工作进展, held against what is to come by 下一步工作及建议: one of them may be old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import squeezed
from minsheng_cli.text.known import remembered
from minsheng_cli.validate.wording import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Finding
    from minsheng_cli.validate.case import Case

_CLAUSE = compile_when_used(r"[^。;,!\n]+")
_OF_ALL = r"(?:截[至止]?目前|目前|现|[本该]?(?:项目|工程)|(?:年度)?(?:目标)?任务|均|已经?|全部)*"
_FINISHED = compile_when_used(
    rf"{_OF_ALL}(?:已经?|均|全部)+(?:全部|全面)?(?:完工|竣工|完成|建成)(?:并?(?:全部)?(?:投入使用|投用|通过验收|交付使用?))?"
)
_NOT_BEGUN = compile_when_used(rf"{_OF_ALL}(?:尚|还|暂)?未(?:开工|动工|启动|实施|开展)(?:建设|实施)?")
_EARLY = compile_when_used(
    r"招标|招投标|可研|立项|初步设计|施工图|征地|开工|进场|动工|启动|前期|手续|审批|选址|施工|年底|年内|月底?前?"
)
_BEGINS = compile_when_used(r"招标|招投标|可研|立项|初步设计|施工图|征地|(?<!复)开工|进场施工|动工")
_ENDS = compile_when_used(r"竣工|验收|移交|运维|管护|决算|结算|回访")
_OF_MORE = compile_when_used(r"[二三四五2-5]期|后续|下一?批|其他|其它|其余|剩余|新增|明年|20\d\d年|新一轮|另")


def what_comes_next_is_to_come(case: Case) -> Iterator[Finding]:
    """progress.contradicts: all is finished and has yet to begin, or has not begun and is about to be handed over."""
    done, to_do = case.text("progress"), case.text("next_steps")
    if done and to_do and (said := _says_how_far(done)):
        finished = _is_finished(said)
        if _begins(to_do) if finished else _ends(to_do):
            yield case.say("progress.contradicts", "progress", text=quote(said), other=quote(to_do))


@remembered
def _says_how_far(text: str) -> str:
    """Return the clause by which all is finished, or nothing has begun; "" when there is none, or more is spoken of."""
    said = squeezed(text)
    if _OF_MORE.search(said):
        return ""
    return next((c for c in _CLAUSE.findall(said) if _FINISHED.fullmatch(c) or _NOT_BEGUN.fullmatch(c)), "")


@remembered
def _is_finished(clause: str) -> bool:
    return _FINISHED.fullmatch(clause) is not None


@remembered
def _begins(text: str) -> bool:
    said = squeezed(text)
    return bool(_BEGINS.search(said)) and not _OF_MORE.search(said) and not _ENDS.search(said)


@remembered
def _ends(text: str) -> bool:
    said = squeezed(text)
    return bool(_ENDS.search(said)) and not _OF_MORE.search(said) and not _EARLY.search(said)
