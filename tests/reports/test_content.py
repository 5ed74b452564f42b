"""What the report says: every row, every unit, every finding, and sentences a person would write."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import monthly_sample as sample
import pytest

from minsheng_cli.analysis import totals
from minsheng_cli.findings import found
from minsheng_cli.form_spec import ENTRY_FIELDS
from minsheng_cli.model import Catalogue, Entry, IndicatorValue, MonthRecord, UnitLine, as_json
from minsheng_cli.reports.content import MonthlyReport, compose
from minsheng_cli.reports.content.table import CellText, LeadRow


def say(record: MonthRecord, catalogue: Catalogue) -> MonthlyReport:
    return compose(record, catalogue, totals(record, catalogue))


@pytest.fixture(scope="module")
def april(catalogue: Catalogue) -> MonthRecord:
    return sample.april(catalogue)


@pytest.fixture(scope="module")
def report(april: MonthRecord, catalogue: Catalogue) -> MonthlyReport:
    return say(april, catalogue)


def rows(report: MonthlyReport) -> dict[tuple[str, str], LeadRow]:
    return {(b.id, r.unit): r for s in report.sections for b in s.blocks for r in b.rows}


def change(record: MonthRecord, project: str, unit: str, **changes: object) -> MonthRecord:
    """Return the record with one entry changed."""
    entries = tuple(
        replace(e, **changes) if (e.project, e.unit) == (project, unit) else e  # type: ignore[arg-type]
        for e in record.entries
    )
    assert entries != record.entries
    return replace(record, entries=entries)


# ---------------------------------------------------------------- the table


def test_all_projects_and_lead_rows_stand_in_official_order(report: MonthlyReport, catalogue: Catalogue) -> None:
    assert [s.title for s in report.sections] == [s.title for s in catalogue.sections]
    assert [b.id for s in report.sections for b in s.blocks] == [p.id for p in catalogue.projects]
    assert list(rows(report)) == [(p.id, u.id) for p, u in catalogue.rows()]
    assert len(rows(report)) == 28


def test_each_status_has_its_word_and_shows_in_the_progress_column(report: MonthlyReport) -> None:
    said = rows(report)
    shown = {
        "P10": ("区林业局", "已报", sample.CONTROL),
        "S12": (sample.MISSING, "未报", "未报"),
        "S10": (sample.MANUAL, "需人工录入", "已收到，需人工录入"),
        "P07": (sample.REJECTED, "不能采用", "报送件不能采用"),
        "P05": (sample.INCOMPLETE, "未报", "未报（报送表中缺少本项目）"),
    }
    for project, (unit, status, progress) in shown.items():
        row = said[project, unit]
        assert (row.status, row.cells["progress"].text) == (status, progress)
    assert said["S02", sample.FAULTY].status == "待核"


def test_a_value_that_was_set_aside_is_never_a_plain_blank(report: MonthlyReport) -> None:
    row = rows(report)["S02", sample.FAULTY]
    assert row.cells["investment"] == CellText("待核", doubtful=True, is_our_word=True)
    assert row.doubtful_fields == ("完成投资", "指标进度")
    assert row.cells["contact"].doubtful is False  # a warning: used as it stands
    row = rows(report)["S09", sample.FAULTY]
    assert row.cells["progress"] == CellText("未填", doubtful=True, is_our_word=True)
    assert row.doubtful_fields == ("工作进展",)


def test_a_sound_value_with_an_error_stands_and_is_marked(report: MonthlyReport) -> None:
    assert rows(report)["S03", sample.FAULTY].cells["investment"] == CellText("12000", Decimal(12000), doubtful=True)


def test_a_column_the_form_lacks_is_to_be_verified_not_blank(april: MonthRecord, catalogue: Catalogue) -> None:
    entry = next(e for e in april.entries if (e.project, e.unit) == ("S02", sample.FAULTY))
    assert entry.source is not None
    source = replace(entry.source, cells={k: v for k, v in entry.source.cells.items() if k != "problems"})
    record = change(april, "S02", sample.FAULTY, problems=None, source=source)
    assert rows(say(record, catalogue))["S02", sample.FAULTY].cells["problems"].text == "待核"


def test_a_value_set_aside_on_a_warning_is_marked_too(april: MonthRecord, catalogue: Catalogue) -> None:
    """A workspace may lower any code to a warning; the value is still not in the table."""
    files = tuple(
        replace(f, findings=tuple(x.with_severity("warning") for x in f.findings)) if f.unit == sample.FAULTY else f
        for f in april.files
    )
    row = rows(say(replace(april, files=files), catalogue))["S02", sample.FAULTY]
    assert row.cells["investment"].text == "待核"


def test_nothing_zero_and_blank_stay_what_the_unit_wrote(report: MonthlyReport) -> None:
    said = rows(report)
    assert said["S01", "区住房城乡建委"].cells["problems"].text == "无"
    assert said["P10", "区林业局"].cells["problems"].text == "0"
    assert said["P10", "区林业局"].cells["contact"] == CellText()
    assert said["S05", "区教委"].cells["investment"].number == Decimal(0)
    assert said["S07", "区发展改革委"].cells["investment"] == CellText()


def test_co_leads_stand_side_by_side_and_the_sums_are_those_of_analysis(
    report: MonthlyReport, april: MonthRecord, catalogue: Catalogue
) -> None:
    said = rows(report)
    assert [said["S03", u].cells["investment"].text for u in ("区住房城乡建委", "区城管局")] == ["12000", "12000"]
    assert [said["P06", u].cells["investment"].text for u in ("区住房城乡建委", "区城管局")] == ["860.25", "1999.9"]
    sums = totals(april, catalogue)
    assert [(s.subtotal.amount, s.subtotal.note) for s in report.sections] == [
        (t.amount, t.note) for t in sums.sections.values()
    ]
    assert (report.overall.label, report.overall.amount) == ("合计", sums.overall.amount)
    assert report.sections[0].subtotal.label == f"{catalogue.sections[0].short}小计"


# ---------------------------------------------------------------- sentences


def test_the_sheets_head_says_who_has_reported(report: MonthlyReport, catalogue: Catalogue) -> None:
    assert report.summary == (
        "应报17个单位，已报14个（待核2个）；不能采用1个：区残联；需人工录入1个：团区委；未报1个：区水利局；迟报1个：区商务委。"
    )
    assert say(sample.all_accepted(catalogue), catalogue).summary == "应报17个单位，已全部报送。"
    assert say(sample.nothing_came(catalogue), catalogue).summary == "应报17个单位，均未报送。"


def test_lists_without_lines_say_why(catalogue: Catalogue) -> None:
    assert say(sample.all_accepted(catalogue), catalogue).fault_note.endswith("未发现需改正或核实之处。")
    quiet = say(sample.nothing_came(catalogue), catalogue)
    assert (quiet.fault_note, quiet.source_note) == ("本月尚未收到报送文件。", "本月尚无并入汇总的报送内容。")


def test_one_open_class_reads_on(catalogue: Catalogue) -> None:
    record = sample.all_accepted(catalogue)
    missing = ("区水利局", "区林业局")
    units = tuple(UnitLine(u.unit, "missing", None, None) if u.unit in missing else u for u in record.units)
    report = say(replace(record, units=units), catalogue)
    assert report.summary == "应报17个单位，已报15个，未报2个：区水利局、区林业局。"


@pytest.mark.parametrize("month", [sample.april, sample.all_accepted, sample.nothing_came])
def test_no_sentence_counts_nothing(month: object, catalogue: Catalogue) -> None:
    report = say(month(catalogue), catalogue)  # type: ignore[operator]
    sentences = [
        report.summary, report.footnote, report.fault_note, report.source_note,
        *(line.note for line in report.returns), *(s.subtotal.note for s in report.sections), report.overall.note,
    ]  # fmt: skip
    assert not [s for s in sentences if re.search(r"(?<!\d)0(个|项|条|处|行|份|天)", s)]


def test_header_names_month_office_and_last_day(report: MonthlyReport) -> None:
    assert report.title == "渝北区2025年重点民生实事工作目标任务推进落实情况汇总表（2025年4月）"
    assert report.small_print == "填报月份：2025年4月　　汇总单位：区发展改革委　　报送截止：2025年4月25日"
    assert report.money_note == "单位：万元"


def test_the_footnote_explains_only_what_occurs(report: MonthlyReport, catalogue: Catalogue) -> None:
    assert "待核" in report.footnote
    assert "待核" not in say(sample.all_accepted(catalogue), catalogue).footnote


# ---------------------------------------------------------------- 报送情况


def test_every_unit_has_a_line(report: MonthlyReport, catalogue: Catalogue) -> None:
    assert [line.unit for line in report.returns] == [unit.id for unit in catalogue.units]
    by_unit = {line.unit: line for line in report.returns}
    late = by_unit[sample.LATE]
    assert (late.status, late.received, late.timed_by, late.timeliness) == (
        "已报",
        "2025-04-28 09:00",
        "邮件时间",
        "迟报",
    )
    assert (late.errors, late.warnings) == (0, 1)
    assert late.note == "请核实1处，详见“问题清单”；截止日后第3天收到"
    faulty = by_unit[sample.FAULTY]
    assert (faulty.status, faulty.errors, faulty.warnings) == ("待核", 5, 1)
    assert faulty.note == "需改正5处、请核实1处，详见“问题清单”"
    missing = by_unit[sample.MISSING]
    assert (missing.status, missing.received, missing.timeliness, missing.errors, missing.file) == (
        "未报", "—", "—", None, "—",
    )  # fmt: skip
    assert missing.note == "未报项目：提升农村饮水质量、农村供水保障工程"
    assert by_unit[sample.REJECTED].note.endswith("不能采用：文件设有密码，详见“问题清单”")
    assert "需人工录入" in by_unit[sample.MANUAL].note
    assert by_unit[sample.TWICE].note == "先后收到2份，以最新一份为准"
    assert by_unit[sample.TWICE].file == "附件2_区林业局_2025年4月.xlsx"


# ---------------------------------------------------------------- 问题清单


def test_every_finding_of_every_file_is_listed(report: MonthlyReport, april: MonthRecord, catalogue: Catalogue) -> None:
    findings = [f.message for file in april.files for f in file.findings] + [f.message for f in april.findings]
    assert sorted(line.message for line in report.faults) == sorted(findings)
    order = [*(u.name for u in catalogue.units), "单位不明"]
    units = [line.unit for line in report.faults[:-1]]
    assert units == sorted(units, key=order.index)
    severities = [line.severity for line in report.faults if line.unit == sample.FAULTY]
    assert severities == ["需改正"] * 5 + ["请核实"]
    assert report.fault_note == "共14条：需改正9条、请核实2条、提示3条。"


def test_findings_of_a_replaced_file_come_after_those_in_force(april: MonthRecord, catalogue: Catalogue) -> None:
    news = {"superseded": found("progress.empty"), "accepted": found("contact.no-name")}
    files = tuple(replace(f, findings=(news[f.outcome],)) for f in april.files if f.unit == sample.TWICE)
    lines = say(replace(april, files=files, findings=()), catalogue).faults
    assert [(x.severity, x.handling) for x in lines] == [("请核实", "采用"), ("需改正", "已被替代")]


def test_a_finding_names_its_place_in_words(report: MonthlyReport) -> None:
    line = next(x for x in report.faults if x.code == "investment.unreadable")
    assert (line.unit, line.where, line.project, line.field, line.severity, line.handling) == (
        "区城管局", "附件2!F5", "建设城市微型公园", "完成投资", "需改正", "采用，退回改正",
    )  # fmt: skip
    assert line.message.endswith("请只填数字，单位为万元。")
    of_month = report.faults[-1]
    assert (of_month.unit, of_month.file, of_month.severity) == ("区住房城乡建委、区城管局", "—", "提示")


# ---------------------------------------------------------------- 来源


def test_every_merged_value_has_its_source(report: MonthlyReport, april: MonthRecord) -> None:
    known = {line.key: line for line in report.sources}
    for entry in april.entries:
        if entry.state == "missing":
            continue
        assert entry.source is not None
        for field in ENTRY_FIELDS:
            line = known.pop((entry.project, entry.unit, field))
            assert (line.file, line.ref, line.sha256) == (
                entry.source.file, entry.source.cells[field], entry.source.sha256,
            )  # fmt: skip
        for value in entry.indicators:
            if value.actual is not None:
                assert known.pop((value.id, entry.unit, "actual")).ref == value.cell
    assert not known


# ---------------------------------------------------------------- 指标进度


def test_indicators_are_listed_with_their_rate(report: MonthlyReport, catalogue: Catalogue) -> None:
    asked = [i.id for p in catalogue.projects for i in p.indicators if i.asked]
    assert list(dict.fromkeys(line.key[0] for line in report.indicators)) == asked
    first = report.indicators[0]
    assert (first.target, first.actual, first.rate) == (
        Decimal(73),
        Decimal(3),
        Decimal("0.041"),
    )  # 3 of 73, rounded once
    pending = next(line for line in report.indicators if line.target == "待定")
    assert pending.rate is None
    milestone = next(line for line in report.indicators if line.actual == "进行中")
    assert (milestone.target, milestone.rate) == ("—", None)
    set_aside = next(line for line in report.indicators if line.key[0].startswith("S02"))
    assert (set_aside.actual, set_aside.doubtful) == ("待核", True)


def test_a_rate_is_not_divided_by_its_target(april: MonthRecord, catalogue: Catalogue) -> None:
    rate = next(i for p in catalogue.projects for i in p.indicators if i.measure == "rate")
    line = next(x for x in say(april, catalogue).indicators if x.key[0] == rate.id)
    assert (line.actual, line.rate) == (Decimal(3), None)


def test_co_leads_figures_stand_side_by_side(report: MonthlyReport) -> None:
    assert [x.lead for x in report.indicators if x.key[0] == "S03-1"] == ["区住房城乡建委", "区城管局"]
    # Only one of the two reported: the other one's silence is no line of its own.
    assert [x.lead for x in report.indicators if x.key[0] == "Q02-1"] == ["区教委"]
    # Nobody reported: the line stands, with all who could.
    assert [(x.lead, x.actual) for x in report.indicators if x.key[0] == "P03-1"] == [("区水利局", "")]


def test_without_a_single_figure_there_is_no_indicator_table(april: MonthRecord, catalogue: Catalogue) -> None:
    def silent(value: IndicatorValue) -> IndicatorValue:
        return replace(value, actual=None)

    entries: tuple[Entry, ...] = tuple(
        replace(e, indicators=tuple(silent(v) for v in e.indicators)) for e in april.entries
    )
    assert say(replace(april, entries=entries), catalogue).indicators == ()


# ---------------------------------------------------------------- not silently wrong


def test_the_record_is_said_completely(report: MonthlyReport, april: MonthRecord) -> None:
    """Whatever a unit wrote can be found somewhere in the report."""
    said = {cell.text for row in rows(report).values() for cell in row.cells.values()}
    written = {
        value for e in april.entries for field in ENTRY_FIELDS if (value := getattr(e, field)) and e.state != "missing"
    }
    assert written <= said
    assert as_json(replace(report.overall, label=""))  # plain data, all of it


def test_a_unit_the_record_forgot_is_missing_not_absent(april: MonthRecord, catalogue: Catalogue) -> None:
    report = say(replace(april, units=april.units[1:]), catalogue)
    assert len(report.returns) == 17
    assert report.returns[0].status == "未报"


def test_a_rejected_file_of_nobody_is_listed(april: MonthRecord, catalogue: Catalogue) -> None:
    record = replace(april, findings=(), files=tuple(f for f in april.files if f.unit is None))
    lines = say(record, catalogue).faults
    assert [(x.unit, x.file, x.code) for x in lines] == [("单位不明", "新建 XLSX 工作表.xlsx", "file.unit-unknown")]
    assert found("file.unit-unknown").message == lines[0].message
