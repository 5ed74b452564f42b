"""``generate``: one blank workbook and one mail draft per lead unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng_cli import analysis, names
from minsheng_cli.errors import SetupError
from minsheng_cli.form import blank
from minsheng_cli.paper import safe_file_name
from minsheng_cli.tasks import history, letters, period
from minsheng_cli.workspace import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Catalogue, Month, Unit
    from minsheng_cli.store import Published
    from minsheng_cli.tasks.period import Tell
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Generated:
    """What was laid into 下发."""

    month: Month
    units: tuple[Unit, ...]
    books: dict[str, str]  # unit id -> workbook, relative to the month folder
    published: Published


def book_name(catalogue: Catalogue, unit: Unit, month: Month, suffix: str = "") -> str:
    """Return a workbook's file name: ``附件2_区教委_2025年4月.xlsx``."""
    return safe_file_name(f"{catalogue.form_label}_{unit.name}_{month.label}{suffix}.xlsx")


def generate(
    workspace: Workspace,
    month_text: str | None,
    unit_names: Sequence[str] = (),
    *,
    dry_run: bool = False,
    tell: Tell = period.quiet,
) -> Generated:
    """Write the month's blanks. A file that someone has changed since is kept and reported."""
    month = period.named(workspace, month_text) if month_text else period.current(workspace)
    ours = period.opened(workspace, month)
    catalogue = ours.catalogue
    units = chosen(catalogue, unit_names)
    past = history.before(workspace, month)
    files: dict[str, bytes] = {}
    books: dict[str, str] = {}
    for done, unit in enumerate(units):
        name = book_name(catalogue, unit, month)
        workbook = blank.render(catalogue, unit.id, month, past.of_month, past.month, contacts=past.latest)
        books[unit.id] = f"{OUTBOX}/{name}"
        files[books[unit.id]] = workbook
        files[f"{OUTBOX}/{name.removesuffix('.xlsx')}.eml"] = letters.send_out(ours, unit, name, workbook)
        tell(done + 1, len(units))
    if dry_run:
        return Generated(month, units, books, ours.store.plan(files, blanks=True))
    with ours.store.lock("minsheng generate", period.now(workspace)):
        published = ours.store.publish_blanks(files)
        if ours.store.peek() is None:
            # Everybody is 未报 from now on; `status` can say so before anything has come back.
            ours.store.save_record(analysis.consolidate(month, catalogue, (), rulebook=workspace.settings.rulebook))
        ours.store.seal_manifest()
    return Generated(month, units, books, published)


def chosen(catalogue: Catalogue, wanted: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units a person named, in the catalogue's order, all when none is named; SetupError."""
    if not wanted:
        return catalogue.units
    found: set[str] = set()
    for text in wanted:
        matches = {m.unit_id for m in names.unit_named(text, catalogue)}
        if len(matches) != 1:
            meant = names.suggest_unit(text, catalogue)
            hint = f"您是指“{meant}”吗？" if meant else "请写项目清单中的牵头单位名称。"
            raise SetupError(f"没有名为“{text}”的牵头单位，{hint}")
        found |= matches
    return tuple(u for u in catalogue.units if u.id in found)
