"""Which project a row is: key and name together, and what happens when they part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filled import Form, Row, actuals, entry, filled, told

from minsheng_cli.form_spec import ENTRY_FIELDS

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue

UNIT = "区城管局"  # S02, S03 and P06 (with 区住房城乡建委), S09


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return filled(catalogue, UNIT)


def copied(row: Row, **changes: str) -> Row:
    return Row({**row.cells, **changes}, row.key, dict(row.kinds))


def empty(form: Form, project: str) -> bool:
    item = entry(form.judged(), project)
    return all(getattr(item, f) is None for f in ENTRY_FIELDS)


def test_name_alone_is_enough(form: Form) -> None:
    form.unmarked()
    checked = form.judged()
    assert told(checked) == []
    assert [e.project for e in checked.unit_return.entries] == ["S02", "S03", "S09", "P06"]


def test_key_alone_is_enough_but_said(form: Form) -> None:
    form.put("S02", "name", "某个项目")
    checked = form.judged()
    assert told(checked) == [("name.altered", form.at("S02", "name"))]
    assert entry(checked, "S02").investment == "120.5"


def test_an_unusable_key_is_no_key(form: Form) -> None:
    for key in ("乱码", "X99|区城管局|2025-04", "||", "S02"):
        form.rows["S02"].key = key
        assert told(form.judged()) == []


def test_order_of_rows_does_not_matter(form: Form) -> None:
    form.rows = dict(reversed(form.rows.items()))
    checked = form.judged()
    assert told(checked) == []
    assert [e.project for e in checked.unit_return.entries] == ["S02", "S03", "S09", "P06"]


def test_key_and_name_at_odds(form: Form) -> None:
    form.put("S02", "name", "改善学校医院周边环境")  # which is S09
    checked = form.judged()
    assert told(checked) == [("project.conflict", form.at("S02", "name"))] * 2
    assert {f.project for f in checked.findings} == {"S02", "S09"}  # nothing else would say why S02 is empty
    assert "建设城市微型公园" in checked.findings[0].message
    assert entry(checked, "S02").state == "returned"
    assert empty(form, "S02")
    # S09 has a row of its own that nobody disputes; the finding still calls for a look at it.
    assert entry(checked, "S09").investment == "120.5"


def test_a_sort_that_left_the_keys_behind(form: Form) -> None:
    one, two = form.rows["S02"], form.rows["S09"]
    one.key, two.key = two.key, one.key
    checked = form.judged()
    assert [code for code, _ in told(checked)] == ["project.exchanged"] * 2
    for project in ("S02", "S09"):
        assert entry(checked, project).state == "returned"
        assert empty(form, project)
        # … but the marked form carries the words beside the name they stood by.
        assert checked.unit_return.raw[project, "investment"] == "120.5"


def test_two_rows_for_one_project(form: Form) -> None:
    form.rows["again"] = copied(form.rows["S02"], investment="90")
    checked = form.judged()
    first, second = form.at("S02", "name"), form.at("again", "name")
    assert told(checked) == [("project.twice", first), ("project.twice", second)]
    assert second in checked.findings[0].message
    assert first in checked.findings[1].message
    assert empty(form, "S02")
    assert entry(checked, "S02").state == "returned"
    assert checked.unit_return.raw["S02", "investment"] == "120.5\n90"


def test_two_rows_that_say_the_same(form: Form) -> None:
    form.rows["again"] = copied(form.rows["S02"], number="7")
    checked = form.judged()
    assert [code for code, _ in told(checked)] == ["project.repeated"] * 2
    assert (entry(checked, "S02").state, entry(checked, "S02").investment) == ("accepted", "120.5")


def test_a_second_row_without_content_says_nothing_new(form: Form) -> None:
    form.rows["again"] = copied(form.rows["S02"], **dict.fromkeys(ENTRY_FIELDS, ""))
    checked = form.judged()
    assert [code for code, _ in told(checked)] == ["project.repeated"] * 2
    assert (entry(checked, "S02").state, entry(checked, "S02").investment) == ("accepted", "120.5")


def test_a_project_left_out(form: Form) -> None:
    del form.rows["S03"]
    checked = form.judged()
    assert told(checked) == [("project.missing", None)]
    assert checked.findings[0].project == "S03"
    item = entry(checked, "S03")
    assert (item.state, item.source) == ("missing", None)
    assert not checked.accepted
    assert entry(checked, "S02").state == "accepted"


def test_no_row_at_all(form: Form) -> None:
    form.rows.clear()
    assert told(form.judged()) == [("project.missing", None)] * 4


def test_a_row_of_another_units_project(form: Form, catalogue: Catalogue) -> None:
    form.rows["S05"] = filled(catalogue, "区教委").rows["S05"]
    checked = form.judged()
    assert told(checked) == [("project.foreign", form.at("S05", "name"))]
    assert checked.accepted
    assert "S05" not in {e.project for e in checked.unit_return.entries}


def test_a_name_nobody_knows(form: Form) -> None:
    form.rows["new"] = Row({"name": "修建示例大桥", "progress": "已完工"}, None)
    checked = form.judged()
    assert told(checked) == [("project.unknown", form.at("new", "name"))]
    assert "修建示例大桥" in checked.findings[0].message


def test_a_row_without_a_name(form: Form) -> None:
    form.rows["new"] = Row({"name": "", "progress": "", "investment": "55"}, None)
    assert told(form.judged()) == [("project.continued", form.at("new", "investment"))]
    last = next(reversed(form.judged().unit_return.entries))
    assert (last.investment, last.state) == (None, "returned")  # more of it may stand in the row below
    form.rows["new"] = Row({"name": "", "progress": " ", "investment": ""}, None)
    assert told(form.judged()) == []
    form.rows = {"new": Row({"name": "", "investment": "55"}, None)}
    assert ("project.unnamed", form.at("new", "investment")) in told(form.judged())


def test_a_name_as_long_as_a_book(form: Form) -> None:
    form.rows["new"] = Row({"name": "建设城市微型公园" * 4000}, None)
    checked = form.judged()
    assert [code for code, _ in told(checked)] == ["project.unknown"]
    assert len(checked.findings[0].message) < 200


def test_lookalike_projects_are_kept_apart(catalogue: Catalogue) -> None:
    form = filled(catalogue, "区残联")  # 残疾人服务提升 and 助残服务行动
    form.unmarked()
    form.put("S06", "investment", "6")
    form.put("P07", "investment", "7")
    form.put("S06-2", "actual", "61")
    form.put("P07-2", "actual", "67")
    checked = form.judged()
    assert told(checked) == []
    assert [e.investment for e in checked.unit_return.entries] == ["6", "7"]
    assert (actuals(checked)["S06-2"], actuals(checked)["P07-2"]) == ("61", "67")
