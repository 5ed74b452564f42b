"""The sentences themselves."""

from __future__ import annotations

from minsheng_cli.findings import found


def test_quotes_inside_quotes_are_single_ones() -> None:
    message = found("project.missing", name="打造“15分钟高品质生活服务圈”").message
    assert message == "缺少牵头项目“打造‘15分钟高品质生活服务圈’”，请补报该项目。"
