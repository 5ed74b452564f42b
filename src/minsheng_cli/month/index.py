"""The page by which people find their way in a month's archive without this program: 目录.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.reports import html
from minsheng_cli.reports.content.archive_index import archive_index

if TYPE_CHECKING:
    from minsheng_cli.model import MonthRecord
    from minsheng_cli.month.periods import Period


def page(period: Period, record: MonthRecord, sealed_at: str = "") -> bytes:
    """Return the page as the archive stands; ``sealed_at``: when it is being closed. TemplateError, StoreError."""
    store = period.store
    said = archive_index(
        period.month, period.catalogue, record, store.receipts(), store.original_names(), store.final_sizes(), sealed_at
    )
    return html.index(period.workspace.template(html.INDEX), said)
