"""The rules for one row of Attachment 2: small functions, one idea each, in the tuple ``RULES``.

Each takes a ``Case`` and yields findings. A cell that shows no value, or whose value was refused while reading,
already has its finding: rules pass over it, so that only the root cause is told. What a rule sees in a text by itself
is a function of that text alone, and remembered: 无 stands in half the cells of a month.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from minsheng_cli.amounts import plain
from minsheng_cli.form_spec import OFFICIAL, bare_header
from minsheng_cli.identity import names
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import fold, half_width
from minsheng_cli.text.known import remembered
from minsheng_cli.text.lines import spreadsheet_length
from minsheng_cli.validate.matching import LONGEST_NAME
from minsheng_cli.validate.own_columns import OWN_RULES
from minsheng_cli.validate.rows import broken
from minsheng_cli.validate.stages import what_comes_next_is_to_come
from minsheng_cli.validate.told_amounts import words_agree_with_amount
from minsheng_cli.validate.wording import difference, explanation, has_illegal, is_hollow, quote, why_huge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minsheng_cli.model import Finding
    from minsheng_cli.validate.case import Case

BLANK = "（空白）"
_PROSE = ("progress", "problems", "next_steps")
_ELSEWHERE = (
    r"[与和]?(?:同|如|见)?[上前左右](?:一?[月期次年])?(?:报送)?(?:情况|内容|数据)?(?:相同|一致|一样)?"
    r"|详?见(?:附[件表]|上表|另表|另附|工作进展|.{1,6}材料)\d*|另[行]?[报附]|[〃″\"↑↓←→]+"
    r"|\(?(?:内容|情况)?[与和]?(?:[详参]?[见照]|同|如|参照|参考|比照)(?:前述|上述)?"
    r"(?:第?\d+[项行条号栏]?|(?:序号|项目|编号|第)\d+\S{0,2}|[上前左右此本][一]?[月期次年行栏列项条格处述面]?|邮件|微信|电话|附\S{1,4})\)?"
    r"|\(?(?:已|另)?[以由用通过]{0,2}(?:微信|电话|邮件|短信|口头|钉钉|传真|QQ)(?:群里?)?[已另]?(?:单独)?(?:报送?|汇报|发送?|反馈|说明|沟通)\)?"
)
_MONTH = r"(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
_ELSEWHERE += (
    r"|[与和]?(?:[详参]见|参[照考阅]|续|沿用|见(?![效证到面成]))\S{1,10}"
    rf"|[与和]?同?(?:{_MONTH}|第[一二三四五六七八九十]+[项行条])(?:报[表送])?(?:的?(?:情况|内容|数据|进展))?(?:相同|一致|一样)?"
    r"|(?:内容|情况)?[照按同][上前]一?[月期次](?:报表|执行|办理|推进|情况|内容|数据)?"
    r"|已?(?:在|通过)\S{0,8}(?:系统|平台|网|app)\S{0,4}(?:填报|报送|上报|录入)"
    r"|[与和]?[同如][上前往以][一各]?(?:次|[个]?月|期|年|季度?|周|阶段)?(?:的)?(?:报送|工作)?(?:问题|计划|安排|打算|措施|建议|困难|举措)?"
    r"|\W*(?:图片|附件|照片|文件|表情|视频|截图|语音)\d*\W*|\S+\.(?:png|jpe?g|gif|bmp|pdf|docx?|xlsx?|pptx?|et|wps|mp4)"
    r"|已?(?:发至?|发送至?)(?:邮箱|微信群?|钉钉|群里?)|见(?:备注|右侧?|左侧?|[左右]栏)"
    r"|(?!.*(?:[较比]|新增|完成\d))\S{0,6}[同与和如见照][上前]一?[月期次年]\S{0,6}|同\d{1,2}月\S{0,2}|\S{0,10}本月不再填[写报]?"
    r"|[与和]?同第?[一二三四1-4]季度?\S{0,4}|[与和同](?:(?!不)\S){1,10}(?:相同|一致|一样)|\S{0,8}另行?(?:报送?|附|发|函报|呈报)|\S{0,8}见[左右上下另附]表"
    r"|按原定?(?:计划|方案|安排)(?:推进|执行|进行|实施|开展)?|\(?(?:上[月期]|此前|原有?|以往)\S{0,4}问题(?:仍|还|依然|继续|尚)*(?:存在|未解决|没有?解决)\)?"
)
ELSEWHERE = compile_when_used(_ELSEWHERE)
"""What fills a cell by pointing at another place: the row above, last month, a paper that is not there."""
HOLLOW = compile_when_used(
    r"暂?无(?:新?进展|(?:新)?变化)?|没有(?:变化)?|同期|待\S{0,6}[补后再]报|略|true|false|请?(?:在此)?填[写报]|待(?:补充?|填|定|报|更新)|[xX]+|\d+(?:\.\d+)?%?"
    r"|(?:截[至止]到?)?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
    rf"|{_ELSEWHERE}"
    r"|(?:工作|项目|各项工作)?(?:均?(?:正常|有序|按计划|按时序(?:进度)?|按序时(?:进度)?|按进度|顺利|稳步|正在)(?:推进|开展|进行|实施)(?:中)?|进[展度](?:顺利|正常|良好)|推进中|进行中)"
)
"""What fills 工作进展 without saying how far the work is."""
NOBODY = frozenset(
    ["无", "暂无", "尚无", "没有", "同上", "同前", "略", "见附件", "详见附件", "见上表", "待定", "待补充"]
)
"""What fills 责任人及联系方式 without naming anybody."""
PHONE_DIGITS = 7
_FIGURE = compile_when_used(r"[0-9][0-9.,]*%?(?:万?元|[个项处件])?")
_SOLID_NUMBER = compile_when_used(r"(?<![0-9*+-])[0-9]{9,}(?![0-9*])")
_CODE_CUT = compile_when_used(r"(?<![0-9+-])(?!400|800|86)[1-9][0-9]{1,2}-[0-9]{7,8}(?![0-9*])")
"""An area code that lost its 0."""
_MOBILE = 11  # digits; with its area code a number of the fixed network begins with 0
_MASKED = compile_when_used(r"[x×]{3,}|_{2,}")
_GONE = compile_when_used(
    r"已?(?:调离|离职|离岗|离任|停机|停用|空号|注销|退休|换人|更换)|打不通|无法接通|^\s*原\s*[:：]"
)
_NUMBER = compile_when_used(r"[0-9](?:[\s()—-]*[0-9*])+")


# ---------------------------------------------------------------- what is printed in the form

_OF_LOOKS = ("cell.format", "cell.faded")  # 01 for 1: how a printed number looks is of no account


def printed_cells_show_a_value(case: Case) -> Iterator[Finding]:
    """cell.error, cell.uncached in 序号, 项目名称, 牵头单位, 目标任务 (entry cells are told while reading)."""
    for column in case.catalogue.form.printed:
        cell = case.cells.get(column.key)
        fault = broken(cell) if cell else None
        if cell and fault and fault.code not in _OF_LOOKS:
            yield fault.finding(cell.ref, case.project.id, column.key)


def number_is_printed(case: Case) -> Iterator[Finding]:
    """number.altered; an empty number counts only in a form that we sent out."""
    text = case.text("number")
    if text is None or (not text and not case.is_printed):
        return
    if _PUNCTUATED.sub("", fold(text)) != case.project.number:
        yield case.say("number.altered", "number", number=case.project.number, text=quote(text) or BLANK)


_PUNCTUATED = compile_when_used(r"^[(]|\W+$")


def name_is_printed(case: Case) -> Iterator[Finding]:
    """name.altered: recognised all the same, by the hidden key or as a variant."""
    text = case.text("name")
    if text is not None and fold(text).strip("《》") != fold(case.project.name):
        yield case.say("name.altered", "name", name=case.project.name, text=quote(text) or BLANK)


def lead_unit_is_the_reporter(case: Case) -> Iterator[Finding]:
    """lead_unit.altered: the cell must name this unit, and beside it only those that lead the project with it."""
    text = case.text("lead_unit")
    if text is None:
        return
    if not text:
        if case.is_printed:
            yield case.say("lead_unit.altered", "lead_unit", "warning", unit=case.unit.name, text=BLANK)
        return
    if fold(text) in (fold(case.unit.id), fold(case.unit.name), fold(case.unit.full_name)):
        return
    said = {match.unit_id for match in names.unit_named(text[:LONGEST_NAME], case.catalogue)}
    if case.unit.id not in said or not said <= set(case.project.lead_units):
        yield case.say("lead_unit.altered", "lead_unit", unit=case.unit.name, text=quote(text))


def target_is_as_issued(case: Case) -> Iterator[Finding]:
    """target.altered, target.empty: the table always shows the official wording."""
    text = case.text("target")
    if text is None:
        return
    if is_hollow(text):
        yield case.say("target.empty", "target", "warning" if case.is_printed else None)
    elif fold(text) != fold(case.project.target):
        yield case.say("target.altered", "target", difference=difference(case.project.target_lines, text))


# ---------------------------------------------------------------- text


_TWO_WORDS = compile_when_used(r"\W*[\u3400-\u9fff]{1,4}\W*")
_DOING = compile_when_used(r"[完开竣建验启招施投交签封通动办批停推改装修运设立供成举]")


@remembered
def _says_nothing(text: str) -> bool:
    return HOLLOW.fullmatch(fold(text)) is not None


@remembered
def _points_elsewhere(text: str) -> bool:
    return ELSEWHERE.fullmatch(fold(text)) is not None


@remembered
def _says_too_little(text: str) -> bool:
    """Whether a folded text is a word or two that tells of no doing: 测试, 无变化, but not 已开工."""
    return bool(_TWO_WORDS.fullmatch(text)) and not (_DOING.search(text) or _UNFILLED.fullmatch(text))


def progress_is_told(case: Case) -> Iterator[Finding]:
    """progress.empty, progress.hollow."""
    text = case.text("progress")
    if text is None:
        return
    if is_hollow(text):
        yield case.say("progress.empty", "progress")
    elif _says_nothing(text) or _says_too_little(fold(text)):
        yield case.say("progress.hollow", "progress", text=quote(text))


def contact_can_be_called(case: Case) -> Iterator[Finding]:
    """contact.missing, contact.no-phone, contact.no-name, contact.gone, contact.phone-short."""
    text = case.text("contact")
    if text is None:
        return
    for code, said in _wrong_with_contact(text):
        yield case.say(code, "contact", **said)


@remembered
def _wrong_with_contact(text: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the codes and facts of what is wrong with a name and its numbers."""
    folded = fold(text)
    wrong: list[tuple[str, dict[str, Any]]] = []
    if is_hollow(text) or folded in NOBODY:
        wrong.append(("contact.missing", {}))
    elif not any(sum(c.isdigit() or c == "*" for c in run) >= PHONE_DIGITS for run in _NUMBER.findall(folded)):
        wrong.append(("contact.no-phone", {"text": quote(text)}))
    elif not any(c.isalpha() for c in folded):
        wrong.append(("contact.no-name", {}))
    elif _MASKED.search(folded):
        wrong.append(("contact.no-phone", {"text": quote(text)}))
    if match := _GONE.search(text):
        wrong.append(("contact.gone", {"text": quote(match[0])}))
    numbers = [n for n in _SOLID_NUMBER.findall(folded) if len(n) <= _MOBILE or n in half_width(text)]
    if match := _CODE_CUT.search(folded):
        wrong.append(("contact.phone-short", {"text": match[0]}))
        numbers = []
    for number in numbers:
        called = number.removeprefix("86") if len(number) == _MOBILE + 2 else number
        if called[0] != "0" and (len(called) != _MOBILE or called[0] != "1") and not called.startswith(("400", "800")):
            wrong.append(("contact.phone-short", {"text": number}))
            break
    return tuple(wrong)


def text_can_be_kept(case: Case) -> Iterator[Finding]:
    """text.illegal-characters in any entry cell (taken out for use)."""
    for key in case.catalogue.form.asked_keys:
        cell = case.cells.get(key)
        if cell and has_illegal(cell.text) and not broken(cell):
            yield case.say("text.illegal-characters", key)


_UNFILLED = compile_when_used(
    r"\{+[^{}]*\}+|[$#]\{[^{}]*\}|[«<《]+[^«»<>]{0,20}[»>》]+|&[a-z]+;?|#+|\[object\w*\]"
    r"|\W*请(?:在此处?|在这里|如实|按要求)?(?:填[写报]?|输入|选择|补充)(?:内容|文字|进展|问题|建议|工作\S{0,4})?\W*|\W*(?:单击|点击|双击)[^,。;]{0,12}(?:输入|填写|选择|编辑)[^,。;]{0,8}\W*"
    r"|\W*(?:测试|空|待填写?)\W*|\W*(?:请|此处|在此|这里|本栏|该栏){1,2}(?:请)?(?:填写|填报|填|描述|写明)\S{0,12}"
    r"|(?!.*(?:\d|各|尽快|镇|街|部门|协调))(?=.{2,30}$).*(?:此[处栏]|本栏|该栏|请|如)\S{0,8}(?:填写?|填[报入]|输入|补充|写明|描述)\S*"
    r"|\W*填写[^\d。;]{0,30}|(?:例如?|样例)[:：].*|\W*(?:示例|样例)文字.*|.{0,12}请(?:替换|补充|完善)\W*"
    r"|\W*待\S{0,4}(?:补充?|填写?|完善|更新|定|补报)\W*|todo|tbd|lorem ipsum.*"
    r"|https?://\S+|\[[^\[\]]{1,6}\][\d\W]*|(?:好的|当然可以|当然|没问题)[,!].*|.*为[您你](?:生成|整理|撰写|总结).*|.*由(?:ai|人工智能|大模型)\S{0,4}(?:生成|撰写).*"
    r"|(?:登[录陆]|查询|加载|网络|连接|会话|请求|数据|页面|系统|导[出入]|读取|同步)\S{0,6}(?:超时|失败|出错|异常|中断|错误|过期)[,!]?(?:请\S{0,12})?"
)
_SKELETON = compile_when_used(  # 一是；二是；三是。: a list of nothing
    r"(?=.*\w)(?:[一二三四五六]是|首先|其次|最后|第[一二三四五]|[(]?[一二三四五六七八九十\d]{1,2}[).、.]|[①-⑩]|[;,。、:.\s])+",
    re.DOTALL,
)
_DOTS = compile_when_used(r"[\s.…·⋯]*(?:…|\.{3}|·{3}|⋯)[\s.…·⋯]*")
_HOLES = compile_when_used(  # 截至X月X日，完成__个: a model's blanks that nobody filled in
    r"(?<![A-Za-z])[XxＸ×]{1,8}(?=[月日年个户处项名人条万座所家台套部%]|街道|镇|村|社区|小区|路)|_{2,}|＿{2,}|□(?=[个户处项名人条座所家台套部])|\*{2,}(?=[个户处项名人条座所家台套部])"
    r"|[(（]\s*[)）]|【\s*】|\[\s*\]|〔\s*〕|(?:完成|新增|累计|实现|启动|约|共|达):?(?:\s{2,}|\s*(?:…+|\.{3,})\s*)(?=[个户处项名人条座所家台套部])|[月至]\s{2,}日"
    r"|(?:截?至|完成|新增|累计|约|共|月)\s+[月日个户处项名人条座所家](?=[\s日,，。;；]|$)"
)
_HEADERS = frozenset(bare_header(c.header) for c in OFFICIAL.columns)
"""Copied with the header's own cell."""
_FOREIGN_WORD = compile_when_used(r"[a-z_]{2,}")  # null, nan, test
_NOTHING = ("n/a", "na", "no", "none", "ok")


def text_is_filled_in(case: Case) -> Iterator[Finding]:
    """text.unfilled in 工作进展, 存在的问题, 下一步工作及建议: a program's word or a prompt, none of the unit's."""
    for key in _PROSE:
        text = case.text(key)
        if text and not _garbled(text) and (_is_progress_unfilled if key == "progress" else _is_unfilled)(text):
            yield case.say("text.unfilled", key, header=case.catalogue.form.column(key).header, text=quote(text))


@remembered
def _is_progress_unfilled(text: str) -> bool:
    return not _says_nothing(text) and (_is_prompt(text) or fold(text) in _NOTHING)


@remembered
def _is_unfilled(text: str) -> bool:
    return not _points_elsewhere(text) and (_is_prompt(text) or _DOTS.fullmatch(text) is not None)


def _is_prompt(text: str) -> bool:
    folded, said = fold(text), half_width(text)
    foreign = folded not in _NOTHING and _FOREIGN_WORD.fullmatch(folded)
    return bool(
        foreign or folded in _HEADERS or _HOLES.search(said) or _SKELETON.fullmatch(said) or _UNFILLED.fullmatch(folded)
    )


_GARBLED = compile_when_used(
    r"(?:锟斤拷?|斤拷|烫烫|屯屯|\ufffd|[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00ff\u0152\u0153\u0160\u02c6]{3}"
    r"|(?:&#x?[0-9A-Fa-f]{2,6};){2}|(?:\\u[0-9a-fA-F]{4}){2}|(?:%[0-9A-F]{2}){3}|(?:=[0-9A-F]{2}){3}"
    r"|[?？]{3}|(?<=\w)\u303f+(?=\w)|[\ue000-\uf8ff\U000f0000-\U0010ffff]).*",
    re.DOTALL,
)


_OF_A_SPREADSHEET = ("####", "DISPIMG(")  # a column too narrow, a picture in a cell: copied as words


def text_is_legible(case: Case) -> Iterator[Finding]:
    """text.garbled in any entry cell: words that went through a wrong encoding, signs of a font of one's own."""
    for key in case.catalogue.form.asked_keys:
        text = case.text(key) or ""
        said = _garbled(text) or next((sign for sign in _OF_A_SPREADSHEET if sign in text), "")
        if said:
            yield case.say("text.garbled", key, text=quote(said))


@remembered
def _garbled(text: str) -> str:
    """Return a text from where it is garbled on, "" where it is not."""
    match = _GARBLED.search(text) if _MAY_BE_GARBLED.search(text) else None
    return match[0] if match else ""


_MAY_BE_GARBLED = compile_when_used(
    "[锟斤烫屯\u303f\ufffd\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00ff\u0152\u0153\u0160\u02c6&\\\\%=?？\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""One of the characters that every kind of it has: looked for ten times as fast."""


_OF_THE_FORM = compile_when_used(
    r"(?:[左右]|前一|后一)[侧边栏列面]?(?:栏|列)?(?:的)?(?:完成)?投资|(?:完成)?投资[额数]?栏?(?:的)?(?:金额)?单位|完成投资栏?(?:数据|数)?(?:填的?|写的?)?[为是系][^,。;\d]{0,6}(?:数|值|计划|预计|估)"
    r"|(?:投资|金额)(?:完成)?[数额](?:据|字)?[^,。;\d]{0,6}(?:待核|待查|有误|不准|未核|存疑|填错|报错)|(?:以上|上述|本[栏行格])(?:内容)?[为是系]?\s*\d{1,2}月(?:份)?(?:的)?(?:进展|情况|内容|数据)"
    r"|(?:本月|\d{1,2}月份?)(?:尚?未|暂未|没有)更新|内容未更新|数据未更新|(?:投资|金额)单位[为是:]"
)


_WORDS_OF_THE_FORM = ("投资", "金额", "以上", "上述", "本栏", "本行", "本格", "更新")


def text_speaks_of_the_form(case: Case) -> Iterator[Finding]:
    """table.remark at a text that says what the figures beside it are in, or that it is another month's."""
    for key in _PROSE:
        if said := _of_the_form(case.text(key) or ""):
            yield case.say("table.remark", key, text=quote(said))


@remembered
def _of_the_form(text: str) -> str:
    said = half_width(text)
    match = _OF_THE_FORM.search(said) if any(word in said for word in _WORDS_OF_THE_FORM) else None
    return match[0] if match else ""


_EDITED = compile_when_used(
    r"~~[^~]+~~|[\[(]\s*(?:批注|修改)\s*:?[^\])]*[\])]"
    r"|[\[(【]\s*(?:(?:[此本该上][句段条处项行点])?(?:已|请|可|建议|应)?(?:删除?|去掉)|待(?:进一步)?(?:核实?|确认|查证|定稿)\S{0,4}|存疑|请再?(?:核实|核对|确认)\S{0,6}|\?+)\s*[\])】]"
    r"|[\[(【][^\])】]{0,12}(?:待[^\])】,。]{0,6}(?:核(?![准发批定销减])|确认|查(?!验)|补[充齐报录]|完善[\])】]|更新)|不准|有误"
    r"|再[核看改确]|[核改看查]一下|请[^\])】]{0,6}(?:定|核|确认|审|改|看)|原[为是]\d)[^\])】]{0,8}[\])】]|[这此]里?[要再]?[改核]一?下?\W*$"
    r"|[\[【](?!已|经)[^\]】]{0,6}(?:核[实对]|确认|修改|补充)[\]】]"
    r"|\d[^\s,。;]{0,3}→\s*\d"
)
_ASKED = compile_when_used(r"\?\s*$|\d[^\s,。;]{0,6}\?")


def text_is_settled(case: Case) -> Iterator[Finding]:
    """text.edited in 工作进展, 存在的问题, 下一步工作及建议: what is still being written, or in doubt."""
    for key in _PROSE:
        text = case.text(key) or ""
        said = _edited(text) or (_asked(text) if key == "progress" else "")
        spoken = is_hollow(text) or _is_unfilled(text) or _garbled(half_width(text)) or _of_the_form(text)
        if said and not spoken:
            header = case.catalogue.form.column(key).header
            yield case.say("text.edited", key, header=header, text=quote(said))


@remembered
def _edited(text: str) -> str:
    match = _EDITED.search(half_width(text))
    return match[0].strip() if match else ""


@remembered
def _asked(text: str) -> str:
    match = _ASKED.search(half_width(text))
    return match[0].strip() if match else ""


_ENDING = 20  # characters: no sign that a text was cut stands further from its end
_CUT = compile_when_used(r"(?<=[\w,、;。])(?:\.{3,}|…+|⋯+)$")
_SIGN_OF_CUT = compile_when_used(r"(?:内容过长|截断|显示更多|查看(?:全文|更多)|展开全文).{0,8}$")
_OPEN_END = compile_when_used(
    r"(?:[(（【《“‘\[、：:]|正在[\u4e00-\u9fff]?|以及|并且|由于|因为|其中|[把被且但而若]|并?将|[,，][对与和及从向由])$"
)
"""What nobody ends with: an opened bracket, a word that another must follow."""
_CUT_AT = 255  # characters that older programs and databases keep of a text
_LAST_WORDS = 12


def text_is_whole(case: Case) -> Iterator[Finding]:
    """text.cut in 工作进展, 存在的问题, 下一步工作及建议: a text that stops where a program stopped it."""
    for key in _PROSE:
        said = case.text(key) or ""
        if _is_cut(said) and not _is_unfilled(said):
            header = case.catalogue.form.column(key).header
            yield case.say("text.cut", key, header=header, text=quote(said[-_LAST_WORDS:]))


@remembered
def _is_cut(text: str) -> bool:
    cut = len(text) == _CUT_AT and text[-1].isalnum()
    dotted = text.endswith((".", "…", "⋯")) and _CUT.search(text) and not _DOTS.fullmatch(text)
    return bool(cut or dotted or _OPEN_END.search(text[-_ENDING:]) or _SIGN_OF_CUT.search(text[-_ENDING:]))


def text_is_no_figure(case: Case) -> Iterator[Finding]:
    """text.number in 存在的问题 or 下一步工作及建议: most likely another column's; 0 is a way to say 无.

    In 工作进展 as well: nothing but somebody's name and telephone.
    """
    for key in _PROSE:
        text = case.text(key) or ""
        misplaced = _is_contact(text) or (_is_figure(text) and not (key == "progress" and _says_nothing(text)))
        if misplaced and not _is_unfilled(text):
            header = case.catalogue.form.column(key).header
            yield case.say("text.number", key, header=header, text=quote(text))


@remembered
def _is_figure(text: str) -> bool:
    folded = fold(text)
    return _FIGURE.fullmatch(folded) is not None and bool(folded.strip("0."))


@remembered
def _is_contact(text: str) -> bool:
    return len(text) <= _LONGEST_CONTACT and _CONTACT.fullmatch(fold(text)) is not None


_LONGEST_CONTACT = 40  # characters: a name, a number
_CONTACT = compile_when_used(
    r"(?:[\u3400-\u9fff·]{2,6}[:,(]?)?(?:电话:?|手机:?)?[(]?(?:1\d{10}|0\d{2,3}[)-]?\d{7,8})[)]?|[\u3400-\u9fff·]{2,4}[:,(]?\d{8}[)]?"
)


def text_says_it_itself(case: Case) -> Iterator[Finding]:
    """text.elsewhere in 存在的问题 or 下一步工作及建议: 同上, which in the merged table points to another unit."""
    for key in ("problems", "next_steps"):
        text = case.text(key) or ""
        if _points_elsewhere(text):
            header = case.catalogue.form.column(key).header
            yield case.say("text.elsewhere", key, header=header, text=quote(text))


def text_is_brief(case: Case) -> Iterator[Finding]:
    """text.long (text.too-long is told while reading)."""
    limit = case.rulebook.thresholds.long_text
    for column in case.catalogue.form.asked:
        size = spreadsheet_length(case.text(column.key) or "") if column.kind == "text" else 0
        if size > limit:
            yield case.say("text.long", column.key, length=size, limit=limit)


# ---------------------------------------------------------------- 完成投资


def investment_is_as_written(case: Case) -> Iterator[Finding]:
    """investment.converted, investment.unit, investment.approximate, investment.plus: used; says how it was read."""
    amount = case.investment
    if amount is None:
        return
    facts: dict[str, Any] = {"text": quote(amount.spelled), "value": plain(amount.value)}
    if amount.approximate:  # says what it was taken for, too
        yield case.say("investment.approximate", "investment", **facts)
    elif amount.converted and amount.value <= case.rulebook.thresholds.huge_investment:  # else told as huge
        yield case.say("investment.converted", "investment", **facts)
    elif amount.unit_written:
        yield case.say("investment.unit", "investment", **facts)
    if amount.plus:
        yield case.say("investment.plus", "investment", **facts)


def investment_is_plausible(case: Case) -> Iterator[Finding]:
    """investment.negative, investment.huge."""
    amount = case.investment
    if amount is not None and amount.value < 0:
        yield case.say("investment.negative", "investment", text=quote(amount.spelled))
    elif amount is not None and amount.value > case.rulebook.thresholds.huge_investment:
        yield case.say("investment.huge", "investment", value=plain(amount.value), why=why_huge(amount))


def investment_only_grows(case: Case) -> Iterator[Finding]:
    """investment.fell (-explained), investment.jump: against the last return, unless the amount is implausible."""
    amount, last, thresholds = case.investment, case.last_investment, case.rulebook.thresholds
    if amount is None or last is None or not 0 <= amount.value <= thresholds.huge_investment:
        return
    facts: dict[str, Any] = {"last": plain(last), "value": plain(amount.value)}
    # From 0 there is no multiple: then the growth itself has to be that many times the floor.
    leap = amount.value >= thresholds.jump_times * (last or thresholds.jump_floor)
    if amount.value < last:
        why = explanation(case.text(field) or "" for field in ("progress", "problems", "next_steps"))
        if why:
            yield case.say("investment.fell-explained", "investment", **facts, why=why)
        else:
            yield case.say("investment.fell", "investment", **facts)
    elif leap and amount.value - last >= thresholds.jump_floor:
        yield case.say("investment.jump", "investment", **facts)


def investment_does_not_vanish(case: Case) -> Iterator[Finding]:
    """investment.gone, investment.withdrawn: there was an amount last time, now there is none."""
    text, last = case.text("investment"), case.last_investment
    if text is None or case.investment is not None or not last:
        return
    if text:
        yield case.say("investment.withdrawn", "investment", last=plain(last), text=quote(text))
    else:
        yield case.say("investment.gone", "investment", last=plain(last))


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    printed_cells_show_a_value,
    number_is_printed,
    name_is_printed,
    lead_unit_is_the_reporter,
    target_is_as_issued,
    progress_is_told,
    what_comes_next_is_to_come,
    contact_can_be_called,
    text_can_be_kept,
    text_is_legible,
    text_is_filled_in,
    text_is_settled,
    text_is_whole,
    text_is_no_figure,
    text_speaks_of_the_form,
    text_says_it_itself,
    text_is_brief,
    investment_is_as_written,
    investment_is_plausible,
    words_agree_with_amount,
    investment_only_grows,
    investment_does_not_vanish,
    *OWN_RULES,
)
"""Every rule for a row; ``validate.judge`` asks them all."""
