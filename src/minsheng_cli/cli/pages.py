"""How help is laid out, and its first page: text alone, which takes no Typer to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.cli.screen import pad
from minsheng_cli.text.lines import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Rows = Sequence[tuple[str, str]]


class Listed(NamedTuple):
    """A command as ``--help`` lists it: the module of ``cli/commands`` that holds it, and the first line of its help."""

    module: str
    summary: str


COMMANDS: Mapping[str, Listed] = {
    "init": Listed("setup", "建立工作目录：放好可以修改的项目清单、联系人、设置和模板。"),
    "generate": Listed("collecting", "生成各牵头单位的报送表和邮件草稿，放在“月份/下发”。不写月份就取下一个到期的月份。"),
    "collect": Listed("collecting", "收表：读取报回的文件，核对，生成退回件和汇总表，原件存档。不写月份就是最近下发的月份。"),
    "report": Listed("collecting", "按存档的原件重新生成汇总表和退回件，不收新文件。"),
    "status": Listed("status", "看这个月谁报了、谁没报、谁要修改。"),
    "remind": Listed("mail", "催办：列出还没报、还要改的单位和电话，各写一封催办草稿（只写草稿，不发送）。"),
    "send": Listed("mail", "发信：把草稿经单位的邮箱发出。先列出发给谁、谁没有地址，确认后再发；发过的不会重发。"),
    "fetch": Listed("mail", "取信：把邮箱里的来信原样存进“月份/回收/邮件”，再运行 collect 即可收表。取过的不会重取。"),
    "explain": Listed("collecting", "说明一个项目汇总进来的每个值出自哪个文件、哪张表、哪个单元格。"),
    "correct": Listed("collecting", "登记电话核实后的更正：汇总表采用更正后的内容并注明，单位报来的原件不动。"),
    "enter": Listed("collecting", "录入：单位只报扫描件、照片或电话报的，把录入好的表格收作该单位的报送，各处注明“据扫描件（电话）录入”。"),
    "discard": Listed("collecting", "作废：某个文件不再计入，该单位以前的报送重新有效。原件仍在存档，可以恢复（--restore）。"),
    "compare": Listed("months", "环比：逐项目看进展新写了什么、哪些一字未改，投资和指标增减多少。"),
    "problems": Listed("months", "卡点问题台账：每个问题有固定编号，看哪些新增、延续几个月、已解决、未再提及。"),
    "lagging": Listed("months", "滞后项目清单：差多少个百分点、连续几个月、单位所述原因；无法判断和目标待定的另列。"),
    "supervise": Listed("supervision", "督办：列出督办事项；按滞后清单发出、升级；单位反馈由 collect 收回，对上编号；销号、撤回。"),
    "seal": Listed("months", "封存：这个月不再改动，印发的文本存入“存档/定稿”。以后确需补收的，写明理由重新打开。"),
    "verify": Listed("months", "核验存档：逐字节重读，指出被改动、缺失、多出的文件。不写月份就是所有月份。"),
    "received": Listed("collecting", "登记文件实际收到的时间（微信、U盘送来的，文件时间往往不准）。"),
    "plan": Listed("months", "分月进度计划（选填）：生成空白计划表，或导入单位填好的计划表。"),
    "assess": Listed("months", "年终依据：各单位逐月是否按时、一次通过率、更正、问题存续，各项目到时限的完成情况。"),
    "demo": Listed("setup", "演示：在一个新文件夹里用虚构的报表走完 4、5 两个月（内容均标“示例”）。"),
    "catalogue": Listed("setup", "查看和检查项目清单。"),
    "doctor": Listed("setup", "体检：检查安装、工作目录、项目清单、联系人、模板、磁盘、文件锁、时钟、字体，有问题的说明怎么办。"),
}  # fmt: skip
"""Every command, in the order of ``--help``, which so loads none of them."""


HELP = """民生实事月报：下发报送表，收回核对，汇总成表。

一个月的工作：
  minsheng generate 2025-04   生成各牵头单位的表格和邮件草稿
  （各单位报回的文件放进 2025-04/回收）
  minsheng collect 2025-04    读取、核对、汇总，有错的生成退回件
  minsheng status             看谁还没报、谁要修改
"""
OPTIONS = (
    ("-C, --workspace 目录", "工作目录，不写就是当前目录或它上面最近的一个。"),
    ("--json", "在标准输出给出一份 JSON，供其他程序使用。"),
    ("--version", "显示版本号。"),
    ("--install-completion", "为当前终端安装命令补全"),
    ("--show-completion", "显示命令补全脚本"),
    ("--help", "显示本说明"),
)
"""What may be written before a command; a test holds that Typer knows the same."""
COLUMNS = 78


def first_page() -> str:
    """Return the first page of help."""
    commands = [(name, listed.summary) for name, listed in COMMANDS.items()]
    return page("minsheng [选项] 命令 …", HELP, (("命令：", commands), ("选项：", OPTIONS)))


def page(usage: str, text: str, tables: Iterable[tuple[str, Rows]]) -> str:
    """Return a page of help: how the command is written, what it does, and tables under their headings."""
    import textwrap  # noqa: PLC0415 - 4 ms with its patterns; who only asks what to do now needs no page of help

    lines = [f"用法：{usage}", ""]
    for paragraph in textwrap.dedent(text).strip().splitlines():
        indent = " " * (len(paragraph) - len(paragraph.lstrip()))
        lines += [indent + part for part in wrap(paragraph.strip(), COLUMNS - len(indent))] or [""]
    for heading, rows in tables:
        if rows:
            lines += ["", heading, *_lines(rows)]
    return "\n".join(lines)


def _lines(rows: Rows) -> list[str]:
    left = min(max(width(name) for name, _ in rows), 30)
    lines: list[str] = []
    for name, text in rows:
        wrapped = wrap(text, COLUMNS - left - 4) or [""]
        if width(name) > left:
            lines.append("  " + name)
            lines += [" " * (left + 4) + part for part in wrapped]
        else:
            lines.append("  " + pad(name, left) + "  " + wrapped[0])
            lines += [" " * (left + 4) + part for part in wrapped[1:]]
    return lines
