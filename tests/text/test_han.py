"""Chinese numerals, read and written."""

import pytest

from minsheng_cli.text import han


@pytest.mark.parametrize("value", [*range(1, 120), 500, 505, 1000, 1010, 1210, 9999])
def test_what_is_spelled_is_read_again(value: int) -> None:
    assert han.number(han.spelled(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("一十", 10), ("十二", 12), ("两", 2), ("零", 0), ("一百零五", 105)]
    + [(text, None) for text in ("", "一百二", "二三", "十十", "一千一十", "元", "12")],
)
def test_only_the_standard_spelling_is_read(text: str, value: int | None) -> None:
    assert han.number(text) == value


def test_points_are_counted_without_the_one_before_ten() -> None:
    assert [han.numeral(n) for n in (1, 10, 11, 20, 21, 99, 100, 0)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
        "100",
        "0",
    ]
