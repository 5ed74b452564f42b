"""Lists as other offices publish them, made by code: the same list as Word, Excel, a saved web page and a plain text."""

from __future__ import annotations

import html
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import openpyxl

import word

if TYPE_CHECKING:
    from collections.abc import Sequence

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; rows and columns from 1


@dataclass(frozen=True)
class Made:
    """One list: the lines above it, its rows, its merged cells, and what is right."""

    before: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    right: tuple[tuple[str, tuple[str, ...], str], ...] = ()  # name, lead units, a part of the target


def as_docx(*made: Made) -> bytes:
    document = docx.Document()
    for one in made:
        for line in one.before:
            document.add_paragraph(line)
        table: Any = document.add_table(rows=len(one.rows), cols=len(one.rows[0]))
        for place, cells in enumerate(one.rows):
            for col, text in enumerate(cells):
                if text:
                    first, *more = text.split("\n")
                    cell = table.cell(place, col)
                    cell.text = first
                    for line in more:
                        cell.add_paragraph(line)
        for top, left, bottom, right in one.merges:
            table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1))
    return word.saved(document)


def as_xlsx(*made: Made) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, one in enumerate(made, start=1):
        sheet = book.create_sheet(f"项目表{number}")
        above = one.before[-1:]  # a workbook holds the table and its title
        for line in above:
            sheet.append([line])
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(one.rows[0]))
        for cells in one.rows:
            sheet.append([cell or None for cell in cells])
        for top, left, bottom, right in one.merges:
            shift = len(above)
            sheet.merge_cells(start_row=top + shift, start_column=left, end_row=bottom + shift, end_column=right)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(*made: Made) -> bytes:
    """Return a page as a browser saves it: a frame of tables around, scripts, entities, spans, GBK."""
    body = []
    for one in made:
        body += [f"<p>&nbsp;&nbsp;{html.escape(line)}</p>" for line in one.before]
        body.append("<table border=1><tbody>" + "".join(_html_rows(one)) + "</tbody></table>")
    page = (
        "<!DOCTYPE html><html><head><meta charset=gbk><title>示例区人民政府</title><script>var a='<td>x</td>';</script>"
        "</head><body><div><table><tr><td>首页 &gt; 政务公开</td></tr></table>"
        + "\n".join(body)
        + "</div></body></html>"
    )
    return page.encode("gbk", "xmlcharrefreplace")


def _html_rows(one: Made) -> list[str]:
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], Merge] = {}
    for merge in one.merges:
        top, left, bottom, right = merge
        spans[top, left] = merge
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    out = []
    for row, cells in enumerate(one.rows, start=1):
        line = ""
        for col, text in enumerate(cells, start=1):
            if (row, col) in covered:
                continue
            top, left, bottom, right = spans.get((row, col), (row, col, row, col))
            words = html.escape(text).replace("\n", "<br/>")
            line += f'<td rowspan="{bottom - top + 1}" colspan={right - left + 1}><p><span>{words}</span></p></td>'
        out.append(f"<tr>{line}</tr>")
    return out


def as_text(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("gb18030")


# ---------------------------------------------------------------- the kinds

ONE_UNIT_COLUMN = Made(
    ("示例经开区管委会办公室", "关于印发示例经开区2026年重点民生实事工作目标任务的通知", "示经办发〔2026〕1号", "2026年1月29日",
     "附件", "示例经开区2026年重点民生实事工作目标任务"),
    (
        ("序号", "事项名称", "责任单位", "事项内容"),
        ("1", "建设服务圈", "甲街道\n乙街道\n丙镇", "完成中心城区服务圈建设。"),
        ("2", "老旧小区提升", "住房城乡建设局", "完成50台老旧电梯更新改造。"),
        ("3", "高层消防", "消防救援大队", "全区100米以上高层建筑接入率达到100%，全区所有高层建筑接入率达80%以上。"),
    ),
    right=(
        ("建设服务圈", ("甲街道", "乙街道", "丙镇"), "完成中心城区服务圈建设。"),
        ("老旧小区提升", ("住房城乡建设局",), "完成50台老旧电梯更新改造。"),
        ("高层消防", ("消防救援大队",), "接入率达80%以上"),
    ),
)  # fmt: skip
SUB_ROWS = Made(
    ("2021年重大民生实事项目目标任务责任分解表",),
    (
        ("序号", "项目名称", "主要内容", "区政府分管领导", "牵头单位", "配合单位"),
        ("1", "就业", "城镇新增就业15000人；登记失业率控制在3%以内。", "示例甲", "人社局", "经开区\n各街道"),
        ("2", "老城复兴", "完成纪念馆提升工程对外开放。", "示例甲", "文体旅局", "某公司"),
        ("", "", "推进道路整治。", "示例乙", "住建局", "五星街道"),
        ("3", "养老", "为全区23000名老年人提供居家上门服务。", "示例丙", "民政局", "各街道"),
        ("", "", "提升改造8家居家养老服务中心（站）。", "", "", ""),
        ("合计", "", "", "", "", ""),
    ),
    ((3, 1, 4, 1), (3, 2, 4, 2), (5, 1, 6, 1), (5, 2, 6, 2), (5, 4, 6, 4), (5, 5, 6, 5), (5, 6, 6, 6), (7, 1, 7, 6)),
    (
        ("就业", ("人社局",), "失业率控制在3%以内"),
        ("老城复兴（文体旅局）", ("文体旅局",), "完成纪念馆提升工程对外开放。"),
        ("老城复兴（住建局）", ("住建局",), "推进道路整治。"),
        ("养老", ("民政局",), "提升改造8家居家养老服务中心（站）。"),
    ),
)  # fmt: skip
WRAPPED_UNITS = Made(
    ("2023年区政府民生实事项目目标任务与责任分解表",),
    (
        ("序号", "项目", "责任单位", "建设内容", "总投资\n（万元）", "2023年\n目标进度"),
        (
            "1",
            "交通设施",
            "区新兴产业\n服务中心",
            "实施宏图路提升改造工程。",
            "48414",
            "一季度开工，年内完成工程量的50%。",
        ),
        ("2", "防洪", "区综合行政\n执法局\n区公建中心", "实施江堤修复提升工程。", "4950", "7月底\n具备挡水条件"),
        ("3", "安居", "区人力资源和社\n会保障局", "新建住房8套。", "无", "年内完成"),
        ("4", "供水", "重庆市示例区\n供水有限公司", "新建水厂1座。", "1,200", "年内完成"),
    ),
    right=(
        ("交通设施", ("区新兴产业服务中心",), "年内完成工程量的50%"),
        ("防洪", ("区综合行政执法局", "区公建中心"), "具备挡水条件"),
        ("安居", ("区人力资源和社会保障局",), "新建住房8套。"),
        ("供水", ("重庆市示例区供水有限公司",), "新建水厂1座。"),
    ),
)
TWO_LEVELS = Made(
    ("示例县2026年民生实事责任分解表",),
    (
        ("类别", "重点工作", "工作举措", "指标要求", "责任分工", "", "完成时限"),
        ("", "", "", "", "牵头科室", "配合科室", ""),
        ("教育", "新建幼儿园", "加快建设。", "新建3所", "县教育局和县住建局", "县财政局", "6月底前"),
        ("", "校园食堂", "规范提升。", "覆盖98家", "县教育局（牵头）、县市监局", "", "三季度"),
        ("养老", "助餐", "开设助餐点。", "不少于20个", "县民政局 县卫健局", "各乡镇", "持续推进"),
        ("注：各单位按月报送。", "", "", "", "", "", ""),
    ),
    ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 2, 4), (1, 5, 1, 6), (1, 7, 2, 7), (3, 1, 4, 1), (6, 1, 6, 7)),
    (
        ("新建幼儿园", ("县教育局", "县住建局"), "新建3所"),
        ("校园食堂", ("县教育局",), "覆盖98家"),
        ("助餐", ("县民政局", "县卫健局"), "不少于20个"),
    ),
)  # fmt: skip
SECTION_ROWS = Made(
    ("示例区2026年民生实事项目表",),
    (
        ("序号", "实事名称", "年度目标", "牵头单位", "完成时间"),
        ("一、市级项目（共1项）", "", "", "", ""),
        ("1", "稳就业", "新增就业5万人以上。", "区人力社保局", "2026年12月31日前"),
        ("二", "区级项目", "", "", ""),
        ("1", "银龄人才", "引进3600名，其中教师1550名、医师2050名。", "区委老干部局，区教委", "2026年11月"),
        ("2", "小计", "", "", ""),
    ),
    ((2, 1, 2, 5),),
    (
        ("稳就业", ("区人力社保局",), "新增就业5万人以上。"),
        ("银龄人才", ("区委老干部局", "区教委"), "其中教师1550名"),
    ),
)
NAME_AND_CONTENT = Made(
    ("示例区2026年民生实事项目表",),
    (
        ("序号", "项目名称及主要内容", "责任单位", "完成时限"),
        ("1", "新建幼儿园。新建公办幼儿园5所。", "区教委牵头，区财政局配合", "12月"),
        ("2", "适老化改造：改造300户", "区民政局", "10月"),
    ),
    right=(
        ("新建幼儿园", ("区教委",), "新建公办幼儿园5所。"),
        ("适老化改造", ("区民政局",), "改造300户"),
    ),
)
NO_TARGET_COLUMN = Made(
    ("示例县2026年民生实事任务分解表",),
    (
        ("序号", "民生实事", "责任单位", "完成时限"),
        ("1", "新建2座人行天桥。", "县住建局\n县代建中心", "9月投入使用"),
        ("2", "完成棚户区改造2836户。", "县住建局", "12月底前"),
    ),
    right=(
        ("新建2座人行天桥", ("县住建局", "县代建中心"), "新建2座人行天桥。"),
        ("完成棚户区改造2836户", ("县住建局",), "完成棚户区改造2836户。"),
    ),
)
KINDS = {
    "no target column": NO_TARGET_COLUMN,
    "name and content": NAME_AND_CONTENT,
    "one unit column": ONE_UNIT_COLUMN,
    "sub-rows": SUB_ROWS,
    "wrapped units": WRAPPED_UNITS,
    "two levels": TWO_LEVELS,
    "section rows": SECTION_ROWS,
}
FORMATS = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html}
