"""What .ods shows of a number or text: its number styles are judged as .xlsx's format codes are."""

from __future__ import annotations

import pytest

from minsheng_cli.readers.grids import open_grids
from workbooks import package

ZERO, N, P = '<number:number number:min-integer-digits="1"/>', "number:number-style", "number:percentage-style"
BIG = '<number:number number:min-integer-digits="1" number:display-factor="1000000"/>'


def style(inner: str, element: str = N, name: str = "N1") -> str:
    """Return a number style."""
    return f'<{element} style:name="{name}">{inner}</{element}>'


def other(condition: str, name: str) -> str:
    """Return where a style stands aside for another."""
    return f'<style:map style:condition="value(){condition}" style:apply-style-name="{name}"/>'


def text(words: str) -> str:
    """Return words in a format."""
    return f"<number:text>{words}</number:text>"


def spreadsheet(styles: str, cell: str, column: str = "") -> bytes:
    """Return an .ods of one cell, its style and its column's as given."""
    spaces = "".join(
        f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for p, n in {
            "office": "office",
            "style": "style",
            "table": "table",
            "text": "text",
            "number": "datastyle",
            "fo": "xsl-fo-compatible",
        }.items()
    )
    body = (
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="一"><table:table-column {column}/><table:table-row>{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body>"
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content{spaces}>{body}</office:document-content>",
        }
    )


OWN = '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
HEIR = OWN + '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'


def number(value: str, of: str = 'table:style-name="ce1"', shown: str = "") -> str:
    """Return a cell of a number; without ``shown`` the file keeps nothing of how it looks."""
    said = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell {of} office:value-type="float" office:value="{value}">{said}</table:table-cell>'


@pytest.mark.parametrize(
    ("styles", "value", "seen", "kind"),
    [
        (style(ZERO), "1200", "1200", "number"),
        (style(ZERO + text("㎡")), "1200", "1200㎡", "text"),
        (style(text("约") + ZERO + text("万元")), "1200", "约1200万元", "text"),
        (style(text(" ") + ZERO + text(" ")), "1200", "1200", "number"),
        (
            style("<number:currency-symbol>¥</number:currency-symbol>" + ZERO, "number:currency-style"),
            "12",
            "12",
            "number",
        ),
        (
            style("<number:currency-symbol>€</number:currency-symbol>" + ZERO, "number:currency-style"),
            "12",
            "€12",
            "text",
        ),
        (style('<style:text-properties fo:color="#ffffff"/>' + ZERO), "1200", "1200（显示格式为[White]0）", "format"),
        (style('<style:text-properties fo:color="#ff0000"/>' + ZERO), "1200", "1200", "number"),
        (style(text("-") + ZERO), "1200", '1200（显示格式为"-"0）', "format"),
        (style(BIG), "1200", "1200（显示格式为0,,）", "format"),
        (style(text("已完成")), "1200", '1200（显示格式为"已完成"）', "format"),
        (style(""), "1200", '1200（显示格式为""）', "format"),
        (style("<number:boolean/>", "number:boolean-style"), "1", '1（显示格式为"TRUE"）', "format"),
        (
            style(
                '<number:number number:min-integer-digits="4"><number:embedded-text number:position="2">-'
                "</number:embedded-text></number:number>"
            ),
            "1200",
            '1200（显示格式为00"-"00）',
            "format",
        ),
        (
            style(
                '<number:number number:min-integer-digits="1"><number:embedded-text number:position="4">万'
                "</number:embedded-text></number:number>"
            ),
            "12345",
            '12345（显示格式为0"万"0000）',
            "format",
        ),
        (style(text("无"), name="N2") + style(ZERO + other("=0", "N2")), "0", '0（显示格式为[=0]"无";0）', "format"),
        (
            style(ZERO, name="N2")
            + style(text("-") + ZERO, name="N3")
            + style(text("待定") + other("&gt;0", "N2") + other("&lt;0", "N3")),
            "0",
            '0（显示格式为0;"-"0;"待定"）',
            "format",
        ),
        (style(ZERO, name="N2") + style(text("-") + ZERO + other("&gt;=0", "N2")), "1200", "1200", "number"),
        (style(text("-") + ZERO, name="N2") + style(ZERO + other("&lt;0", "N2")), "1200", "1200", "number"),
        (style(ZERO + text("%"), P), "0.5", "50%", "percent"),  # though no percentage by its type
    ],
)
def test_a_number_style_is_judged_as_a_format_code(styles: str, value: str, seen: str, kind: str) -> None:
    (grid,) = open_grids(spreadsheet(styles + OWN, number(value))).grids
    assert (grid.cells[1, 1].text, grid.cells[1, 1].kind) == (seen, kind)


@pytest.mark.parametrize(
    ("of", "column"),
    [('table:style-name="ce2"', ""), ("", 'table:default-cell-style-name="ce2" table:number-columns-repeated="9"')],
)
def test_a_style_may_come_from_another_or_from_the_column(of: str, column: str) -> None:
    (grid,) = open_grids(spreadsheet(style(ZERO + text("亿元")) + HEIR, number("12", of), column)).grids
    assert grid.cells[1, 1].text == "12亿元"


@pytest.mark.parametrize(
    ("styles", "stored", "shown", "seen", "kind"),
    [
        (style("", "number:text-style"), "正常", "", "正常（显示格式为0;-0;0;）", "format"),
        (
            style("<number:text-content/>" + text("（略）"), "number:text-style"),
            "正常",
            "正常（略）",
            "正常（略）",
            "text",
        ),
        (style("<number:text-content/>", "number:text-style"), "正常", "正常", "正常", "text"),
        (style(ZERO), "正常", "异常", "异常", "contested"),
    ],
)
def test_a_text_is_what_is_shown_of_it(styles: str, stored: str, shown: str, seen: str, kind: str) -> None:
    cell = (
        f'<table:table-cell table:style-name="ce1" office:value-type="string" office:string-value="{stored}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )
    (grid,) = open_grids(spreadsheet(styles + OWN, cell)).grids
    assert (grid.cells[1, 1].text, grid.cells[1, 1].kind) == (seen, kind)
