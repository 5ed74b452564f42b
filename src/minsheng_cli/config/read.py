"""The clerk's small files read into nouns: ``minsheng.yaml``, ``data/waivers.yaml``, ``data/plans.yaml``.

Each raises SetupError with every fault, told with file, line, field and remedy. Waivers and plans belong to a year:
what names a month of another year is set aside and told, never applied; a name that the entry's own year does not
know is a fault.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from minsheng_cli.config.check import Part, Placed, take, take_each
from minsheng_cli.config.faults import Fault, meant, sentences
from minsheng_cli.config.settings import Settings
from minsheng_cli.config.yaml_strict import StrictYamlError, read
from minsheng_cli.errors import SetupError
from minsheng_cli.findings import KINDS
from minsheng_cli.model import Month, OfYear, Plan, Waiver
from minsheng_cli.scalars import Text, Trimmed, Value, number, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.config.yaml_strict import Document, Path, Plain
    from minsheng_cli.model import YearNames


def month(value: object) -> Month:
    """Read a month such as 2025-06, or a year's closing period."""
    said = text(value)
    try:
        return Month.parse(said)
    except ValueError:
        raise ValueError(f"“{said}”不是月份，应写成 2025-06 的样子") from None


MonthValue = Annotated[Month, Value(month)]


# ---------------------------------------------------------------- minsheng.yaml


def read_settings(name: str, data: bytes) -> Settings:
    """Return the settings; a field that is missing or left empty has its default."""
    document = _document(name, data)
    faults: list[Fault] = []
    placed = take(Settings, _without_blanks(document.data) or {}, (), faults)
    if placed is not None:
        faults += _settings_fit(placed.part)
    _refuse("设置文件", name, document, faults)
    if placed is None:
        raise AssertionError(name)  # a part that could not be read has its faults
    return placed.part


def _without_blanks(data: Plain) -> Plain:
    """Return the data without the fields that were left empty."""
    if isinstance(data, dict):
        return {key: _without_blanks(value) for key, value in data.items() if value is not None}
    return data


def _settings_fit(settings: Settings) -> Iterator[Fault]:
    levels = settings.supervision.levels
    months = [level.months for level in levels]
    if not levels or len({level.name for level in levels}) < len(levels) or sorted(set(months)) != months:
        why = "levels 要由轻到重排列，名称不同，months（连续滞后月数）逐级增加，至少写一级"
        yield Fault(("supervision", "levels"), why)
    if settings.progress.behind >= settings.progress.far_behind:
        yield Fault(("progress", "behind"), "behind（滞后）应小于 far_behind（严重滞后）")


# ---------------------------------------------------------------- data/waivers.yaml


def _waivable(value: object) -> str:
    code = text(value)
    if code not in KINDS or code.startswith(("file.", "waiver.", "value.", "plan.")):
        raise ValueError(f"“{code}”不是可以豁免的规则，请对照操作手册修改")
    return code


class _Waiver(Part):
    rule: Annotated[str, Value(_waivable)]
    reason: Text
    until: MonthValue
    year: Annotated[int | None, whole(2000, 2099)] = None
    unit: Trimmed = ""
    project: Trimmed = ""


def read_waivers(name: str, data: bytes, known: YearNames, *, sealed: bool = False) -> OfYear[tuple[Waiver, ...]]:
    """Return the waivers of one year, those that have expired too.

    ``sealed``: the file is one that a sealed month was judged by; what it names in vain is no fault any more.
    """
    document = _document(name, data)
    faults: list[Fault] = []
    rows = _inside(document.data, "waivers", faults)
    waivers, others = [], []
    for placed in take_each(_Waiver, rows or [], ("waivers",), faults):
        part = placed.part
        if (part.year != known.year) if part.year else not known.owns(part.until):
            others.append(f"{part.rule}（{part.unit or part.project}，至{part.until}）")
            continue
        faults += () if sealed else _waiver_faults(placed, known)
        waivers.append(Waiver(part.rule, part.reason.strip(), part.until, part.unit or None, part.project or None))
    _refuse("豁免清单", name, document, faults)
    return OfYear(tuple(waivers), tuple(others))


def _waiver_faults(placed: Placed[_Waiver], known: YearNames) -> Iterator[Fault]:
    part, path = placed.part, placed.path
    if not part.unit and not part.project:
        yield Fault(path, "没有写 unit 或 project，不能对所有单位豁免")
    if part.unit and part.unit not in known.units:
        yield Fault((*path, "unit"), f"清单里没有“{part.unit}”这个单位" + meant(part.unit, known.units))
    if part.project and part.project not in known.projects:
        yield Fault((*path, "project"), f"清单里没有编号为“{part.project}”的项目" + meant(part.project, known.projects))


# ---------------------------------------------------------------- data/plans.yaml


def read_plans(name: str, data: bytes, known: YearNames, *, sealed: bool = False) -> OfYear[Plan]:
    """Return the planned figures of one year's months; ``sealed`` as for waivers."""
    own: Plan = {}
    others: dict[str, None] = {}
    for placed in every_plan(name, data, None if sealed else known):
        indicator, when, figure = placed.part
        if known.owns(when):
            own.setdefault(indicator, {})[str(when)] = figure
        else:
            others[f"{indicator}（{when.year}年）"] = None
    return OfYear(own, tuple(others))


def every_plan(name: str, data: bytes, known: YearNames | None = None) -> list[Placed[tuple[str, Month, Decimal]]]:
    """Return (indicator id, month, figure) of every line, of whatever year.

    ``known``: the year whose indicators must be known.
    """
    document = _document(name, data)
    faults: list[Fault] = []
    found = []
    plans = _inside(document.data, "plans", faults)
    if plans is not None and not isinstance(plans, dict):
        faults.append(Fault(("plans",), "这里应是若干行“指标编号: {月份: 累计数}”"))
    for indicator, figures in plans.items() if isinstance(plans, dict) else ():
        path: Path = ("plans", indicator)
        if not isinstance(figures, dict):
            faults.append(Fault(path, '这里应写成 {"2025-06": 120, "2025-09": 300} 的样子'))
            continue
        months = [_planned((*path, said), said, figure, faults) for said, figure in figures.items()]
        sound = [item for item in months if item is not None]
        if known and indicator not in known.indicators and any(known.owns(when) for when, _ in sound):
            faults.append(Fault(path, f"清单里没有编号为“{indicator}”的指标" + meant(indicator, known.indicators)))
        found += [Placed((*path, str(when)), (indicator, when, figure)) for when, figure in sound]
    _refuse("进度计划", name, document, faults)
    return found


def _planned(path: Path, said: str, figure: Plain, faults: list[Fault]) -> tuple[Month, Decimal] | None:
    try:
        return month(said), number(figure)
    except ValueError as error:
        faults.append(Fault(path, str(error)))
        return None


# ---------------------------------------------------------------- shared


def _document(name: str, data: bytes) -> Document:
    try:
        return read(data)
    except StrictYamlError as error:
        told = "\n".join(f"{name} 第{line}行：{why}。" for line, why in error.faults)
        raise SetupError(told) from error


def _inside(data: Plain, key: str, faults: list[Fault]) -> Plain:
    """Return what stands under the one key a file may have."""
    if data is None:
        return None
    if not isinstance(data, dict):
        faults.append(Fault((), f"文件的第一行应是“{key}:”"))
        return None
    faults += (Fault((other,), f"没有这一项，这个文件只写 {key}") for other in data if other != key)
    return data.get(key)


def _refuse(what: str, name: str, document: Document, faults: list[Fault]) -> None:
    told = sentences(name, document, faults)
    if told:
        raise SetupError(f"{what}有误，请按下列提示修改后重试：\n" + "\n".join(told))
