"""Known exceptions: which waivers hold in a month, and a word on those that no longer do or did nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.findings import KINDS, found
from minsheng_cli.workspace import WAIVERS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Catalogue, Finding, MonthRecord, Rulebook, Waiver
    from minsheng_cli.month.period import Period


def rulebook(period: Period) -> Rulebook:
    """Return the judging rules with the waivers that hold in the month; SetupError on unknown units or projects."""
    ours, waivers = period.catalogue, period.workspace.waivers
    units, projects = {u.id for u in ours.units}, {p.id for p in ours.projects}
    for waiver in waivers:
        if waiver.unit not in (None, *units):
            raise SetupError(f"豁免清单“{WAIVERS_FILE}”有误：清单里没有“{waiver.unit}”这个单位，请写规范的单位简称。")
        if waiver.project not in (None, *projects):
            raise SetupError(f"豁免清单“{WAIVERS_FILE}”有误：清单里没有编号为“{waiver.project}”的项目。")
    return replace(period.workspace.settings.rulebook, waivers=tuple(w for w in waivers if period.month <= w.until))


def told(period: Period, record: MonthRecord) -> Iterator[Finding]:
    """Yield a finding for each waiver that has expired, or that held and met nothing."""
    settled = {(f.code, line.unit, f.project) for line in record.files for f in line.findings if f.settled}
    settled |= {(f.code, None, f.project) for f in record.findings if f.settled}
    for waiver in period.workspace.waivers:
        if period.month > waiver.until:
            code = "waiver.expired"
        elif any(_concerns(waiver, *said) for said in settled):
            continue
        else:
            code = "waiver.unused"
        whose, title = _whose(waiver, period.catalogue), KINDS[waiver.rule].title
        yield found(
            code, project=waiver.project, whose=whose, title=title, until=waiver.until.label, reason=waiver.reason
        )


def _concerns(waiver: Waiver, code: str, unit: str | None, project: str | None) -> bool:
    return waiver.rule == code and waiver.unit in (None, unit) and waiver.project in (None, project)


def _whose(waiver: Waiver, catalogue: Catalogue) -> str:
    unit = catalogue.unit(waiver.unit).name if waiver.unit else ""
    return unit + (f"“{catalogue.project(waiver.project).name}”" if waiver.project else "")
