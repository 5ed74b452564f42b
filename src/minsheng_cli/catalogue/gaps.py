"""What a sound list leaves open, and what cannot be told because of it: said by ``catalogue check``, no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue

_NAMED = 6  # names in a row that are still read


def left_open(catalogue: Catalogue) -> Iterator[str]:
    """Yield a sentence for each thing a person should know about a list that has no faults."""
    bare = [p.name for p in catalogue.projects if not any(i.asked for i in p.indicators)]
    if bare and len(bare) == len(catalogue.projects):
        yield (
            "清单没有写任何指标（indicators），只能收报文字进展和投资；完成率、时序进度、滞后项目、督办都无法计算。"
            "请照文件在各项目下补写指标。"
        )
    elif bare:
        yield f"{_several(bare)}没有写指标（indicators），完成率和是否滞后无法判断。"
    for project in catalogue.projects if len(bare) < len(catalogue.projects) else ():
        if len(project.lead_units) < 2:  # noqa: PLR2004 - co-leads
            continue
        unsaid = [f"{i.name}（{i.id}）" for i in project.indicators if i.asked and not i.lead]
        if unsaid:
            leads = "、".join(catalogue.lead_names(project))
            yield (
                f"“{project.name}”由{leads}共同牵头，{_several(unsaid)}由谁报数没有写明；几家报的数不同时无法判断进度，"
                "请核实后在指标上写 lead: 单位名称（由该单位报数）或 lead: together（相加），写一次全年有效。"
            )


def _several(names: list[str]) -> str:
    return "、".join(names[:_NAMED]) + (f"等{len(names)}项" if len(names) > _NAMED else "")
