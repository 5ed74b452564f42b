"""The units a cell of a list names: 区住建局和区国资办 · 区综合行政⏎执法局⏎区公建中心 · 区住建局（牵头）、区民政局."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass, field
from minsheng_cli.patterns import compile_when_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENDS = (
    "局|委|办|厅|部|署|处|科|室|股|会|中心|街道|街|镇|乡|村|社区|公司|集团|企业|院|校|学校|大学|学院|园|馆|站|所|队|台|"
    "支队|大队|总队|联|社|区|县|市|州|旗|省|政府|管委会|指挥部|专班|银行|分局|团|团委|团区委|团县委|团市委|团省委|"
    "工会|妇联|残联|协会|单位|部门|机构|基地|公积金|电视台|融媒体|党校|法院|检察院|办公室|委员会"
)
_UNIT_END = compile_when_used(rf"(?:{_ENDS})(?:（[^（）]*）)?等?$")
_WEAK_END = compile_when_used(r"(?:区|县|市|省|社|会|部|所|站|校|园|院|办|处|团|联|台|室|队|科)$")
"""Syllables that end a unit's name as well as a line broken in the middle of one: 人力资源和社⏎会保障局."""
_BEGINS = compile_when_used(
    r"^(?:各|市|区|县|省|州|旗|团[区县市省]委|共青团|驻|经开区|高新区|相关|有关|国网|中国|[一-鿿]{2,3}(?:省|市|区|县|镇|乡|街道))"
)
_PLACE_ALONE = compile_when_used(r"[一-鿿]{2,4}(?:省|市|自治区)[一-鿿]{1,6}(?:区|县|市|旗)")
_SEPARATORS = compile_when_used(r"[、，,；;。/]+(?![^（(]*[）)])")
"""Not inside brackets: 各县（市、区）政府."""
_NO_END = compile_when_used(r"(?:城乡|农业农村|社会|文化|卫生|规划|自然|应急|市场|交通)$")
"""Where a line of a cell ends, a name goes on: 住房和城乡⏎建设局."""
_ROLE = compile_when_used(r"[（(]\s*(牵头|主办|负责|配合|协办|协助|参与|责任)[^（）()]{0,4}[）)]")
_SAID_BEHIND = compile_when_used(r"(?<=[局委办厅部会心道镇乡司团院])(牵头|主办|负责|配合|协办|协助|参与)$")
_LABEL = compile_when_used(
    r"(牵头(?:责任)?(?:单位|部门|科室)?|主办(?:单位|部门)?|责任(?:单位|部门|科室|主体)|配合(?:单位|部门)?|协办(?:单位|部门)?)\s*[：:]"
)
_LEADING = ("牵头", "主办", "负责")
_COLLECTIVE = compile_when_used(r"^(?:各|相关|有关)|(?:等|各镇街|各乡镇|各街道)$")


@dataclass()
class Units:
    """The units of one cell: who leads, who helps, and what a person should look at (clauses without full stop)."""

    lead: list[str] = field(default_factory=list)
    helping: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


FIRST_LEADS = compile_when_used(
    r"(?:列|排)(?:名|序)?(?:在)?(?:第一|首|最前)位?[^，。；）)]{0,6}?(?:是|为)?(?:牵头|汇总|主办)(?:单位|部门)|"
    r"第一(?:个)?(?:责任)?(?:单位|部门)?(?:是|为)?(?:牵头|主办)"
)
"""What a list says of its cells of units: 列第一位者为牵头单位, 第一责任单位为牵头单位."""
_SAYS_SO = compile_when_used(rf"[（(][^（）()]*(?:{FIRST_LEADS.pattern})[^（）()]*[）)]")


def read_units(
    text: str, district: str = "", known: frozenset[str] = frozenset(), *, first_leads: bool = False
) -> Units:
    """Return the units a cell names; ``known`` are names that stand elsewhere by themselves.

    ``first_leads``: the list says that of several the first one leads.
    """
    units = Units()
    text = _SAYS_SO.sub("", text)
    labelled = _LABEL.split(text)
    if len(labelled) > 1:  # 牵头单位：甲；配合单位：乙 in one cell
        pairs = list(zip(labelled[1::2], labelled[2::2], strict=True))
        leads = any(label.startswith(_LEADING) for label, _ in pairs)
        for label, names in pairs:
            leading = label.startswith(_LEADING) or (not leads and label.startswith("责任"))
            (units.lead if leading else units.helping).extend(_names(names, district, known))
        return units
    told: list[tuple[str, str]] = []
    for name in _names(text, district, known):
        said = _ROLE.search(name) or _SAID_BEHIND.search(name)
        told.append((_SAID_BEHIND.sub("", _ROLE.sub("", name)).strip(), said[1] if said else ""))
    some_lead = any(role.startswith(_LEADING) for _, role in told)
    for name, role in told:
        if not name:
            continue
        helping = (some_lead and not role.startswith(_LEADING)) or role in ("配合", "协办", "协助", "参与")
        (units.helping if helping else units.lead).append(name)
    if not units.lead:
        units.lead, units.helping = units.helping, []
    if first_leads and not some_lead:
        units.lead, units.helping = units.lead[:1], units.lead[1:] + units.helping
    units.lead = list(dict.fromkeys(units.lead))
    units.doubts += [f"“{name}”是统称，请改成具体单位" for name in units.lead if _COLLECTIVE.search(name)]
    return units


def is_unit(name: str) -> bool:
    """Whether a name ends as those of offices, companies and places do."""
    return bool(_UNIT_END.search(name))


def _names(text: str, district: str, known: frozenset[str]) -> Iterator[str]:
    for part in _SEPARATORS.split(_unwrapped(text, district, known)):
        for word in _spaced(part, known):
            yield from (
                w.strip("：:（( \t\u3000") if w.count("（") != w.count("）") else w for w in _joined(word, known)
            )


def _unwrapped(text: str, district: str, known: frozenset[str]) -> str:
    """Return a cell's lines with each break either gone (one name over two lines) or made a separator."""
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
    out = lines[0] if lines else ""
    for line in lines[1:]:
        out += _break(_SEPARATORS.split(out)[-1].strip(), line, district, known) + line
    return out


def _break(before: str, after: str, district: str, known: frozenset[str]) -> str:
    """Return "、" where a line break separates two names, "" where it runs through one."""
    first = _SEPARATORS.split(after)[0].strip()
    if before in known and (first in known or _BEGINS.match(after)):
        return "、"
    open_ = not before or after[0] in "、，,；;。/）)" or before.count("（") > before.count("）")
    joined = before + first in known or before.endswith(("和", "与", "及")) or after.startswith(("和", "与", "及"))
    placed = (district and before.endswith(district)) or _PLACE_ALONE.fullmatch(before)
    place = bool(placed) and not _BEGINS.match(after)  # 重庆市武隆区⏎供水有限公司
    if open_ or joined or place or _NO_END.search(before) or not _UNIT_END.search(before):
        return ""
    doubtful = _WEAK_END.search(before) and not _BEGINS.match(after)
    return "" if doubtful and not _whole(before, after, known) else "、"


def _whole(before: str, after: str, known: frozenset[str]) -> bool:
    """Whether both sides of a break look like names of their own, though the first ends in a doubtful syllable."""
    first = _SEPARATORS.split(after)[0].strip()
    if before in known or first in known:
        return True
    return len(before) > 1 and bool(_UNIT_END.search(first)) and not re.match(r"[会局委办保长事务]", first)


def _spaced(part: str, known: frozenset[str]) -> list[str]:
    """Split at blanks where either side is a name: 区文旅局 区教育局, but 区 教 委 is one."""
    words = part.split()
    if len(words) < 2:  # noqa: PLR2004
        return words
    if all(w in known or (len(w) > 2 and _UNIT_END.search(w)) for w in words):  # noqa: PLR2004
        return words
    return ["".join(words)]


def _joined(word: str, known: frozenset[str]) -> Iterable[str]:
    """Split at 和, 及, 与 where a name ends before it: 区住建局和区国资办, but not 区住房和城乡建设局."""
    if word in known:
        return [word]
    for match in re.finditer(r"[和及与]", word):
        left, right = word[: match.start()], word[match.end() :]
        if len(left) > 2 and _UNIT_END.search(left) and _UNIT_END.search(right) and "（" not in left:  # noqa: PLR2004
            if re.search(r"(?:社|会|部|队|处|区)$", left) and not (_BEGINS.match(right) or left in known):
                continue
            return [left, *_joined(right, known)]
    return [word]
