"""The grammar of figures: what is understood, what is refused, and that nothing is ever guessed."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng_cli.amounts import Amount, Nothing, Refusal, plain, read_count, read_money

if TYPE_CHECKING:
    from minsheng_cli.model import CellKind

UNDERSTOOD = {
    # plain
    "0": "0", "0.0": "0", "00": None, "5": "5", "120.5": "120.5", "1200": "1200", " 120.5 ": "120.5", "\t12\n": "12",
    "\u3000120\u3000": "120", "\u200b120\ufeff": "120", "\u00a0120": "120", "+5": "5", "-0": "0", "0.30": "0.3",
    "123456789012.123456": "123456789012.123456", "120。": "120",
    # full width
    "１２０．５": "120.5", "１，２００": "1200", "－５": "-5", "１２０万元": "120",
    # thousands
    "1,200": "1200", "1，200": "1200", "1,200.5": "1200.5", "12,345,678.9": "12345678.9", "123,456": "123456",
    "1,20": None, "1,2000": None, "12,34": None, "0,500": None, ",500": None, "1,200,5": None, "1,,200": None,
    "1234,567": None, "1,200,": None, "1.200,5": None, "001,200": None, "1、200": None, "1'200": None,
    # units
    "2000万": "2000", "2000万元": "2000", "120.5 万元": "120.5", "120（万元）": "120", "120(万元)": "120",
    "1200000元": "120", "1,205,000元": "120.5", "5000元整": "0.5", "3亿": "30000", "1.2亿元": "12000",
    "5千元": "0.5", "3百万元": "300", "3百万": "300", "2千万": "2000", "2千万元": "2000", "1十万元": "10",
    "1.5百亿元": "1500000", "120\n万元": "120", "0元": "0", "0万元": "0", "120（元）": "0.012", "2万(元)": "2",
    "2千": None, "2百": None, "2万（万元）": None, "120万万元": None, "120美元": None, "120万美元": None,
    "120个": None, "120元/户": None, "120W": None, "120w": None, "120K": None, "120m2": None,
    # money words
    "￥120万": "120", "¥1,200元": "0.12", "人民币120万元": "120", "RMB 120万元": "120", "120万元人民币": "120",
    "人民币约120万元": "120", "约人民币120万元": "120", "￥120": None, "人民币120": None,
    # parts
    "1亿2000万": "12000", "1亿2000万元": "12000", "12万3400元": "12.34", "3万5千元": "3.5", "1亿2千万元": "12000",
    "0.12个亿": "1200", "两个亿": "20000", "3个多亿": None, "几个亿": None, "5个": None,
    "2亿0万元": "20000", "3万5": None, "1亿2": None, "100万50万": None, "1亿30000万": None, "1.5亿2000万": None,
    "100万 5000元": None, "1万2万元": None, "1亿2000": None,
    # Chinese numerals
    "零": "0", "五": "5", "十": "10", "十二": "12", "二十": "20", "一百二十": "120", "一百零五": "105",
    "一千零二十": "1020", "一千零二": "1002", "一百一十": "110", "一百十": None, "一千二百万元": "1200",
    "三点五亿": "35000", "三点五": "3.5", "零点五万元": "0.5", "两千三百万元": "2300", "二千万": "2000",
    "壹佰贰拾万元整": "120", "壹仟贰佰萬圓": "1200", "〇": "0", "一亿零五百万元": "10500", "一亿二千万元": "12000",
    "三万五千元": "3.5", "十万元": "10", "一百二十点五万元": "120.5", "一万亿元": "100000000",
    "一百二": None, "一千五": None, "一万二": None, "一二〇": None, "一千五十": None, "百万": None, "千万元": None,
    "两千": None, "三百": None, "几百万": None, "十几万": None, "两": None,
    "二十两万": "22", "两亿": "20000", "半亿": None, "一亿五百万": None, "三点": None,
    "点五": None, "一百百": None, "一亿五": None, "数百万元": None, "三千五百万五百万": None,
    # approximations
    "约120": "120", "约1,200.5万元": "1200.5", "近120万": "120", "120余万元": "120", "120多万元": "120",
    "120万余元": "120", "120万多元": "120", "120左右": "120", "120万元左右": "120", "超120万元": "120",
    "逾1亿元": "10000", "大约 120 万元": "120", "不到120万": "120", "十多亿元": "100000", "一百余万元": "100",
    "120万元以上": "120", "接近120": "120", "至少120": "120", "约": None, "左右": None, "约约120": "120",
    # what the header says already
    "累计120": "120", "累计完成120万元": "120", "累计完成投资：120万元": "120", "已完成投资约120万元": "120",
    "完成120": "120", "已累计完成投资120": "120", "计划投资120万元": None, "总投资120万元": None, "当月120": None,
    "本月完成120": None, "已完成": None,
    "约合120万元": "120", "截至4月底累计120万元": None,
    "投资额：120万元": "120", "目前120万元": "120", "达120万元": "120", "120来万元": "120", "本年累计120": "120",
    "120万元（人民币）": "120", "人民币（大写）壹佰贰拾万元整": "120", "今年120": None, "本年计划120": None,
    # in brackets behind it: what leaves it as it is, and what does not
    "120（累计）": "120", "120.00（已核）": "120", "120（无变化）": "120", "120（截至25日）": "120",
    "（120万元）": "120",
    "120万元（大写：壹佰贰拾万元）": "120", "0.012亿元（120万元）": "120", "120万元（130万元）": None,
    "120（130）": None,
    "120（预计）": None, "120（扣除20）": None, "0（无）": "0", "120（无）": None, "实际120万元": "120",
    "120（50）": None,
    # negative: understood here, refused by the rules
    "-5": "-5", "−120.5": "-120.5", "负120": "-120", "-120万元": "-120", "--5": None, "5-": None, "(5)": None,
    # no figure
    "同上": None, "见附件": None, "待定": None, "正在统计": None, "A4": None, "第1批": None, "①": None, "½": None,
    "5²": None, "Ⅲ": None, "٣": None, "NaN": None, "inf": None, "-inf": None, "1_000": None, "0x10": None,
    "1e3": None, "1.2E+03": None, "1E5": None, ".5": None, "120.": None, "120.5.1": None, "120..5": None,
    "120。5": None, "1O0": None, "1oo": None, "l20": None, "12O": None, "0120": None, "02367812345": None,
    "1 200": None, "1 200 000": None, "100-120": None, "100~120": None, "100—120万元": None, "100至120万元": None,
    "100到120": None, "100/120": None, "3/5": None, "50%": None, "120％": None, "百分之五十": None, "5成": None,
    "2025-04-20": None, "2025.4.20": None, "4月": None, "2025年4月": None, "100万元（其中中央50万元）": None,
    "投资1200万元": "1200", "1200万元，": "1200", "1200[万元]": "1200", "共1200万元": "1200", "合计1200": "1200",
    "中央100万元，地方50万元": None, "100+20": None, "=100+20": None, "120；": None, "“120”": None,
    "1234567890123456789": None, "0.1234567890123456789": None, "1" * 61: None, "一" * 61: None, "120\x00": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), UNDERSTOOD.items())
def test_money(text: str, value: str | None) -> None:
    read = read_money(text)
    if value is None:
        assert isinstance(read, Refusal), read
        assert read.why
        assert not read.why.endswith("。")
        assert not read.why.isascii()
    else:
        assert isinstance(read, Amount), read
        assert read.value == Decimal(value)
        assert read.spelled == text.strip()


def test_there_are_enough_cases() -> None:
    assert len(UNDERSTOOD) >= 120


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u3000", "无", "无。", "暂无", "无投资", "暂无投资", "尚无", "尚无投资", "没有",
     "不涉及", "未涉及", "不涉及投资", "未产生投资", "未发生投资", "暂未发生投资",
     "不涉及固定资产投资", "无资金安排", "暂未涉及", "未安排资金", "/无",
     "尚未投资", "-", "—", "——", "--", "/", "／", "\\", "N/A", "n/a", "无数据"],
)  # fmt: skip
def test_nothing_is_not_zero(text: str) -> None:
    assert read_money(text) == Nothing(text.strip())
    assert read_count(text, "text", "名") == Nothing(text.strip())


def test_a_written_zero_is_a_value() -> None:
    assert read_money("0") == Amount(Decimal(0), spelled="0")
    assert read_money("0", "number") == Amount(Decimal(0), spelled="0")


@pytest.mark.parametrize(
    ("text", "unit", "converted", "approximate"),
    [
        ("120.5", "", False, False),
        ("120.5万元", "万元", False, False),
        ("2000万", "万", False, False),
        ("120（万元）", "万元", False, False),
        ("1200元", "元", True, False),
        ("1.2亿", "亿", True, False),
        ("1亿2000万元", "万元", True, False),
        ("约120", "", False, True),
        ("120余万元", "万元", False, True),
        ("120多亿元", "亿元", True, True),
        ("120左右", "", False, True),
        ("人民币近120万元", "万元", False, True),
    ],
)
def test_how_it_was_written_is_kept(text: str, unit: str, converted: bool, approximate: bool) -> None:  # noqa: FBT001
    read = read_money(text)
    assert isinstance(read, Amount)
    assert (read.unit_written, read.converted, read.approximate) == (unit, converted, approximate)


@pytest.mark.parametrize(
    ("text", "unit", "value", "converted"),
    [
        ("1205000", "元", "120.5", True),
        ("1.2", "亿元", "12000", True),
        ("5", "千元", "0.5", True),
        ("3", "百万元", "300", True),
        ("120", "万", "120", False),
        ("120万", "元", "120", False),
        ("1.2亿", "亿元", "12000", True),
    ],
)
def test_a_bare_number_is_in_the_unit_of_the_sheet(text: str, unit: str, value: str, converted: bool) -> None:  # noqa: FBT001
    read = read_money(text, "number", unit)
    assert isinstance(read, Amount)
    assert (read.value, read.converted) == (Decimal(value), converted)


@pytest.mark.parametrize("unit", ["美元", "", "万人", "个", "%", "港元"])
def test_a_sheet_in_another_currency_is_refused(unit: str) -> None:
    assert isinstance(read_money("120", "number", unit), Refusal)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("date", "2025-04-20"), ("bool", "TRUE"), ("error", "#REF!"), ("uncached", ""), ("percent", "90%")],
)
def test_what_is_no_number_in_the_sheet_is_none_here(kind: CellKind, text: str) -> None:
    assert isinstance(read_money(text, kind), Refusal)


REASONS = {
    "1,20": "千分位", "100-120": "范围", "50%": "百分数", "2025-04-20": "日期", "120.5.1": "小数点",
    "1.2E+03": "科学计数法",
    "1O0": "字母", "同上": "不是数字", "100万元（其中中央50万元）": "不止一个数", "1 200": "空格",
    "一百二": "中文数字",
    "2千": "千万元", "￥120": "货币符号", "0120": "以 0 开头", "1" * 19: "位数", "好" * 100: "过长",
    "3万5": "没有写单位",
    "120个": "无法换算",
}  # fmt: skip


@pytest.mark.parametrize(("text", "word"), REASONS.items())
def test_the_reason_fits(text: str, word: str) -> None:
    read = read_money(text)
    assert isinstance(read, Refusal)
    assert word in read.why


COUNTS = [
    ("120", "名", "120"), ("120名", "名", "120"), ("120人", "名", "120"), ("120位", "名", "120"),
    ("120 名", "名", "120"),
    ("4.5", "个", "4.5"), ("2", "万人次", "2"), ("2万人次", "万人次", "2"), ("20000人次", "万人次", "2"),
    ("20,000", "万人次", "20000"), ("1.5万", "万人次", "1.5"), ("2万", "人次", "20000"),
    ("1万2000人次", "人次", "12000"),
    ("2千", "人次", "2000"), ("2550㎡", "㎡", "2550"), ("2550平方米", "㎡", "2550"), ("2550m²", "㎡", "2550"),
    ("2550m2", "㎡", "2550"), ("5万平方米", "万平方米", "5"), ("50000㎡", "万平方米", "5"),
    ("0.1万人次", "万人次", "0.1"),
    ("90%", "%", "90"), ("90％", "%", "90"), ("90", "%", "90"), ("百分之九十", "%", "90"), ("0.9%", "%", "0.9"),
    ("0", "%", "0"), ("1.01", "%", "1.01"), ("100%", "%", "100"), ("3", "", "3"), ("3台", "", "3"),
    ("一百二十户", "户", "120"),
    ("120公里", "公里", "120"), ("120人次", "人", "120"), ("120个", "口", "120"), ("2万人", "万人次", "2"),
    ("13.6", "万人", "13.6"),
    ("累计120名", "名", "120"), ("约120", "名", "120"), ("-3", "个", "-3"),
    ("0.9", "%", None), ("1", "%", None), ("0.01", "%", None), ("90个百分点", "%", None), ("120%", "名", None),
    ("120元", "名", None), ("￥120名", "名", None), ("120个", "万人次", None), ("20000人", "万人次", None),
    ("2千", "万人次", None),
    ("5亩", "㎡", None), ("5公里", "条", None), ("120㎡", "个", None), ("3所（含1所在建）", "所", None),
    ("3/5", "个", None),
    ("10-20", "名", None), ("已启动", "个", None), ("120名120名", "名", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value"), COUNTS)
def test_counts(text: str, unit: str, value: str | None) -> None:
    read = read_count(text, "text", unit)
    if value is None:
        assert isinstance(read, Refusal), read
    else:
        assert isinstance(read, Amount), read
        assert read.value == Decimal(value)


@pytest.mark.parametrize("text", ["0.9", "1", "0.05"])
def test_a_small_bare_share_has_two_readings(text: str) -> None:
    read = read_count(text, "number", "%")
    assert isinstance(read, Refusal)
    assert read.unclear
    assert f"{text}%" in read.why


def test_another_counting_word_is_noticed() -> None:
    for text, unit, other in (
        ("120个", "口", True),
        ("120口", "口", False),
        ("120人", "名", False),
        ("3台", "", False),
    ):
        read = read_count(text, "text", unit)
        assert isinstance(read, Amount)
        assert read.other_unit is other


def test_conversion_of_counts_is_noticed() -> None:
    for text, unit, converted in (("2万", "万人次", False), ("20000人次", "万人次", True), ("2万", "人次", True)):
        read = read_count(text, "text", unit)
        assert isinstance(read, Amount)
        assert read.converted is converted


@pytest.mark.parametrize(
    ("value", "text"),
    [("120.50", "120.5"), ("1200", "1200"), ("0", "0"), ("-0", "0"), ("0.000", "0"), ("1E+3", "1000"),
     ("1E-7", "0.0000001"),
     ("100", "100"), ("-5.0", "-5"), ("12345678901234567890123456789.10", "12345678901234567890123456789.1")],
)  # fmt: skip
def test_plain_notation(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


# ---------------------------------------------------------------- properties

KINDS = st.sampled_from(["text", "number", "percent", "date", "bool", "error", "uncached"])
NEAR_MISSES = st.text(
    "0123456789.,，．。-－—~ 万亿千百十元零一二两三点约近余多左右（）()%％¥人次名个㎡累计完成投资eE+\n\u3000",
    max_size=14,
)


@given(st.one_of(st.text(max_size=80), NEAR_MISSES), KINDS, st.sampled_from(["万元", "元", "亿元", "", "美元"]))
def test_money_never_raises(text: str, kind: CellKind, unit: str) -> None:
    read = read_money(text, kind, unit)
    assert isinstance(read, Amount | Nothing | Refusal)
    if isinstance(read, Amount):
        assert read.value.is_finite()
        assert any(c.isdigit() or c.isnumeric() for c in text)


@given(NEAR_MISSES, KINDS, st.sampled_from(["名", "万人次", "%", "㎡", "万平方米", "", "千米", "(", "个/户"]))
def test_counts_never_raise(text: str, kind: CellKind, unit: str) -> None:
    assert isinstance(read_count(text, kind, unit), Amount | Nothing | Refusal)


WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
UNITS = {"": 0, "万": 0, "万元": 0, "亿": 4, "亿元": 4, "元": -4, "千元": -1, "百万元": 2, "（万元）": 0, " 万元": 0}


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, Decimal]:
    """Return a way to write an amount, and the amount by arithmetic on the digits alone."""
    digits, places = draw(st.integers(0, 10**12)), draw(st.integers(0, 6))
    whole, fraction = divmod(digits, 10**places)
    text = f"{whole:,}" if draw(st.booleans()) else str(whole)
    text += f".{fraction:0{places}d}" if places else ""
    unit, shift = draw(st.sampled_from(sorted(UNITS.items())))
    about = draw(st.sampled_from(["", "约", "近", "累计完成"]))
    sign = draw(st.sampled_from(["", "-"]))
    after = draw(st.sampled_from(["", "左右"]))
    text = f"{about}{sign}{text}{unit}{after}"
    value = Decimal((int(sign == "-" and digits != 0), tuple(map(int, str(digits))), shift - places))
    return (text.translate(WIDE) if draw(st.booleans()) else text), value


@given(spelled())
def test_what_is_accepted_is_what_was_meant(case: tuple[str, Decimal]) -> None:
    text, value = case
    read = read_money(text)
    assert isinstance(read, Amount), read
    assert read.value == value


def in_chinese(number: int) -> str:
    """Spell a number below 10000, digit by digit, as taught in school."""
    text = "".join(
        "零一二三四五六七八九"[int(d)] + (unit if d != "0" else "")
        for d, unit in zip(f"{number:04d}", "千百十 ", strict=True)
    ).replace(" ", "")
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.strip("零") or "零"
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(1, 9999), st.integers(0, 9999), st.sampled_from(["万元", "万", "亿元", "元"]))
def test_chinese_numerals(number: int, second: int, unit: str) -> None:
    read = read_money(in_chinese(number) + unit)
    assert isinstance(read, Amount), read
    assert read.value == Decimal(number) * Decimal({"万元": "1", "万": "1", "亿元": "10000", "元": "0.0001"}[unit])
    if unit == "亿元" and second:
        tail = in_chinese(second) if second >= 1000 else "零" + in_chinese(second)
        read = read_money(f"{in_chinese(number)}亿{tail}万元")
        assert isinstance(read, Amount), read
        assert read.value == Decimal(number) * 10_000 + second


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**9))
def test_plain_notation_reads_back(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value
    assert "E" not in text
    read = read_money(text)
    assert isinstance(read, Amount)
    assert read.value == value


def test_the_room_is_pure() -> None:
    script = "import json, sys, minsheng_cli.amounts; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert not {"pydantic", "openpyxl", "typer"} & set(json.loads(done.stdout))
