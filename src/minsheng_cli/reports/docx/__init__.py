"""How the bulletin, slips and the public text look in Word: the clerk's templates, filled in.

The templates are untrusted enough to be run in a sandbox; what units wrote is always literal text.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from minsheng_cli import paper
from minsheng_cli.errors import TemplateError
from minsheng_cli.form.layout import MONEY_UNIT
from minsheng_cli.reports.content.points import numeral
from minsheng_cli.reports.docx import template as templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.reports.content import MonthlyReport
    from minsheng_cli.reports.content.bulletin import Bulletin
    from minsheng_cli.reports.content.public import PublicText
    from minsheng_cli.reports.content.slips import Slip
    from minsheng_cli.reports.content.table import ProjectBlock, TotalRow

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
        "footnote": report.annex_note,
    }
    return _fill(template, {"b": asdict(said), "table": table})


def _rows(block: ProjectBlock) -> Iterator[dict[str, str]]:
    for row in block.rows:
        yield {"number": block.number, "name": block.name, "target": block.target, "unit": row.unit_name} | {
            field: said.text if said.number is None else f"{said.number:,f}" for field, said in row.cells.items()
        }


def _total(total: TotalRow) -> dict[str, str]:
    return {
        "label": total.label, "amount": "" if total.amount is None else f"{total.amount:,f}", "note": total.note,
    }  # fmt: skip


def slip(template: Template, said: Slip) -> bytes:
    """Return 督办单.docx for one unit. Raises TemplateError."""
    return _fill(template, {"s": asdict(said)})


def public(template: Template, said: PublicText) -> bytes:
    """Return 公开稿.docx. Raises TemplateError."""
    sections = [
        {
            "number": numeral(i),
            "title": title,
            "projects": [
                {
                    "number": f"（{numeral(j)}）",
                    "name": p.name,
                    "progress": p.progress,
                    "figures": f"{'；'.join(p.figures)}。" if p.figures else "",
                }
                for j, p in enumerate(projects)
            ],
        }
        for i, (title, projects) in enumerate(said.sections)
    ]
    return _fill(template, {"p": {"title": said.title, "lead": said.lead, "source": said.source}, "sections": sections})


def texts(data: bytes) -> list[tuple[str, str]]:
    """Return (part, text) of everything a reader could find in a document: body, comments, properties, all of it."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                xml = book.read(name).decode("utf-8")
                plain = re.sub(r"</w:p>", "\n", xml)
                found.append((name, re.sub(r"<[^>]+>", "", plain)))
    return found


def _fill(template: Template, facts: Mapping[str, Any]) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2 import TemplateError as JinjaError
    from jinja2.sandbox import SandboxedEnvironment

    name, data = template
    try:
        templates.check(name, data, frozenset(_words(facts)))
        document = DocxTemplate(io.BytesIO(data))
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        document.render(_literal(facts), environment, autoescape=True)
        raw = io.BytesIO()
        document.save(raw)
    except JinjaError as error:
        lines = getattr(error, "docx_context", None) or []
        near = " ".join(re.sub(r"<[^>]+>", "", line).strip() for line in lines).strip()
        named = re.search(r"attribute '(\w+)'|'(\w+)' is undefined", str(error.message))
        word = next(filter(None, named.groups()), "") if named else ""
        place = next((tag for tag in templates.tags(data) if word and re.search(rf"\b{word}\b", tag)), near[:60])
        raise templates.broken(name, place or "标记", "没有对应的内容" if word else "写法有误") from error
    except TemplateError:
        raise
    except Exception as error:
        raise TemplateError(
            f"模板“{name}”不是可用的 Word 文档（.docx），请重新保存，或删除该文件改用自带的模板。"
        ) from error
    return _settled(raw.getvalue())


def _words(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the names of all there is to fill in."""
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from _words(item)


def _literal(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return the facts with every text made safe for a document, its line breaks kept."""
    from docxtpl import Listing

    if isinstance(value, str):
        clean = paper.clean(value)
        return Listing(clean) if "\n" in clean else clean
    if isinstance(value, dict):
        return {key: _literal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_literal(item) for item in value]
    return value


def _settled(data: bytes) -> bytes:
    """Return the document with fixed times inside: the same report gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
