"""The month's package: workbook, bulletin, slips, reminders, public text and dashboard, all from one MonthlyReport."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from minsheng_cli import analysis
from minsheng_cli.analysis import columns
from minsheng_cli.findings import found
from minsheng_cli.month import reminders, story
from minsheng_cli.month.file_names import REMINDERS
from minsheng_cli.nouns import replace
from minsheng_cli.privacy.leaks import leaks
from minsheng_cli.privacy.people import names as people_named
from minsheng_cli.reports import content, docx, html, xlsx
from minsheng_cli.reports.content import board, bulletin, public, slips
from minsheng_cli.reports.content.story import compose_story
from minsheng_cli.store.folders import RESULTS
from minsheng_cli.workbook.paper import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from minsheng_cli.analysis.story import MonthStory
    from minsheng_cli.model import Catalogue, Finding, MonthRecord, Project
    from minsheng_cli.month.periods import Period

SLIPS, PUBLIC = "督办单_", "公开稿"
STALE = (f"{RESULTS}/{SLIPS}", f"{RESULTS}/{PUBLIC}", REMINDERS)
"""Outputs that go when a later run no longer has a reason for them."""


def package(
    period: Period, record: MonthRecord, marked: Mapping[str, bytes], people: Collection[str] = ()
) -> tuple[dict[str, bytes], dict[str, str], tuple[Finding, ...]]:
    """Return every output by its path in the month's folder, what each is called, and why any was withheld.

    ``marked``: the marked forms, by their paths there, for the reminders that carry them. ``people``: what stands in
    the cells of the month's files that name people, also in files that were not used.
    Raises TemplateError when a template the clerk edited is broken.
    """
    catalogue, space = period.catalogue, period.workspace
    stories = story.stories(space, period.month, now=(period, record))
    withheld, texts = _public(period, record, stories, people)
    record = replace(record, findings=(*record.findings, *withheld))
    totals = analysis.totals(record, catalogue)
    report = content.compose(record, catalogue, totals, stories[-1], space.settings.pace, stories[:-1])
    label = period.month.label
    files = {_named(f"{catalogue.summary_title}（{label}）.xlsx"): xlsx.render(report, space.settings.outputs.paper)}
    outputs = {"consolidated": next(iter(files))}
    sender = (space.settings.sender.name, space.settings.sender.phone)
    asked = space.settings.outputs
    said = bulletin.bulletin(
        report, record, catalogue, sender=sender, days=(asked.answer_days, asked.late_days),
    )  # fmt: skip
    if said is not None:
        name = outputs["bulletin"] = _named(f"{said.title}.docx")
        files[name] = docx.bulletin(space.document(docx.BULLETIN), said, report)
    for slip in slips.slips(report, catalogue, space.settings.levels):
        name = outputs[f"slip:{slip.unit}"] = _named(f"{SLIPS}{slip.unit_name}_{label}.docx")
        files[name] = docx.slip(space.document(docx.SLIP), slip, period.month)
    for unit, (name, draft) in reminders.drafts(period, record, marked).items():
        outputs[f"reminder:{unit}"] = name
        files[name] = draft
    files |= texts
    outputs |= {f"public.{name.rpartition('.')[2]}": name for name in texts}
    page = board.board(stories, report)
    if page is not None:
        name = outputs["board"] = _named(f"看板（{label}）.html")
        files[name] = html.board(space.template(html.BOARD), page)
    return files, outputs, withheld


def _public(
    period: Period, record: MonthRecord, stories: Sequence[MonthStory], people: Collection[str]
) -> tuple[tuple[Finding, ...], dict[str, bytes]]:
    """Return the public text in both forms; or none and, for each thing that must not be published, a finding."""
    catalogue, space = period.catalogue, period.workspace
    totals = analysis.totals(record, catalogue)
    told = compose_story(stories[-1], totals, space.settings.pace)
    day = catalogue.cut_off(period.month)
    said = public.public_text(
        record, catalogue, told, totals.overall.amount, period.month.label, f"{day.year}年{day.month}月{day.day}日",
        space.settings.outputs.public_phone,
    )  # fmt: skip
    told_before = (columns.people_in(s.view.catalogue, s.view.record) for s in stories)
    names = people_named([*people, *columns.people_in(catalogue, record), *chain.from_iterable(told_before)])
    left_out = tuple(
        found("public.left-out", project=project, field="progress", place=_place(catalogue.project(project)), text=text)
        for project, text in said.left_out
    )
    printed = _printed(catalogue)
    found_early = tuple(_leaks(said, names, catalogue, printed))
    if found_early:
        return found_early, {}
    if not said.sections:
        return left_out, {}
    name = _named(f"{PUBLIC}（{period.month.label}）")
    document, page = (
        docx.public(space.document(docx.PUBLIC), said, period.month),
        html.public(space.template(html.PUBLIC), said),
    )
    everything = [*docx.texts(document), ("公开稿.html", page.decode("utf-8"))]
    if said.phone:  # the one number that shall be published
        everything = [(place, text.replace(said.phone, "")) for place, text in everything]
    left = [
        found("public.person", what=leak.what, text=leak.text, place=leak.place)
        for leak in dict.fromkeys(leaks(everything, names, printed))
    ]
    return (tuple(left), {}) if left else (left_out, {f"{name}.docx": document, f"{name}.html": page})


def _leaks(said: public.PublicText, names: frozenset[str], catalogue: Catalogue, printed: str) -> Iterator[Finding]:
    """Yield a finding for each thing that must not be published, at its project."""
    by_name = {p.name: p.id for p in catalogue.projects}
    for _, projects in said.sections:
        for project in projects:
            place = _place(project)
            texts = [(place, project.line)]  # as one: a number may run over a line's end
            for leak in dict.fromkeys(leaks(texts, names, printed)):
                yield found(
                    "public.person", project=by_name[project.name], field="progress",
                    what=leak.what, text=leak.text, place=leak.place,
                )  # fmt: skip


def _place(project: Project | public.PublicProject) -> str:
    return f"“{project.name}”的工作进展"


def _printed(catalogue: Catalogue) -> str:
    """Return what the notice says: a name that stands in it is a word."""
    projects = (text for p in catalogue.projects for text in (p.name, p.target_lines))
    return "\n".join([*projects, *(name for u in catalogue.units for name in (u.name, u.full_name))])


def _named(name: str) -> str:
    return f"{RESULTS}/{safe_file_name(name)}"
