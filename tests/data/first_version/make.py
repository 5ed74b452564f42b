"""How ``archives.tar.xz`` was made: three months as the first version of the program left them.

Run with the interpreter of an environment in which the first version is installed (commit c123897)::

    python make.py archives.tar.xz

The months are the demo's invented returns (every line marked 示例), taken on by its commands:

2025-04  sealed. A waiver that was used, corrections (of a column, and of an indicator, twice), a time of receipt
         entered by hand, problems closed, joined and noted, letters sent and mails fetched.
2025-05  sealed, opened again with a reason, a return taken in late (so that a correction lapsed), sealed again.
2025-06  open. Two returns and a scan, a correction, a decision; one return lies in the inbox and was never collected.

Left out to keep it small: templates (the packaged ones are the same) and, of April and May, the blanks of all units but
one. The workspace is in ``workspace/``; ``said.json`` beside it holds what the first version itself said of these
months (``--json`` of status, explain, compare, problems, lagging, assess, verify).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

COMMAND = """
import sys
from datetime import datetime
from minsheng_cli.tasks import period
at = datetime.fromisoformat(sys.argv[1])
period.now = lambda _: at
sys.argv = ["minsheng", *sys.argv[2:]]
from minsheng_cli import cli
cli.main()
"""
NOTE = """
import json, sys
from datetime import datetime
from pathlib import Path
from minsheng_cli.store import MonthStore
root, month, at, notes = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]), json.loads(sys.argv[4])
store = MonthStore(root / month, month)
with store.lock("minsheng send", at):
    for kind, facts in notes:
        store.note(kind, at, facts)
        store.seal_manifest()
"""
WAIVER = """waivers:
  - {rule: target.altered, unit: %s, reason: 目标表述已报区政府办同意（示例）, until: 2025-05}
"""
APRIL, MAY, JUNE = "2025-04", "2025-05", "2025-06"


def run(root: Path, at: str, *command: str, codes: tuple[int, ...] = (0, 1)) -> Any:
    """Run one command of the first version at a given time; return its JSON."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, f"{at}+08:00", *command, "--json"], cwd=root, capture_output=True, check=False
    )
    assert done.returncode in codes, (command, done.stderr.decode())
    return json.loads(done.stdout)


def note(root: Path, month: str, at: str, *notes: tuple[str, dict[str, Any]]) -> None:
    """Enter what was sent or fetched, as the first version notes it, without a mail server."""
    subprocess.run([sys.executable, "-c", NOTE, root, month, f"{at}+08:00", json.dumps(notes)], check=True)


def drop(root: Path, month: str, name: str, data: bytes, stamp: int) -> None:
    path = root / month / "回收" / name
    path.write_bytes(data)
    os.utime(path, (stamp, stamp))


def filled(blank: bytes, **values: Any) -> bytes:
    """Return a blank filled in by openpyxl, finding cells by what is printed."""
    book = load_workbook(BytesIO(blank))
    sheet = book["附件2"]
    cells: list[Any] = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    columns = {c.value: c.column for c in cells}
    start = next(c.row for c in cells if c.value == "工作进展")
    rows = [r for r in range(start + 1, sheet.max_row + 1) if sheet.cell(r, columns["目标任务"]).value]
    for row in rows:
        said = {
            "工作进展": f"（示例）截至6月25日，第{row}项有序推进，完成主体部分。", "完成投资": 2000 + row,
            "存在的问题": "部分点位用地手续办理较慢（示例）。", "下一步工作及建议": "加快推进（示例）。",
            "责任人及联系方式": "示例甲 000-00000000", **values,
        }  # fmt: skip
        for header, value in said.items():
            sheet.cell(row, columns[header]).value = value
    for cell in (c for c in cells if c.row > rows[-1] and c.value.startswith(("单位主要负责人", "填表人"))):
        right = max([m.max_col for m in sheet.merged_cells.ranges if cell.coordinate in m], default=cell.column)
        sheet.cell(cell.row, right + 1).value = "示例乙"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def april(root: Path) -> None:
    record = run(root, "2025-04-28T09:00:00", "status", APRIL)
    altered = next(f["unit"] for f in record["files"] for said in f["findings"] if said["code"] == "target.altered")
    (root / "data/waivers.yaml").write_text(WAIVER % altered, encoding="utf-8")
    used = [f for f in record["files"] if f["outcome"] == "accepted"]
    run(root, "2025-04-28T09:05:00", "report", APRIL)
    run(root, "2025-04-28T09:10:00", "received", APRIL, used[0]["name"], "2025-04-21T10:00", "--reason", "当日U盘送达")
    entries = [e for e in run(root, "2025-04-28T09:12:00", "report", APRIL)["entries"] if e["source"]]
    entry = next(e for e in entries if e["investment"] not in (None, "0"))
    own = ("--unit", entry["unit"])
    value = str(round(float(entry["investment"]) * 1.05, 1))
    run(
        root, "2025-04-28T09:15:00", "correct", APRIL, entry["project"], "完成投资", value, *own, "--reason", "电话核实"
    )
    other = next(e for e in entries if any(i["actual"] for i in e["indicators"]))
    figure = next(i for i in other["indicators"] if i["actual"])
    for minute, (less, why) in enumerate((("0", "口误"), (figure["actual"], "再次核实，原数无误"))):
        run(
            root, f"2025-04-28T09:2{minute}:00", "correct", APRIL, other["project"], figure["id"], less,
            "--unit", other["unit"], "--reason", why,
        )  # fmt: skip
    problems = run(root, "2025-04-28T09:30:00", "problems", APRIL)["problems"]
    numbers = [p["number"] for p in problems]
    run(root, "2025-04-28T09:31:00", "problems", APRIL, "--close", numbers[0], "--basis", "现场核实已办结")
    run(
        root,
        "2025-04-28T09:32:00",
        "problems",
        APRIL,
        "--note",
        numbers[1],
        "--measure",
        "专班推进",
        "--due",
        "2025-06-30",
    )
    draft = next(root.glob(f"{APRIL}/下发/*.eml"))
    sent = {
        "kind": "blanks", "unit": entry["unit"], "file": f"下发/{draft.name}", "sha256": "0" * 64,
        "to": ["unit@example.invalid"], "refused": [], "message_id": "<0@example.invalid>",
    }  # fmt: skip
    fetched = {
        "host": "imap.example.invalid", "user": "shili", "folder": "INBOX", "uidvalidity": 1,
        "messages": [{"uid": 1, "sha256": "1" * 64, "file": "邮件/0001.eml"}],
    }  # fmt: skip
    note(root, APRIL, "2025-04-28T09:40:00", ("sent", sent), ("fetched", fetched))
    run(root, "2025-04-29T09:00:00", "seal", APRIL)


def may(root: Path) -> None:
    record = run(root, "2025-05-28T09:00:00", "report", MAY)
    entry = next(e for e in record["entries"] if e["state"] == "accepted" and e["investment"] not in (None, "0"))
    value = str(round(float(entry["investment"]) * 1.05, 1))
    run(
        root, "2025-05-28T09:10:00", "correct", MAY, entry["project"], "investment", value, "--unit", entry["unit"],
        "--reason", "电话核实",
    )  # fmt: skip
    run(root, "2025-05-29T09:00:00", "seal", MAY)
    unit = entry["unit"]
    blank = next(root.glob(f"{MAY}/下发/附件2_{unit}_*.xlsx")).read_bytes()
    drop(root, MAY, f"{unit}补报.xlsx", filled(blank, 完成投资=float(value) + 5000), 1748480400)
    run(root, "2025-05-30T09:00:00", "collect", MAY, "--reopen", "补报更正")
    run(root, "2025-05-30T09:10:00", "seal", MAY)


def june(root: Path, units: list[str]) -> None:
    run(root, "2025-06-05T09:00:00", "generate", JUNE, *(part for unit in units for part in ("--unit", unit)))
    blanks = [next(root.glob(f"{JUNE}/下发/附件2_{unit}_*.xlsx")).read_bytes() for unit in units]
    drop(root, JUNE, f"{units[0]}6月.xlsx", filled(blanks[0]), 1750640400)
    drop(root, JUNE, f"{units[1]}6月.xlsx", filled(blanks[1], 工作进展=None), 1750644000)
    drop(root, JUNE, f"{units[2]}扫描件.pdf", b"%PDF-1.4\n% scan\n", 1750647600)
    record = run(root, "2025-06-26T09:00:00", "collect", JUNE)
    entry = next(e for e in record["entries"] if e["source"])
    run(
        root, "2025-06-26T09:10:00", "correct", JUNE, entry["project"], "investment", "2500", "--unit", entry["unit"],
        "--reason", "电话核实",
    )  # fmt: skip
    problem = next(p for p in run(root, "2025-06-26T09:20:00", "problems", JUNE)["problems"] if p["unit"] in units)
    run(root, "2025-06-26T09:21:00", "problems", JUNE, "--close", problem["number"], "--basis", "现场核实")
    drop(root, JUNE, f"{units[3]}6月.xlsx", filled(blanks[3]), 1750820400)


def answers(root: Path) -> dict[str, Any]:
    """Return what the first version says of its own months."""
    at, told = "2025-06-27T09:00:00", {}
    record = run(root, at, "report", APRIL, "--dry-run")
    projects = sorted({c["project"] for e in record["entries"] for c in e["corrections"]})
    asked = [
        *(("status", month) for month in (APRIL, MAY, JUNE)),
        *(("explain", month, project) for month in (APRIL, MAY) for project in projects),
        ("compare", MAY), ("compare", JUNE), ("problems", MAY), ("problems", JUNE), ("lagging", MAY), ("lagging", JUNE),
        ("assess", "2025", "--dry-run"), ("verify",),
    ]  # fmt: skip
    for command in asked:
        told[" ".join(command)] = run(root, at, *command)
    return told


def main() -> None:
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "first"
        run(Path(folder), "2025-05-27T09:00:00", "demo", str(root))
        # May was played with April still open; its outputs are told anew below, as the clerk would.
        april(root)
        may(root)
        units = [u["unit"] for u in run(root, "2025-06-01T09:00:00", "status", APRIL)["units"]]
        june(root, [units[i] for i in (0, 1, 4, 9)])
        told = answers(root)
        shutil.rmtree(root / "templates")
        for month in (APRIL, MAY):
            for number, path in enumerate(sorted((root / month / "下发").iterdir())):
                if number > 1:
                    path.unlink()
        with tarfile.open(target, "w:xz", preset=9, format=tarfile.PAX_FORMAT) as packed:
            for path in sorted(root.rglob("*"), key=lambda p: (p.suffix, p.name)):
                if path.is_file():
                    packed.add(path, f"workspace/{path.relative_to(root).as_posix()}", filter=_plain)
            said = Path(folder) / "said.json"
            said.write_text(json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
            packed.add(said, said.name, filter=_plain)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
