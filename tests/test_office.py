"""Blanks and marked forms in the hands of people with LibreOffice: what they type is what we read."""

from __future__ import annotations

import os
import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import office as office_harness
from conftest import APRIL, Minsheng
from hand import HEADERS, honest
from minsheng_cli.catalogue import load
from minsheng_cli.workspace import CATALOGUE_FILE, packaged
from office import Office, OfficeError, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from minsheng_cli.model import Catalogue
    from office import Edit

pytestmark = pytest.mark.office

FORM, INDICATORS, FAULTS = "附件2", "指标进度", "问题清单"
ENTRY = ("progress", "investment", "problems", "next_steps", "contact")
ON_TIME = 1745114400  # 2025-04-20 10:00 by Beijing's clock
SIGNED = {"单位主要负责人": "示例乙", "填表人": "示例丙"}


class Page:
    """A sheet as a person sees it: places found by what is printed."""

    def __init__(self, office: Office, path: Path, sheet: str = FORM) -> None:
        self.sheet = sheet
        self.rows = office.read(path, sheet)
        self.head = next(r for r, row in enumerate(self.rows) if "项目名称" in [c["string"].strip() for c in row])
        self.columns = {c["string"].strip(): i for i, c in enumerate(self.rows[self.head])}

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row below the header that has a project's name: 1-based number and text by header."""
        for r, row in enumerate(self.rows[self.head + 1 :], start=self.head + 2):
            line = {header: row[i]["string"] for header, i in self.columns.items()}
            if line["项目名称"]:
                yield r, line

    def row(self, project: str) -> int:
        return next(r for r, line in self.lines() if line["项目名称"] == project)

    def cell(self, row: int, header: str) -> str:
        return f"{chr(65 + self.columns[header])}{row}"

    def put(self, project: str, **values: object) -> list[Edit]:
        row = self.row(project)
        return [typed(self.sheet, self.cell(row, HEADERS[field]), value) for field, value in values.items()]

    def sign(self, names: Mapping[str, str]) -> list[Edit]:
        """Write each name into the first cell right of its label that may be written in."""
        edits = []
        for label, name in names.items():
            row, col = next(
                (r, c)
                for r, row in enumerate(self.rows)
                for c, cell in enumerate(row)
                if r > self.head and cell["string"].startswith(label)
            )
            col = next(c for c in range(col + 1, len(self.rows[row])) if not self.rows[row][c]["locked"])
            edits.append(typed(self.sheet, f"{chr(65 + col)}{row + 1}", name))
        return edits


def typed(sheet: str, cell: str, value: object) -> Edit:
    kind = "text" if isinstance(value, str) else "number"
    return {"sheet": sheet, "cell": cell, "value": value, "type": kind}


def filled_in(office: Office, blank: Path, out: Path) -> dict[str, str]:
    """Fill in a blank honestly, and a few indicators; return those by name."""
    form = Page(office, blank)
    edits = [e for _, line in form.lines() for e in form.put(line["项目名称"], **honest(line["项目名称"]))]
    edits += form.sign(SIGNED)
    page = Page(office, blank, INDICATORS)
    counts: dict[str, str] = {}
    for row, line in page.lines():
        value = count(line["年度目标"], line["单位"])
        if value is not None and len(counts) < 4 and line["指标"] not in counts:
            edits.append(typed(INDICATORS, page.cell(row, "本月累计"), value))
            counts[line["指标"].removeprefix("其中：")] = str(value)
    office.edit(blank, out, edits)
    os.utime(out, (ON_TIME, ON_TIME))
    return counts


def count(target: str, unit: str) -> int | str | None:
    """Return a plausible figure for an indicator, None where it is none of our business here."""
    if unit == "—":
        return "进行中"
    return None if unit == "%" or not target.isdecimal() or int(target) < 2 else int(target) // 2


def as_json_text(value: object) -> object:
    return format(Decimal(str(value)).normalize(), "f") if isinstance(value, float) else value


def expected(catalogue: Catalogue) -> dict[tuple[str, str], dict[str, object]]:
    """What every unit filled in, as `collect --json` should say it."""
    return {(p.id, u.id): {k: as_json_text(v) for k, v in honest(p.name).items()} for p, u in catalogue.rows()}


def entries(record: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, object]]:
    return {(e["project"], e["unit"]): {field: e[field] for field in ENTRY} for e in record["entries"]}


def counted(record: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The indicators that were reported, by unit and name."""
    found: dict[str, dict[str, str]] = {}
    for entry in record["entries"]:
        named = {i["indicator"]: i["actual"] for i in entry["indicators"] if i["actual"] is not None}
        found[entry["unit"]] = found.get(entry["unit"], {}) | named
    return found


def assert_exact(run: Minsheng, counts: Mapping[str, Mapping[str, str]], catalogue: Catalogue) -> None:
    """Collect: everything accepted, nothing to say, and word for word what the units counted here typed."""
    collected = run("collect", "2025-04", "--json")
    record = collected.json
    typed = {at: values for at, values in expected(catalogue).items() if at[1] in counts}
    assert [f for line in record["files"] for f in line["findings"]] == []
    assert {line["outcome"] for line in record["files"]} == {"accepted"}
    assert len(record["files"]) == len(counts)
    assert {(u["state"], u["on_time"]) for u in record["units"] if u["unit"] in counts} == {("accepted", True)}
    assert len(record["entries"]) == len(typed)
    assert entries(record) == typed
    assert counted(record) == counts
    assert collected.code == (0 if len(counts) == 17 else 1)


@pytest.fixture(scope="module")
def april() -> Catalogue:
    return load(CATALOGUE_FILE, (packaged() / CATALOGUE_FILE).read_bytes()).at(APRIL)


@pytest.fixture(scope="module", params=[4, pytest.param(1, marks=pytest.mark.exhaustive)])
def typed_in(
    request: pytest.FixtureRequest, office: Office, _issued_to_all: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Minsheng, dict[str, dict[str, str]]]:
    """A workspace where units have filled in their blanks with LibreOffice, not yet collected: every fourth, or all."""
    run = Minsheng(tmp_path_factory.mktemp("typed"))
    shutil.copytree(_issued_to_all, run.root, dirs_exist_ok=True)
    counts = {}
    for blank in sorted(run.month().glob("下发/*.xlsx"))[:: request.param]:
        unit = blank.stem.split("_")[1]
        counts[unit] = filled_in(office, blank, run.month() / "回收" / blank.name)
    assert len(counts) == len(range(0, 17, request.param))
    return run, counts


# ---------------------------------------------------------------- the harness itself


@pytest.fixture
def blank(issued: Minsheng) -> Path:
    return issued.month() / "下发/附件2_区教委_2025年4月.xlsx"


def test_what_is_typed_is_what_is_read(office: Office, blank: Path, tmp_path: Path) -> None:
    form = Page(office, blank)
    row = form.row("学生关爱行动")
    out = office.edit(
        blank,
        tmp_path / "a.xlsx",
        [
            typed(FORM, f"E{row}", "=1+1，\n二"),
            {"sheet": FORM, "cell": f"F{row}", "value": "=12/8", "type": "formula"},
        ],
    )
    seen = Page(office, out).rows[row - 1]
    assert (seen[4]["string"], seen[4]["type"]) == ("=1+1，\n二", "text")
    assert (seen[5]["value"], seen[5]["type"]) == (1.5, "formula")


@pytest.mark.parametrize("edit", [{"cell": "D6", "value": "x", "type": "text"}, {"delete_row": 6}, {"insert_row": 6},
                                  {"merge": "E6:F6"}, {"hide_row": 6}])  # fmt: skip
def test_a_locked_cell_and_the_rows_are_out_of_reach_until_unprotected(
    office: Office, blank: Path, tmp_path: Path, edit: Edit
) -> None:
    with pytest.raises(Refused):
        office.edit(blank, tmp_path / "a.xlsx", [{"sheet": FORM, **edit}])
    assert not (tmp_path / "a.xlsx").exists()
    office.edit(blank, tmp_path / "a.xlsx", [{"sheet": FORM, "unprotect": True}, {"sheet": FORM, **edit}])
    assert (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(("fmt", "magic"), [("xlsx", b"PK"), ("xls", b"\xd0\xcf\x11\xe0"), ("ods", b"PK")])
def test_every_format_is_written(office: Office, blank: Path, tmp_path: Path, fmt: Any, magic: bytes) -> None:
    assert office.resave(blank, tmp_path / f"a.{fmt}", fmt).read_bytes().startswith(magic)
    assert office.pdf(blank, tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_cannot_be_opened_is_an_error_and_not_the_end(office: Office, blank: Path, tmp_path: Path) -> None:
    with pytest.raises(OfficeError):
        office.read(tmp_path / "absent.xlsx", FORM)
    assert office.sheets(blank)[0]["protected"]


def test_nothing_is_left_running_even_when_the_program_hangs(monkeypatch: pytest.MonkeyPatch, blank: Path) -> None:
    monkeypatch.setattr(office_harness, "ANSWER", 0.0)
    with pytest.raises(OfficeError, match="within"), office_harness.start() as short:
        short.sheets(blank)
    processes = subprocess.run(["ps", "-eo", "ppid,stat,args"], capture_output=True, text=True, check=True).stdout
    mine = [line for line in processes.splitlines() if line.split()[0] == str(os.getpid())]
    assert not [line for line in mine if line.split()[1].startswith("Z")]
    assert len([line for line in mine if "office_worker" in line]) <= 1  # that of all tests


# ---------------------------------------------------------------- every fourth unit, or all 17


def test_all_units_filled_in_with_libreoffice_are_read_exactly(
    typed_in: tuple[Minsheng, dict[str, dict[str, str]]], april: Catalogue
) -> None:
    run, counts = typed_in
    assert sum(map(len, counts.values())) > len(counts)
    assert_exact(run, counts, april)


def test_the_same_after_libreoffice_has_saved_them_once_more(
    office: Office, typed_in: tuple[Minsheng, dict[str, dict[str, str]]], april: Catalogue, tmp_path: Path
) -> None:
    first, counts = typed_in
    again = Minsheng(tmp_path / "again")
    shutil.copytree(first.root, again.root, ignore=shutil.ignore_patterns("存档", "成果", "退回"))
    for path in sorted(first.month().glob("回收/*.xlsx")):
        out = office.resave(path, again.month() / "回收" / path.name)
        assert out.read_bytes() != path.read_bytes()
        os.utime(out, (ON_TIME, ON_TIME))
    assert_exact(again, counts, april)


# ---------------------------------------------------------------- a faulty return and its way back


def test_a_faulty_return_is_mended_in_its_marked_form(office: Office, issued_to_all: Minsheng, tmp_path: Path) -> None:
    blank = issued_to_all.month() / "下发/附件2_区教委_2025年4月.xlsx"
    inbox, marked = issued_to_all.month() / "回收", issued_to_all.month() / "退回/附件2_区教委_2025年4月_退回修改.xlsx"
    youth, pupils, culture = "关爱青少年心理健康", "学生关爱行动", "文化惠民服务行动"

    filled_in(office, blank, tmp_path / "good.xlsx")
    form = Page(office, blank)
    target = form.rows[form.row(pupils) - 1][form.columns["目标任务"]]["string"]
    faulty = office.edit(
        tmp_path / "good.xlsx",
        inbox / "区教委4月.xlsx",
        [
            *form.put(youth, progress="", investment="约一千"),
            *form.sign({"单位主要负责人": ""}),
            {"sheet": FORM, "unprotect": True},
            *form.put(pupils, target=target.replace("1542间", "15间") + "（调整）"),
            {"sheet": FORM, "delete_row": form.row(culture)},
        ],
    )
    os.utime(faulty, (ON_TIME, ON_TIME))

    collected = issued_to_all("collect", "2025-04", "--json")
    assert collected.code == 1
    (line,) = collected.json["files"]
    assert line["outcome"] == "returned"
    found = {f["code"]: f["where"] for f in line["findings"]}
    assert found["progress.empty"] == f"{FORM}!{form.cell(form.row(youth), '工作进展')}"
    assert found["target.altered"] == f"{FORM}!{form.cell(form.row(pupils), '目标任务')}"
    codes = {"progress.empty", "investment.unreadable", "head.missing", "target.altered", "project.missing"}
    assert set(found) == codes
    assert collected.json["outputs"]["reply:区教委"] == marked.relative_to(issued_to_all.root).as_posix()

    listed = "\n".join("\t".join(c["string"] for c in row) for row in office.read(marked, FAULTS))
    assert office.sheets(marked)[0]["name"] == FAULTS
    for finding in line["findings"]:
        assert finding["message"].split("，")[0] in listed, listed
    back = Page(office, marked)
    notes = office.notes(marked, FORM)
    at = {field: back.cell(back.row(youth), HEADERS[field]) for field in ("progress", "investment")}
    assert "工作进展未填写" in notes[at["progress"]]
    assert "约一千" in notes[at["investment"]]
    assert "目标任务" in notes[back.cell(back.row(pupils), "目标任务")]
    (head,) = back.sign({"单位主要负责人": "示例乙"})
    assert "主要负责人" in notes[head["cell"]]
    assert back.rows[back.row(pupils) - 1][back.columns["目标任务"]]["string"] == target
    coloured = {c["background"] for c in back.rows[back.row(youth) - 1][4:6]}
    assert not coloured & {back.rows[back.row(pupils) - 1][4]["background"]}

    mended = office.edit(
        marked,
        inbox / "区教委4月（已修改）.xlsx",
        [
            *back.put(youth, **{k: honest(youth)[k] for k in ("progress", "investment")}),
            *back.put(culture, **honest(culture)),
            head,
        ],
    )
    os.utime(mended, (ON_TIME + 3600, ON_TIME + 3600))
    collected = issued_to_all("collect", "2025-04", "--json")
    lines = {line["name"]: line for line in collected.json["files"]}
    assert lines["区教委4月（已修改）.xlsx"]["outcome"] == "accepted"
    assert lines["区教委4月（已修改）.xlsx"]["findings"] == []
    assert lines["区教委4月.xlsx"]["outcome"] == "superseded"
    (unit,) = [u for u in collected.json["units"] if u["unit"] == "区教委"]
    assert (unit["state"], unit["on_time"], unit["errors"], unit["warnings"]) == ("accepted", True, 0, 0)
    theirs = {project: values for (project, unit), values in entries(collected.json).items() if unit == "区教委"}
    assert list(theirs.values()) == [
        {k: as_json_text(v) for k, v in honest(project).items()} for project in (youth, pupils, culture)
    ]
    assert list((issued_to_all.month() / "退回").iterdir()) == []
    assert collected.code == 1  # sixteen units are still missing


def test_it_says_why_when_it_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(pytest.skip.Exception, match="soffice is not installed"), office_harness.start():
        raise AssertionError
