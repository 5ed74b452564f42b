"""How the bulletin, slips and the public text look in Word: the clerk's templates, filled in.

The templates are untrusted enough to be run in a sandbox; what units wrote is always literal text.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

from minsheng_cli.form_spec import MONEY_UNIT
from minsheng_cli.nouns import asdict
from minsheng_cli.reports.content.annex import NOTE, AnnexRow, AnnexSection
from minsheng_cli.reports.content.bulletin import Bulletin, Heads, LagRow
from minsheng_cli.reports.content.points import Item
from minsheng_cli.reports.content.public import PublicProject, PublicText
from minsheng_cli.reports.content.slips import ReplyRow, Slip
from minsheng_cli.reports.docx import filling
from minsheng_cli.text.han import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Month
    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.table import ProjectBlock, TotalRow

_COMPOSED = frozenset(
    [
        "p",
        "s",
        "b",
        "table",
        "annex",
        "rows",
        "told",
        "sections",
        "title",
        "subtotal",
        "overall",
        "money_note",
        "footnote",
        "note",
    ]
)
"""What a template may name beside the fields of what is said: made up below."""
BULLETIN, SLIP, PUBLIC = "通报.docx", "督办单.docx", "公开稿.docx"
Template = tuple[str, bytes]  # (name as the clerk knows it, bytes)


def bulletin(template: Template, said: Bulletin, report: MonthlyReport) -> bytes:
    """Return 情况通报.docx. Raises TemplateError naming the place."""
    sections = [
        {
            "title": section.title,
            "rows": [row for block in section.blocks for row in _rows(block)],
            "subtotal": _total(section.subtotal),
        }
        for section in report.sections
    ]
    table = {
        "sections": sections,
        "rows": [row for section in sections for row in section["rows"]],  # for a clerk who wants no sections
        "overall": _total(report.overall),
        "money_note": f"单位：{MONEY_UNIT}",
        "footnote": report.footnote,
    }
    own = "".join(figure.sentence for figure in report.story.overview.own) if report.story else ""
    annex = {"sections": [asdict(section) for section in report.annex], "note": NOTE + own}
    return _fill(template, {"b": asdict(said), "table": table, "annex": annex}, said.title, said.office, report.month)


def check(template: Template) -> None:
    """Raise TemplateError naming the place when a template is broken before anything is filled in."""
    filling.check(*template, _words())


def _fill(template: Template, facts: dict[str, Any], title: str, office: str, month: Month) -> bytes:
    """Fill in a template; the document says of itself what it is, whose and of which month."""
    after = month.shift(1)
    properties = filling.Properties(title, office, month.label, f"{after}-01")
    return filling.fill(*template, facts, words=_words(), properties=properties)


@cache
def _words() -> frozenset[str]:
    """Return the names of all that a template may fill in."""
    kinds = (Bulletin, Heads, Item, LagRow, AnnexSection, AnnexRow, Slip, ReplyRow, PublicText, PublicProject)
    return frozenset(name for kind in kinds for name in kind.__match_args__) | _COMPOSED


def _rows(block: ProjectBlock) -> Iterator[dict[str, str]]:
    for row in block.rows:
        yield {"number": block.number, "name": block.name, "target": block.target, "unit": row.unit_name} | {
            field: said.text if said.number is None else f"{said.number:,f}" for field, said in row.cells.items()
        }


def _total(total: TotalRow) -> dict[str, str]:
    return {
        "label": total.label, "amount": "" if total.amount is None else f"{total.amount:,f}", "note": total.note,
    }  # fmt: skip


def slip(template: Template, said: Slip, month: Month) -> bytes:
    """Return 督办单.docx for one unit. Raises TemplateError."""
    return _fill(template, {"s": asdict(said)}, said.title, said.office, month)


def public(template: Template, said: PublicText, month: Month) -> bytes:
    """Return 公开稿.docx. Raises TemplateError."""
    sections = [
        {
            "number": numeral(i),
            "title": title,
            "projects": [
                asdict(p) | {"number": f"（{numeral(j)}）", "figures": ""} for j, p in enumerate(projects, start=1)
            ],
        }
        for i, (title, projects) in enumerate(said.sections, start=1)
    ]
    own = asdict(said) | {
        "rows": [asdict(p) for p in said.rows],
        "told": [asdict(p) for p in said.told],
    }
    return _fill(template, {"p": own, "sections": sections}, said.title, said.issuer, month)


def texts(data: bytes) -> list[tuple[str, str]]:
    """Return (part, text) of everything a reader could find in a document: body, comments, properties, all of it."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                xml = book.read(name).decode("utf-8")
                # properties stand side by side without a blank: 13 minutes, 5 pages … would read as one number
                plain = re.sub(r"</w:p>", "\n", xml) if name.startswith("word/") else xml.replace("</", "\n" * 6 + "</")
                text = re.sub(r"<[^>]+>", "", plain)
                if text.strip():  # most parts are markup alone
                    found.append((name, text))
    return found
