"""The page by which people find their way in a month's archive without this program: 目录.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.reports import html
from minsheng_cli.reports.content.archive_index import archive_index

if TYPE_CHECKING:
    from minsheng_cli.model import MonthRecord
    from minsheng_cli.month.period import Period


def page(ours: Period, record: MonthRecord, sealed_at: str = "") -> bytes:
    """Return the page as the archive stands; ``sealed_at``: when it is being closed. TemplateError, StoreError."""
    store = ours.store
    said = archive_index(
        ours.month, ours.catalogue, record, store.receipts(), store.original_names(), store.final_sizes(), sealed_at
    )
    return html.index(ours.workspace.template(html.INDEX), said)
