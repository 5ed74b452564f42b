"""Who has returned what: the list 报送情况 and the one sentence at the report's head."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

from minsheng_cli.model import Month, UnitLine
from minsheng_cli.nouns import dataclass
from minsheng_cli.reports.content.words import NOT_APPLICABLE, listed, moment
from minsheng_cli.words import REFUSALS, TIMELINESS, UNIT_STATES, UNMARKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minsheng_cli.model import Catalogue, FileLine, MonthRecord


@dataclass(frozen=True)
class ReturnLine:
    """Where one lead unit stands; ``errors`` and ``warnings`` are None when nothing of it could be judged."""

    number: int
    unit: str  # Unit.id
    unit_name: str
    status: str
    received: str  # "2025-04-24 10:12" or a dash
    timed_by: str  # 邮件时间 / 文件时间 / 人工登记: what that time rests on
    timeliness: str  # 按时 / 迟报 / —
    errors: int | None
    warnings: int | None
    file: str  # the file whose values are in the table, or a dash
    note: str


def current_files(record: MonthRecord) -> dict[str, FileLine]:
    """Return the file each unit's standing rests on (used, refused or to be typed in), by unit id."""
    current: dict[str, FileLine] = {}
    files = defaultdict(list)
    for file in record.files:
        files[file.unit].append(file)
    for line in record.units:
        candidates = [f for f in files[line.unit] if f.outcome == line.state]
        named = [f for f in candidates if f.name == line.file]
        if candidates:
            current[line.unit] = max(named or candidates, key=lambda f: f.received_at)
    return current


def return_lines(record: MonthRecord, catalogue: Catalogue, month: Month) -> tuple[ReturnLine, ...]:
    """Return one line per lead unit, in official order."""
    current = current_files(record)
    stands = {line.unit: line for line in record.units}
    refused = refusals(record, short=True)  # where things stand inside a file is for the clerk
    replaced = Counter(f.unit for f in record.files if f.outcome == "superseded")
    lines = []
    for number, unit in enumerate(catalogue.units, start=1):
        line = stands.get(unit.id) or UnitLine(unit.id, "missing", None, None)
        file = current.get(unit.id)
        used = line.state in ("accepted", "returned")
        lines.append(
            ReturnLine(
                number=number,
                unit=unit.id,
                unit_name=unit.name,
                status=UNIT_STATES[line.state],
                received=moment(line.received_at),
                timed_by=file.received_from if file else NOT_APPLICABLE,
                timeliness=TIMELINESS[line.on_time],
                errors=line.errors if used else None,
                warnings=line.warnings if used else None,
                file=file.name if used and file else NOT_APPLICABLE,
                note="；".join(
                    _notes(line, file, catalogue, month, refusal=refused.get(unit.id, ""), replaced=replaced[unit.id])
                ),
            )
        )
    return tuple(lines)


def _notes(  # noqa: PLR0913 - what is known of one unit
    line: UnitLine, file: FileLine | None, catalogue: Catalogue, month: Month, *, refusal: str, replaced: int
) -> Iterator[str]:
    """Yield what the reader should know about one unit, most important first."""
    shown = f"“{file.name}”" if file else "报来的文件"
    if line.state == "missing":
        yield f"未报项目：{listed(p.name for p in catalogue.led_by(line.unit))}"
    elif line.state == "manual":
        why = f"不能自动读取（{refusal}）" if refusal else "不能自动读取"
        yield f"已收到{shown}，{why}，需人工录入"
    elif line.state == "rejected":
        long = next((f.message.rstrip("。") for f in (file.findings if file else ()) if f.severity == "error"), "")
        why = f"{refusal}，详见“问题清单”" if refusal else long
        yield f"{shown}不能采用" + (f"：{why}" if why else "")
    else:
        faults = [f"需改正{line.errors}处"] * bool(line.errors) + [f"请核实{line.warnings}处"] * bool(line.warnings)
        if faults:
            yield listed(faults) + "，详见“问题清单”"
    days = _days_late(line, catalogue.due(month))
    if days:
        yield f"截止日后第{days}天收到"
    if replaced:
        yield f"先后收到{replaced + 1}份，以最新一份为准"


def _days_late(line: UnitLine, due: date) -> int:
    """Return by how many days a late return missed the last day; 0 when it was on time or never came."""
    if line.on_time is not False or not line.received_at:
        return 0
    try:
        return max((date.fromisoformat(line.received_at[:10]) - due).days, 0)
    except ValueError:
        return 0


def summary_of(lines: Sequence[ReturnLine]) -> str:
    """Return how many units were due and where they stand; classes that are empty are not mentioned."""
    groups = {word: [x.unit_name for x in lines if x.status == word] for word in UNIT_STATES.values()}
    accepted, doubtful, *others = groups.values()
    reported = len(accepted) + len(doubtful)
    head = f"应报{len(lines)}个单位"
    if reported == len(lines):
        head += "，已全部报送"
    elif reported:
        head += f"，已报{reported}个"
    elif len(others[-1]) == len(lines):
        return f"{head}，均未报送。"
    if doubtful:
        head += f"（待核{len(doubtful)}个）"
    words = list(UNIT_STATES.values())[2:]
    parts = [f"{word}{len(names)}个：{listed(names)}" for word, names in zip(words, others, strict=True) if names]
    late = [x.unit_name for x in lines if x.timeliness == TIMELINESS[False]]
    if late:
        parts.append(f"迟报{len(late)}个：{listed(late)}")
    return ("，" if len(parts) == 1 else "；").join([head, *parts]) + "。"


def refusals(record: MonthRecord, *, short: bool) -> dict[str, str]:
    """Return, by unit id, why its file could not be used: in a word, or in a sentence that says how to mend it."""
    month, told = Month.parse(record.month), {}
    files: defaultdict[tuple[str | None, str], list[FileLine]] = defaultdict(list)
    for file in record.files:
        if file.outcome in UNMARKED:
            files[file.unit, file.outcome].append(file)
    for line in record.units:
        for file in files[line.unit, line.state]:
            said = {f.code for f in file.findings}
            code = next((code for code in REFUSALS if code in said), "")  # the plainest reason first
            if not code:
                continue
            other = file.month if file.month and file.month != record.month else ""
            found = Month.parse(other).label if other else "以前"
            told[line.unit] = REFUSALS[code][0 if short else 1].format(found=found, month=month.label)
    return told
