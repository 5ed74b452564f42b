"""``minsheng.yaml``: the optional file in which a workspace changes our defaults, checked here."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from minsheng_cli.config.yaml_strict import StrictYamlError, parse
from minsheng_cli.errors import SetupError
from minsheng_cli.findings import KINDS
from minsheng_cli.model import Level, Month, Pace, Plan, RestDays, Waiver


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Address = Annotated[str, StringConstraints(pattern=r"^([!-?A-~]+@[!-?A-~]+)?$")]  # ASCII: mail's own rule


class _Sender(_Part):
    name: str = ""
    phone: str = ""
    email: Address = ""


Amount = Annotated[Decimal, Field(gt=0)]


class _Thresholds(_Part):
    jump_times: Amount | None = None
    jump_floor: Amount | None = None
    huge_investment: Amount | None = None
    huge_indicator: Amount | None = None
    long_text: Annotated[int, Field(gt=0)] | None = None


class _Pace(_Part):
    behind: Amount | None = None
    far_behind: Amount | None = None
    ahead: Amount | None = None
    about: Annotated[Decimal, Field(ge=0, le=50)] | None = None
    since: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$")] | None = None


class _Level(_Part):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    months: Annotated[int, Field(ge=1, le=24)]
    days: Annotated[int, Field(ge=1, le=365)]
    copies: list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]] = []


class _Supervision(_Part):
    levels: Annotated[list[_Level], Field(min_length=1)] | None = None


class _Weights(_Part):
    on_time: Amount | None = None
    first_pass: Amount | None = None
    completion: Amount | None = None


class _Due(_Part):
    before_rest_days: bool = False
    holidays: list[str] = []
    workdays: list[str] = []


Port = Annotated[int, Field(ge=1, le=65535)]
Security = Literal["ssl", "starttls", "none"]


class _Imap(_Part):
    host: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    port: Port | None = None
    security: Security = "ssl"
    folder: Annotated[str, StringConstraints(min_length=1)] = "INBOX"


class _Mail(_Part):
    host: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    port: Port | None = None
    security: Security = "ssl"
    user: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    sender: Address = ""
    imap: _Imap = _Imap()


class _File(_Part):
    sender: _Sender = _Sender()
    timezone: Annotated[str, StringConstraints(pattern=r"^[+-]\d\d:\d\d$")] = "+08:00"
    severity: dict[str, Literal["error", "warning", "info", "off"]] = {}
    thresholds: _Thresholds = _Thresholds()
    progress: _Pace = _Pace()
    due: _Due = _Due()
    supervision: _Supervision = _Supervision()
    assess: _Weights = _Weights()
    mail: _Mail = _Mail()


_WHY = {
    "missing": "没有填写",
    "string_too_short": "没有填写",
    "extra_forbidden": "没有这一项设置，请检查拼写",
    "literal_error": "只能写 error、warning、info 或 off",
    "string_pattern_mismatch": "应写成 +08:00 的样子",
    "greater_than": "应为大于 0 的数",
}


_WHY_AT = {
    "security": "只能写 ssl、starttls 或 none",
    "port": "应为 1 到 65535 的数，不写就用常用的端口",
    "password": "密码不能写进文件，请删除这一行；运行时输入，或设环境变量 MINSHENG_MAIL_PASSWORD",
    "mail.sender": "应为邮箱地址，例如 shili@example.invalid",
    "email": "应为邮箱地址，例如 shili@example.invalid",
}
"""What is said of a field whatever is wrong with it, by its name or its place."""


class _Waiver(_Part):
    rule: str
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    until: str
    unit: str | None = None
    project: str | None = None


class _Waivers(_Part):
    waivers: list[_Waiver] | None = None


def read_waivers(name: str, data: bytes) -> tuple[Waiver, ...]:
    """Return the waivers of ``data/waivers.yaml``; SetupError naming each entry that is wrong."""
    document = _read(name, data, _Waivers, "豁免清单")
    faults, waivers = [], []
    for number, item in enumerate(document.waivers or [], start=1):
        at = f"第 {number} 条"
        try:
            until = Month.parse(item.until)
        except ValueError:
            faults.append(f"{at}的 until“{item.until}”不是月份，请写成 2025-06 的样子")
            continue
        if item.rule not in KINDS or item.rule.startswith(("file.", "waiver.", "value.")):
            faults.append(f"{at}的 rule“{item.rule}”不是可以豁免的规则，请对照操作手册修改")
        elif item.unit is None and item.project is None:
            faults.append(f"{at}没有写 unit 或 project，不能对所有单位豁免")
        else:
            waivers.append(Waiver(item.rule, item.reason, until, item.unit, item.project))
    if faults:
        raise SetupError(f"豁免清单“{name}”有误：" + "；".join(faults) + "。")
    return tuple(waivers)


def _read(name: str, data: bytes, shape: type[Shape], what: str) -> Shape:
    try:
        return shape.model_validate(parse(data) or {})
    except StrictYamlError as error:
        raise SetupError(f"{what}“{name}”：{error}") from error
    except ValidationError as error:
        places = [(".".join(map(str, e["loc"])), e["type"]) for e in error.errors()]
        faults = [f"{place or '文件'}：{_why(place, kind)}" for place, kind in places]
        raise SetupError(f"{what}“{name}”有误：" + "；".join(faults) + "。") from error


def _why(place: str, kind: str) -> str:
    own = _WHY_AT.get(place) or _WHY_AT.get(place.rpartition(".")[2])
    return own or _WHY.get(kind, "写法不对，请对照说明修改")


Shape = TypeVar("Shape", bound=BaseModel)


def read_settings(name: str, data: bytes) -> dict[str, Any]:
    """Return the fields of ``workspace.Settings`` that the file sets.

    SetupError naming file and field of everything that is wrong with it.
    """
    parsed = _read(name, data, _File, "设置文件")
    unknown = sorted(set(parsed.severity) - set(KINDS))
    if unknown:
        raise SetupError(f"设置文件“{name}”有误：severity 中没有“{'”“'.join(unknown)}”这些规则，请对照操作手册修改。")
    hours, minutes = map(int, parsed.timezone[1:].split(":"))
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if parsed.timezone[0] == "-" else 1)
    rules = {k: v for k, v in parsed.thresholds.model_dump().items() if v is not None}
    pace = {k: v for k, v in parsed.progress.model_dump().items() if v is not None and k != "since"}
    if parsed.progress.since:
        month, day = parsed.progress.since.split("-")
        pace["since"] = int(month), int(day)
    if (known := Pace(**pace)).behind >= known.far_behind:
        raise SetupError(f"设置文件“{name}”有误：progress 中的 behind（滞后）应小于 far_behind（严重滞后）。")
    rest_days = RestDays(_days(name, parsed.due.holidays), _days(name, parsed.due.workdays))
    levels = tuple(Level(v.name, v.months, v.days, tuple(v.copies)) for v in parsed.supervision.levels or ())
    named, months = [v.name for v in levels], [v.months for v in levels]
    if len(set(named)) < len(named) or sorted(set(months)) != months:
        raise SetupError(
            f"设置文件“{name}”有误：supervision 的 levels 要由轻到重排列，名称不同，months（连续滞后月数）逐级增加。"
        )
    return {
        "own_levels": levels,
        "weights": {k: v for k, v in parsed.assess.model_dump().items() if v is not None},
        "pace_fields": pace,
        "rest_days": rest_days if parsed.due.before_rest_days else None,
        "sender_name": parsed.sender.name,
        "sender_phone": parsed.sender.phone,
        "sender_email": parsed.sender.email,
        "zone": timezone(offset),
        "rules": {**rules, "severities": dict(parsed.severity)},
        "mail_fields": parsed.mail.model_dump(),
    }


def _days(name: str, texts: list[str]) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(text) for text in texts)
    except ValueError as error:
        raise SetupError(f'设置文件“{name}”有误：due 中的日期要写成 "2025-10-01" 的样子。') from error


class _Plans(_Part):
    plans: dict[str, dict[str, Annotated[Decimal, Field(ge=0)]]] | None = None


def read_plans(name: str, data: bytes) -> Plan:
    """Return the plans of ``data/plans.yaml``; SetupError naming what is wrong."""
    document = _read(name, data, _Plans, "进度计划")
    plan: Plan = {}
    for indicator, figures in (document.plans or {}).items():
        for text, figure in figures.items():
            try:
                plan.setdefault(indicator, {})[str(Month.parse(text))] = figure
            except ValueError:
                raise SetupError(
                    f"进度计划“{name}”有误：{indicator} 的“{text}”不是月份，请写成 2025-06 的样子。"
                ) from None
    return plan
