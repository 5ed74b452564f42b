"""The second sheet: every figure right, or a finding at its cell."""

from __future__ import annotations

import pytest
from filled import Form, Row, actuals, entry, filled, told

from minsheng_cli.model import Catalogue, CellKind, Rulebook


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return filled(catalogue, "区民政局")  # P04: 172 张, 30 %, 2 万人次, a milestone, a background figure


def by_unit(form: Form, unit: str) -> str:
    """Return the id of the first row in that unit."""
    return next(name for name, row in form.indicators.items() if row.cells["unit"] == unit)


FIGURES: list[tuple[str, str, CellKind, list[str], str | None]] = [
    ("张", "120", "number", [], "120"),
    ("张", "120张", "text", [], "120"),
    ("张", "", "text", [], None),
    ("张", "无", "text", [], None),
    ("张", "—", "text", [], None),
    ("张", "0", "number", [], "0"),
    ("张", "约120", "text", ["indicator.approximate"], "120"),
    ("张", "120个", "text", ["indicator.unit"], "120"),
    ("张", "0.012万", "text", ["indicator.converted"], "120"),
    ("张", "-1", "number", ["indicator.negative"], None),
    ("张", "343", "number", [], "343"),
    ("张", "344", "number", ["indicator.over"], "344"),
    ("张", "1720", "number", ["indicator.over"], "1720"),
    ("张", "1721", "number", ["indicator.huge"], "1721"),
    ("张", "100-120", "text", ["indicator.unreadable"], None),
    ("张", "90%", "percent", ["indicator.unreadable"], None),
    ("张", "2025-04-20", "date", ["indicator.unreadable"], None),
    ("张", "#REF!", "error", ["cell.error"], None),
    ("张", "", "uncached", ["cell.uncached"], None),
    ("张", "1\x0b2", "text", ["text.illegal-characters"], "12"),
    ("%", "12%", "percent", [], "12"),
    ("%", "12", "number", [], "12"),
    ("%", "0.12", "number", ["indicator.share-unclear"], None),
    ("%", "1", "number", ["indicator.share-unclear"], None),
    ("%", "0.5%", "text", [], "0.5"),
    ("%", "100%", "percent", ["indicator.over"], "100"),
    ("%", "1.2万", "text", ["indicator.converted", "indicator.rate"], None),
    ("%", "105", "number", ["indicator.rate"], None),
    ("万人次", "1.5", "number", [], "1.5"),
    ("万人次", "15000人次", "text", ["indicator.converted"], "1.5"),
    ("万人次", "15000", "number", ["indicator.huge"], "15000"),
    ("万人次", "1.5万人", "text", ["indicator.unit"], "1.5"),
    ("", "未启动", "text", [], "未启动"),
    ("", " 已 完成 ", "text", [], "已完成"),
    ("", "", "text", [], None),
    ("", "完工", "text", ["indicator.state"], None),
    ("", "100%", "percent", ["indicator.state"], None),
    ("", "#N/A", "error", ["cell.error"], None),
]


@pytest.mark.parametrize(("unit", "text", "kind", "codes", "value"), FIGURES)
def test_one_figure(  # noqa: PLR0913, PLR0917
    form: Form, unit: str, text: str, kind: CellKind, codes: list[str], value: str | None
) -> None:
    item = by_unit(form, unit)
    form.put(item, "actual", text, kind)
    checked = form.judged()
    assert told(checked) == [(code, form.at(item, "actual")) for code in codes]
    assert all((f.project, f.field) == ("P04", "indicator") for f in checked.findings)
    assert actuals(checked)[item] == value
    errors = any(f.severity == "error" for f in checked.findings)
    assert entry(checked, "P04").state == ("returned" if errors else "accepted")
    assert entry(checked, "P04").investment == "120.5"


def test_every_asked_indicator_has_its_line(form: Form, catalogue: Catalogue) -> None:
    form.indicators.clear()
    checked = form.judged()
    assert told(checked) == []
    values = entry(checked, "P04").indicators
    asked = [i for i in catalogue.project("P04").indicators if i.asked]
    assert [(v.id, v.indicator, v.unit, v.actual, v.cell) for v in values] == [
        (i.id, i.name, i.unit, None, None) for i in asked
    ]
    assert [v.target for v in values] == [None if i.target is None else str(i.target) for i in asked]


MOVES = [
    ("张", "120", "120", []),
    ("张", "120", "119", ["indicator.fell"]),
    ("张", "120", "", []),
    ("张", "120", "350", ["indicator.over"]),
    ("张", "350", "360", []),
    ("%", "12", "11%", ["indicator.fell"]),
    ("", "已完成", "进行中", ["indicator.regressed"]),
    ("", "未启动", "已完成", []),
    ("", "看不懂", "已完成", []),
]


@pytest.mark.parametrize(("unit", "last", "text", "codes"), MOVES)
def test_against_the_last_return(form: Form, unit: str, last: str, text: str, codes: list[str]) -> None:
    item = by_unit(form, unit)
    form.last("P04", "100", **{item.replace("-", "_"): last})
    form.put(item, "actual", text)
    checked = form.judged()
    assert told(checked) == [(code, form.at(item, "actual")) for code in codes]
    if codes == ["indicator.fell"]:
        assert actuals(checked)[item] is None


def test_a_rate_and_a_level_may_fall(catalogue: Catalogue) -> None:
    form = filled(catalogue, "区卫生健康委")
    free = [i for i in catalogue.project("P05").indicators if i.measure in ("rate", "level")]
    assert free
    form.last("P05", "100", **{i.id.replace("-", "_"): "5" for i in free})
    for indicator in free:
        form.put(indicator.id, "actual", "4", "number")
    assert told(form.judged()) == []


def test_names_are_enough(form: Form) -> None:
    form.unmarked()
    checked = form.judged()
    assert told(checked) == []
    assert None not in actuals(checked).values()


def test_shared_names_need_their_project(catalogue: Catalogue) -> None:
    form = filled(catalogue, "区残联")
    form.unmarked()
    form.put("S06-2", "project", "")
    checked = form.judged()
    assert told(checked) == [("indicator.unknown", form.at("S06-2", "actual"))]
    assert actuals(checked)["S06-2"] is None
    assert actuals(checked)["P07-2"] == "3"


def test_key_and_name_at_odds(form: Form) -> None:
    one, two = by_unit(form, "张"), by_unit(form, "万人次")
    form.indicators[one].key, form.indicators[two].key = form.indicators[two].key, form.indicators[one].key
    checked = form.judged()
    assert told(checked) == [
        ("indicator.conflict", form.at(one, "actual")),
        ("indicator.conflict", form.at(two, "actual")),
    ]
    assert actuals(checked)[one] is None
    assert actuals(checked)[two] is None


def test_a_name_that_is_not_the_keys_is_told(form: Form) -> None:
    one = by_unit(form, "张")
    form.put(one, "indicator", "另一项指标")
    checked = form.judged()
    assert told(checked) == [("indicator.renamed", form.at(one, "actual"))]
    assert actuals(checked)[one] is not None


def test_a_row_nobody_asked_for(form: Form) -> None:
    form.indicators["new"] = Row(
        {"project": "助老敬老行动", "indicator": "新增示例点位", "unit": "个", "actual": "9"}, None
    )
    checked = form.judged()
    assert told(checked) == [("indicator.unknown", form.at("new", "actual"))]
    form.put("new", "actual", "")
    assert told(form.judged()) == []


def test_two_rows_for_one_indicator(form: Form) -> None:
    item = by_unit(form, "张")
    row = form.indicators[item]
    form.indicators["again"] = Row(dict(row.cells), row.key, dict(row.kinds))
    assert told(form.judged()) == []
    form.put("again", "actual", "5")
    checked = form.judged()
    assert told(checked) == [
        ("indicator.twice", form.at(item, "actual")),
        ("indicator.twice", form.at("again", "actual")),
    ]
    assert actuals(checked)[item] is None
    assert entry(checked, "P04").state == "returned"


@pytest.mark.parametrize(
    ("written", "text", "codes", "value"),
    [
        ("人次", "15000", ["indicator.converted"], "1.5"),
        ("万人次", "1.5", [], "1.5"),
        ("", "1.5", [], "1.5"),
        ("万人", "1.5", ["indicator.unit"], "1.5"),
        ("元", "1.5", ["indicator.unreadable"], None),
    ],
)
def test_a_changed_unit_cell_is_what_the_figure_is_in(
    form: Form, written: str, text: str, codes: list[str], value: str | None
) -> None:
    item = by_unit(form, "万人次")
    form.put(item, "unit", written)
    form.put(item, "actual", text, "number")
    checked = form.judged()
    assert [code for code, _ in told(checked)] == codes
    assert actuals(checked)[item] == value


def test_a_pending_indicator_takes_any_figure(catalogue: Catalogue) -> None:
    form = filled(catalogue, "区卫生健康委")
    for text in ("300", "300人", "进行中"):
        form.put("S13-1", "actual", text)
        assert told(form.judged()) == []
    form.put("S13-1", "actual", "培训若干")
    assert [code for code, _ in told(form.judged())] == ["indicator.unreadable"]


def test_severities_apply(form: Form) -> None:
    item = by_unit(form, "张")
    form.put(item, "actual", "-1")
    checked = form.judged(Rulebook(severities={"indicator.negative": "info"}))
    assert [(f.code, f.severity) for f in checked.findings] == [("indicator.negative", "info")]
    assert actuals(checked)[item] == "-1"
