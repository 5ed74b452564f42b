"""``explain``: where every merged value of a project came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng_cli.month import periods
from minsheng_cli.nouns import dataclass
from minsheng_cli.tasks.status import record_of

if TYPE_CHECKING:
    from minsheng_cli.form_spec import Form
    from minsheng_cli.workspace import Workspace

    Record = dict[str, Any]  # model.MonthRecord as archived


@dataclass(frozen=True)
class Explained:
    """Where each value of one project came from."""

    month: str
    project: str
    name: str
    entries: list[dict[str, Any]]
    files: list[dict[str, Any]]  # the lines of the files those entries came from
    form: Form  # as the list of that month has it


def explain(workspace: Workspace, month_text: str, wanted: str) -> Explained:
    """Return provenance of every merged value of a project, named by id or by name."""
    month = periods.named(workspace, month_text)
    catalogue = periods.opened(workspace, month).catalogue
    project_id = periods.project_called(wanted, catalogue).id
    record = record_of(workspace, str(month))
    # Records of the first version know no columns of a list's own.
    entries = [e | {"extra": e.get("extra", {})} for e in record["entries"] if e["project"] == project_id]
    used = {e["source"]["sha256"] for e in entries if e["source"]}
    files = [f for f in record["files"] if f["sha256"] in used]
    return Explained(str(month), project_id, catalogue.project(project_id).name, entries, files, catalogue.form)
