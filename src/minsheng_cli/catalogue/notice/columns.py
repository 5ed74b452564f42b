"""What each column of a published list holds, by its heading in one row or two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Role = Literal[
    "number", "section", "name", "part", "target", "lead", "responsible", "deadline", "remark", "extra", "none"
]  # fmt: skip
ROLE_NAMES: dict[Role, str] = {
    "number": "序号", "section": "类别", "name": "项目名称", "target": "目标任务", "lead": "牵头单位",
    "responsible": "责任单位", "deadline": "完成时限", "remark": "备注", "extra": "自定栏目", "none": "不要",
    "part": "子项目",
}  # fmt: skip
"""How a role is called to the clerk, in the order she may choose from."""

_ALIASES: dict[str, tuple[str, ...]] = {
    "number": (r"序号|编号|项号|(?:项目|实事)序号",),
    "section": (r"类别|分类|类型|领域|大类|板块|(?:项目|实事|所属)(?:类别|类型|领域)",),
    "name": (
        r"(?:民生)?(?:项目|事项|实事|任务|工程|工作)名称|名称",
        r"(?:重点|重大)?(?:民生|惠民|利民)?(?:实事)?(?:项目|事项|工程)?(?:名称)?",
        r"重点工作(?:任务|事项)?|重点任务|工作事项",
    ),
    "part": (r"(?:子|分|小)(?:项目|项|事项|任务)(?:名称)?|具体(?:项目|事项)(?:名称)?",),
    "both": (
        r"(?:民生|重点)?(?:项目|事项|实事|任务)?(?:名称)?[及和与](?:主要|建设|具体|工作|年度)*(?:内容|目标|任务|要求|举措)+",
    ),
    "goal": (
        r"(?:[区县市]级)?支撑项目及绩效目标|绩效目标",
        r"(?:年度|全年|本年度?|工作|具体|任务|预期|建设|总体|主要|考核)*目标(?:任务|进度|要求|值|内容|及任务|及要求)*",
        r"(?:考核|量化|任务|工作|年度|主要)*指标(?:要求|任务|及要求|内容)?",
        r"(?:主要|工作|具体|重点|年度)*任务[及和与](?:工作)?(?:目标|要求|指标)|(?:工程)?(?:主要)?形象进度(?:目标|要求)?",
        r"年度任务|任务要求|工作要求|年度(?:工作|建设)?(?:进度|计划)(?:目标|要求)?",
    ),
    "content": (
        r"(?:主要|事项|建设|工作|实施|具体|项目|实事|任务|重点|民生|目标|工程)*内容(?:[及和与](?:规模|目标|要求|标准)+)?",
        r"(?:工作|主要|具体|推进|重点)?(?:举措|措施)(?:[及和与](?:实施|推进|工作)?计划)?|(?:实施|推进)计划|建设规模(?:及内容)?|(?:具体|主要|工作)任务|任务分解|任务",
    ),
    "leading": (
        r"牵头(?:责任)?(?:单位|部门|科室|处室)?|主办(?:单位|部门|科室)?|(?:主要)?牵头落实单位",
        r"牵头[及和](?:责任|主办)(?:单位|部门)|责任(?:单位)?牵头(?:单位)?|第一责任单位",
    ),
    "duty": (
        r"(?:主要|具体)?责任(?:单位|部门|科室|主体|处室|股室|分工)|(?:任务|职责)分工|(?:责任|承办)(?:单位|部门)?[及和与/、](?:责任|负责)人",
        r"(?:承办|实施|建设|落实|主管|项目|执行|完成)(?:单位|部门|主体|科室)|单位|部门",
    ),
    "helping": (r"(?:配合|协办|协同|协助|参与|协作)(?:责任)?(?:单位|部门|科室)?|责任(?:单位)?配合(?:单位)?",),
    "deadline": (
        r"(?:计划|预计|目标|要求|拟)?(?:完成|办结|办理|完工|竣工)(?:时限|时间|期限|节点|日期|时点)(?:要求)?",
        r"时限(?:要求)?|时间节点|时间要求",
    ),
    "remark": (r"备注|说明|备考",),
}
"""Headings as offices write them, without spaces, brackets and the year in front; the first that fits counts."""
_PATTERNS = tuple((word, compile_when_used("|".join(patterns))) for word, patterns in _ALIASES.items())
_REPORT = compile_when_used(r"工作进展|完成投资|存在(?:的)?(?:主要)?问题|下一步工作|进展情况|推进情况|完成情况")
"""Headings of the form units fill in: a table with two of them is no list."""
_OF_A_PLACE = compile_when_used(r"^(?:[省市区县乡镇][级、]?)+|^[一-鿿]{1,6}?[省市区县旗州镇乡]")
"""省、市民生实事, 示例区任务: whose they are."""
_BRACKETS = compile_when_used(r"[(（][^()（）]*[)）]")
_LONGEST = 30  # characters a heading has at most
_FEWEST = 3  # name, target, unit


@dataclass(frozen=True)
class NoticeColumn:
    """One column of a list: where it stands, its heading as printed, and what it was taken for."""

    col: int
    heading: str
    role: Role
    sure: bool = True


def headings(rows: Iterable[Mapping[int, str]], spans: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """Return, for each column of one or two heading rows, (upper, lower) heading; ``spans`` names merged upper ones."""
    upper, *more = rows
    lower = more[0] if more else {}
    cols = sorted(set(upper) | set(lower))
    return {c: (_flat(upper.get(c, "") or spans.get(c, "")), _flat(lower.get(c, ""))) for c in cols}


def columns(found: Mapping[int, tuple[str, str]]) -> tuple[NoticeColumn, ...] | None:
    """Return what each column holds, None when these are no headings of a list (name, target and a unit at least)."""
    if sum(map(any, found.values())) < _FEWEST or any(len(t) > _LONGEST for pair in found.values() for t in pair):
        return None
    told = {col: _word(upper, lower) for col, (upper, lower) in found.items()}
    printed = {col: upper + lower if upper != lower else upper for col, (upper, lower) in found.items()}
    if sum(bool(_REPORT.search(text)) for text in printed.values()) > 1:
        return None
    told, has = _name_that_is_target(told)
    if "name" not in has:
        # 重点任务 and 工作任务 are the name where nothing else is.
        second = next((c for c, word in told.items() if word in ("content", "goal")), None)
        if second is None or len([w for w in told.values() if w in ("content", "goal")]) < 2:  # noqa: PLR2004
            return None
        told[second] = "name"
    if not {"goal", "content"} & {*told.values(), *has} or not {"leading", "duty"} & has:
        return None
    names = [c for c, word in told.items() if word == "name"]
    if len(names) > 1:  # 实事 over its 项目: the first gathers, the second is what is done
        told[names[0]] = "section" if "section" not in has else "name"
    lead = "leading" if "leading" in has else "duty"
    roles: dict[int, Role] = {}
    taken: set[str] = set()
    for col, word in told.items():
        role = _role(word, lead)
        if role in taken and role not in ("target", "responsible", "extra"):
            role = "extra" if role != "name" else "target"
        taken.add(role)
        roles[col] = role
    return tuple(
        NoticeColumn(col, printed[col], role, sure=told[col] != "content" or "goal" not in has)
        for col, role in roles.items()
        if printed[col] or role != "extra"
    )


def _name_that_is_target(told: dict[int, str]) -> tuple[dict[int, str], set[str]]:
    """Return what the columns are and what is there, where one column holds name and target both."""
    has = set(told.values())
    if "both" in has:  # 项目名称及主要内容 is the name where nothing else is, else what is to be done
        alone = not {"name", "goal", "content"} & has
        told = {c: ("name" if alone else "content") if word == "both" else word for c, word in told.items()}
        has = {*told.values(), "goal"} if alone else set(told.values())
    if "name" in has and not {"goal", "content"} & has and {"number", "deadline"} & has:
        has.add("goal")  # 民生实事: 新建2座人行天桥。 The name says what is to be done.
    return told, has


def chosen(found: tuple[NoticeColumn, ...], col: int, role: Role) -> tuple[NoticeColumn, ...]:
    """Return the columns with one of them taken for something else, as a person says."""
    return tuple(replace(c, role=role, sure=True) if c.col == col else c for c in found)


def _role(word: str, lead: str) -> Role:
    if word in ("goal", "content"):
        return "target"
    if word == lead:
        return "lead"
    if word in ("duty", "helping", "leading"):
        return "responsible"
    return word if word in ("number", "section", "name", "part", "deadline", "remark") else "extra"  # type: ignore[return-value]


def _word(upper: str, lower: str) -> str:
    tries = (lower, lower + upper, upper + lower, upper) if lower else (upper,)
    for text in tries:
        plain = re.sub(r"^(?:20\d\d年?(?:度)?|年度(?=目标任务))", "", _BRACKETS.sub("", text))
        for words in (plain, _OF_A_PLACE.sub("", plain)):
            for role, pattern in _PATTERNS:
                if words and pattern.fullmatch(words):
                    return role
    return "extra"


def _flat(text: str) -> str:
    return squeezed(text).replace("(", "（").replace(")", "）")
