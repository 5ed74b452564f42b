"""What has to be asked: which of two twins' figures holds, and whose figure counts where two units lead.

Both are asked once: the unit answers in its next return, the clerk by one word in the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng_cli.analysis.progress.figures import leads_of
from minsheng_cli.findings import found
from minsheng_cli.model import TOGETHER
from minsheng_cli.text.decimals import decimal_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minsheng_cli.model import Catalogue, Entry, Finding, IndicatorValue


def twin_questions(entries: Iterable[Entry], catalogue: Catalogue) -> Iterator[tuple[str, Finding]]:
    """Yield (unit id, finding) at each cell of twins that were told differently: the same promise at two levels.

    Overlaps in which both bind (different things are counted) are no twins.
    """
    told = _reported_values(entries)
    names = {i.id: (i, p) for p in catalogue.projects for i in p.indicators}
    for overlap in catalogue.overlaps:
        if overlap.binding is None:
            continue
        figures = [(key, value) for key, value in told.items() if key[0] in overlap.indicators]
        if len({decimal_or_none(value.actual) for _, value in figures}) < 2:  # noqa: PLR2004 - they agree
            continue
        for (item, unit), value in figures:
            indicator, project = names[item]
            others = "、".join(
                f"在“{names[other][1].name}”中填{said.actual}{names[other][0].unit}"
                for (other, _), said in figures
                if other != item and decimal_or_none(said.actual) != decimal_or_none(value.actual)
            )
            if others:
                yield unit, found(
                    "indicator.twins", value.cell, project=project.id, field="indicator", name=indicator.name,
                    value=value.actual or "", unit=indicator.unit, others=others,
                )  # fmt: skip


def co_lead_questions(entries: Iterable[Entry], catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return a question for each co-led figure that was told differently and of which the list does not say whose."""
    told = _reported_values(entries)
    asked = []
    for project in catalogue.projects:
        for indicator in project.indicators if len(project.lead_units) > 1 else ():
            figures = {u: told[indicator.id, u] for u in project.lead_units if (indicator.id, u) in told}
            different = len({decimal_or_none(value.actual) for value in figures.values()}) > 1
            if indicator.lead == TOGETHER or indicator.measure in ("level", "rate") or not different:
                continue
            left_out = {u: v for u, v in figures.items() if u not in leads_of(indicator, project)}
            values = "、".join(
                f"{catalogue.unit(u).name}填{v.actual}{indicator.unit}" for u, v in (left_out or figures).items()
            )
            told_of: dict[str, Any] = {"project": project.id, "field": "indicator", "name": indicator.name}
            told_of |= {"project_name": project.name, "values": values}
            if not indicator.lead:
                asked.append(found("month.co-lead-figures", **told_of, id=indicator.id))
            elif left_out:
                asked.append(found("month.co-lead-other", **told_of, lead=catalogue.unit(indicator.lead).name))
    return tuple(asked)


def _reported_values(entries: Iterable[Entry]) -> dict[tuple[str, str], IndicatorValue]:
    """Return each figure that was told, by (indicator id, unit id)."""
    return {(v.id, e.unit): v for e in entries for v in e.indicators if decimal_or_none(v.actual) is not None}
