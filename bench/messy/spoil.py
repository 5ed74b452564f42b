"""Spoil honest returns in every way we know of and see what becomes of each cell.

    python bench/messy/spoil.py [--seeds 3] [--first-seed 0] [--pairs 600] [--formats xlsx,office,xls,ods,docx,word]
                                [--only TEXT] [--verbose]

Formats: ``xlsx`` as openpyxl writes it, ``office``, ``xls``, ``ods`` as LibreOffice saves it, ``docx`` a Word table
as python-docx writes it, ``word`` as LibreOffice saves that. Another first seed makes other returns of the same kinds.
A cell is *right* when it is read as it must be (or, where nobody can be sure, carries a finding at its address);
*flagged* when it is wrong or missing but something is said; *silently wrong* when nothing is. The last must be 0.
Exit code 1 when anything is silently wrong or less than 99 % is right.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import around  # noqa: F401 - enters its kinds in the list
import eighteenth  # noqa: F401 - as above
import eighth  # noqa: F401 - as above
import eleventh  # noqa: F401 - as above
import fifteenth  # noqa: F401 - as above
import fifth  # noqa: F401 - as above
import fourteenth  # noqa: F401 - as above
import fourth  # noqa: F401 - as above
import nineteenth  # noqa: F401 - as above
import ninth  # noqa: F401 - as above
import second  # noqa: F401 - as above
import seventeenth  # noqa: F401 - as above
import seventh  # noqa: F401 - as above
import sixteenth  # noqa: F401 - as above
import sixth  # noqa: F401 - as above
import tenth  # noqa: F401 - as above
import third  # noqa: F401 - as above
import thirteenth  # noqa: F401 - as above
import twelfth  # noqa: F401 - as above
from draft import Draft, Taken, honest
from kinds import ALL, KINDS, Kind

from minsheng_cli.catalogue import load
from minsheng_cli.errors import SubmissionError
from minsheng_cli.form import blank
from minsheng_cli.form.reading.parse import parse
from minsheng_cli.model import Month, Receipt, Rulebook
from minsheng_cli.month.read import read
from minsheng_cli.readers.grids import open_grids
from minsheng_cli.wall.opened import Opened, unusable
from minsheng_cli.workspace import CATALOGUE_FILE, packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minsheng_cli.model import Catalogue, Finding, Reading, UnitReturn

APRIL = Month(2025, 4)
FILTERS = {
    "office": ("xlsx", "xlsx:Calc MS Excel 2007 XML"),
    "xls": ("xls", "xls:MS Excel 97"),
    "ods": ("ods", "ods:calc8"),
    "word": ("docx", "docx:MS Word 2007 XML"),
}
BATCH = 40  # files per call of LibreOffice: under load it may stop before it has saved them all
TRIES = 4  # what it has not saved it is given again
PATIENCE = "600"  # seconds for one call
SAID = ("error", "warning")


@dataclass(frozen=True)
class Case:
    """One spoilt return."""

    kinds: tuple[Kind, ...]
    seed: int
    draft: Draft

    @property
    def name(self) -> str:
        """Return what was done to it."""
        return " + ".join(k.name for k in self.kinds)

    @property
    def formats(self) -> tuple[str, ...]:
        """Return in which formats that can happen."""
        return tuple(f for f in ALL if all(f in k.formats for k in self.kinds))


def catalogue() -> Catalogue:
    """Return what stood in April 2025."""
    return load(CATALOGUE_FILE, (packaged() / CATALOGUE_FILE).read_bytes()).at(APRIL)


def made(ours: Catalogue, kinds: Sequence[Kind], seed: int) -> Case | None:
    """Return a return spoilt in these ways, None when they get in each other's way."""
    rng = random.Random(f"{seed} {[k.name for k in kinds]}")
    units = [u.id for u in ours.units if len(ours.led_by(u.id)) > 1]
    unit = rng.choice(units if rng.random() < 0.8 else [u.id for u in ours.units])
    issued = blank.render(ours, unit, APRIL, {}, None) if rng.random() < 0.5 else None
    for basis in (issued, None if issued else blank.render(ours, unit, APRIL, {}, None)):
        draft = honest(ours, unit, rng, basis)
        try:
            for kind in kinds:
                kind.spoil(draft)
        except (Taken, StopIteration):  # in each other's way, or nothing there to spoil in this unit's return
            continue
        if draft.drawable():
            return Case(tuple(kinds), seed, draft)
    return None


def cases(ours: Catalogue, seeds: range, pairs: int, only: str) -> Iterator[Case]:
    """Yield each kind by itself, then pairs of them."""
    kinds = [k for k in KINDS if only in k.name]
    for kind in kinds:
        for seed in seeds:
            for attempt in range(20):
                if (case := made(ours, [kind], seed + 1000 * attempt)) is not None:
                    yield case
                    break
            else:
                sys.exit(f"{kind.name}: never possible")
    rng = random.Random(pairs + 1000 * seeds.start)
    able = [k for k in KINDS if not k.alone]
    found = 0
    while found < pairs:
        one = rng.choice([k for k in kinds if not k.alone] or able)
        both = rng.sample([one, rng.choice([k for k in able if k is not one])], 2)
        case = made(ours, both, seeds.start + found)
        if case is not None:
            found += 1
            yield case


def files(cases: Iterable[Case], formats: Sequence[str], folder: Path) -> Iterator[tuple[Case, str, bytes]]:
    """Yield each case in each format it can have."""
    waiting: dict[str, list[tuple[Case, Path]]] = defaultdict(list)
    for number, case in enumerate(cases):
        data = case.draft.workbook() if set(case.formats) & {"xlsx", "office", "xls", "ods"} else b""
        for fmt in case.formats:
            if fmt not in formats:
                continue
            if fmt == "xlsx":
                yield case, fmt, data
            elif fmt == "docx":
                yield case, fmt, case.draft.document()
            else:
                path = folder / fmt / (f"{number}.docx" if fmt == "word" else f"{number}.xlsx")
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(case.draft.document() if fmt == "word" else data)
                waiting[fmt].append((case, path))
        for fmt in [f for f, several in waiting.items() if len(several) >= BATCH]:
            yield from converted(fmt, waiting.pop(fmt), folder)
    for fmt, several in waiting.items():
        yield from converted(fmt, several, folder)


def converted(fmt: str, several: Sequence[tuple[Case, Path]], folder: Path) -> Iterator[tuple[Case, str, bytes]]:
    """Have LibreOffice save files in another format."""
    extension, name = FILTERS[fmt]
    out = folder / f"{fmt}-saved"
    shutil.rmtree(out, ignore_errors=True)
    command = ["timeout", PATIENCE, "soffice"]  # timeout ends what soffice has started as well
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", name]
    for _ in range(TRIES):
        missing = [str(path) for _, path in several if not (out / f"{path.stem}.{extension}").exists()]
        if missing:
            subprocess.run([*command, "--outdir", str(out), *missing], capture_output=True, check=False)
    for case, path in several:
        saved = out / f"{path.stem}.{extension}"
        if not saved.exists():
            sys.exit(f"LibreOffice did not save {case.name}")
        data = saved.read_bytes()
        for rewrite in case.draft.after_ods if fmt == "ods" else ():
            data = rewrite(data)
        yield case, fmt, data


def opened(data: bytes) -> Opened:
    """Read as the worker does, without its process."""
    try:
        book = open_grids(data)
        return Opened(parse(book.grids), "", book.modified, book.notes)
    except SubmissionError as error:
        return unusable(error)


def judged(case: Case, fmt: str, data: bytes, ours: Catalogue) -> Reading:
    """Return what the product makes of a file."""
    name = Path(case.draft.file).with_suffix({"office": ".xlsx", "word": ".docx"}.get(fmt, f".{fmt}")).name
    receipt = Receipt(name, "0" * 64, len(data), "2025-04-20T09:00:00+08:00", "文件时间")
    return read(receipt, opened(data), APRIL, ours, previous={}, rulebook=Rulebook())


def verdicts(case: Case, fmt: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield (verdict, why) for each cell of the return."""
    draft, checked = case.draft, reading.checked
    if draft.refusal:
        yield refusal(draft, reading)
    elif checked is None:
        why = reading.failure.code if reading.failure else "no unit"
        for expected in draft.expected.values():
            yield "right" if expected.may_refuse and reading.failure else "flagged", f"whole file: {why}"
    elif checked.unit_return.unit != draft.unit:
        yield "silent", f"taken for {checked.unit_return.unit}"
    else:
        findings = [*(reading.identity.findings if reading.identity else ()), *checked.findings]
        yield from cells(draft, fmt, checked.unit_return, findings)
        yield from figures(draft, checked.unit_return, findings)
        yield from others(draft, checked.unit_return, findings)
        said = {f.code for f in findings if f.severity in SAID}
        said |= {"*" for f in findings if f.severity in SAID and f.project is None}  # something is said of the whole
        said |= {f"*{f.project}" for f in findings if f.severity in SAID and f.project}  # or of a project
        yield from ((("right", "") if code in said else ("silent", f"{code} not said")) for code in draft.told)
        if all(k.quiet for k in case.kinds):
            needless = sorted({f"{f.code} {f.where}" for f in findings if f.severity in SAID})
            yield ("flagged", f"told without need: {needless}") if needless else ("right", "")


def refusal(draft: Draft, reading: Reading) -> tuple[str, str]:
    """Return the verdict on a file that must not be taken."""
    told = [*(reading.identity.findings if reading.identity else ())]
    told += reading.checked.findings if reading.checked else ()
    said = reading.failure or next((f for f in told if f.severity == "error"), None)
    if said is not None and said.code in draft.refusal and (reading.failure or reading.checked is None or said in told):
        return "right", ""
    return "flagged" if said else "silent", f"refusal expected, got {said and said.code}"


def cells(draft: Draft, fmt: str, said: UnitReturn, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Yield the verdict on each entry cell."""
    entries = {e.project: e for e in said.entries}
    addresses = draft.addresses() if fmt not in ("docx", "word") else {}
    for (project, name), expected in draft.expected.items():
        value = getattr(entries.get(project), name, None)
        at = [f for f in findings if concerns(f, project, name, addresses.get((project, name)))]
        told = any(f.severity in SAID for f in at)
        if expected.doubt:
            right = told and value in (None, expected.value)
        elif expected.may_refuse:
            right = value == expected.value or (told and value is None)
        else:
            right = value == expected.value and not any(f.severity == "error" for f in at)
        what = f"{project}.{name}: {str(value)[:40]!r} for {str(expected.value)[:40]!r} {[f.code for f in at]}"
        yield ("right", "") if right else ("flagged" if told else "silent", what)


def figures(draft: Draft, said: UnitReturn, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Yield the verdict on each figure in the indicators' sheet."""
    values = {v.id: v.actual for e in said.entries for v in e.indicators}
    for indicator, (expected, where) in draft.figures.items():
        at = [f for f in findings if f.where == where]
        told = any(f.severity in SAID for f in at)
        if expected.doubt:
            right = told and values[indicator] in (None, expected.value)
        else:
            right = values[indicator] == expected.value and not any(f.severity == "error" for f in at)
        what = f"{indicator}: {values[indicator]!r} for {expected.value!r} {[f.code for f in at]}"
        yield ("right", "") if right else ("flagged" if told else "silent", what)


def others(draft: Draft, said: UnitReturn, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong beside the entry cells."""
    extra = {e.project for e in said.entries} - {project for project, _ in draft.expected}
    if extra:
        yield "silent", f"rows that were not there: {sorted(extra)}"
    if (said.head, said.preparer) != ("示例乙", "示例丙"):
        told = any(f.field in ("head", "preparer") and f.severity in SAID for f in findings)
        yield ("flagged" if told else "silent"), f"signed {said.head!r} {said.preparer!r}"


def concerns(finding: Finding, project: str, name: str, address: str | None) -> bool:
    """Whether a finding speaks of a cell: of it, of its row as a whole, or of its column."""
    if address is not None and finding.where == address:
        return True
    if finding.field not in (name, None, "name"):
        return False
    if finding.project not in (project, None):
        return False
    if finding.project is None and finding.field is None:
        row = (address or "").rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return bool(finding.where) and bool(row) and finding.where.endswith(row)  # type: ignore[union-attr]
    return finding.project is not None or finding.field == name


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--pairs", type=int, default=600)
    parser.add_argument("--formats", default=",".join(ALL))
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    ours = catalogue()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wanted = range(asked.first_seed, asked.first_seed + asked.seeds)
    wrong: list[str] = []
    per_format: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as name:
        for case, fmt, data in files(
            cases(ours, wanted, asked.pairs, asked.only), asked.formats.split(","), Path(name)
        ):
            for verdict, why in verdicts(case, fmt, judged(case, fmt, data, ours)):
                group = case.name if len(case.kinds) == 1 else "(pairs)"
                counts[group][verdict] += 1
                per_format[fmt][verdict] += 1
                if verdict == "silent" or (verdict == "flagged" and asked.verbose):
                    wrong.append(f"{verdict:8}{case.name} [{fmt}, seed {case.seed}] {why}")
    report(counts, per_format)
    print("\n".join(wrong))
    total = sum(counts.values(), Counter())
    if total["silent"] or total["right"] < 0.99 * total.total():
        sys.exit(1)


def report(counts: dict[str, Counter[str]], per_format: dict[str, Counter[str]]) -> None:
    """Print the table: kinds that are not all right, then the sums."""
    print(f"{'kind':56}{'right':>8}{'flagged':>9}{'silent':>8}")
    for name, counted in counts.items():
        print(f"{name[:55]:56}{counted['right']:>8}{counted['flagged']:>9}{counted['silent']:>8}")
    for fmt, counted in per_format.items():
        print(f"{'format ' + fmt:56}{counted['right']:>8}{counted['flagged']:>9}{counted['silent']:>8}")
    total = sum(counts.values(), Counter())
    share = total["right"] / total.total() if total else 0
    print(f"{len(counts)} groups, {total.total()} cells: {share:.2%} right, {total['silent']} silently wrong")


if __name__ == "__main__":
    main()
