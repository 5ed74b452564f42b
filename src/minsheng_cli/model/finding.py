"""What the clerk or a unit should know about one place, and why a file is believed to be whose it is."""

from __future__ import annotations

from typing import Literal

from minsheng_cli.nouns import dataclass, replace


@dataclass(frozen=True)
class Evidence:
    """One reason to believe a file is from a unit or of a month."""

    source: str  # 隐藏标记 / 关键列 / 牵头单位 / 项目名称 / 文件名 / 表头
    says: str
    ref: str = ""


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One thing the clerk or the unit should know, at one place, with its remedy."""

    code: str
    severity: Severity
    message: str
    where: str | None = None  # "附件2!F5"
    project: str | None = None  # Project.id
    field: str | None = None
    settled: bool = False  # dealt with by a correction or a waiver: told, but asks for nothing

    def settle(self, note: str = "") -> Finding:
        """Return the same finding as one that needs no action, with why."""
        message = f"{self.message.rstrip('。')}（{note}）。" if note else self.message
        return replace(self, severity="info", message=message, settled=True)

    def with_severity(self, severity: Severity) -> Finding:
        """Return the same finding at another severity (the workspace's rules decide)."""
        return replace(self, severity=severity)
