"""A month from its files: what counts, what does not, who is on time, and what the sums contain."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from decimal import Decimal

import pytest

from minsheng_cli.analysis import Total, consolidate, totals, without_rows
from minsheng_cli.analysis.investment import note
from minsheng_cli.findings import found
from minsheng_cli.model import (
    Catalogue,
    CheckedReturn,
    Entry,
    Evidence,
    FileLine,
    Finding,
    Identity,
    IndicatorValue,
    Month,
    MonthRecord,
    Reading,
    Receipt,
    Rulebook,
    Source,
    UnitLine,
    UnitReturn,
)

APRIL = Month(2025, 4)
UNIT = "区教委"  # S05, P02, Q02 (with 区文化旅游委)
FAULT = found("progress.empty", "附件2!E6", project="S05", field="progress")
DOUBT = found("investment.unreadable", "附件2!F6", project="S05", field="investment", text="若干", why="不是数字")
SCAN = found("file.unsupported", why="扫描件")
WARNING = found("contact.no-phone", "附件2!I6", project="S05", field="contact", text="示例")


def checked(
    catalogue: Catalogue,
    unit: str = UNIT,
    investment: str | None = "10",
    findings: tuple[Finding, ...] = (),
    progress: str = "示例进展",
    **by_project: str | None,
) -> CheckedReturn:
    """Return a judged return with the same investment in each row, or as said by project."""
    wrong = {f.project for f in findings if f.severity == "error"}
    entries = tuple(
        Entry(
            p.id, unit, "returned" if p.id in wrong else "accepted", progress, by_project.get(p.id, investment),
            "无", "示例", "示例", (), Source("", "", {"progress": "附件2!E6", "investment": "附件2!F6"}),
        )
        for p in catalogue.led_by(unit)
    )  # fmt: skip
    return CheckedReturn(UnitReturn(unit, APRIL, entries, "示例甲", "示例乙"), findings)


def reading(  # noqa: PLR0913
    name: str,
    result: CheckedReturn | None = None,
    *,
    at: str = "2025-04-24T10:00:00+08:00",
    batch: int = 1,
    data: str | None = None,
    modified: str = "",
    unit: str | None = UNIT,
    failure: Finding | None = None,
    manual: bool = False,
    known: tuple[Finding, ...] = (),
) -> Reading:
    """Return one received file; ``data`` stands for its bytes."""
    sha = hashlib.sha256((data or name).encode()).hexdigest()
    evidence = (Evidence("文件名", unit or "", name),)
    identity = Identity(result.unit_return.unit if result else unit, APRIL, evidence, known)
    return Reading(Receipt(name, sha, 1, at, "文件时间", batch=batch), identity, result, failure, manual, modified)


def outcomes(record: MonthRecord) -> dict[str, str]:
    return {line.name: line.outcome for line in record.files}


def file(record: MonthRecord, name: str) -> FileLine:
    return next(line for line in record.files if line.name == name)


def stand(record: MonthRecord, unit: str = UNIT) -> UnitLine:
    return next(line for line in record.units if line.unit == unit)


def codes(line: FileLine) -> list[str]:
    return [f.code for f in line.findings]


# ---------------------------------------------------------------- which return counts


def test_a_month_nothing_came_back_in(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, ())
    assert (record.month, record.catalogue) == ("2025-04", catalogue.version)
    assert [u.unit for u in record.units] == [u.id for u in catalogue.units]
    assert {(u.state, u.received_at, u.on_time) for u in record.units} == {("missing", None, None)}
    assert (record.files, record.entries, record.findings) == ((), (), ())


def test_everybody_reported(catalogue: Catalogue) -> None:
    readings = [reading(f"{u.id}.xlsx", checked(catalogue, u.id)) for u in catalogue.units]
    record = consolidate(APRIL, catalogue, readings)
    assert set(outcomes(record).values()) == {"accepted"}
    assert {u.state for u in record.units} == {"accepted"}
    assert [(e.project, e.unit) for e in record.entries] == [(p.id, u.id) for p, u in catalogue.rows()]
    assert [line.name for line in record.files] == sorted(line.name for line in record.files)


def test_source_is_completed(catalogue: Catalogue) -> None:
    one = reading("回信.eml › 表.xlsx", checked(catalogue))
    record = consolidate(APRIL, catalogue, [one])
    assert len(record.entries) == len(catalogue.led_by(UNIT))
    for item in record.entries:
        assert item.source == Source(
            "回信.eml › 表.xlsx",
            one.receipt.sha256,
            {"progress": "附件2!E6", "investment": "附件2!F6"},
            one.receipt.received_at,
        )
    line = file(record, "回信.eml › 表.xlsx")
    assert (line.unit, line.month, line.received_from) == (UNIT, "2025-04", "文件时间")
    assert line.evidence


def test_a_return_with_errors_is_returned_but_used(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [reading("a.xlsx", checked(catalogue, findings=(FAULT, WARNING)))])
    assert outcomes(record) == {"a.xlsx": "returned"}
    assert (stand(record).state, stand(record).errors, stand(record).warnings) == ("returned", 1, 1)
    assert [e.state for e in record.entries] == ["returned", "accepted", "accepted"]


def test_warnings_do_not_send_back(catalogue: Catalogue) -> None:
    lookalike = found("file.unit-lookalike", text="区教育局", unit=UNIT)
    one = reading("a.xlsx", checked(catalogue, findings=(WARNING,)), known=(lookalike,))
    record = consolidate(APRIL, catalogue, [one])
    assert outcomes(record) == {"a.xlsx": "accepted"}
    assert codes(file(record, "a.xlsx")) == ["file.unit-lookalike", "contact.no-phone"]
    assert stand(record).warnings == 2


def test_a_workspace_may_take_lookalikes_seriously_or_not_at_all(catalogue: Catalogue) -> None:
    lookalike = found("file.unit-lookalike", text="区教育局", unit=UNIT)
    one = reading("a.xlsx", checked(catalogue), known=(lookalike,))
    strict = consolidate(APRIL, catalogue, [one], rulebook=Rulebook({"file.unit-lookalike": "error"}))
    assert outcomes(strict) == {"a.xlsx": "returned"}
    quiet = consolidate(APRIL, catalogue, [one], rulebook=Rulebook({"file.unit-lookalike": "off"}))
    assert codes(file(quiet, "a.xlsx")) == []


def test_same_bytes_twice(catalogue: Catalogue) -> None:
    result = checked(catalogue)
    record = consolidate(APRIL, catalogue, [
        reading("a.xlsx", result, data="x"), reading("b.xlsx", result, data="x", at="2025-04-25T10:00:00+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert "“a.xlsx”文件相同" in file(record, "b.xlsx").findings[0].message
    assert stand(record).file == "a.xlsx"


def test_same_content_in_other_bytes(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a.xlsx", checked(catalogue, findings=(WARNING,))),
        reading("b.xlsx", checked(catalogue), at="2025-04-25T10:00:00+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert codes(file(record, "b.xlsx")) == ["file.duplicate"]
    assert "“a.xlsx”填报内容相同" in file(record, "b.xlsx").findings[0].message


def test_an_unreadable_cell_mended_otherwise_is_no_repeat(catalogue: Catalogue) -> None:
    one, two = checked(catalogue, findings=(DOUBT,), S05=None), checked(catalogue, findings=(DOUBT,), S05=None)
    two.unit_return.raw["S05", "investment"] = "一些"
    record = consolidate(APRIL, catalogue, [reading("a", one), reading("b", two, at="2025-04-25T10:00:00+08:00")])
    assert outcomes(record) == {"a": "superseded", "b": "returned"}


def test_the_newest_counts_even_with_errors(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("新.xlsx", checked(catalogue, findings=(FAULT,), investment="20"), at="2025-04-25T09:30:00+08:00"),
        reading("旧.xlsx", checked(catalogue, findings=(WARNING,))),
    ])  # fmt: skip
    assert outcomes(record) == {"新.xlsx": "returned", "旧.xlsx": "superseded"}
    assert codes(file(record, "旧.xlsx")) == ["file.superseded", "contact.no-phone"]
    assert "“新.xlsx”（2025-04-25 09:30）" in file(record, "旧.xlsx").findings[0].message
    assert {e.investment for e in record.entries} == {"20"}
    assert stand(record).received_at == "2025-04-25T09:30:00+08:00"


def test_times_are_compared_as_instants(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a", checked(catalogue, investment="1"), at="2025-04-24T10:00:00+08:00"),
        reading("b", checked(catalogue, investment="2"), at="2025-04-24T03:00:00+00:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"a": "superseded", "b": "accepted"}


def test_a_later_collect_is_later_evidence(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a", checked(catalogue, investment="1"), batch=2), reading("b", checked(catalogue, investment="2")),
    ])  # fmt: skip
    assert outcomes(record) == {"a": "accepted", "b": "superseded"}


def test_the_documents_own_time_decides_a_tie(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a", checked(catalogue, investment="1"), modified="2025-04-23T10:00:00Z"),
        reading("b", checked(catalogue, investment="2"), modified="2025-04-22T10:00:00Z"),
    ])  # fmt: skip
    assert outcomes(record) == {"a": "accepted", "b": "superseded"}


@pytest.mark.parametrize("modified", [("", ""), ("2025-04-23T10:00:00Z", ""), ("2025-04-23T10:00:00Z",) * 2])
def test_a_true_tie_is_for_the_clerk(catalogue: Catalogue, modified: tuple[str, str]) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a.xlsx", checked(catalogue, investment="1"), modified=modified[0], at="2025-04-24T10:00:00.2+08:00"),
        reading("b.xlsx", checked(catalogue, investment="2"), modified=modified[1], at="2025-04-24T10:00:00.7+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"a.xlsx": "rejected", "b.xlsx": "rejected"}
    assert "“b.xlsx”" in file(record, "a.xlsx").findings[0].message
    assert "“a.xlsx”" in file(record, "b.xlsx").findings[0].message
    assert codes(file(record, "a.xlsx")) == ["file.order-unknown"]
    assert record.entries == ()
    assert (stand(record).state, stand(record).errors) == ("rejected", 1)


def test_a_tie_of_equals_is_none(catalogue: Catalogue) -> None:
    readings = [reading(name, checked(catalogue)) for name in ("b", "a", "c")]
    assert outcomes(consolidate(APRIL, catalogue, readings)) == {"a": "accepted", "b": "duplicate", "c": "duplicate"}


def test_a_tie_leaves_the_older_return_in_use(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("old", checked(catalogue, investment="5"), at="2025-04-20T10:00:00+08:00"),
        reading("a", checked(catalogue, investment="1")), reading("b", checked(catalogue, investment="2")),
    ])  # fmt: skip
    assert outcomes(record) == {"old": "accepted", "a": "rejected", "b": "rejected"}
    assert {e.investment for e in record.entries} == {"5"}


def test_a_later_return_ends_a_tie_even_if_it_repeats_one_side(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a", checked(catalogue, investment="1")), reading("b", checked(catalogue, investment="2")),
        reading("c", checked(catalogue, investment="1"), at="2025-04-25T10:00:00+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"a": "superseded", "b": "superseded", "c": "accepted"}


def test_going_back_to_an_earlier_version(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("v1", checked(catalogue, investment="1"), at="2025-04-20T10:00:00+08:00"),
        reading("v2", checked(catalogue, investment="2"), at="2025-04-21T10:00:00+08:00"),
        reading("v3", checked(catalogue, investment="1"), at="2025-04-22T10:00:00+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"v1": "superseded", "v2": "superseded", "v3": "accepted"}


def test_an_old_copy_that_comes_again_counts_but_is_asked_about(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("v1", checked(catalogue, investment="1"), data="x", at="2025-04-20T10:00:00+08:00"),
        reading("v2", checked(catalogue, investment="2"), at="2025-04-21T10:00:00+08:00"),
        reading("v3", checked(catalogue, investment="1"), data="x", at="2025-04-22T10:00:00+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"v1": "superseded", "v2": "superseded", "v3": "accepted"}
    assert codes(file(record, "v3")) == ["file.resent"]
    assert "“v1”" in file(record, "v3").findings[0].message
    assert "“v2”" in file(record, "v3").findings[0].message


def test_what_cannot_be_used_never_displaces_what_can(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("good", checked(catalogue)),
        reading("bad", failure=found("file.encrypted"), at="2025-04-26T10:00:00+08:00"),
        reading("scan.pdf", failure=SCAN, manual=True, at="2025-04-27T10:00:00+08:00"),
    ])  # fmt: skip
    assert outcomes(record) == {"good": "accepted", "bad": "rejected", "scan.pdf": "manual"}
    assert (stand(record).state, stand(record).file, stand(record).on_time) == ("accepted", "good", True)


def test_units_without_a_usable_return(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("scan.pdf", failure=SCAN, manual=True),
        reading("bad", failure=found("file.encrypted"), at="2025-04-26T10:00:00+08:00"),
        reading("wrong", unit="区水利局", failure=found("file.encrypted"), at="2025-04-26T10:00:00+08:00"),
    ])  # fmt: skip
    assert (stand(record).state, stand(record).on_time) == ("manual", True)
    assert (stand(record, "区水利局").state, stand(record, "区水利局").on_time) == ("rejected", None)
    assert record.entries == ()


def test_a_file_of_nobody(catalogue: Catalogue) -> None:
    unknown = found("file.unit-unknown")
    record = consolidate(APRIL, catalogue, [
        replace(reading("a"), identity=None),
        reading("b", unit=None, known=(unknown,)),
        reading("c", unit=None, failure=unknown),
    ], [FileLine(name, "", None, None, "ignored", "", "") for name in ("~$d.xlsx", "Thumbs.db")])  # fmt: skip
    assert outcomes(record) == {
        "a": "rejected", "b": "rejected", "c": "rejected", "~$d.xlsx": "ignored", "Thumbs.db": "ignored",
    }  # fmt: skip
    assert [codes(file(record, name)) for name in "abc"] == [["file.unit-unknown"]] * 3
    assert file(record, "Thumbs.db").sha256 == ""
    assert {u.state for u in record.units} == {"missing"}


def test_returns_that_put_down_their_rows_make_the_same_month(catalogue: Catalogue) -> None:
    """Of thousands of returns only the newest keep their rows; the one that counts is read again if it must be."""
    late = "2025-04-26T10:00:00+08:00"
    readings = [
        reading("first", checked(catalogue, investment="1")),
        reading("same", checked(catalogue, investment="1"), at="2025-04-24T11:00:00+08:00"),
        reading("one", checked(catalogue, investment="2"), at=late),  # ties with the next: both are set aside
        reading("other", checked(catalogue, investment="3"), at=late),
    ]
    whole = {r.receipt: r for r in readings}
    lights = [without_rows(r) for r in readings]
    assert not any(r.checked and r.checked.unit_return.entries for r in lights)
    assert not any(r.has_rows for r in lights)
    again = consolidate(APRIL, catalogue, lights, with_rows=lambda r: whole[r.receipt])
    assert again == consolidate(APRIL, catalogue, readings)
    assert outcomes(again) == {"first": "accepted", "same": "duplicate", "one": "rejected", "other": "rejected"}
    assert again.entries


def test_the_order_of_reading_does_not_matter(catalogue: Catalogue) -> None:
    readings = [
        reading("a", checked(catalogue, investment="1")), reading("b", checked(catalogue, investment="2")),
        reading("c", checked(catalogue, investment="1"), at="2025-04-25T10:00:00+08:00"),
        reading("d", failure=found("file.encrypted")), reading("e", checked(catalogue, investment="1"), data="a"),
    ]  # fmt: skip
    records = {repr(consolidate(APRIL, catalogue, order)) for order in itertools.permutations(readings)}
    assert len(records) == 1


# ---------------------------------------------------------------- on time


@pytest.mark.parametrize(
    ("at", "on_time"),
    [("2025-04-25T23:59:59+08:00", True), ("2025-04-26T00:00:00+08:00", False), ("2025-03-31T10:00:00+08:00", True)],
)
def test_the_last_day_is_included(catalogue: Catalogue, at: str, on_time: bool) -> None:  # noqa: FBT001
    assert stand(consolidate(APRIL, catalogue, [reading("a", checked(catalogue), at=at)])).on_time is on_time


def test_a_correction_after_the_last_day_is_still_on_time(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a", checked(catalogue, findings=(FAULT,))),
        reading("b", checked(catalogue, investment="2"), at="2025-04-28T10:00:00+08:00"),
    ])  # fmt: skip
    assert stand(record) == UnitLine(UNIT, "accepted", "2025-04-28T10:00:00+08:00", True, "b", errors_before=1)  # noqa: FBT003


def test_an_unusable_file_is_no_report(catalogue: Catalogue) -> None:
    record = consolidate(APRIL, catalogue, [
        reading("a", failure=found("file.encrypted")), reading("b", checked(catalogue), at="2025-04-28T10:00:00+08:00"),
    ])  # fmt: skip
    assert stand(record).on_time is False


# ---------------------------------------------------------------- sums


def month(catalogue: Catalogue, *results: CheckedReturn) -> MonthRecord:
    return consolidate(APRIL, catalogue, [reading(f"{r.unit_return.unit}.xlsx", r) for r in results])


def everyone(catalogue: Catalogue, investment: str | None = "10") -> list[CheckedReturn]:
    return [checked(catalogue, u.id, investment) for u in catalogue.units]


def test_sums_by_section_and_overall(catalogue: Catalogue) -> None:
    sums = totals(month(catalogue, *everyone(catalogue)), catalogue)
    # 10 per project: co-leads' equal figures are counted once.
    assert {k: v.amount for k, v in sums.sections.items()} == {
        s.id: Decimal(10 * sum(p.section == s.id for p in catalogue.projects)) for s in catalogue.sections
    }
    assert sums.overall.amount == 250
    assert (sums.overall.counted, sums.overall.merged) == (28, 3)
    assert sums.overall.note == "共28行，已全部计入；3个共同牵头项目各单位填报数相同，只计一次"


def test_co_leads_are_told(catalogue: Catalogue) -> None:
    results = [
        checked(catalogue, u, P06=value, S03="7", Q02="0")
        for u, value in (("区住房城乡建委", "12.50"), ("区城管局", "30"))
    ]
    record = month(catalogue, *results)
    assert [(f.code, f.project, f.field, f.severity) for f in record.findings] == [
        ("month.co-lead-equal", "S03", "investment", "info"),
        ("month.co-lead-sum", "P06", "investment", "info"),
    ]
    assert "区住房城乡建委、区城管局共同牵头，填报的完成投资相同（7 万元）" in record.findings[0].message
    assert "区住房城乡建委 12.5 万元，区城管局 30 万元" in record.findings[1].message
    sums = totals(record, catalogue)
    assert sums.overall.amount == 7 + Decimal("42.5") + 10 + 10 + 10  # S03, P06; S01, S02, S09
    assert sums.overall.note.endswith("1个共同牵头项目各单位填报数相同，只计一次；1个共同牵头项目为各单位填报数之和")


@pytest.mark.parametrize(("one", "two"), [("0", "0"), ("0", "5"), (None, "5"), (None, None)])
def test_where_one_alone_has_money_there_is_nothing_to_tell(
    catalogue: Catalogue, one: str | None, two: str | None
) -> None:
    record = month(
        catalogue,
        checked(catalogue, "区住房城乡建委", "1", S03=one, P06=one),
        checked(catalogue, "区城管局", "1", S03=two, P06=two),
    )
    assert record.findings == ()


def test_month_findings_can_be_switched_off(catalogue: Catalogue) -> None:
    readings = [reading(r.unit_return.unit, r) for r in everyone(catalogue)]
    assert len(consolidate(APRIL, catalogue, readings).findings) == 3
    assert consolidate(APRIL, catalogue, readings, rulebook=Rulebook({"month.co-lead-equal": "off"})).findings == ()


def test_equal_figures_in_other_spelling_are_equal(catalogue: Catalogue) -> None:
    record = month(catalogue, checked(catalogue, "区住房城乡建委", S03="7.0"), checked(catalogue, "区城管局", S03="7"))
    assert totals(record, catalogue).sections["city"].amount == 7 + 10 + 10 + 10


def test_three_leads_two_of_one_mind(catalogue: Catalogue) -> None:
    projects = tuple(
        replace(p, lead_units=("区教委", "区商务委", "区水利局")) if p.id == "S05" else p for p in catalogue.projects
    )
    three = replace(catalogue, projects=projects)
    record = month(
        three, *(checked(three, u, "1", S05=v) for u, v in (("区教委", "5"), ("区商务委", "5"), ("区水利局", "8")))
    )
    assert [f.code for f in record.findings] == ["month.co-lead-equal", "month.co-lead-sum"]
    assert totals(record, three).sections["city"].amount == 13 + 1 + 1


def test_what_is_left_out_is_counted(catalogue: Catalogue) -> None:
    record = month(catalogue, checked(catalogue, findings=(DOUBT,), S05=None, P02=None), checked(catalogue, "区商务委"))
    sums = totals(record, catalogue)
    overall = sums.overall
    assert overall.amount == Decimal(20)
    assert (overall.counted, overall.blank, overall.doubtful, overall.missing) == (2, 1, 1, 24)
    assert overall.note == "共28行，计入2行，未填1行、待核1行、未报24行未计入"
    assert sums.sections["district"].note == "共3行，计入1行，未报2行未计入"


def test_a_row_in_doubt_and_a_missing_row(catalogue: Catalogue) -> None:
    result = checked(catalogue)
    one, two, three = result.unit_return.entries
    entries = (
        replace(one, state="returned", investment=None, source=Source("", "", {})),  # e.g. project.twice
        replace(two, state="missing", investment=None, source=None),
        replace(three, state="returned", investment=None),  # an error elsewhere in the row, the amount left blank
    )
    findings = (found("progress.empty", "附件2!E9", project=three.project, field="progress"),)
    result = CheckedReturn(replace(result.unit_return, entries=entries), findings)
    overall = totals(month(catalogue, result), catalogue).overall
    assert (overall.amount, overall.doubtful, overall.blank, overall.missing) == (None, 1, 1, 26)


def test_without_any_figure_there_is_no_sum(catalogue: Catalogue) -> None:
    sums = totals(consolidate(APRIL, catalogue, ()), catalogue)
    assert sums.overall.amount is None
    assert sums.overall.note == "共28行，均未报，暂无合计"
    blank = totals(month(catalogue, *everyone(catalogue, None)), catalogue)
    assert blank.overall.note == "共28行，均未填，暂无合计"
    zero = totals(month(catalogue, *everyone(catalogue, "0")), catalogue)
    assert zero.overall.amount == Decimal(0)
    assert zero.overall.merged == 0


@pytest.mark.parametrize(
    ("total", "added", "said"),
    [
        (Total(Decimal(1), "", 3), 0, "共3行，已全部计入"),
        (Total(Decimal(1), "", 3, blank=1), 1, "共4行，计入3行，未填1行未计入；1个共同牵头项目为各单位填报数之和"),
        (Total(None, "", 0, blank=1, missing=2), 0, "共3行，未填1行、未报2行，暂无合计"),
        (Total(None, "", 0, doubtful=2), 0, "共2行，均待核，暂无合计"),
    ],
)
def test_notes_read_naturally(total: Total, added: int, said: str) -> None:
    assert note(total, added) == said
    assert "0行" not in said


def test_sums_are_exact(catalogue: Catalogue) -> None:
    record = month(catalogue, checked(catalogue, "区商务委", "0.1"), checked(catalogue, "区水利局", "0.2"))
    assert totals(record, catalogue).sections["city"].amount == Decimal("0.3")


def test_indicator_values_count_as_content(catalogue: Catalogue) -> None:
    one, two = checked(catalogue), checked(catalogue)
    first, *rest = two.unit_return.entries
    value = IndicatorValue("S05-1", "示例", "名", "500", "9")
    two = CheckedReturn(replace(two.unit_return, entries=(replace(first, indicators=(value,)), *rest)), ())
    record = consolidate(APRIL, catalogue, [reading("a", one), reading("b", two, at="2025-04-25T10:00:00+08:00")])
    assert outcomes(record) == {"a": "superseded", "b": "accepted"}
