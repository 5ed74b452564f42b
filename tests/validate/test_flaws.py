"""What parsing found about the table's shape reaches the rows and cells it puts in doubt."""

from __future__ import annotations

import pytest
from filled import Form, actuals, entry, filled, told

from minsheng_cli.findings import found
from minsheng_cli.form_spec import ENTRY_FIELDS
from minsheng_cli.model import Catalogue, Rulebook


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return filled(catalogue, "区城管局")


def test_one_amount_merged_over_two_rows_is_nobodys(form: Form) -> None:
    where = form.at("S02", "investment")
    form.share("S02", "S03", "investment")
    form.findings = (found("table.merged", where, field="investment", severity="error", range="F6:F7"),)
    checked = form.judged()
    # Told of each project it puts in doubt, at the one cell.
    assert [(f.code, f.where, f.project) for f in checked.findings] == [
        ("table.merged", where, "S02"),
        ("table.merged", where, "S03"),
    ]
    assert [(e.project, e.state, e.investment) for e in checked.unit_return.entries] == [
        ("S02", "returned", None),
        ("S03", "returned", None),
        ("S09", "accepted", "120.5"),
        ("P06", "accepted", "120.5"),
    ]
    assert entry(checked, "S03").progress is not None
    assert checked.unit_return.raw["S02", "investment"] == "120.5"


def test_a_merge_that_is_only_a_warning_keeps_the_value(form: Form) -> None:
    form.share("S02", "S03", "contact")
    form.findings = (found("table.merged", form.at("S02", "contact"), field="contact", range="I6:I7"),)
    checked = form.judged()
    assert checked.accepted
    assert [(f.where, f.project) for f in checked.findings] == [(form.at("S02", "contact"), p) for p in ("S02", "S03")]
    assert entry(checked, "S03").contact == entry(checked, "S02").contact is not None


def test_a_struck_cell_is_not_used(form: Form) -> None:
    where = form.at("S02", "investment")
    form.findings = (found("cell.struck", where, field="investment", what="“完成投资”"),)
    form.put("S02", "investment", "看不懂")  # one finding per cell: the root cause
    checked = form.judged()
    assert told(checked) == [("cell.struck", where)]
    item = entry(checked, "S02")
    assert (item.state, item.investment) == ("returned", None)
    assert item.source is not None
    assert "investment" not in item.source.cells  # nothing was taken from there
    assert "progress" in item.source.cells
    assert entry(checked, "S03").state == "accepted"


def test_a_struck_row_is_not_used_at_all(form: Form) -> None:
    form.findings = (found("cell.struck", form.at("S02", "name"), field="name", what="整行文字"),)
    checked = form.judged()
    item = entry(checked, "S02")
    assert item.state == "returned"
    assert all(getattr(item, f) is None for f in ENTRY_FIELDS)
    assert checked.unit_return.raw["S02", "investment"] == "120.5"


@pytest.mark.parametrize("code", ["investment.header-period", "table.column-twice", "investment.header-unit"])
def test_a_doubtful_column_is_told_once(form: Form, code: str) -> None:
    facts = {"text": "本月完成投资", "header": "完成投资", "others": "F5、G5", "other": "G3", "unit": "元"}
    form.findings = (found(code, "附件2!F5", field="investment", **facts),)  # type: ignore[arg-type]
    form.money_unit = "万元或元"
    form.last("S02", "100")
    checked = form.judged()
    assert told(checked) == [(code, "附件2!F5")]
    assert {(e.state, e.investment) for e in checked.unit_return.entries} == {("returned", None)}
    assert None not in {e.progress for e in checked.unit_return.entries}


def test_a_missing_name_column_does_not_undo_rows_that_are_known_by_their_key(form: Form) -> None:
    for row in form.rows.values():
        del row.cells["name"]
    form.findings = (found("table.column-missing", "附件2!A5", field="name", header="项目名称"),)
    checked = form.judged()
    assert {(e.state, e.investment) for e in checked.unit_return.entries} == {("returned", "120.5")}


def test_a_cell_of_no_column_still_lies_in_its_row(form: Form) -> None:
    form.findings = (found("table.merged-across", "附件2!L7", range="L7:M7", header="附件2以外的栏目"),)
    checked = form.judged()
    assert [f.project for f in checked.findings] == ["S03"]
    assert [(e.project, e.state) for e in checked.unit_return.entries][:3] == [
        ("S02", "accepted"),
        ("S03", "returned"),
        ("S09", "accepted"),
    ]


def test_what_concerns_another_sheet_does_not_concern_these_rows(form: Form) -> None:
    form.findings = (found("table.column-twice", "续表!F5", field="investment", header="完成投资", others="F5、G5"),)
    assert {e.state for e in form.judged().unit_return.entries} == {"accepted"}


def test_a_doubtful_indicator_cell(form: Form) -> None:
    where = form.at("S02-1", "actual")
    form.findings = (found("cell.struck", where, field="indicator", what="本月累计"),)
    checked = form.judged()
    assert told(checked) == [("cell.struck", where)]
    assert actuals(checked)["S02-1"] is None
    assert entry(checked, "S02").indicators[0].cell == where
    assert actuals(checked)["S03-1"] == "3"
    assert [e.state for e in checked.unit_return.entries] == ["returned", "accepted", "accepted", "accepted"]


def test_a_doubtful_indicator_column(form: Form) -> None:
    form.findings = (found("table.column-twice", "指标进度!F2", field="indicator", header="本月累计", others="F2、G2"),)
    checked = form.judged()
    assert set(actuals(checked).values()) == {None}
    assert {e.state for e in checked.unit_return.entries} == {"returned"}
    assert {e.investment for e in checked.unit_return.entries} == {"120.5"}


def test_the_workspace_may_let_it_pass(form: Form) -> None:
    form.findings = (found("cell.struck", form.at("S02", "investment"), field="investment", what="“完成投资”"),)
    checked = form.judged(Rulebook(severities={"cell.struck": "warning"}))
    assert checked.accepted
    assert entry(checked, "S02").investment == "120.5"
    form.findings = (found("table.hidden", form.at("S02", "number"), row=6),)
    strict = form.judged(Rulebook(severities={"table.hidden": "error"}))
    assert [e.state for e in strict.unit_return.entries] == ["returned", "accepted", "accepted", "accepted"]
