"""Quantities in the prose held against the figure reported for the same thing: a hint with evidence, never a value."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.model import Indicator

_QUANTITY = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(万|亿)?\s*")
_CLAUSE = re.compile(r"[^，。；！？,;!?\n：:]+")
_OTHER = re.compile(
    r"目标|计划|任务|预计|拟|还需|尚需|剩余|余下|未|下月|下步|下一步|本月|当月|新增|其中|总投资|同比|环比|上月|较"
)
_DONE = re.compile(r"累计|已|完成|截至|达到|达|建成|改造|实现|开工|投用|共")


@dataclass(frozen=True, slots=True)
class Hint:
    """A quantity of the prose that differs from what the 指标进度 sheet says."""

    indicator: str  # id
    name: str
    quote: str  # the words it stands in
    said: Decimal
    reported: Decimal | None
    unit: str


def hints(progress: str | None, indicators: Sequence[tuple[Indicator, Decimal | None]]) -> tuple[Hint, ...]:
    """Return the quantities that are plainly about one indicator and differ from its reported figure."""
    found = []
    for clause in _CLAUSE.findall(unicodedata.normalize("NFKC", progress or "").replace(",", "")):
        if _OTHER.search(clause) or not _DONE.search(clause):
            continue
        for value, unit in _quantities(clause):
            about = _about(clause, unit, indicators)
            if about is None:
                continue
            indicator, reported = about
            said = value / (10_000 if indicator.unit.startswith("万") and not unit.startswith("万") else 1)
            if reported != said:
                found.append(Hint(indicator.id, indicator.name, clause.strip(), said, reported, indicator.unit))
    return tuple(dict.fromkeys(found))


def _quantities(clause: str) -> Iterator[tuple[Decimal, str]]:
    for match in _QUANTITY.finditer(clause):
        value = Decimal(match[1].replace(",", "") + (match[2] or ""))
        scale = match[3] or ""
        unit = re.match(r"[㎡%A-Za-z\u4e00-\u9fff]{1,4}", clause[match.end() :])
        yield value, scale + (unit[0] if unit else "")


def _about(
    clause: str, unit: str, indicators: Sequence[tuple[Indicator, Decimal | None]]
) -> tuple[Indicator, Decimal | None] | None:
    """Return the one indicator a quantity is about: same unit, and its name's words stand in the clause."""
    likely = []
    for indicator, reported in indicators:
        if indicator.kind not in ("quantified", "part", "pending") or not indicator.unit:
            continue
        plain_unit = indicator.unit.removeprefix("万")
        if not unit.removeprefix("万").startswith(plain_unit):
            continue
        name = re.sub(r"[^\w]", "", indicator.name)
        pairs = {name[i : i + 2] for i in range(len(name) - 1)}
        shared = sum(p in clause for p in pairs) / max(len(pairs), 1)
        if shared >= 0.6:  # noqa: PLR2004 - most of the name stands there
            likely.append((shared, indicator, reported))
    likely.sort(key=lambda item: -item[0])
    if not likely or (len(likely) > 1 and likely[0][0] == likely[1][0]):
        return None
    return likely[0][1], likely[0][2]
