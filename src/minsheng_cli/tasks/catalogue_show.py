"""``catalogue show``: what stands in the list in one month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.month import periods

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue
    from minsheng_cli.workspace import Workspace


def show(workspace: Workspace, month: str | None) -> Catalogue:
    """Return the list as it stands in a month, by default the last one."""
    return workspace.catalogue_at(periods.named(workspace, month) if month else workspace.catalogue.last_month)
