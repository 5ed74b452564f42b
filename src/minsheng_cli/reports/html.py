"""How the dashboard and the public text look in a browser: one self-contained file each, from the clerk's templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minsheng_cli.errors import TemplateError, template_line
from minsheng_cli.nouns import asdict
from minsheng_cli.text.fold import legal

if TYPE_CHECKING:
    from jinja2 import Template

    from minsheng_cli.reports.content.archive_index import ArchiveIndex
    from minsheng_cli.reports.content.board import Board
    from minsheng_cli.reports.content.public import PublicText

BOARD, PUBLIC, INDEX = "看板.html.j2", "公开稿.html.j2", "目录.html.j2"


def board(template: tuple[str, str], said: Board) -> bytes:
    """Return 看板.html. Raises TemplateError naming file and line."""
    return _fill(template, {"b": said})


def public(template: tuple[str, str], said: PublicText) -> bytes:
    """Return 公开稿.html. Raises TemplateError."""
    return _fill(template, {"p": asdict(said) | {"sections": said.sections, "rows": said.rows, "told": said.told}})


def index(template: tuple[str, str], said: ArchiveIndex) -> bytes:
    """Return 目录.html. Raises TemplateError."""
    return _fill(template, {"a": said})


def check(template: tuple[str, str]) -> None:
    """Raise TemplateError naming file and line when a page's template is broken before anything is filled in."""
    _parsed(*template)


@lru_cache(maxsize=8)
def _parsed(name: str, text: str) -> Template:
    """Return a page's template compiled, once for its check and all its pages. Raises TemplateError."""
    from jinja2 import StrictUndefined, TemplateSyntaxError  # noqa: PLC0415 - 59 ms, only when pages are written

    from minsheng_cli.templates import Sandbox, compiled  # noqa: PLC0415 - as above

    environment = Sandbox(
        autoescape=True, undefined=StrictUndefined, finalize=_finalize, trim_blocks=True, lstrip_blocks=True
    )
    try:
        return compiled(environment, name, text)
    except TemplateSyntaxError as error:
        raise TemplateError(name=name, line=error.lineno, why=error.message) from error


def _fill(template: tuple[str, str], facts: dict[str, Any]) -> bytes:
    parsed = _parsed(*template)
    try:
        page = parsed.render(facts)
    except Exception as error:
        raise TemplateError(name=template[0], line=template_line(error), why=str(error)) from error
    return page.encode("utf-8", "replace")


def _finalize(value: object) -> object:
    """Return text without what a page cannot show; everything else as it is."""
    return legal(value) if isinstance(value, str) and type(value) is str else value
