"""The dashboard of a long list (1,500 projects with ``-m exhaustive``): quick to make and to open, nothing is lost."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from test_package import browsed, needs_browser

from minsheng_cli import analysis
from minsheng_cli.analysis.story import MonthView, compute_stories
from minsheng_cli.catalogue import load
from minsheng_cli.model import Entry, IndicatorValue, Month, MonthRecord, Pace, UnitLine
from minsheng_cli.reports import html
from minsheng_cli.reports.content import board, compose
from minsheng_cli.workspace import CATALOGUE_FILE, TEMPLATES, packaged

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng_cli.reports.content.board import Board

MAY = Month(2025, 5)
FIRST = 100  # rows a page shows before it is asked for more
HOSTILE = "</noscript><script>alert(1)</script>"
PROBE = """<script>
var out={errors:[],asked:0,faults:[]};
window.addEventListener('error',function(e){out.errors.push(e.message)});
window.alert=function(){out.asked++};
function rows(which){return document.querySelectorAll(which).length}
function later(act){return new Promise(function(done){setTimeout(function(){done(act())},120)})}
function audit(name){return axe.run({resultTypes:['violations']}).then(function(r){
  r.violations.forEach(function(v){out.faults.push(name+' '+v.id+' '+v.nodes[0].html.slice(0,90))})})}
window.addEventListener('load',async function(){
  out.first=[rows('#projects tr[data-code]'),rows('#lag li:not(.later)'),rows('#came tr[data-unit]')];
  out.shown=document.getElementById('shown').textContent;
  out.over=[].filter.call(document.querySelectorAll('.cards li, .lag li'),function(c){
    return c.scrollWidth>c.clientWidth+1}).length;
  await audit('first');
  document.querySelector('[data-more=lag]').click();
  out.lag=rows('#lag li:not(.later)');
  var s=document.getElementById('f-class');s.value='behind';s.dispatchEvent(new Event('change'));
  out.filtered=document.getElementById('shown').textContent;
  s.value='';s.dispatchEvent(new Event('change'));
  out.every=[rows('#projects tr[data-code]'),rows('#projects .group'),rows('#came tr[data-unit]'),
    rows('noscript.rest')];
  location.hash='#'+[].slice.call(document.querySelectorAll('article'),-100)[0].id;
  await later(function(){out.article=document.querySelectorAll('article.shown h2').length});
  document.body.innerHTML='<pre id="verdict"></pre>';
  document.getElementById('verdict').textContent=JSON.stringify(out);
});</script>"""


def said(projects: int) -> Board:
    """Return a page of so many projects, a third of them behind."""
    catalogue = load("projects.yaml", (packaged() / CATALOGUE_FILE).read_bytes()).at(MAY)
    of_25 = -(-projects // len(catalogue.projects))
    many = tuple(
        replace(p, id=f"{p.id}-{copy}", indicators=tuple(replace(i, id=f"{i.id}-{copy}") for i in p.indicators))
        for copy in range(of_25)
        for p in catalogue.projects
    )
    units = tuple(
        replace(u, id=f"{u.id}{copy}", name=f"{u.name}{copy}") for copy in range(of_25) for u in catalogue.units
    )
    catalogue = replace(catalogue, projects=many[:projects], units=(*catalogue.units, *units), overlaps=())
    entries = []
    for at, (project, unit) in enumerate(catalogue.rows()):
        part = (1, 5, 6)[at % 3]
        values = tuple(
            IndicatorValue(i.id, i.name, i.unit, None, "进行中" if i.target is None else f"{i.target * part / 12:f}")
            for i in project.indicators
        )
        entries.append(
            Entry(
                project.id, unit.id, "accepted", f"示例{HOSTILE}", "123456789012", f"用地手续未办结{at}{HOSTILE}",
                indicators=values,
            )
        )  # fmt: skip
    lines = tuple(UnitLine(u.id, "accepted", "2025-05-20T09:00:00+08:00", True, name=u.name) for u in catalogue.units)  # noqa: FBT003
    record = MonthRecord(str(MAY), catalogue.version, (), tuple(entries), lines)
    (story,) = compute_stories([MonthView(MAY, record, catalogue)], Pace())
    report = compose(record, catalogue, analysis.totals(record, catalogue), story, Pace())
    page = board.board([story], report)
    assert page is not None
    return page


def drawn(page: Board) -> str:
    template = (packaged() / TEMPLATES / html.BOARD).read_text(encoding="utf-8")
    return html.board((html.BOARD, template), page).decode("utf-8")


@pytest.fixture(scope="module", params=[330, pytest.param(1500, marks=pytest.mark.exhaustive)])
def long(request: pytest.FixtureRequest) -> Board:
    return said(request.param)


def test_every_row_is_there_and_most_of_them_wait(long: Board) -> None:
    page = drawn(long)
    at_once = re.sub(r"<noscript.*?</noscript>", "", page, flags=re.DOTALL)
    for mark in ("<tr data-section", '<a class="who"', "<tr data-unit"):
        assert at_once.count(mark) == FIRST, mark
    assert page.count("<tr data-section") == len(long.projects)
    assert page.count('<a class="who"') == len(long.lagging) > FIRST
    assert page.count("<tr data-unit") == len(long.timeliness) > FIRST
    assert page.count('<span class="soft">（') == len(long.stuck)
    assert HOSTILE not in page


def test_a_short_list_waits_for_nothing() -> None:
    page = drawn(said(FIRST))
    assert page.count("<tr data-section") == FIRST
    assert 'data-into="projects"' not in page


def test_the_work_grows_with_the_list_and_not_faster() -> None:
    """Calls of Python functions, not time: four times the projects, four times the work."""
    small, large = (calls(number) for number in (100, 400))
    assert large < 4.6 * small


def calls(projects: int) -> int:
    count = 0

    def step(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(step)
    try:
        said(projects)
    finally:
        sys.setprofile(None)
    return count


@needs_browser
def test_in_a_real_browser(long: Board, tmp_path: Path) -> None:
    told = browsed(drawn(long), tmp_path, probe=PROBE)
    assert told["first"] == [FIRST, 10, FIRST]
    assert told["shown"] == f"共 {len(long.projects)} 项"
    assert (told["errors"], told["asked"], told["faults"]) == ([], 0, [])
    assert told["over"] == 0  # twelve figures of 万元 run over no edge
    assert told["lag"] == len(long.lagging)
    assert told["filtered"] == f"共 {len(long.lagging)} 项"
    assert told["every"] == [len(long.projects), 3, len(long.timeliness), 1]  # the problems still wait
    assert told["article"] == 1
