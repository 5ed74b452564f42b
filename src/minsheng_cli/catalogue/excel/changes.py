"""What differs between a list as it stands and as it would be, in sentences a person can check one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.catalogue.excel import fields as excel
from minsheng_cli.catalogue.excel.export import amendment_rows, items_of, office_columns
from minsheng_cli.catalogue.yaml_edit import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.config.yaml_strict import Path, Plain

    Values = Mapping[str, Plain]

_LONGEST = 40  # characters of a value that are quoted


def changes(
    old: Values, new: Values, old_contacts: Values, new_contacts: Values, confirmed: Sequence[Path] = ()
) -> tuple[str, ...]:
    """Return a sentence for each value that differs; () when nothing does."""
    return (
        *_basics(old, new),
        *(
            line
            for table in (excel.SECTIONS, excel.UNITS, excel.COLUMNS, excel.PROJECTS)
            for line in _list(table, items_of(old, table), items_of(new, table), new)
        ),
        *_indicators(old, new),
        *_overlaps(old, new),
        *_amendments(old, new),
        *_contacts(old_contacts, new_contacts),
        *((f"指标：{len(confirmed)} 项建议已核对。",) if confirmed else ()),
    )  # fmt: skip


def _basics(old: Values, new: Values) -> Iterator[str]:
    for path, about in excel.BASICS:
        was, now = _at(old, path), _at(new, path)
        if not same(was, now):
            yield f"基本信息：{about.header} {_quoted(was, about)} → {_quoted(now, about)}。"


def _list(table: excel.Table, old: Sequence[Values], new: Sequence[Values], plain: Values) -> Iterator[str]:
    before = {str(item.get(table.identity)): item for item in old}
    after = {str(item.get(table.identity)): item for item in new}
    for key, item in after.items():
        title = f"{table.sheet}：{_title(item, table)}"
        if key not in before:
            yield f"{title} 新增。"
            continue
        earlier = before[key]
        extra = office_columns(plain) if table is excel.PROJECTS else ()
        pairs = [(f, earlier.get(f.key), item.get(f.key)) for f in table.fields if f.key not in ("project", "status")]
        pairs += [(f, _at(earlier, ("extra", f.key)), _at(item, ("extra", f.key))) for f in extra]
        for about, was, now in pairs:
            if about.kind != "fixed" and not same(was, now):
                yield f"{title} 的{about.header} {_quoted(was, about)} → {_quoted(now, about)}。"
    for key, item in before.items():
        if key not in after:
            yield f"{table.sheet}：{_title(item, table)} 删去。"
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield f"{table.sheet}：次序有变。"


def _indicators(old: Values, new: Values) -> Iterator[str]:
    before = {str(p.get("id")): p for p in items_of(old, excel.PROJECTS)}
    for project in items_of(new, excel.PROJECTS):
        was = before.get(str(project.get("id")), {})
        yield from _list(excel.INDICATORS, _inside(was), _inside(project), new)


def _inside(project: Values) -> list[Values]:
    found = project.get("indicators")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _overlaps(old: Values, new: Values) -> Iterator[str]:
    def told(item: Values) -> str:
        return "，".join(excel.shown(item.get(f.key), f) for f in excel.OVERLAPS.fields if item.get(f.key))

    before, after = ([told(item) for item in items_of(plain, excel.OVERLAPS)] for plain in (old, new))
    yield from (f"重叠指标：{line} 新增。" for line in after if line not in before)
    yield from (f"重叠指标：{line} 删去。" for line in before if line not in after)


def _amendments(old: Values, new: Values) -> Iterator[str]:
    before, after = (["　".join(filter(None, row[1:])) for row in amendment_rows(plain)] for plain in (old, new))
    yield from (f"年中变更：{line} 新增。" for line in after if line not in before)
    yield from (f"年中变更：{line} 删去。" for line in before if line not in after)


def _contacts(old: Values, new: Values) -> Iterator[str]:
    """Yield whose contact changes; the person's name, number and address themselves are not repeated on a screen."""
    for unit in dict.fromkeys((*old, *new)):
        before, now = old.get(unit), new.get(unit)
        if unit not in new:
            yield f"联系人：{unit} 删去。"
        elif not same(before, now):
            fields = [
                f.header for f in excel.CONTACTS.fields[1:] if not same(_at(before, (f.key,)), _at(now, (f.key,)))
            ]
            if fields:
                yield f"联系人：{unit} 的{'、'.join(fields)}有改动。"


def _title(item: Values, table: excel.Table) -> str:
    key = str(item.get(table.identity) or "")
    name = str(item.get("name") or item.get("title") or item.get("header") or "")
    return key if name in ("", key) else f"{key} {name[:20]}"


def _quoted(value: Plain, about: excel.Field) -> str:
    words = " ".join(excel.shown(value, about).split())
    return f"“{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}”" if words else "（空）"


def _at(plain: Plain | Values, path: Sequence[str]) -> Plain:
    for step in path:
        plain = plain.get(step) if isinstance(plain, dict) else None
    return plain  # type: ignore[return-value]  # a mapping that was not stepped into is not asked for
