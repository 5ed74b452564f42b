"""What the files of a unit are called in a month, and which units a person named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.errors import SetupError
from minsheng_cli.store.folders import REPLIES, RESULTS
from minsheng_cli.workbook.paper import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, Month, Unit


_REMINDER = "催办_"
REMINDERS = f"{RESULTS}/{_REMINDER}"
"""How the path of a reminder in the month's folder begins."""


def book_name(catalogue: Catalogue, unit: Unit, month: Month, suffix: str = "") -> str:
    """Return a workbook's file name: ``附件2_区教委_2025年4月.xlsx``."""
    return safe_file_name(f"{catalogue.form_label}_{unit.name}_{month.label}{suffix}.xlsx")


def marked_path(catalogue: Catalogue, unit: Unit, month: Month) -> str:
    """Return where a unit's marked form lies in the month's folder."""
    return f"{REPLIES}/{book_name(catalogue, unit, month, '_退回修改')}"


def reminder_path(unit: Unit, month: Month) -> str:
    """Return where the reminder to a unit lies in the month's folder."""
    return f"{RESULTS}/{safe_file_name(f'{_REMINDER}{unit.name}_{month.label}.eml')}"


def chosen(catalogue: Catalogue, wanted: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units a person named, in the catalogue's order, all when none is named; SetupError."""
    if not wanted:
        return catalogue.units
    from minsheng_cli.identity import names  # noqa: PLC0415 - 17 ms: bare `minsheng` names no unit

    found: set[str] = set()
    for text in wanted:
        matches = {m.unit_id for m in names.unit_named(text, catalogue)}
        if len(matches) != 1:
            meant = names.suggest_unit(text, catalogue)
            hint = f"您是指“{meant}”吗？" if meant else "请写项目清单中的牵头单位名称。"
            raise SetupError(f"没有名为“{text}”的牵头单位，{hint}")
        found |= matches
    return tuple(u for u in catalogue.units if u.id in found)
