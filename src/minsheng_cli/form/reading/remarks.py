"""Words beside the figures that may change what these mean, and that we do not understand. Pure.

The other way round from ``scope``: that knows what puts figures in doubt, this knows what does not. A line that speaks
of the figures and holds one word more is told, never passed over.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from minsheng_cli import form_spec
from minsheng_cli.findings import found
from minsheng_cli.form.reading import margins
from minsheng_cli.model import Located, UpTo
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.fold import half_width
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    import re
    from collections.abc import Container, Iterable, Iterator

    from minsheng_cli.model import Finding

_LONGEST_QUOTE = 40
BETWEEN_CLAUSES = compile_when_used(r"[，,。；;\n]|\s{2,}")
_WORD = compile_when_used(r"[^\W_]|[%‰×?]")

_OF_FIGURES = compile_when_used(r"投资|金额|货币|币种|[亿千百十]元|数据|本表|表[中内]|(?:计量|金额)单位")
_STATES = compile_when_used(r"[为是系指按以用含不未非同均暂估沿折计拟待]|单位|预计|口径|统计|参考|[:：]")
"""What makes a statement of a line; without it the line is a heading, which may well be called 政府投资项目."""
_TIME = (
    r"(?:20\d\d年?度?)?(?:\d{1,2}月?(?:\d{1,2}日)?[-—–~至到])?(?:20\d\d年)?\d{1,2}月份?(?:\d{1,2}日)?"
    r"|20\d\d[./-]?\d{1,2}(?:[./-]\d{1,2})?|20\d\d年?度?|[一二三四1-4]季度|上半年"
)  # ``scope`` has a look at each time that is named
_UNDERSTOOD = compile_when_used(
    r"(?:(?:填[表报]|报送|上报)单位|单位名称)\s*(?:[:：]\S*|\s[^\W\d]{1,12}(?:局|委|办|会|中心|联)(?!\S))|(?:固定资产)?投资(?:管理|项目)?[科处股室]|一式[一二两三四五六]份|联系(?:科室|处室|股室|部门)|报送?[至到给]?区\S{2,8}[局委办]|(?:填[表报]|报送|统计|所属)月份|(?:数据|资料)来源\S*|[\"“「][^\"”」]*[\"”」]|^\s*(?:[(（]?\d{1,2}[.、)）]|[①-⑳*※★])"
    r"|(?<![不未])(?:含|包括|其中)[中央省市区县镇街级财政专项上下达配套社会自筹企业政府投入补助资金和及、]{0,10}(?:资金|补助|税|费用?|结转)|不含(?:以前|[上往历])年度?|未经审[核定计]|请?于\S{1,12}前"
    r"|不填[当本]月数?|每月(?:\d{1,2}日)?前?|只|请\S{0,8}阅|由(?:各|本|我|该)?(?:\S{0,6}(?:单位|部门|科室)|\S{1,10}[局委办科股])填[报写]|由(?:(?!口头|自行|估|暂|推)\S){1,12}?(?:提供|统计|核定|审核|审定|报送|汇总)|[已经]*与\S{1,12}?(?:核对|核实|衔接|对接)(?:一致|无误)?"
    rf"|{_TIME}|[自从]?年初(?:[至到]今|以来)?|截[至止]到?|[至到]今|今年以来|以来|本月|目前|当前|本年度?|今年|当年|[底末]"
    r"|[约近]?\d[\d,.]*(?:[亿万]?元|[亿万])?|保留|取整数?|[一二两三四]位|小数点?后?|四舍五入|精确到?"
    r"|备?注|说明|填[表报写列]?|累计|完成|投资|总?金额|额|数[据额字值]?|合计|总计|小计|共计?|本表|表[中内示]?|以[上下]|上述|各项"
    r"|类[型别]|CNY|RMB|项目|均|都|为|是|系|指|按|以|计量?|单位|货币|人民币|币种|万元|万|口径|统计|来源|请|如实|须|应|已|经|主要|分管|领导"
    r"|审[定核批签]|(?<!请)核[实定对]?|确认|来自|业务|系统|一致|无误|真实|准确|完整|的|了|和|及|并|等|至|到|不涉及|无误?|没有|报送|上报|汇总|超过|另[表行报]|日期|时[间点段]|实际|新增"
)
_REMARKS = compile_when_used(
    r"投资|金额|单位\s*[为是:：]|货币|币种|[亿千百十美]元|数据|数[。.]?$|本[行项表]|作废|废弃|草稿|[不停暂]报"
    r"|上[月期季]|[×*]\s*\d|倍|更新|待核|有误|错[误填报]|更正|口径|[暂预]估|预计|未[审核统]|未经|参考|扣除|剔除|含|退[回库款]?|[去上前往]年|按|撤销|重复|请核|调整|原[为是]?\d|汇率|系数|折[算合减]|差异|相差|差\d|不一致|不[符同]|[不未]通过|驳回|不合格|未填|[是为系](?:\d{1,2}|上)月份?的?(?:内容|情况|进展)?\s*$|停[用机]|空号|[调离]离|离职|离岗"
    r"|是否(?:确认|更新|有效|准确|最新|核[实对]|审[核定])[^:]{0,4}:[否未×xXN无]|是否[^:]{0,4}(?:计划|预计|估|作废|上月|重复|有误)[^:]{0,4}:[是√有Y]"
)
_LABELLED = compile_when_used(
    r"\W*(?:(?:联系[人电方邮科处股]|电话|手机|抄[送报]|主[送办]|[报呈]:|送:|编号|文号|密级|紧急程度|表号|经办|审[核签批]|核稿|校[对核]|签[发收]|制表|打印|复核|报送|填[报表写]|附[件注:]?"
    r"|单位负责|分管|科室|股室|责任人|答复|回复|(?:更正|修改)说明|邮[箱编]|传真|地址|电子邮[箱件]|保[存管密]期限|政务公开|公开属性|文件编)[^:,]{0,8}:.*|(?:(?!已[移由转并改交完]|移交|划转|[改交]由|并入|没有|无需|不再)\S){2,30}(?:局|委|委员会|办公室|办|中心|街道|镇|公司|政府|[处站院馆校队]|集团|联合会)(?:\W*加?[盖公印]?章)?(?:\s*20\d\d年\d{1,2}月\d{1,2}日)?(?:[印制]发|报送)?|\S{2,16}(?:局|委|办|会|中心|政府)文件|\S{1,10}[〔(\[]20\d\d[〕)\]]\d{1,4}号|[(]?[一二三四五六七八九十]{1,3}[)、.](?:(?![含不未按为是数额扣减另暂估预计退错重改补])\D){2,6}|(?:(?!无牵|无\S{0,4}项目|没有|不[是牵再]|移交|划转|并入)\D){2,20}(?:项目|工程|行动|事项|类|部分)"
    r"|\D{0,20}(?:情况|进展|汇总|统计|报送|进度|明细|任务)表|.{0,30}民生实事.{0,20}|已?(?:盖章|签字|签章)+(?:后的)?(?:扫描)?件(?:详?见|作为)附件|由?\S{2,12}(?:编辑器|转换器|全能王|扫描仪|软件)\s*(?:转换|创建|生成|制作|扫描)|导出时间:20\d\d\S{4,8}(?:\s\d{1,2}:\d\d(?::\d\d)?)?|(?:注:)?标?[红黄绿蓝]色?(?:字体?|部分)?[为是系](?:本[月次期])?(?:更新|新增|修改|补充)\S{0,4}|来[自源]:\W*(?:(?:微信小程序|微信|小程序|腾讯文档|金山文档|石墨文档|飞书|钉钉)\W*)+)\W*"
)
"""Whole lines: a label with whatever it introduces, who sends it, what it is, in which colour what is new stands."""
_ORDINARY = compile_when_used(
    r"栏次|WPS|[^\W\d]{1,15}(?:局|委|办|中心|街道|镇|公司|会)(?=的?(?:报送|填报|上报|提供|材料))|之[一二三四五]|按照|根据|来函|要求|工作|验收|格|附[件表后注]?\d*|页|第?[一二三四五六七八九十\d两]+[页张份期项个次处]|第|其?他|共|现场|照片|图片|扫描件?|纸质件?|签[字名章批发]|盖章?|公章|抄[送报]|主送|呈送|制[表作]"
    r"|序号|属实|由|各|牵头|[印制]发|电子[版档稿]|邮[箱件]|发送?|随后|寄送?|打印|[存归]档|复印|内部|资料|文件|不?公[开示]|注意|保存|妥善|正文|空白|续表?|接上?页?|[上下本此]页|[转完]毕?|结束|同意|查收|审[阅示]|收悉|特此|现将|[我贵你]|区|局|委|办|期|目"
    r"|有关|情况|如下|报告?|汇报|此|本|件|项|时|答复|意见|退回|逐[条项]|修[改订]|要求|补充|联系方式|联系人|责任人|更[新正]|内容|表格?|定稿|终稿|[报送]+稿"
    r"|本[次件]|重点|[市区]级|清单|顺序|排列|牵头|一式|温馨|提示|按[时期]|经办|负责|科室?|发展改革|平急|特急|加急|表号|(?<!不)符合?|一位|备案|相关|材料|另附|业主|提供|业务|系统|来自|务"
)
"""What lines around a table are made of that speak of no figure: who sends it, to whom, how many pages."""
_UNSETTLED = compile_when_used(
    r"作废|废[弃表]|[草初]稿|过程稿|征求意见|样[表例本]|模[板版]|空表|(?<!如)未[更定审核]|[请切]?勿[用填]|不[要得准能可]用|待(?!遇)\S{0,4}[补审定核改完]|为准|有误|[填写]错|[同与][上前去]|仅[供为]|[此均仅][为是]示例|示例[表数]"
    r"|(?:AI|人工智能|智能|机器|自动|OCR|图像)(?:识别|生成|抓取|提取|填充|带出|翻译)|OCR|(?:语音|图片|扫描)转(?:文字|写|换)"
    r"|(?:无|没有|不再?)(?:承担|负责)?(?:牵头|涉及)\S{0,6}(?:项目|任务|事项)|(?:无需|不[用再])填[报表]|零报告"
    r"|(?:应|实|改|更正|调整)[为是成填]\S{0,4}\d|(?:并|[计列纳]|归)入(?:第|上|下|其他|\S{1,8}项)|移交(?:给|至|\S{2,10}[局委办])|截断|仅(?:导出|显示|列)"
)
_HAN = compile_when_used(r"[\u4e00-\u9fff]")
_LONG = 60  # characters of a line that is prose: its words are not weighed one by one
_IN_BRACKETS = compile_when_used(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_BARE_DATE = compile_when_used(  # a signature's day, or a page's header that is nothing but a month
    r"\W*(?:(?:填[表报写]|报送|上报|审[核签]|制表|签[字发]|导出|更新)?(?:日期|时间)?[:：]?)?\W*"
    r"(?P<year>20\d\d)\s*[年./-]\s*(?P<month>\d{1,2})(?:\s*[月./-]\s*[\d十]{0,3}\s*[日号]?)?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\W*(?:填[报表写])?"
)
_BARE_QUARTER = compile_when_used(r"\W*(?:(?P<year>20\d\d)\s*年)?\s*(?:上半年|第?(?P<quarter>[一二三四1-4])季度)\W*")
_HAN_MONTH = compile_when_used(rf"(?:{han.MONTH})(?=月)")
_VOID = compile_when_used(
    r"作废|废[弃表]|(?<![老废破])旧(?![城区房村宅小])|样[表例本]|示例|示范(?:[表文]|[^\w]|$)|[草初]稿|草表|范[本例]|试填|过程稿|征求意见"
    r"|待[审核定改]|未[审定核]|[请切]?勿用|不(?:要|得|准|能|可以?)?用"
)
"""But a sheet may be called after its project: 老旧小区改造, 废旧物资回收, 示范社区创建."""
_VOID_FILE = compile_when_used(
    r"作废|废[弃表]|[草初]稿|过程稿|征求意见|待\S{0,4}[审签核改定批]|上[月期]|冲突|测试|模拟|演练|[请切]?勿用|不(?:要|得|准|能)用|未定稿"
)


def of_lines(texts: Iterable[Located], people: Container[str] = ()) -> Iterator[Finding]:
    """Yield a warning per line around the table that we do not understand, of the figures or of the whole.

    ``people``: who answers for what stands in the table; whose name alone is a signature.
    """
    lines = list(texts)
    crowd = Counter(_row(text.ref) for text in lines)
    for text in lines:
        said = _SPREAD.sub(lambda label: "".join(label[0].split()), half_width(text.text))
        if strange := _strange_clause(said):
            yield found("table.remark", text.ref, field="investment", text=_quoted(strange))
        elif crowd[_row(text.ref)] == 1 and (unknown := _unknown(said, BETWEEN_CLAUSES.split(said), people)):
            field = "investment" if _OF_NUMBERS.search(unknown) else None
            yield found("table.remark", text.ref, field=field, text=_quoted(unknown))


_SPREAD = compile_when_used(r"(?<![^\s:])[\u4e00-\u9fff](?:\s[\u4e00-\u9fff])+(?![\u4e00-\u9fff])")  # 填 报 单 位
_OF_NUMBERS = compile_when_used(r"投资|金额|数|元")


def of_figures(texts: Iterable[Located]) -> Iterator[Finding]:
    """Yield a warning per line that says of the figures what we do not understand; of other lines nothing."""
    for text in texts:
        if clause := _strange_clause(half_width(text.text)):
            yield found("table.remark", text.ref, field="investment", text=_quoted(clause))


def of_unseen(texts: Iterable[Located]) -> Iterator[Finding]:
    """Yield a warning per text around the table that nobody sees; it is not known whom its writer meant to tell."""
    for text in texts:
        field = "investment" if _OF_NUMBERS.search(text.text) else None
        yield found("table.unseen", text.ref, field=field, text=_quoted(text.text))


def of_feet(texts: Iterable[Located]) -> Iterator[Finding]:
    """Yield a warning where somebody wrote a word about the figures beside a signature, or that nothing is settled."""
    for text in texts:
        said = half_width(text.text)
        if _UNSETTLED.search(said) or any(_is_strange(b) for b in _IN_BRACKETS.findall(said)):
            yield found("table.remark", text.ref, text=_quoted(said))


def of_title(title: Located) -> Iterator[Finding]:
    """Yield a warning when a title has something in brackets that we do not understand: （初稿）, （空表）."""
    said = half_width(title.text)
    doubts = (b for b in _IN_BRACKETS.findall(said) if _unknown(b, [b]))
    if doubt := next(doubts, "") or (said if _UNSETTLED.search(said) else ""):
        yield found("table.remark", title.ref, text=_quoted(doubt))


def of_text_header(header: Located, field: str) -> Iterator[Finding]:
    """Yield a warning when the header of a column of words has something in brackets that we do not understand."""
    brackets = _IN_BRACKETS.findall(half_width(header.text))
    if doubt := next((b for b in brackets if not _is_usual(b)), ""):
        yield found("table.remark", header.ref, field=field, text=_quoted(doubt))


def _is_usual(words: str) -> bool:
    """Whether words in a header are understood, in whichever order they are taken apart."""
    rests = (_bare(_OF_HEADERS.sub("", words)), _OF_HEADERS.sub("", _bare(words)))
    return any(_WORD.search(rest) is None for rest in rests)


_OF_HEADERS = compile_when_used(
    r"必填|选填|可不填|[无没]有?[则的]?(?:就|请)?填?|如|若|限|不?超过|\d+|字数?|以?[内上下]|左右|简[要述]|描述|文字|概[述括]|截图|照片|附图?|全称|简称|盖章|签[字名]|年度?|续|姓名|电话|手机号?码?"
    r"|职务|座机|办公|号码|联系|方式|及|或|[、+/]|每|逐?[条项]|列[出明]?|分[条项]|写|明|具体|详细|可|请|注明|示例|建议|困难|问题|原因|措施|责任|单位|牵头|主办|配合|同时|方便|畅通|工作|进展|情况"
    r"|累计|进度|形象|下[一]?步|下月|月|计划|安排|打算|[有无]|不|存在|含"
)


def _row(ref: str) -> str:
    """Return what the addresses of one row have in common."""
    sheet, _, place = ref.rpartition("!")
    return f"{sheet}!{place.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"


def names(texts: Iterable[str]) -> frozenset[str]:
    """Return what may be people's names in cells that name people: 示例甲 of “示例甲 000-00000000”."""
    return frozenset(run for text in texts for run in _HAN_RUN.findall(text) if len(run) <= _LONGEST_NAME)


_HAN_RUN = compile_when_used(r"[\u3400-\u9fff·]{2,}")
_LONGEST_NAME = 4


def _unknown(line: str, clauses: Iterable[str], people: Container[str] = ()) -> str:
    """Return the clause of a line by which the return may not be what it seems, "" when all of it is ordinary."""
    if len(line) > _LONG and _HAN.search(line):  # what a program wrote in English is no prose of ours
        return line if _UNSETTLED.search(line) else ""
    signed = ("".join(c.split()) in people for c in clauses)
    asked = zip(clauses, signed, strict=True)
    return next((c for c, name in asked if _is_unsettled(c) or not (name or _is_ordinary(c))), "")


@remembered
def _is_unsettled(clause: str) -> bool:
    return _UNSETTLED.search(clause) is not None


@remembered
def _is_ordinary(clause: str) -> bool:
    said = _REFERS.sub("", clause)
    return bool(_LABELLED.fullmatch(clause) or _LABELLED.fullmatch(said)) or not _leaves_words(said)


def _leaves_words(clause: str) -> bool:
    """Whether words are left of a line, in whichever order the known ones are taken out: 注意保存 is no 注."""
    return bool(_WORD.search(_ORDINARY.sub("", _bare(clause))) and _WORD.search(_bare(_ORDINARY.sub("", clause))))


_REFERS = compile_when_used(  # 根据渝北府办发〔2025〕9号文件, 表一, 区发展改革委制
    r"^\W*附?表[一二三四五六七八九十\d]{1,2}\W*$|(?<=[局委办会心])制\W*$"
    r"|(?:根据|按照?|依[据照])(?:(?!数)[^,。;]){0,24}?(?:文件|通知|要求|意见|方案)(?:精神|规定|要求)?"
)


def days_of(texts: Iterable[Located]) -> Iterator[UpTo]:
    """Yield the months of lines that are nothing but a day, a month or a quarter: signed in March, of no April."""
    for text in texts:
        for month, year, of_day in _days_of(text.text):
            yield UpTo("investment", text, month, year, of_day)


@remembered
def _days_of(text: str) -> tuple[tuple[int, int | None, bool], ...]:
    days: list[tuple[int, int | None, bool]] = []
    if match := _BARE_QUARTER.fullmatch(half_width(text)):
        last = 3 * (han.number(match["quarter"]) or int(match["quarter"])) if match["quarter"] else 6
        days.append((last, int(match["year"]) if match["year"] else None, False))
    said = han.in_figures(_HAN_MONTH.sub(lambda m: str(han.number(m[0])), half_width(text)))
    if (match := _BARE_DATE.fullmatch(said)) and 1 <= int(match["month"]) <= 12:  # noqa: PLR2004
        days.append((int(match["month"]), int(match["year"]), True))
    return tuple(days)


@remembered
def _strange_clause(line: str) -> str:
    """Return the first clause of a line that says of the figures what we do not understand, "" when there is none."""
    return next(filter(_is_strange, BETWEEN_CLAUSES.split(line)), "")


def _is_strange(clause: str) -> bool:
    return bool(_OF_FIGURES.search(clause) and _STATES.search(clause) and _is_more(clause))


def _is_more(clause: str) -> bool:
    """Whether a clause holds words beyond those we understand; a unit of money other than 万元 is one."""
    return _WORD.search(_bare(clause)) is not None


def _bare(clause: str) -> str:
    return _UNDERSTOOD.sub("", clause.translate(form_spec.TRADITIONAL))


def is_doubtful(remark: str, *, of_figure: bool = False) -> bool:
    """Whether a remark on a row (a comment, 备注) speaks of the figures beside it and we do not understand it.

    ``of_figure``: it hangs on the figure itself, so that whatever it says, it says of that.
    """
    clauses = BETWEEN_CLAUSES.split(_AUTHOR.sub("", half_width(remark)) if of_figure else half_width(remark))
    return any(_UNSETTLED.search(c) or ((of_figure or _REMARKS.search(c)) and _is_more(c)) for c in clauses)


_AUTHOR = compile_when_used(r"^[^\s:]{2,10}:\s*\n")  # what Excel and WPS put before a comment


def of_file_name(name: str, month: int) -> Iterator[Finding]:
    """Yield a warning when a file is called a draft or void, or names another unit of money than 万元.

    Also when it names a quarter, or half a year, that the month (1 to 12) is not in.
    """
    units = (unit for unit, _ in margins.money_units([Located(name, "")]))
    spans = [_span(match) for match in _QUARTER_OR_HALF.finditer(name)]
    elsewhere = bool(spans) and not any(first <= month <= last for first, last in spans)
    if _VOID_FILE.search(name) or elsewhere or any(unit != form_spec.MONEY_UNIT for unit in units):
        yield found("table.remark", None, text=_quoted(name))


_QUARTER_OR_HALF = compile_when_used(r"(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年")


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last month of a quarter or half a year."""
    if match["half"]:
        return (1, 6) if match["half"] == "上" else (7, 12)
    last = 3 * (han.number(match["quarter"]) or int(match["quarter"]))
    return last - 2, last


def of_sheet_name(name: str, where: str) -> Iterator[Finding]:
    """Yield a warning when a table's sheet is called a draft, an example or void."""
    if _VOID.search(name):
        yield found("table.remark", where, text=_quoted(name))


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
