"""``generate``: one blank workbook and one mail draft per lead unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli import analysis
from minsheng_cli.form import blank
from minsheng_cli.month import earlier, letters, periods
from minsheng_cli.month.file_names import book_name, chosen
from minsheng_cli.nouns import dataclass
from minsheng_cli.store.folders import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minsheng_cli.model import Month, Unit
    from minsheng_cli.month.periods import Tell
    from minsheng_cli.store import Published
    from minsheng_cli.workspace import Workspace


@dataclass(frozen=True)
class Generated:
    """What was laid into 下发."""

    month: Month
    units: tuple[Unit, ...]
    books: dict[str, str]  # unit id -> workbook, relative to the month folder
    published: Published
    proposed: int = 0  # indicators of the list that nobody has confirmed


def generate(
    workspace: Workspace,
    month_text: str | None,
    unit_names: Sequence[str] = (),
    *,
    dry_run: bool = False,
    tell: Tell = periods.quiet,
) -> Generated:
    """Write the month's blanks. A file that someone has changed since is kept and reported."""
    month = periods.named(workspace, month_text) if month_text else periods.current(workspace)
    period = periods.opened(workspace, month)
    catalogue = period.catalogue
    units = chosen(catalogue, unit_names)
    past = earlier.before(period)
    files: dict[str, bytes] = {}
    books: dict[str, str] = {}
    for done, unit in enumerate(units):
        name = book_name(catalogue, unit, month)
        workbook = blank.render(catalogue, unit.id, month, past.of_month, past.month, contacts=past.latest)
        books[unit.id] = f"{OUTBOX}/{name}"
        files[books[unit.id]] = workbook
        files[f"{OUTBOX}/{name.removesuffix('.xlsx')}.eml"] = letters.send_out(period, unit, name, workbook)
        tell(done + 1, len(units))
    proposed = sum(i.proposed for p in catalogue.projects for i in p.indicators)
    if dry_run:
        return Generated(month, units, books, period.store.plan(files, yields=("",)), proposed)
    with period.store.lock("minsheng generate", periods.now(workspace)):
        published = period.store.publish(files, yields=("",))
        if period.store.peek() is None:
            # Everybody is 未报 from now on; `status` can say so before anything has come back.
            period.store.save_record(analysis.consolidate(month, catalogue, (), rulebook=workspace.settings.rulebook))
        if not any(event.kind == "judged" for event in period.store.history()):
            # The month keeps its list, should next year's simply take its place; asked apart from the record, because
            # an earlier run may have been cut between the two.
            period.store.note_judged(periods.now(workspace), period.workspace.basis())
        period.store.seal_manifest()
    return Generated(month, units, books, published, proposed)
