"""A unit's words as sentences of a document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from minsheng_cli.reports.content.points import inline, lag_points
from minsheng_cli.reports.content.story import LagLine


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("管线未迁改", "管线未迁改。"),
        ("管线未迁改（见附图）", "管线未迁改（见附图）。"),
        ("管线未迁改。（见附图）", "管线未迁改。（见附图）"),
        ("业主称“不同意”", "业主称“不同意”。"),
        ("业主称“不同意。”", "业主称“不同意。”"),
        ("缺资金；\n管线未迁改；", "缺资金；管线未迁改。"),
        ("缺资金，", "缺资金。"),
        ("管线未迁改，" * 30, "管线未迁改，" * 19 + "管线未迁改……（全文见报表）。"),
    ],
)
def test_a_sentence_ends_once(text: str, sentence: str) -> None:
    assert inline(text) == sentence


def test_a_unit_is_told_its_own_words_only() -> None:
    line = LagLine(
        "P06", "城区更新改造工程", ("区住房城乡建委", "区城管局"), ("a", "b"), "behind", "△滞后", "示例",
        Decimal(-12), 2,
        "区住房城乡建委：管线迁改慢\n区城管局：招标流标", "", "", "30%", "18%", "示例", "",
        (("区住房城乡建委", "城区更新改造工程管线迁改慢"), ("区城管局", "招标流标")), (("区城管局", "重新招标"),),
    )  # fmt: skip
    (own,) = lag_points([line], to="区住房城乡建委")
    assert "你单位反映的原因：管线迁改慢。" in own.text
    assert "区城管局" not in own.text
    assert "招标" not in own.text
    (other,) = lag_points([line], to="区城管局")
    assert other.text.endswith("你单位反映的原因：招标流标。下一步：重新招标。")
    (all_of_it,) = lag_points([line])
    assert "区城管局：招标流标" in all_of_it.text
