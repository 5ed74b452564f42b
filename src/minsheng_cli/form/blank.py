"""The blank form that a unit gets to fill in: its own projects, everything known already printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.form.drawing import Contents, Key, Value, draw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minsheng_cli.model import Catalogue, Entry, Month


def render(  # noqa: PLR0913 - what a blank is made from
    catalogue: Catalogue,
    unit_id: str,
    month: Month,
    previous: Mapping[tuple[str, str], Entry],
    previous_month: Month | None,
    *,
    contacts: Mapping[tuple[str, str], Entry] | None = None,
) -> bytes:
    """Return the unit's workbook for the month, the same bytes for the same arguments.

    ``previous`` holds the entries of ``previous_month`` by (project id, unit id), shown for reference; ``contacts``
    the entries that 责任人及联系方式 and its like are carried over from (default: ``previous``). KeyError for an
    unknown unit.
    """
    unit = catalogue.unit(unit_id)
    known = previous if contacts is None else contacts
    values: dict[Key, Value] = {}
    for project in catalogue.led_by(unit.id):
        entry = known.get((project.id, unit.id))
        for column in catalogue.form.asked:
            if column.person and entry is not None and (text := entry.value(column.key)):
                values[project.id, column.key] = text
    return draw(Contents(catalogue, unit, month, "blank", previous, previous_month, values))
