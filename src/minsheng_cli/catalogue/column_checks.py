"""Whether the list's own columns (``form.columns``) can stand in the form, and what projects say in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.amounts import Nothing, Refusal
from minsheng_cli.config.faults import Fault, meant, repeated
from minsheng_cli.form_spec import COLUMNS, MONEY_UNIT, RESERVED, bare_header, header_money
from minsheng_cli.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minsheng_cli.catalogue.draft import Draft
    from minsheng_cli.catalogue.shape import ColumnPart
    from minsheng_cli.config.yaml_strict import Path

LONGEST_HEADER = 20  # characters, so that it can stand over a narrow column
LONGEST_LIST = 255  # characters of a drop-down list, commas included: what a spreadsheet can hold
_ROLE_KINDS = {"planned-investment": ("money",), "start": ("date", "choice")}


def columns_have_keys_of_their_own(draft: Draft) -> Iterator[Fault]:
    """Let a key name one column, and nothing else that a finding or a correction may name."""
    taken = RESERVED | set(draft.written["indicators"]) | set(draft.written["projects"])
    for item in draft.columns:
        if item.part.key in taken:
            yield Fault((*item.path, "key"), f"“{item.part.key}”已有别的含义，请换一个 key")
    yield from repeated([((*c.path, "key"), c.part.key) for c in draft.columns], "栏目 key“{}”重复")


def headers_are_told_apart(draft: Draft) -> Iterator[Fault]:
    """One header means one column, however it is spaced or bracketed."""
    seen: dict[str, tuple[str, Path | None]] = {
        bare_header(text): (c.header, None) for c in COLUMNS for text in (c.header, *c.aliases)
    }
    for item in draft.columns:
        header = item.part.header
        if len(header) > LONGEST_HEADER or "\n" in header:
            yield Fault((*item.path, "header"), f"“{header}”太长，表头不超过 {LONGEST_HEADER} 字、写成一行")
        written = [((*item.path, "header"), header)]
        written += [((*item.path, "aliases", i), text) for i, text in enumerate(item.part.aliases)]
        for path, text in written:
            name = bare_header(text)
            if not name:
                yield Fault(path, f"“{text}”中没有文字，认不出是哪一栏")
            elif name in seen and seen[name][1] != item.path:
                whose, where = seen[name]
                yield Fault(path, f"“{text}”与“{whose}”栏的表头相同，收表时分不开，请换一个", where)
            seen.setdefault(name, (header, item.path))


def columns_have_their_place(draft: Draft) -> Iterator[Fault]:
    """Put a column after one of the nine, or after one of the list's own that is written above it."""
    known = [name for c in COLUMNS for name in (c.key, c.header)]
    for item in draft.columns:
        if item.part.after not in known:
            yield Fault(
                (*item.path, "after"),
                f"没有“{item.part.after}”这一栏（自定栏目须写在前面才能引用）" + meant(item.part.after, known),
            )
        known += [item.part.key, item.part.header]


def choices_fit_their_list(draft: Draft) -> Iterator[Fault]:
    """Choices belong to a choice, are told apart, and fit a spreadsheet's drop-down list."""
    for item in draft.columns:
        part, path = item.part, (*item.path, "choices")
        if part.kind != "choice":
            if part.choices:
                yield Fault(path, "只有 kind: choice 才写 choices")
            continue
        if not part.choices:
            yield Fault(item.path, f"“{part.header}”是选择栏，要写 choices，例如 choices: [已开工, 未开工]")
        for index, choice in enumerate(part.choices):
            if "," in choice or "\n" in choice:
                yield Fault((*path, index), f"“{choice}”中不能有英文逗号和换行")
        if len(",".join(part.choices)) > LONGEST_LIST:
            yield Fault(path, f"选项合起来不能超过 {LONGEST_LIST} 字，请精简")
        yield from repeated([((*path, i), choice) for i, choice in enumerate(part.choices)], "选项“{}”重复")


def columns_mean_what_they_can(draft: Draft) -> Iterator[Fault]:
    """Keep persons from the public, roles to kinds that fit them, money in 万元."""
    for item in draft.columns:
        part = item.part
        if part.person and part.public:
            yield Fault((*item.path, "public"), f"“{part.header}”涉及个人（person: true），不能公开，请去掉 public")
        if part.person and part.kind != "text":
            yield Fault((*item.path, "person"), "只有 kind: text 才写 person")
        if part.role and part.kind not in _ROLE_KINDS[part.role]:
            kinds = " 或 ".join(_ROLE_KINDS[part.role])
            yield Fault((*item.path, "role"), f"role: {part.role} 的栏目，kind 应为 {kinds}")
        unit = header_money(part.header) if part.kind == "money" else None
        if unit not in (None, MONEY_UNIT):
            yield Fault((*item.path, "header"), f"金额栏一律以{MONEY_UNIT}为单位，表头不要写“{unit}”")
    roles = [((*c.path, "role"), c.part.role) for c in draft.columns if c.part.role]
    yield from repeated(roles, "role: {} 只能有一栏")


def projects_fill_what_the_office_fills(draft: Draft) -> Iterator[Fault]:
    """``extra`` of a project names columns with ``fill: office`` and says what they can hold."""
    columns = {c.part.key: c.part for c in draft.columns}
    for project in draft.every_project:
        said = project.part.extra
        yield from _filled(columns, said, (*project.path, "extra"))
        for part in columns.values():
            if part.fill == "office" and part.required and not (said.get(part.key) or "").strip():
                yield Fault(project.path, f"缺少“{part.header}”，请在 extra 中写 {part.key}")
    for amendment in draft.amendments:
        for index, change in enumerate(amendment.part.projects):
            yield from _filled(columns, change.extra, (*amendment.path, "projects", index, "extra"))


def _filled(columns: Mapping[str, ColumnPart], said: Mapping[str, str], path: Path) -> Iterator[Fault]:
    """Yield what is wrong with one ``extra``."""
    for key, text in said.items():
        part = columns.get(key)
        if part is None:
            office = [c.key for c in columns.values() if c.fill == "office"]
            yield Fault((*path, key), f"form.columns 中没有“{key}”这一栏" + meant(key, office))
        elif part.fill == "unit":
            yield Fault((*path, key), f"“{part.header}”由单位填写；由本单位填好的栏目要写 fill: office")
        else:
            value = read_value(part.column(), text)
            if isinstance(value, Refusal):
                yield Fault((*path, key), f"“{part.header}”填“{text}”无法识别（{value.why}）")
            elif isinstance(value, Nothing) and part.required:
                yield Fault((*path, key), f"“{part.header}”不能为空")


COLUMN_CHECKS = (
    columns_have_keys_of_their_own,
    headers_are_told_apart,
    columns_have_their_place,
    choices_fit_their_list,
    columns_mean_what_they_can,
    projects_fill_what_the_office_fills,
)
