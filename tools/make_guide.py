"""Lay out ``docs/快速上手.docx``, the one page a clerk prints: ``python tools/make_guide.py``.

What it says is the manual's in short; faces and measures come from ``make_templates``, as the papers have them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from make_templates import BODY, HEAD, TITLE, cell, faced, fresh, grid, lightened, settled

GUIDE = Path(__file__).parents[1] / "docs/快速上手.docx"
MARGINS = {"top": 15, "bottom": 12, "left": 20, "right": 18}  # mm: narrower than a letter's, room to hold it
CODE, INK = "Consolas", RGBColor(0x1F, 0x4E, 0x79)
SIZE, SMALL = 10.5, 9.5  # 五号 and a little less

START = (
    "压缩包整个解压到本机磁盘（如“文档”），得到“民生月报”文件夹；不放U盘、网盘。",
    "双击“开始”。统信、麒麟不能启动的，在 开始.desktop 的属性里勾“允许作为程序执行”。",
    "第一次先选“演示”看一遍（全是虚构的），再双击“开始”选 init，建立工作目录“月报”。",
    "在 月报/data/contacts.yaml 填各单位邮箱；换成自己的清单：minsheng catalogue import 通知.docx。",
)
STEPS = (
    ("下发", "生成各单位表格和邮件草稿，在“下发”里核对后发出", "generate"),
    ("回收", "报回的附件、邮件、压缩包放进“回收”，文件名随意", "（或 fetch 取信）"),
    ("收表", "读取、核对、汇总；可以反复运行", "collect"),
    ("看情况", "谁没报、谁要改；收到的文件（有编号）、要您定的", "status --files"),
    ("退回", "双击“退回”里的草稿发出；改好报回的放进“回收”再收", "send 2025-04 --replies"),
    ("催办", "没报的、文件不能用的：列出电话，草稿在“成果”里", "remind"),
    ("成果", "打开“成果”核对：汇总表、通报、公开稿、看板", "（收表时已写好）"),
    ("分析", "环比；卡点问题；滞后项目", "compare、problems、lagging"),
    ("督办", "滞后项目立项编号（封存以前办）", "supervise 2025-04 --issue"),
    ("印发", "通报、督办单等发给名单上的人", "send 2025-04 --outputs"),
    ("封存", "当月不再改动；屏幕上的指纹抄在纸上", "seal 2025-04"),
)
MENDING = (
    ("电话核实了一个数", "correct 2025-04 S05 完成投资 120.5 --reason 电话核实"),
    ("更正登记错了", "correct 2025-04 S05 完成投资 --withdraw --reason 原报无误"),
    ("收错了一份文件", "discard 2025-04 7 --reason 单位报错了版本"),
    ("作废的还要用", "discard 2025-04 7 --restore --reason 核实无误"),
    ("只报了扫描件、电话", "enter 2025-04 区教委 录入/区教委.xlsx --from 12 --reason 只有扫描件"),
    ("实际收到的时间", "received 2025-04 9 2025-04-24T17:30 --reason U盘送达"),
    ("数字出自哪里", "explain 2025-04 S05"),
    ("封存后要补收", "seal 2025-04 --reopen 区教委补报"),
    ("存档有没有被动过", 'verify 2025-04 --against "纸上的指纹"'),
)
MINDING = (
    "不记得时只输入 minsheng，或双击“开始”：它说到了哪一步、下一步做什么，输入序号即可。",
    "命令前写 minsheng 和空格；月份可写 2025-04、4月；只看不改，加 --dry-run；断了、关了窗口，再运行一次同样的命令。",
    "“回收”里的文件程序只读不改；“存档”里的请勿动。备份时拷走整个工作目录；U盘只用来递送和备份，只在一台电脑上操作。",
    "程序拿不准的不会替您猜：空着，或写明哪个文件、哪张表、哪一格、怎么办。体检：minsheng doctor。",
)


def main() -> int:
    """Write the guide; the same bytes each time."""
    document = fresh()
    document.settings.odd_and_even_pages_header_footer = False
    section = document.sections[0]
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer.paragraphs[0].clear()
    section.footer_distance = Mm(5)
    line(document, "民生月报快速上手", TITLE, 20, align=WD_ALIGN_PARAGRAPH.CENTER, pitch=27)
    part(document, "一、第一次")
    for number, text in enumerate(START, start=1):
        line(document, f"{number}. {text}", BODY, SIZE, pitch=17, hang=1.5)
    part(document, "二、一个月怎么走（以2025年4月为例）")
    columns = {"step": ("步骤", 21, "center"), "what": ("做什么", 93, "left"), "type": ("输入 minsheng …", 58, "left")}
    table = grid(document, columns, len(STEPS) + 1)
    airy(table)
    for number, (row, (step, what, command)) in enumerate(zip(table.rows[1:], STEPS, strict=True), start=1):
        cell(row.cells[0], f"{number} {step}", BODY, SIZE, "left")
        cell(row.cells[1], what, BODY, SIZE, "left")
        typed(row.cells[2], command or "—")
    part(document, "三、要改、要查")
    table = grid(
        document, {"when": ("什么时候", 40, "left"), "type": ("输入 minsheng …", 132, "left")}, len(MENDING) + 1
    )
    airy(table)
    for row, (when, command) in zip(table.rows[1:], MENDING, strict=True):
        cell(row.cells[0], when, BODY, SIZE, "left")
        typed(row.cells[1], command)
    part(document, "四、记住四句话")
    for text in MINDING:
        line(document, f"· {text}", BODY, SIZE, pitch=17, hang=1)
    line(document, "详见《操作手册》。文件编号看 status --files，项目编号看 catalogue show。", BODY, SMALL, pitch=15)
    GUIDE.write_bytes(settled(lightened(document)))
    return 0


def line(document: Any, text: str, face: str, size: float, *, pitch: float, hang: float = 0, align: Any = None) -> Any:
    """Add a paragraph of a fixed pitch in points; ``hang`` characters stand out at its left."""
    made = document.add_paragraph()
    form = made.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(pitch)
    form.left_indent, form.first_line_indent = Pt(hang * size), Pt(-hang * size)
    made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if align is None else align
    faced(made.add_run(text), face, size)
    return made


def airy(table: Any) -> None:
    """Give every row room around its one line."""
    for row in table.rows:
        row.height, row.height_rule = Mm(6.1), WD_ROW_HEIGHT_RULE.AT_LEAST


def part(document: Any, text: str) -> None:
    """Add a heading over a thin rule."""
    made = line(document, text, HEAD, 12, pitch=19)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(9), Pt(4)
    made.runs[0].font.color.rgb = INK
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", str(INK))):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    made._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def typed(place: Any, command: str) -> None:
    """Write what is typed: Chinese in 仿宋, the rest in a face of even width."""
    cell(place, "", BODY, SIZE, "left")
    faced(place.paragraphs[0].add_run(command), BODY, SMALL, CODE)


if __name__ == "__main__":
    sys.exit(main())
