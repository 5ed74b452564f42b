"""The workbook of ``export``, edited → the list's values again, each with the cell it came from.

Nothing is judged here: the values are put into the file and the catalogue's own check says what is wrong; ``cells``
tells it where. What the sheets do not show stays as the file has it.
"""

from __future__ import annotations

import copy
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from minsheng_cli.catalogue.draft import COPIES
from minsheng_cli.catalogue.excel import fields as excel
from minsheng_cli.catalogue.excel.export import (
    AMENDMENT_HEADER,
    AMENDMENTS,
    BASIC,
    MARK,
    NOTES,
    SOURCE,
    VERSION,
    amendment_rows,
    items_of,
    office_columns,
)
from minsheng_cli.catalogue.yaml_edit import same
from minsheng_cli.config.yaml_strict import StrictYamlError, parse
from minsheng_cli.nouns import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from minsheng_cli.config.yaml_strict import Path, Plain

    Sheets = Mapping[str, Mapping[tuple[int, int], str]]


@dataclass()
class Edited:
    """What a workbook says."""

    plain: dict[str, Plain]
    contacts: dict[str, Plain]
    cells: dict[Path, str] = field(default_factory=dict)  # path in ``plain`` → 项目!E5
    contact_cells: dict[Path, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)  # what cannot be put into the file at all
    confirmed: list[Path] = field(default_factory=list)  # indicators that are proposals no longer
    proposed: int = 0  # those that still are

    def place(self, path: Path) -> str:
        """Return the cell of a value, or of what is nearest around it."""
        while path and path not in self.cells:
            path = path[:-1]
        return self.cells.get(path, BASIC)


def sheets_of(cells: Mapping[tuple[int, int], str], bands: Sequence[tuple[int, str, int]]) -> Sheets:
    """Return the texts of each sheet of a page whose sheets stand below each other."""
    found: dict[str, dict[tuple[int, int], str]] = {name: {} for _, name, _ in bands}
    for (first, name, number), (after, _, _) in pairwise([*bands, (1 << 30, "", 1)]):
        for (row, col), text in cells.items():
            if first <= row < after:
                found[name][row - first + number, col] = text
    return found


def is_ours(sheets: Sheets) -> bool:
    """Whether a workbook is one of ours: by its mark, not by its headings."""
    return sheets.get(NOTES, {}).get((1, 1), "").strip() == MARK and BASIC in sheets


def origin(sheets: Sheets) -> tuple[str, str]:
    """Return the file a workbook was made from and that file's version, "" where it does not say."""
    notes = sheets.get(NOTES, {})
    told = {text.strip(): notes.get((row, 2), "").strip() for (row, col), text in notes.items() if col == 1}
    return told.get(SOURCE, ""), told.get(VERSION, "")


def edited(sheets: Sheets, base: dict[str, Plain], contacts: dict[str, Plain], proposed: frozenset[Path]) -> Edited:
    """Return the file's values with those of the workbook in their place."""
    reader = _Reader(sheets, base, contacts)
    made = reader.made
    reader.basics()
    for table in (excel.SECTIONS, excel.UNITS, excel.COLUMNS, excel.OVERLAPS):
        reader.items(table)
    reader.projects()
    reader.indicators(proposed)
    reader.amendments()
    reader.contacts()
    return made


@dataclass(frozen=True)
class _Row:
    number: int
    texts: dict[str, str]  # by key
    refs: dict[str, str]  # key → 项目!E5


class _Reader:
    def __init__(self, sheets: Sheets, base: dict[str, Plain], contacts: dict[str, Plain]) -> None:
        self.sheets, self.base = sheets, base
        self.made = Edited(copy.deepcopy(base), copy.deepcopy(contacts))

    def fault(self, where: str, why: str) -> None:
        self.made.faults.append(f"{where}：{why}。")

    def rows(self, name: str, fields: Sequence[excel.Field]) -> list[_Row] | None:
        """Return the filled rows of a sheet; None, with a fault, when it is not there or a needed column is gone."""
        cells = self.sheets.get(name)
        if cells is None:
            self.fault(name, "缺少这张工作表，请从原表复制回来，或重新导出")
            return None
        by_header = {f.header: f for f in fields}
        columns: dict[int, excel.Field] = {}
        for (row, col), text in sorted(cells.items()):
            about = by_header.get(text.strip())
            if row == 1 and about is None and text.strip():
                self.fault(ref(name, row, col), f"不认识“{text.strip()}”这一栏，请改回原来的栏名或删去")
            elif row == 1 and about is not None:
                columns[col] = about
        lost = [f.header for f in fields if f.kind != "fixed" and f not in columns.values()]
        if lost:
            self.fault(name, f"缺少“{'”“'.join(lost)}”栏，请重新导出")
            return None
        return list(_filled(name, cells, columns))

    def basics(self) -> None:
        cells = self.sheets.get(BASIC, {})
        labels = {about.header: (path, about) for path, about in excel.BASICS}
        seen = set()
        for (row, col), text in sorted(cells.items()):
            if col != 1 or row == 1:
                continue
            if text.strip() not in labels:
                self.fault(ref(BASIC, row, 1), f"不认识“{text.strip()}”，请改回原来的名称")
                continue
            path, about = labels[text.strip()]
            seen.add(text.strip())
            holder = self.made.plain
            for step in path[:-1]:
                inner = holder.get(step)
                if not isinstance(inner, dict):
                    inner = {}
                holder[step] = inner
                holder = inner
            _put(holder, about, excel.meant(cells.get((row, 2), ""), about))
            self.made.cells[path] = f"{ref(BASIC, row, 2)} {about.header}"
        for label in labels.keys() - seen:
            self.fault(BASIC, f"缺少“{label}”一行，请重新导出")
        if self.made.plain.get("terms") == {}:
            del self.made.plain["terms"]

    def items(self, table: excel.Table) -> None:
        """Read a plain list: sections, units, own columns, overlaps."""
        rows = self.rows(table.sheet, table.fields)
        if rows is None:
            return
        holder: dict[str, Plain] = self.made.plain
        path: Path = (table.list_key,)
        if table is excel.COLUMNS:
            form = holder.get("form")
            holder = form if isinstance(form, dict) else {}
            path = ("form", "columns")
        old = items_of(self.base, table)
        made: list[Plain] = []
        for row in rows:
            item = self.item(row, table, old, (*path, len(made)))
            made.append(item)
        if not same(holder.get(table.list_key), list(made)):
            holder[table.list_key] = made
            if table is excel.COLUMNS:
                self.made.plain["form"] = holder

    def item(self, row: _Row, table: excel.Table, old: Sequence[dict[str, Plain]], path: Path) -> dict[str, Plain]:
        values = {f.key: excel.meant(row.texts.get(f.key, ""), f) for f in table.fields}
        before = _known(table, values, old)
        item = copy.deepcopy(before)
        for about in table.fields:
            if about.kind != "fixed" and about.key not in ("project", "status"):
                _put(item, about, values[about.key])
                self.made.cells[(*path, about.key)] = f"{row.refs[about.key]} {about.header}"
        self.made.cells[path] = next(iter(row.refs.values()))
        return item

    def projects(self) -> None:
        extra = office_columns(self.made.plain)
        present = {t.strip() for (r, _), t in self.sheets.get(excel.PROJECTS.sheet, {}).items() if r == 1}
        own = [f for f in extra if f.header in present]
        gone = [f for f in office_columns(self.base) if f.header in present and f not in own]
        rows = self.rows(excel.PROJECTS.sheet, (*excel.PROJECTS.fields, *own, *gone))
        if rows is None:
            return
        old = items_of(self.base, excel.PROJECTS)
        sections = items_of(self.made.plain, excel.SECTIONS)
        names = {str(s.get(key)): str(s.get("id")) for key in ("title", "short", "id") for s in sections if s.get(key)}
        made: list[Plain] = []
        taken = {row.texts.get("id", "").strip() for row in rows}
        for row in rows:
            said = row.texts.get("section", "").strip()
            row.texts["section"] = names.get(said, said)
            if not row.texts.get("id", "").strip():
                row.texts["id"] = _next_id(taken, [_as_text(p) for p in made], row.texts["section"])
                taken.add(row.texts["id"])
            path: Path = ("projects", len(made))
            item = self.item(row, excel.PROJECTS, old, path)
            before = item.get("extra")
            told = dict(before) if isinstance(before, dict) else {}
            for about in own:
                _put(told, about, excel.meant(row.texts.get(about.key, ""), about))
                self.made.cells[(*path, "extra", about.key)] = f"{row.refs[about.key]} {about.header}"
            for about in gone:
                told.pop(about.key, None)
            if told:
                item["extra"] = told
            else:
                item.pop("extra", None)
            item.pop("indicators", None)
            made.append(item)
        self.made.plain["projects"] = made

    def indicators(self, proposed: frozenset[Path]) -> None:
        rows = self.rows(excel.INDICATORS.sheet, excel.INDICATORS.fields)
        projects = items_of(self.made.plain, excel.PROJECTS)
        old = {str(p.get("id")): p for p in items_of(self.base, excel.PROJECTS)}
        if rows is None:
            for project in projects:
                project["indicators"] = copy.deepcopy(old.get(str(project.get("id")), {}).get("indicators"))
            return
        marked = {str(i.get("id")) for path in proposed if (i := _at(self.base, path))}
        by_name = {str(p.get("name")): str(p.get("id")) for p in projects}
        places = {str(p.get("id")): n for n, p in enumerate(projects)}
        lists: dict[str, list[Plain]] = {key: [] for key in places}
        for row in rows:
            said = row.texts.get("project", "").strip() or row.texts.get("id", "").rpartition("-")[0].strip()
            owner = said if said in places else by_name.get(said, "")
            if not owner:
                self.fault(row.refs["project"], f"“项目”表中没有“{said}”" if said else "要写是哪个项目的指标")
                continue
            inside = lists[owner]
            path: Path = ("projects", places[owner], "indicators", len(inside))
            if not row.texts.get("id", "").strip():
                row.texts["id"] = _next_indicator(owner, [_as_text(i) for i in inside], rows)
            before = old.get(owner, {}).get("indicators")
            item = self.item(
                row,
                excel.INDICATORS,
                [i for i in before if isinstance(i, dict)] if isinstance(before, list) else [],
                path,
            )
            still = row.texts.get("status", "").strip() == excel.PROPOSED
            self.made.proposed += still
            if not still and str(item.get("id")) in marked:
                self.made.confirmed.append(path)
            inside.append(item)
        for project in projects:
            key = str(project.get("id"))
            before = old.get(key, {}).get("indicators")
            project["indicators"] = before if same(before, lists[key]) else lists[key]

    def amendments(self) -> None:
        fields = [excel.Field(h, h) for h in AMENDMENT_HEADER]
        rows = self.rows(AMENDMENTS, fields)
        if rows is None:
            return
        if [tuple(r.texts.get(h, "") for h in AMENDMENT_HEADER) for r in rows] == list(amendment_rows(self.base)):
            return  # untouched
        made: dict[str, dict[str, Plain]] = {}
        last = ""
        for row in rows:
            told = [row.texts.get(h, "").strip() for h in AMENDMENT_HEADER]
            number = told[0] or (last if not told[1] else f"+{row.number}")
            last = number
            path: Path = ("amendments", list(made).index(number) if number in made else len(made))
            item = made.setdefault(number, {})
            self.made.cells.setdefault(path, row.refs[AMENDMENT_HEADER[0]])
            for key, words, header in zip(("since", "source", "note"), told[1:4], AMENDMENT_HEADER[1:4], strict=True):
                if words:
                    item.setdefault(key, words)
                    self.made.cells.setdefault((*path, key), row.refs[header])
            self.change(item, path, told[4:], row)
        new = [_in_order(item) for item in made.values()]
        if not same(self.base.get("amendments"), list(new)):
            self.made.plain["amendments"] = list(new)

    def change(self, item: dict[str, Plain], path: Path, told: Sequence[str], row: _Row) -> None:
        """Put one row of an amendment into it."""
        kind, named, label, words = told
        kinds = {word: code for code, word in excel.AMENDMENT_KINDS.items()}
        keys = {word: code for code, word in excel.AMENDMENT_KEYS.items()}
        key = keys.get(label, label)
        if kind and kind not in kinds:
            self.fault(
                row.refs[AMENDMENT_HEADER[4]], f"“{kind}”不对，只能写{'、'.join(excel.AMENDMENT_KINDS.values())}"
            )
            return
        code = kinds.get(kind, "")
        try:
            value = _amended(words, key, as_list=code == "end")
        except StrictYamlError:
            self.fault(
                row.refs[AMENDMENT_HEADER[7]], "写法不对，应是一行一项指标，例如 {id: S14-1, kind: quantified, …}"
            )
            return
        if code in ("", "end"):
            holder = item.setdefault("end", {}) if code else item
            if key and isinstance(holder, dict):
                holder[key] = value
                self.made.cells[(*path, *(("end",) if code else ()), key)] = row.refs[AMENDMENT_HEADER[7]]
            return
        if not named:
            self.fault(row.refs[AMENDMENT_HEADER[5]], "要写编号（单位写名称）")
            return
        outer: dict[str, Plain] = item
        steps: Path = (code,)
        if code.startswith("add."):
            inner = item.setdefault("add", {})
            outer = inner if isinstance(inner, dict) else {}
            steps = ("add", code.removeprefix("add."))
        found = outer.setdefault(str(steps[-1]), [])
        entries = found if isinstance(found, list) else []
        place = next((n for n, e in enumerate(entries) if isinstance(e, dict) and e.get("id") == named), len(entries))
        if place == len(entries):
            entries.append({"id": named})
        entry = entries[place]
        where: Path = (*path, *steps, place)
        self.made.cells.setdefault(where, row.refs[AMENDMENT_HEADER[5]])
        if key and isinstance(entry, dict):
            entry[key] = value
            self.made.cells[(*where, key)] = row.refs[AMENDMENT_HEADER[7]]

    def contacts(self) -> None:
        """Read whom to write to: into the contacts file, or into the list where it is written there."""
        rows = self.rows(excel.CONTACTS.sheet, excel.CONTACTS.fields)
        if rows is None:
            return
        units = {str(u.get("name")): u for u in items_of(self.made.plain, excel.UNITS)}
        for row in rows:
            name = row.texts.get("unit", "").strip()
            values = {f.key: excel.meant(row.texts.get(f.key, ""), f) for f in excel.CONTACTS.fields if f.key != "unit"}
            if name in units:
                self.contact(name, units[name], values)
                self.made.contact_cells |= {(name, key): row.refs[key] for key in values}
                self.made.contact_cells[(name,)] = row.refs["unit"]
            elif any(values.values()):
                self.fault(row.refs["unit"], f"“单位”表中没有“{name}”" if name else "要写单位")
        gone = {str(u.get("name")) for u in items_of(self.base, excel.UNITS)} - units.keys()
        for name, about in list(self.made.contacts.items()):
            if name == COPIES:  # to whom papers go is no unit's contact
                continue
            empty = not any(about.values()) if isinstance(about, dict) else same(about, None)
            if name in gone or (empty and name not in units):
                del self.made.contacts[name]

    def contact(self, name: str, unit: dict[str, Plain], values: Mapping[str, Plain]) -> None:
        new, inline = self.made.contacts, unit.get("contact")
        in_list = isinstance(inline, dict) and name not in new
        old = inline if in_list else new.get(name)
        about: dict[str, Plain] = dict(old) if isinstance(old, dict) else {}
        about |= {key: value for key, value in values.items() if not same(about.get(key), value)}
        if in_list:
            unit["contact"] = about
        elif not same(old, about) and (name in new or any(about.values())):
            new[name] = about


# ---------------------------------------------------------------- small pieces


def _filled(name: str, cells: Mapping[tuple[int, int], str], columns: Mapping[int, excel.Field]) -> Iterator[_Row]:
    numbers = sorted({row for (row, col), text in cells.items() if row > 1 and col in columns and text.strip()})
    for number in numbers:
        told = {about.key: cells.get((number, col), "").replace("\r\n", "\n") for col, about in columns.items()}
        said = {k: t for k, t in told.items() if t.strip()}
        if said.keys() - {f.key for f in columns.values() if f.kind == "fixed"}:
            yield _Row(number, told, {about.key: ref(name, number, col) for col, about in columns.items()})


def ref(sheet: str, row: int, col: int) -> str:
    """Return a cell as an office suite calls it: 项目!E5."""
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row}"


def _put(holder: dict[str, Plain], about: excel.Field, value: Plain) -> None:
    """Set a value, leaving what means the same as it was written."""
    old = holder.get(about.key)
    if about.key in holder and same(old, value):
        return
    if value is not None and excel.shown(old, about).strip() == excel.shown(value, about).strip():
        return
    if value is None and about.always:
        holder[about.key] = ""
    elif value is None and not about.needed:
        holder.pop(about.key, None)
    else:
        holder[about.key] = value


def _known(table: excel.Table, values: Mapping[str, Plain], old: Sequence[dict[str, Plain]]) -> dict[str, Plain]:
    """Return the item as the file has it, {} for a new one."""
    if table.identity:
        return next((i for i in old if i.get(table.identity) == values.get(table.identity)), {})
    return next((i for i in old if same(i.get("indicators"), values.get("indicators"))), {})


def _as_text(item: Plain) -> str:
    return str(item.get("id") or "") if isinstance(item, dict) else ""


def _next_id(taken: set[str], before: Sequence[str], section: str) -> str:
    """Return an id for a new project, after the pattern of those above it: S13 → S14."""
    last = next((i for i in reversed(before) if re.fullmatch(r"[A-Za-z]+\d+", i)), "")
    letters = re.match(r"[A-Za-z]+", last or section)
    stem = letters[0] if letters else "P"
    width = len(last) - len(stem) if last else 2
    numbers = [int(i[len(stem) :]) for i in taken if re.fullmatch(rf"{stem}\d+", i)]
    return f"{stem}{max(numbers, default=0) + 1:0{width}}"


def _next_indicator(owner: str, inside: Sequence[str], rows: Sequence[_Row]) -> str:
    taken = {*inside, *(row.texts.get("id", "").strip() for row in rows)}
    return next(name for n in range(1, 1000) if (name := f"{owner}-{n}") not in taken)


def _at(plain: Plain, path: Path) -> dict[str, Plain]:
    for step in path:
        if isinstance(plain, list) and isinstance(step, int):
            plain = plain[step]
        elif isinstance(plain, dict):
            plain = plain.get(str(step))
    return plain if isinstance(plain, dict) else {}


def _amended(words: str, key: str, *, as_list: bool) -> Plain:
    """Return what a cell of an amendment means. StrictYamlError when it should be YAML and is not."""
    if key == "indicators" and words.startswith("{"):
        return [parse(line.encode("utf-8")) for line in words.split("\n") if line.strip()]
    known = excel.field_of_change(key)
    kind = "list" if as_list else "map" if key == "extra" else known.kind
    return excel.meant(words, excel.Field(key, key, kind=kind, words=known.words))


_ORDER = ("since", "source", "note")


def _in_order(item: dict[str, Plain]) -> dict[str, Plain]:
    return {key: item[key] for key in (*(k for k in _ORDER if k in item), *(k for k in item if k not in _ORDER))}
