"""``correct``: a value the clerk verified by telephone is laid over a return, with the reason; the return stays."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.amounts import plain
from minsheng_cli.analysis.columns import planned_investment
from minsheng_cli.errors import SetupError
from minsheng_cli.identity import names
from minsheng_cli.model import Correction
from minsheng_cli.model.rules import LONGEST_TEXT
from minsheng_cli.month import earlier, periods, waivers
from minsheng_cli.tasks import collect
from minsheng_cli.text.decimals import decimal_or_none
from minsheng_cli.validate.corrections import implausible, merged_value, own_value

if TYPE_CHECKING:
    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Catalogue, Entry, Project
    from minsheng_cli.model.rules import Thresholds
    from minsheng_cli.month.periods import Period
    from minsheng_cli.tasks.collect import Collected
    from minsheng_cli.workspace import Workspace


def correct(  # noqa: PLR0913, PLR0917 - what a correction says
    workspace: Workspace,
    month_text: str,
    project_text: str,
    field_text: str,
    value: str | None,
    unit_text: str | None,
    reason: str,
    tell: periods.Tell = periods.quiet,
    *,
    withdraw: bool = False,
    confirmed: bool = False,
    dry_run: bool = False,
) -> tuple[Correction, Collected | None]:
    """Enter a correction, or (``withdraw``) take one back, and render the month anew (None: a dry run).

    SetupError when a part is missing, the value is impossible, or (unless ``confirmed``) a rule of plausibility would
    object to it. Also raises MonthSealed, StoreError.
    """
    period = periods.opened(workspace, periods.named(workspace, month_text))
    period.store.must_be_open()
    project = periods.project_called(project_text, period.catalogue)
    unit = _unit(unit_text, project, period.catalogue)
    field = _field(field_text, project, period.catalogue.form)
    if not reason.strip():
        raise SetupError("请用 --reason 写明理由，例如：--reason 电话核实，填表人漏写一位。")
    if value is not None and value.startswith("--"):
        raise SetupError(f"没有“{value}”这个选项，请运行 minsheng correct --help 查看用法。")
    if withdraw != (value is None):
        raise SetupError("请写更正的内容；撤销更正的写 --withdraw，不写内容。")
    merged = "" if value is None else _merged(period, project, field, value)

    def entered() -> Correction:
        entry = _entry(period, project, unit)
        if withdraw and field not in {c.field for c in entry.corrections}:
            _withdrawn_already(period, entry, field)
        if not withdraw and not confirmed:
            _must_be_plausible(period, project, entry, field, merged)
        was = own_value(entry, field)
        holds = entry.own.get(field, was) or "" if withdraw else merged
        now = periods.now(workspace).isoformat(timespec="seconds")
        sha256 = entry.source.sha256 if entry.source else ""
        return Correction(project.id, unit, field, holds, was, reason.strip(), now, sha256, withdraw)

    if dry_run:
        return entered(), None
    with period.store.lock("minsheng correct", periods.now(workspace)):
        correction = entered()
        period.store.correct(correction)
    return correction, collect.again(workspace, period.month, "撤销更正" if withdraw else "更正", tell)


def _merged(period: Period, project: Project, field: str, value: str) -> str:
    """Return a value as it will be merged. SetupError when it is no exact value or one that cannot be."""
    indicator = project.indicator(field)
    try:
        return merged_value(field, value, indicator, period.catalogue.form, LONGEST_TEXT)
    except ValueError as error:
        raise SetupError(f"更正未登记：{error}") from None


def _must_be_plausible(period: Period, project: Project, entry: Entry, field: str, value: str) -> None:
    """Raise SetupError, saying what was found, when a rule would speak of the value in a return."""
    last = earlier.before(period).latest.get((project.id, entry.unit))
    unit = period.catalogue.unit(entry.unit)
    rules = waivers.rulebook(period)
    said = implausible(field, value, entry, project, unit, last, period.catalogue, rules)
    told = "".join(f.message for f in said)
    if not said and last is None:  # else the rules have held it against the last return
        told = _out_of_scale(period, entry, field, value, rules.thresholds)
    if told:
        raise SetupError(f"更正未登记，该值看来不合理：{told}确已核实无误的，请加 --yes 再运行一次。")


def _out_of_scale(period: Period, entry: Entry, field: str, value: str, than: Thresholds) -> str:
    """Say so when a figure is many times, or hardly a part of, what the list has for the year; "" when it is not.

    An indicator is held against its target, an investment against what is planned: against all of it when the figure
    is the larger, against what is due by now when it is the smaller. Without a plan, against the unit's own.
    """
    project = period.catalogue.project(entry.project)
    indicator = project.indicator(field)
    figure, passed = decimal_or_none(value), Decimal(period.month.month) / 12
    if figure is None or (field != "investment" and indicator is None):
        return ""
    if indicator is not None:
        whole, what, unit, times = indicator.target, "年度目标", indicator.unit, than.huge_indicator
        if indicator.is_ceiling or indicator.measure != "cumulative" or indicator.course or project.course:
            passed = Decimal(0)  # little is no fault, or not due yet
    else:
        whole, what, unit = planned_investment(project, {entry.unit: entry}, period.catalogue), "年度计划投资", "万元"
        times = than.jump_times
        if not whole:
            return _beside_their_own(figure, decimal_or_none(own_value(entry, field)) or Decimal(0), than)
    if whole and figure >= whole * times:
        return f"{value}{unit}是{what}（{plain(whole)}{unit}）的 {plain(times)} 倍以上。"
    if whole and figure * times < whole * passed:
        return f"{value}{unit}不到{what}（{plain(whole)}{unit}）按时序应达到的 {plain(times)} 分之一。"
    return ""


def _beside_their_own(figure: Decimal, own: Decimal, than: Thresholds) -> str:
    """Hold an investment against what the unit wrote, in 万元; 0: nothing."""
    less, more = sorted((figure, own))
    if more < than.jump_times * (less or than.jump_floor) or more - less < than.jump_floor:
        return ""
    return f"{plain(figure)}万元与单位所报（{plain(own)}万元）相差 {plain(than.jump_times)} 倍以上。"


def _withdrawn_already(period: Period, entry: Entry, field: str) -> None:
    """Let a command that was killed be run again; SetupError when there is nothing to withdraw."""
    own = [c for c in period.store.corrections() if (c.project, c.unit, c.field) == (entry.project, entry.unit, field)]
    if not (own and own[-1].withdrawn and entry.source and own[-1].sha256 == entry.source.sha256):
        raise SetupError("这一栏现在没有更正，无从撤销；已登记的更正可用 minsheng explain 查看。")


def _unit(text: str | None, project: Project, catalogue: Catalogue) -> str:
    """Return the lead unit meant; it need not be named where there is only one."""
    leads = "、".join(catalogue.lead_names(project))
    if text is None:
        if len(project.lead_units) > 1:
            raise SetupError(f"“{project.name}”由{leads}共同牵头，请用 --unit 写明更正哪个单位的报送。")
        return project.lead_units[0]
    units = {match.unit_id for match in names.unit_named(text, catalogue)}
    if len(units) != 1 or not units <= set(project.lead_units):
        raise SetupError(f"“{text}”不是“{project.name}”的牵头单位，牵头单位是：{leads}。")
    return units.pop()


def _field(text: str, project: Project, form: Form) -> str:
    """Return the column or indicator meant: by its header, its key, its id or its name."""
    wanted = "".join(text.split())
    known = {alias: c.key for c in form.asked for alias in c.aliases}
    known |= {name: c.key for c in form.asked for name in (c.header, c.key)}
    known |= {i.id: i.id for i in project.indicators if i.asked} | {i.name: i.id for i in project.indicators if i.asked}
    if wanted not in known:
        headers = [c.header for c in form.asked]
        indicators = [f"{i.id}（{i.name}）" for i in project.indicators if i.asked]
        raise SetupError(f"没有“{text}”这一栏，可以写：{'、'.join(headers + indicators)}。")
    return known[wanted]


def _entry(period: Period, project: Project, unit: str) -> Entry:
    """Return what is merged of a unit for a project; SetupError when there is nothing to correct."""
    record = period.store.load_record()
    entries = record.entries if record else ()
    entry = next((e for e in entries if (e.project, e.unit) == (project.id, unit)), None)
    name = period.catalogue.unit(unit).name
    if entry is None:
        raise SetupError(
            f"{period.month.label}还没有采用{name}的报送，无从更正；请先收表，或把表填好放入“回收”再收表。"
        )
    if entry.source is None:
        raise SetupError(f"{name}报送的表里没有“{project.name}”这一行，请让单位补报。")
    return entry
