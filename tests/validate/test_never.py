"""Whatever a unit writes: no exception, no English, no value without its cell, no fault without its place."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from filled import filled
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import few_or_all
from minsheng_cli.findings import KINDS
from minsheng_cli.form_spec import COLUMNS, ENTRY_FIELDS
from minsheng_cli.model import as_json

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue, CellKind

FIELDS = st.sampled_from([c.key for c in COLUMNS])
KINDS_OF_CELL = st.sampled_from(["text", "number", "percent", "date", "bool", "error", "uncached"])
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.,，万亿元约-—/%（）{}无同上\x0b\ud800\n ", max_size=12),
    st.sampled_from(["#REF!", "{code}", "%s", "建设城市微型公园", "区教委", "1e400", "NaN", "Infinity", "\ud800"]),
)
CHANGES = st.lists(st.tuples(st.sampled_from(["S02", "S03", "S09", "P06"]), FIELDS, TEXTS, KINDS_OF_CELL), max_size=8)
FIGURES = st.lists(st.tuples(st.integers(0, 8), TEXTS, KINDS_OF_CELL), max_size=4)
SAID: dict[str, st.SearchStrategy[Any]] = {
    "changes": CHANGES,
    "figures": FIGURES,
    "key": st.one_of(st.none(), st.text(max_size=20)),
    "last": st.one_of(st.none(), TEXTS),
    "unit": st.sampled_from(["万元", "元", "亿元", "美元", "万元或元", ""]),
    "head": st.one_of(st.none(), TEXTS),
}


@few_or_all("examples", 60, 600)
def test_anything(catalogue: Catalogue, examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(**SAID)(said_and_placed))(catalogue)


def said_and_placed(  # noqa: PLR0913, PLR0917
    catalogue: Catalogue,
    changes: list[tuple[str, str, str, CellKind]],
    figures: list[tuple[int, str, CellKind]],
    key: str | None,
    last: str | None,
    unit: str,
    head: str | None,
) -> None:
    form = filled(catalogue, "区城管局")
    form.rows["S09"].key, form.money_unit, form.head = key, unit, head
    form.last("S02", last)
    for row, column, text, kind in changes:
        form.put(row, column, text, kind)
    names = list(form.indicators)
    for place, text, kind in figures:
        form.put(names[place % len(names)], "actual", text, kind)
    checked = form.judged()
    faulty = {(f.project, f.field) for f in checked.findings}
    for finding in checked.findings:
        assert finding.code in KINDS
        assert not re.search(r"pydantic|Input should|validation|Error", finding.message)
        assert "\ud800" not in finding.message
        assert finding.where is not None or finding.code in ("project.missing", "head.missing")
    json.dumps(as_json(checked), ensure_ascii=False).encode()
    assert [e.project for e in checked.unit_return.entries] == ["S02", "S03", "S09", "P06"]
    for item in checked.unit_return.entries:
        if item.investment is None:
            continue
        assert item.source is not None
        assert item.source.cells["investment"] == form.at(item.project, "investment")
        assert Decimal(item.investment).is_finite()
        written = form.rows[item.project].cells["investment"].strip()
        # Not the number as it stands in the cell: then the cell has a word said about it.
        if item.investment != written and not re.fullmatch(r"[+0-9０-９.．,，\s]+", written):
            assert (item.project, "investment") in faulty or re.fullmatch(r"[零一二三四五六七八九十百。0-9]+", written)
    assert all(set(e.source.cells) <= set(ENTRY_FIELDS) for e in checked.unit_return.entries if e.source)
