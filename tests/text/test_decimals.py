"""Decimal numbers out of text."""

from decimal import Decimal

from minsheng_cli.text.decimals import decimal_or_none


def test_a_figure_is_read_and_anything_else_is_none() -> None:
    assert decimal_or_none("120.50") == Decimal("120.50")
    assert [decimal_or_none(text) for text in (None, "", "已开工", "NaN", "Infinity", "1万")] == [None] * 6
