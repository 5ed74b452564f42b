"""Lists in the table shapes of other offices: what is right of each was written down before it was read."""

from __future__ import annotations

from collections import Counter

import pytest

from minsheng_cli.catalogue.notice import reading as notice
from minsheng_cli.catalogue.notice.indicators import offers
from minsheng_cli.readers.pages import open_page
from other_lists import OTHERS

KINDS = {"quantified": "q", "part": "s", "background": "c", "ongoing": "o"}


def read(key: str) -> notice.Notice:
    page = open_page(OTHERS[key].data)
    found = notice.read(page.cells, page.merges, page.bands)
    assert found is not None
    return found


@pytest.mark.parametrize("key", OTHERS)
def test_everything_but_the_numbers_is_right(key: str) -> None:
    made, found = OTHERS[key], read(key)
    assert [(r.name, r.lead_units, r.deadline) for r in found.rows] == [
        (r.name, r.lead, r.deadline) for r in made.right
    ]
    assert [r.responsible for r in found.rows] == [r.helping or notice.NONE for r in made.right]
    for row, right in zip(found.rows, made.right, strict=True):
        assert all(piece in row.target for piece in right.target), row.target
    assert found.head.district == made.district
    assert tuple(s.title for s in found.sections if s.title) == made.sections
    assert set(made.extra) <= set(found.extra)


def test_numbers_are_told_apart() -> None:
    wrong, total = [], 0
    for key, made in OTHERS.items():
        found = read(key)
        for row, right in zip(found.rows, made.right, strict=True):
            said = offers(row.target, found.head.year)
            got = Counter(f"{KINDS[o.kind]} {o.target:f}{o.unit}" for o in said if o.target is not None)
            wanted = Counter(right.numbers)
            total += wanted.total()
            wrong += [f"{key}：{word}" for word in (wanted - got) + (got - wanted)]
    assert len(wrong) / total <= 0.05, wrong


def test_a_heading_that_is_repeated_on_the_next_page_begins_nothing_new() -> None:
    found = read("table over pages")
    assert len(found.sections) == 1
    assert [r.number for r in found.rows] == ["（一）", "（二）", "（三）", "（四）"]


def test_figures_in_the_name_become_part_of_the_target() -> None:
    found = read("name is the promise")
    assert found.rows[0].target.startswith("新建成公办中小学、幼儿园7所，新增公办学位6800个。\n1.4月底前")
    assert "表1第2行的目标数写在“项目名称”一栏，已一并列入目标任务，请核对。" in found.unread
    assert (found.rows[1].deadline_text, found.rows[1].deadline_sure) == ("11月底前完成", False)  # no column says it


def test_labels_of_lines_are_columns_of_the_lists_own() -> None:
    found = read("labelled lines")
    assert found.extra == ("主管领导", "主要责任人")
    assert found.rows[0].extra == {"主管领导": "示例甲", "主要责任人": "示例乙"}


def test_what_the_list_says_of_the_first_unit_counts_for_all_of_it() -> None:
    assert [r.lead_units for r in read("text with units below").rows][-2:] == [("市住建局",), ("市住建局",)]


def test_sub_projects_keep_their_own_names() -> None:
    rows = read("sub-projects").rows
    assert [r.number for r in rows] == ["1-1", "1-2", "1-3", "2-1", "2-2"]


def test_a_number_beside_several_projects_is_told_apart() -> None:
    assert [r.number for r in read("sub-rows with dates").rows] == ["1", "2-1", "2-2", "3", "4"]


def test_a_person_in_a_cell_of_units_is_no_unit() -> None:
    assert "项目表1第3行“示例甲”不像单位名称，未作牵头单位，请核对。" in read("unit and person").unread
