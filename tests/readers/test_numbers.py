"""What a person sees of a stored number: formats that only decorate it, and formats that show another one."""

from __future__ import annotations

import pytest

from minsheng_cli.readers.numbers import displayed, format_of, shown


@pytest.mark.parametrize(
    ("code", "stored", "seen"),
    [
        ('"¥"#,##0.00', "1200.5", "1200.5"),
        ("G/通用格式", "5", "5"),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "0"),
        ('0.00;-0.00;"—"', "0", "0"),
        ("[Red][<0]0;[Green]0", "1200", "1200"),
        ("[<1000]0;[>=1000]#,##0;General", "1200", "1200"),
        ('[>=1000]"";General', "1200", '1200（显示格式为[>=1000]"";General）'),
        ("000\\-0000\\-0000", "13800000000", "13800000000"),
        ('0.00"亿元"', "1.25", "1.25亿元"),
        ('"约"General"万元"', "12", "约12万元"),
        ("[$万元-804]0", "12", "万元12"),
        ('0.00"万元";-0.00"万元";"—"', "0", "0"),
        ("#,##0,", "1200500", "1200500（显示格式为#,##0,）"),
        ('0!.0,"万元"', "500000", '500000（显示格式为0!.0,"万元"）'),
        ('[>=10000]0.0,"万";0', "20000", '20000（显示格式为[>=10000]0.0,"万";0）'),
        (";;;", "5", "5（显示格式为;;;）"),
        ("#,##0,,", "5", "5（显示格式为#,##0,,）"),
        (",0", "5", "5"),
        ("#" * 300 + '"亿元"', "5", f"5（显示格式为{'#' * 255}…）"),  # longer than any spreadsheet takes
        ('0"%"', "12", "12%"),
        ("$#,##0", "12", "$12"),
        ("[$$-409]0", "12", "$12"),
        ('"已完成"', "5", '5（显示格式为"已完成"）'),
        ('"12"0', "5", '5（显示格式为"12"0）'),
        ("#", "0.4", "0.4（显示格式为#）"),
        ("#", "7", "7"),
        ('0"-"00', "1200", '1200（显示格式为0"-"00）'),
        ('0"㎡"', "5", "5㎡"),
        ('"≥"0', "5", "≥5"),
        ("-0", "5", "5（显示格式为-0）"),
        ('"-"0', "5", '5（显示格式为"-"0）'),
        ("(0)", "5", "5（显示格式为(0)）"),
        ("0-", "5", "5（显示格式为0-）"),
        ("-0%", "0.5", "0.5（显示格式为-0%）"),
        ('0%"以下"', "0.5", '0.5（显示格式为0%"以下"）'),
        ("10", "5", "5（显示格式为10）"),
        ("0-00", "1200", "1200（显示格式为0-00）"),
        ("0_);(0)", "5", "5"),
        ('0"（亿元）"', "5", "5（亿元）"),
        ("000-0000-0000", "13800000000", "13800000000"),
        ("000-0000", "1200", "000-1200"),
        ('"("000")"0000', "1200", '1200（显示格式为"("000")"0000）'),
        ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "1200.5", "1200.5"),
        ('0;-0;"无"', "0", "0"),
        ('0;-0;"待定"', "0", '0（显示格式为0;-0;"待定"）'),
        ('0;-0;"1"0', "0", '0（显示格式为0;-0;"1"0）'),
    ],
)
def test_words_and_scales_of_a_number_format(code: str, stored: str, seen: str) -> None:
    assert shown(stored, format_of(200, code), since_1904=False)[0] == seen


@pytest.mark.parametrize(
    ("code", "seen", "kind"),
    [
        ('@"亿元"', "1.2亿元", "text"),
        ('@"00"', '1.2（显示格式为@"00"）', "format"),
        ('0;-0;0;"共"@', "共1.2", "text"),
        (";;;", "1.2（显示格式为;;;）", "format"),
        ("0;-0;0;", "1.2（显示格式为0;-0;0;）", "format"),
        ('0;-0;0;"无"', '1.2（显示格式为0;-0;0;"无"）', "format"),
        ('0.0"亿元"', "1.2", "text"),
    ],
)
def test_what_a_format_puts_to_a_text(code: str, seen: str, kind: str) -> None:
    assert format_of(200, code).of_text("1.2") == (seen, kind)


@pytest.mark.parametrize("stored", ["1,200", "1_200", "INF", "0x4B0"])
def test_what_is_no_number_where_one_is_stored_is_no_value(stored: str) -> None:
    assert shown(stored, format_of(0), since_1904=False) == (stored, "contested")


@pytest.mark.parametrize(
    ("stored", "text", "seen"),
    [
        ("1200500", "1,200,500", "1200500"),
        ("1200.5", "¥1,200.50", "1200.5"),
        ("1200.5", "1201", "1200.5"),
        ("1234567890123", "1.23456789012E+12", "1234567890123"),
        ("0", "—", "0"),
        ("1.25", "1.25亿元", "1.25亿元"),
        ("500000", "50.0万元", "500000（显示为50.0万元）"),
        ("1200500", "1,200", "1200500（显示为1,200）"),
        ("5", "已完成", "5（显示为已完成）"),
        ("12", "12%", "12%"),
        ("1200", "1200㎡", "1200㎡"),
        ("1200", "1 200", "1200"),
        ("12001200", "1200 1200", "12001200（显示为1200 1200）"),
        ("1200", "-1200", "1200（显示为-1200）"),
        ("0", "待定", "0（显示为待定）"),
        ("0", "无", "0"),
        ("1200", "一千二百", "1200"),
        ("12000.5", "壹万贰仟点伍", "12000.5"),
        ("1200", "一二〇〇", "1200"),
        ("1200", "一千三百", "1200（显示为一千三百）"),
    ],
)
def test_what_opendocument_shows(stored: str, text: str, seen: str) -> None:
    said, kind = displayed(stored, text)
    assert said == seen
    assert kind == ("format" if "显示为" in seen else "number" if seen == stored else "text")


def test_a_number_that_is_not_shown_at_all() -> None:
    assert displayed("978", "") == ("978（显示为空白）", "format")
    assert displayed("978", None) == ("978", "number")  # written by a program that keeps no shown text
    for code in (";;;", "0;-0;;@", '"";"";""'):
        assert shown("0", format_of(200, code), since_1904=False)[1] == "format", code
    assert shown("978", format_of(200, ";;;"), since_1904=False)[1] == "format"
    assert shown("978", format_of(200, "0;-0;;@"), since_1904=False) == ("978", "number")
    assert shown("9782000", format_of(200, '0!.0,"万元"'), since_1904=False)[1] == "format"


@pytest.mark.parametrize(
    ("code", "stored", "kind"),
    [
        ("[White]0", "1200", "format"), ("[白色]#,##0.00", "1200", "format"), ("[Color 2]0", "1200", "format"),
        ("[White]0%", "0.5", "format"), ("0;-0;[White]0", "0", "format"), ("0;-0;[White]0", "1200", "number"),
        ("0;[White]-0", "1200", "number"), ("[Red]0", "1200", "number"),
    ],
)  # fmt: skip
def test_a_format_that_shows_its_number_in_white(code: str, stored: str, kind: str) -> None:
    assert shown(stored, format_of(200, code), since_1904=False)[1] == kind


def test_a_format_that_shows_texts_in_white() -> None:
    assert format_of(200, "0;-0;0;[White]@").of_text("甲")[1] == "format"


@pytest.mark.parametrize(
    ("code", "number", "stored", "kind"),
    [
        ("", 1, "0.4", "format"), ("", 1, "0.5", "number"), ("", 3, "-0.4", "format"), ("", 2, "0.004", "format"),
        ("", 2, "0.4", "number"), ("", 0, "0.004", "number"), ("", 1, "0", "number"), ("", 1, "1200.4", "number"),
        ("#,##0_ ", 200, "0.4", "format"), ("0.0_);(0.0)", 200, "0.04", "format"),
        ("0.00;-0.00;0", 200, "0.4", "number"),
        ("General", 200, "0.004", "number"), ("G/通用格式", 200, "0.004", "number"), ("@", 200, "0.004", "number"),
        ('0"万元"', 200, "0.4", "format"), ('0.0"万元"', 200, "0.4", "text"), ('General"万元"', 200, "0.004", "text"),
        ("[<1]0.00;0", 200, "0.4", "number"), ("0.00E+00", 200, "0.00004", "format"), ("# ?/?", 200, "0.4", "format"),
    ],
)  # fmt: skip
def test_a_format_that_shows_nothing_of_a_number_but_0(code: str, number: int, stored: str, kind: str) -> None:
    assert shown(stored, format_of(number, code), since_1904=False)[1] == kind


def test_a_number_of_opendocument_of_which_nothing_is_shown_but_0() -> None:
    assert displayed("0.4", "0") == ("0.4（显示为0）", "format")
    assert displayed("0.4", "0.0") == ("0.4（显示为0.0）", "format")
    assert displayed("0", "0") == ("0", "number")
    assert displayed("0.4", "0.4") == ("0.4", "number")
