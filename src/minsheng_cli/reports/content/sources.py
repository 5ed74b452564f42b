"""Where every merged value came from: the list 来源."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.words import CORRECTED, NOT_APPLICABLE, moment, official_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.form_spec import Form
    from minsheng_cli.model import Catalogue, Entry, MonthRecord

SOURCE_NOTE = "汇总表、指标进度中每个单元格的出处。sha256 为原件校验值的前16位，原件和完整的校验值保存在“存档”中。"
NO_SOURCES = "本月尚无并入汇总的报送内容。"

CellKey = tuple[str, str, str]
"""(project or indicator id, unit id, field): names a merged cell before anyone knows where it will sit.

The renderer that places the cells fills in the address.
"""


@dataclass(frozen=True)
class SourceLine:
    """The provenance of one merged cell."""

    key: CellKey
    project: str  # Project.id
    number: str  # as the notice numbers it, with its section: 市分解到区1
    project_name: str
    unit_name: str
    field: str  # the column's header, or the indicator's name
    file: str
    ref: str  # "附件2!F5" in that file
    sha256: str
    received: str


def source_lines(record: MonthRecord, catalogue: Catalogue) -> tuple[SourceLine, ...]:
    """Return a line per merged cell, in the table's order; indicators after the columns of their row."""
    entries = {(e.project, e.unit): e for e in record.entries if e.state != "missing"}
    lines: list[SourceLine] = []
    for project, unit in catalogue.rows():
        entry = entries.get((project.id, unit.id))
        if entry is None or entry.source is None:
            continue
        corrected = {_key(c.field, entry, catalogue.form) for c in entry.corrections}
        lines += [
            SourceLine(
                key=key,
                project=project.id,
                number=official_number(project, catalogue),
                project_name=project.name,
                unit_name=unit.name,
                field=field,
                file=entry.source.file + (f"（{entry.source.entered}）" if entry.source.entered else ""),
                ref=(ref or NOT_APPLICABLE) + (f"（{CORRECTED}）" if key in corrected else ""),
                sha256=entry.source.sha256,
                received=moment(entry.source.received_at),
            )
            for key, field, ref in _cells(entry, entry.source.cells, catalogue.form)
        ]
    return tuple(lines)


def _key(field: str, entry: Entry, form: Form) -> CellKey:
    return (entry.project, entry.unit, field) if field in form.asked_keys else (field, entry.unit, "actual")


def _cells(entry: Entry, refs: Mapping[str, str], form: Form) -> Iterator[tuple[CellKey, str, str | None]]:
    """Yield (key, heading, cell in the returned file) of all that an entry brought, blank cells included."""
    for column in form.asked:
        if column.key in refs or entry.value(column.key) is not None:
            yield (entry.project, entry.unit, column.key), column.header, refs.get(column.key)
    for value in entry.indicators:
        if value.actual is not None:
            yield (value.id, entry.unit, "actual"), value.indicator, value.cell
