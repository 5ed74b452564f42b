"""Every message about returned material, in one place: code, severity, and one sentence with a remedy.

A workspace may change the severity of a code in ``minsheng.yaml`` (``severity: {target.altered: warning}``).
Codes are stable: other programs and waivers name them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minsheng_cli.model import Rulebook


class FindingKind(NamedTuple):
    """What a code means: its usual severity, a short name for lists, and the sentence."""

    severity: Severity
    title: str
    sentence: str


KINDS: dict[str, FindingKind] = {
    # ---- the file
    "file.unreadable": FindingKind("error", "文件无法读取", "文件无法读取（{why}），请用 WPS 或 Excel 打开后另存为 .xlsx 重新报送。"),
    "file.incomplete": FindingKind("error", "文件没有下载完", "文件没有下载完（名称以“{ending}”结尾），请重新下载，等下载完成后再放入“回收”收一次表；单位传来的就是这样的，请其重新报送。"),
    "file.encrypted": FindingKind("error", "文件有密码", "文件设有打开密码，请取消密码后重新报送。"),
    "file.unsupported": FindingKind("error", "格式不能自动读取", "暂不能自动读取此类文件（{why}），原件已保存；请报送单位改报 .xlsx，或人工录入。"),
    "file.other-format": FindingKind("error", "格式须另存", "暂不能自动读取此类文件（{why}），原件已保存；请用 WPS 打开后另存为 {target}，放入“回收”再收一次表。"),
    "file.packed": FindingKind("error", "压缩包须解开", "暂不能自动解开此类文件（{why}），原件已保存；请解压后把里面的文件放入“回收”，再收一次表。"),
    "file.in-mail-program": FindingKind("error", "邮件须用原程序打开", "暂不能自动读取此类文件（{why}），原件已保存；请用收到它的邮件程序（如 Outlook）打开后把附件存入“回收”，再收一次表。"),
    "file.in-cloud": FindingKind("error", "附件在网盘", "{why}，邮件里没有文件；请从邮件中把附件下载后放入“回收”，再收一次表。"),
    "file.form-elsewhere": FindingKind("error", "表格不能直接读取", "没有找到报送表，它可能在{place}，不能自动读取；{remedy}。"),
    "file.blank": FindingKind("info", "未填写的空表", "这是没有填写的空白表，不是报送表，未计入，也不影响该单位的报送状态；原件已存档。"),
    "mail.no-form": FindingKind("info", "不是报送表", "{why}，不是报送表，未计入，也不影响任何单位的报送状态；原件已存档。"),
    "file.too-large": FindingKind("error", "文件过大", "文件超出读取上限（{why}），请删除多余的行列、图片后重新报送。"),
    "file.macros": FindingKind("info", "文件带有宏", "文件带有宏，宏从未运行，只读取了表格内容；以后请报 .xlsx。"),
    "file.revisions": FindingKind("warning", "文件带有修订痕迹", "文件带有未接受的修订，已按修订后的内容读取，请核实；以后请先接受全部修订再报送。"),
    "file.pictured": FindingKind("error", "表里只有图片", "表格里没有填写，但文件里有图片或文本框，可能是把填好的表贴成了图片，不能自动读取；请阅看原件，请报送单位把内容填进表格重新报送，或照图录入后用 minsheng enter 收下。"),
    "file.pictures": FindingKind("info", "文件带有图片", "文件里有图片、文本框或嵌入的对象，其中的内容不能读取、未计入，请阅看原件。"),
    "file.embedded": FindingKind("warning", "表格是嵌入的对象", "表格是嵌入在 Word 文档里的工作簿，已读取其中保存的数据，文档上显示的图像可能与之不同，请核实；以后请直接报 .xlsx。"),
    "file.busy": FindingKind("error", "文件打不开", "文件打不开（{why}），请关闭正在使用它的程序后再收一次表；本件尚未存档。"),
    "file.link": FindingKind("error", "链接不打开", "这是指向别处的链接，没有打开，所指的内容尚未存档；请把文件本身复制到“回收”，删除这个链接，再收一次表。"),
    "folder.busy": FindingKind("error", "文件夹打不开", "文件夹打不开（{why}），里面的文件尚未存档；请检查文件夹权限后再收一次表。"),
    "file.money-units": FindingKind("error", "金额单位不一致", "文件中几张表的金额单位不一致（{units}），无法合并，请统一改为万元后重新报送。"),
    "file.form-not-found": FindingKind("error", "未找到报送表", "没有找到报送表（须有“项目名称”“工作进展”等表头），请使用下发的表格填报。"),
    "file.unit-unknown": FindingKind("error", "无法判断报送单位", "无法判断是哪个单位报送的，请在“牵头单位”栏填写规范的单位名称。"),
    "file.unit-idle": FindingKind("error", "单位已没有牵头项目", "这是{unit}的报送表，而按调整后的清单，{unit}本月没有牵头项目，没有采用。请核实：确已不牵头的，告知该单位不必再报，用 minsheng discard 作废本件；仍由其牵头的，改正项目清单后再收一次表。"),
    "file.unit-ambiguous": FindingKind("error", "报送单位互相矛盾", "报送单位的线索互相矛盾（{candidates}），请核实后由该单位重新报送。"),
    "file.unit-lookalike": FindingKind("warning", "单位名称不规范", "单位名称“{text}”不规范，已按“{unit}”识别，请核实。"),
    "file.unit-elsewhere": FindingKind("warning", "文件名与表内单位不同", "{source}“{text}”指向{other}，而表内为{unit}，已按表内识别，请核实。"),
    "file.unit-suggested": FindingKind("warning", "单位名称不认识", "单位名称“{text}”不在清单中，您是指“{unit}”？请改为规范名称。"),
    "file.unit-inferred": FindingKind("warning", "未写明报送单位", "表内没有写明规范的报送单位，已按{evidence}判断为{unit}，请核实。"),
    "file.month-unknown": FindingKind("error", "无法判断填报月份", "无法判断是哪个月的报送表，请在表头写明“填报月份：{month}”后重新报送。"),
    "file.month-wrong": FindingKind("error", "月份不符", "这是{found}的报送表，不是{month}的（依据：{evidence}）；确是{found}报送的，请放入“{folder}/回收”后运行 minsheng collect {folder}，否则请改报{month}的表格。"),
    "file.month-ambiguous": FindingKind("error", "填报月份互相矛盾", "填报月份的线索互相矛盾（{candidates}），请核实后用本月下发的表格重新报送。"),
    "file.sent-before": FindingKind("error", "以前报过的文件", "与{found}收到的“{name}”是同一个文件，请改报{month}的表格。"),
    "file.as-before": FindingKind("warning", "内容与上次相同", "各项目的进展、投资、问题和下一步工作都与上次报送的{how}，请核实是否误报了以前的表。"),
    "file.other-year": FindingKind("warning", "年份不符", "{source}“{text}”写的是{year}年，而这是{month}的报送表，请核实是否误用了以前的表。"),
    "file.month-inferred": FindingKind("warning", "未写明填报月份", "没有写明填报月份，已按{evidence}判断为{month}，请核实。"),
    "file.duplicate": FindingKind("info", "重复文件", "与“{other}”{how}相同，不重复计入。"),
    "file.superseded": FindingKind("info", "已有更新的报送", "该单位后来又报送了“{other}”（{when}），以后者为准；本件已存档。"),
    "file.resent": FindingKind("warning", "又报了较早的一份", "与先前报送的“{other}”文件相同，而其间该单位还报过“{between}”；已按最后收到的本件采用，请核实是否误存了旧件。"),
    "file.scan-linked": FindingKind("info", "随表扫描件", "与{unit}报送的“{other}”{how}，作为该单位审核签字的依据存档；填报内容以表格为准。"),
    "file.months-mixed": FindingKind("warning", "夹有其他月份的表", "工作表“{sheet}”是{found}的报送表，未读取；已按其余工作表采用，请核实。"),
    "file.signed-twice": FindingKind("warning", "落款不一致", "几张表的“{label}”不一致（{others}），已采用“{text}”，请核实。"),
    "file.order-unknown": FindingKind("error", "无法判断先后", "与“{other}”同为{unit}的报送表，收到时间相同而内容不同，无法判断以哪份为准；请核实，用 minsheng discard 作废其中不采用的，或用 minsheng received 登记应采用的那份实际收到的时间（以较晚收到的为准）。"),
    "file.order-by-document": FindingKind("warning", "先后凭文件自身的时间", "与“{other}”收到时间相同，只凭文件内部记录的修改时间（{when}）采用了本件；该时间出自填报电脑的时钟，不足为凭，请核实以哪份为准，不采用的用 minsheng discard 作废。"),
    "file.order-by-collect": FindingKind("info", "先后凭收表的批次", "与“{other}”收到时间相同；本件是后一次收表时才收到的，以本件为准。"),
    "file.emptier": FindingKind("error", "后报的比先报的少", "比先收到的“{other}”少填 {count} 处，也没有新填的内容，暂仍采用先收到的那份；请核实：应以本件为准的，用 minsheng discard 作废先收到的那份；否则作废本件。"),
    "file.discarded": FindingKind("info", "已作废", "已人工作废（理由：{reason}；{when} 登记），不再计入；原件仍在存档，可用 minsheng discard --restore 恢复。"),
    "file.entered": FindingKind("info", "人工录入", "由本办{told_by}（{source}；理由：{reason}；{when} 登记），不是单位报来的电子表。"),
    "file.scan-entered": FindingKind("info", "已据此录入", "已据此件录入为{unit}的报送（“{other}”），本件作为依据存档。"),
    # ---- the table
    "table.column-missing": FindingKind("error", "缺少栏目", "表中缺少“{header}”栏，请使用下发的表格填报。"),
    "table.column-moved": FindingKind("info", "栏目位置有变", "“{header}”栏不在原来的位置，已按表头文字识别。"),
    "table.column-renamed": FindingKind("warning", "栏目名称被改动", "“{text}”栏已按“{header}”读取，请核实；请不要改动表头。"),
    "table.column-joined": FindingKind("warning", "栏目被分成几栏", "“{text}”栏的内容已并入“{header}”，请核实；请不要拆分栏目。"),
    "table.column-twice": FindingKind("error", "栏目重复", "“{header}”栏不止一处（{others}），无法判断以哪栏为准，请只保留一栏。"),
    "table.column-extra": FindingKind("info", "报送表以外的内容", "{column}列“{header}”不是报送表的栏目，其中内容未并入汇总。"),
    "table.column-hidden": FindingKind("warning", "隐藏的栏目", "“{header}”栏被隐藏，但其中内容已读取，请核实。"),
    "table.merged": FindingKind("warning", "合并单元格", "单元格 {range} 被合并，已将其内容用于所涉各行，请核实；请不要合并填报单元格。"),
    "table.merged-across": FindingKind("error", "跨栏合并", "单元格 {range} 跨栏合并，其内容只作为“{header}”读取，请拆分后分栏填写。"),
    "table.not-cumulative": FindingKind("error", "不是累计数", "表上写着“{text}”，而应填年初至今累计数，请核实后改填累计数。"),
    "table.earlier-month": FindingKind("warning", "数据截至月份不符", "表上写着“{text}”，而本次应填截至{month}的累计数，请核实是否已更新。"),
    "table.remark": FindingKind("warning", "说明可能改变数的含义", "写着“{text}”，可能改变所填数的含义，未能自动判断，请核实。"),
    "table.unseen": FindingKind("warning", "看不见的文字", "表格周围有看不见的文字“{text}”（与底色相同、字号过小、已隐藏，或存有几种不同的内容），没有读取；确需说明的，请改为黑色文字重新报送，不需要的请删除。"),
    "table.shifted": FindingKind("warning", "表格右侧有内容", "“{text}”写在表格最后一栏的右侧，本行各栏可能错位，请核对本行内容。"),
    "table.hidden": FindingKind("warning", "隐藏的行", "第 {row} 行被隐藏，但其中内容已读取，请核实是否应当报送。"),
    "table.sheet-hidden": FindingKind("warning", "工作表被隐藏", "表格所在的工作表“{sheet}”被隐藏，但其中内容已读取，请核实是否应当报送。"),
    "table.copy-hidden": FindingKind("warning", "另有隐藏的表", "隐藏的工作表“{sheet}”里另有一张填报表，内容与本表不同（{cell}），没有读取，请核实应以哪张表为准，并删除另一张。"),
    "table.merges-overlap": FindingKind("error", "合并单元格重叠", "单元格 {cell} 同时属于几个互相重叠的合并区域，无法判断其内容属于哪一行，请取消合并后逐格填写。"),
    "table.after-footer": FindingKind("warning", "表格以外的行", "第 {row} 行在表格落款或说明之后，但其中内容已读取，请核实。"),
    "table.total-differs": FindingKind("warning", "合计与各行不符", "“{text}”行的完成投资为 {value}，以上各项目相加为 {sum}，请核实哪一个填错了。"),
    "table.total-row": FindingKind("info", "合计行", "“{text}”行未并入汇总；合计由汇总表自动计算。"),
    # ---- which project a row is
    "project.missing": FindingKind("error", "缺少项目", "缺少牵头项目“{name}”，请补报该项目。"),
    "project.foreign": FindingKind("warning", "非牵头项目", "“{name}”不是{unit}牵头的项目，本行未并入汇总，请删除或核实。"),
    "project.twice": FindingKind("error", "项目重复", "“{name}”填了不止一行（{others}），无法判断以哪行为准，请合并为一行。"),
    "project.repeated": FindingKind("warning", "项目有多余的行", "“{name}”有不止一行（{others}），内容相同或只有一行有内容，已采用；请删除多余的行。"),
    "project.unknown": FindingKind("error", "项目名称不认识", "项目名称“{text}”不在清单中，请改为清单中的名称。"),
    "project.unnamed": FindingKind("error", "没有项目名称", "本行填有内容但没有项目名称，无法判断属于哪个项目，未并入汇总，请补填项目名称。"),
    "project.continued": FindingKind("error", "一个项目分成几行", "本行没有项目名称，可能是上一行“{name}”的续行，未并入汇总，请并入该项目的同一单元格。"),
    "project.exchanged": FindingKind("error", "项目名称互换", "“{name}”与“{other}”两行的项目名称互换了（另见 {there}；也可能是排序时校验码没有一起移动），无法判断各行内容属于哪个项目，请核对后改回。"),
    "project.conflict": FindingKind("error", "项目对应矛盾", "本行项目名称为“{name}”，而隐藏的校验码指向“{other}”，请核对本行内容属于哪个项目。"),
    "name.altered": FindingKind("warning", "项目名称被改动", "项目名称应为“{name}”，现为“{text}”，请改回。"),
    "number.altered": FindingKind("warning", "序号被改动", "序号应为“{number}”，现为“{text}”，请改回。"),
    "lead_unit.altered": FindingKind("error", "牵头单位不符", "牵头单位应为“{unit}”，现为“{text}”，请改回。"),
    "target.altered": FindingKind("error", "目标任务被改动", "目标任务与印发文件不一致（{difference}），请恢复原文；汇总以印发文件为准。"),
    "target.empty": FindingKind("info", "目标任务空白", "目标任务为空，汇总采用印发文件的目标任务；请使用下发的表格填报。"),
    # ---- what was filled in
    "progress.empty": FindingKind("error", "工作进展未填", "工作进展未填写，请填写截至数据时点的累计进展。"),
    "progress.hollow": FindingKind("warning", "工作进展未写实", "工作进展只填了“{text}”，请写明截至数据时点的累计进展；尚未启动的请写明原因和安排。"),
    "progress.contradicts": FindingKind("warning", "进展与打算矛盾", "工作进展写着“{text}”，而下一步工作写着“{other}”，前后矛盾，请核实是否有一处未更新。"),
    "investment.unreadable": FindingKind("error", "投资无法识别", "完成投资“{text}”无法识别（{why}），请只填数字，单位为万元。"),
    "investment.header-period": FindingKind("error", "表头为当月数", "“{text}”栏的表头写的是当月数，应填年初至今累计完成投资，请改填累计数。"),
    "investment.header-words": FindingKind("warning", "表头不明", "“{text}”栏的表头写有“{words}”，不能确定所填是否年初至今累计完成投资，请核实。"),
    "investment.header-unit": FindingKind("error", "金额单位互相矛盾", "一处写“{header}”，{other} 写“{unit}”，无法判断完成投资的单位，请统一为万元。"),
    "investment.negative": FindingKind("error", "投资为负数", "完成投资“{text}”为负数，请填年初至今累计完成投资（万元）。"),
    "investment.converted": FindingKind("warning", "投资单位已换算", "完成投资“{text}”已换算为 {value} 万元，请核实；以后请只填数字，单位为万元。"),
    "investment.unit": FindingKind("info", "投资带有单位", "完成投资“{text}”已按 {value} 万元读取；以后请只填数字，单位为万元。"),
    "investment.approximate": FindingKind("warning", "投资为约数", "完成投资“{text}”为约数，已按 {value} 万元计入，请填准确数。"),
    "investment.plus": FindingKind("warning", "投资带有加号", "完成投资“{text}”带有加号，已按 {value} 万元计入，请核实是累计数还是本月新增数。"),
    "investment.huge": FindingKind("error", "投资疑似单位有误", "完成投资 {value} 万元过大（{why}），请核实单位（万元）。"),
    "investment.words": FindingKind("warning", "投资与进展所写不一致", "工作进展写着“{text}”，与完成投资 {value} 万元不一致，请核实以哪个为准。"),
    "investment.words-only": FindingKind("warning", "投资只写在进展里", "工作进展写着“{text}”，完成投资一栏没有填，请把累计数填在完成投资一栏。"),
    "investment.fell-explained": FindingKind("warning", "累计投资减少，有说明", "累计完成投资由此前报送的 {last} 万元减少为 {value} 万元，单位说明为“{why}”，已按本次所报采用，请核实。"),
    "investment.jump": FindingKind("warning", "投资变化过大", "完成投资由此前报送的 {last} 万元变为 {value} 万元，变化过大，请核实是否单位有误。"),
    "investment.fell": FindingKind("error", "累计投资减少", "累计完成投资由此前报送的 {last} 万元减少为 {value} 万元，累计数不应减少，请核实是否误填当月数。"),
    "investment.gone": FindingKind("warning", "本月未填投资", "上次报送累计完成投资 {last} 万元，本次未填，请补填年初至今累计数。"),
    "investment.withdrawn": FindingKind("warning", "累计投资被填为无", "上次报送累计完成投资 {last} 万元，本次填“{text}”，请核实后填写年初至今累计数。"),
    "contact.missing": FindingKind("error", "责任人及联系方式未填", "责任人及联系方式未填写，请填写责任人姓名和联系电话。"),
    "contact.no-phone": FindingKind("warning", "未见联系电话", "责任人及联系方式“{text}”中没有电话号码，请补填。"),
    "contact.phone-short": FindingKind("warning", "电话号码可能缺位", "责任人及联系方式中的电话“{text}”位数不对，可能按数字保存时丢了前面的 0，请核实。"),
    "contact.gone": FindingKind("warning", "联系方式可能失效", "责任人及联系方式写着“{text}”，可能已联系不上，请核实后改填。"),
    "contact.no-name": FindingKind("warning", "未见责任人姓名", "责任人及联系方式中只有号码，没有责任人姓名，请补填。"),
    "head.missing": FindingKind("error", "主要负责人未填", "“单位主要负责人”未填写，请经单位主要负责人审核后填写姓名。"),
    "preparer.missing": FindingKind("error", "填表人未填", "“填表人”未填写，请填写填表人姓名。"),
    "indicator.unreadable": FindingKind("error", "指标数无法识别", "“{name}”本月累计“{text}”无法识别（{why}），请只填数字，单位为{unit}。"),
    "indicator.negative": FindingKind("error", "指标数为负数", "“{name}”本月累计“{text}”为负数，请填年初至今累计数。"),
    "indicator.unit": FindingKind("warning", "指标单位不符", "“{name}”本月累计“{text}”所带单位与“{unit}”不同，请核实后只填数字。"),
    "indicator.converted": FindingKind("warning", "指标单位已换算", "“{name}”本月累计“{text}”已换算为 {value}{unit}，请核实；以后请只填数字，单位为{unit}。"),
    "indicator.approximate": FindingKind("warning", "指标数为约数", "“{name}”本月累计“{text}”为约数，已按 {value}{unit} 计入，请填准确数。"),
    "indicator.plus": FindingKind("warning", "指标数带有加号", "“{name}”本月累计“{text}”带有加号，已按 {value}{unit} 计入，请核实是累计数还是本月新增数。"),
    "indicator.share-unclear": FindingKind("warning", "百分数不明确", "“{name}”本月累计“{text}”{why}，本次未计入，请写明百分号，例如 90%。"),
    "indicator.fell-explained": FindingKind("warning", "指标累计数减少，有说明", "“{name}”由此前报送的累计 {last}{unit} 减少为 {value}{unit}，单位说明为“{why}”，已按本次所报采用，请核实。"),
    "indicator.fell": FindingKind("error", "指标累计数减少", "“{name}”由此前报送的累计 {last}{unit} 减少为 {value}{unit}，累计数不应减少，请核实。"),
    "indicator.rate": FindingKind("error", "比率超过100%", "“{name}”本月累计“{text}”按 {value}% 计，超过 100%，未采用，请核实后重新填写。"),
    "indicator.over": FindingKind("warning", "指标数远超目标", "“{name}”本月累计 {value}{unit}，达到年度目标 {target}{unit} 的 {times} 倍以上，请核实；确已超额完成的，请在备注中说明。"),
    "indicator.huge": FindingKind("warning", "指标数过大", "“{name}”本月累计 {value}{unit}，超过年度目标 {target}{unit} 的 {times} 倍，请核实。"),
    "indicator.state": FindingKind("warning", "里程碑填法不符", "“{name}”应填“未启动”“进行中”或“已完成”，现为“{text}”，请改填。"),
    "indicator.contradicts": FindingKind("error", "累计数前后矛盾", "“{name}”同一行上月累计填 {last}{unit}，本月累计填 {value}{unit}，累计数不应减少，请核实后填年初至今累计数。"),
    "indicator.twins": FindingKind("warning", "重叠任务填数不同", "“{name}”在本项目中填{value}{unit}，{others}，是重叠的同一任务，请核实以哪个数为准并改为一致；确属不同口径的，请说明。"),
    "indicator.regressed": FindingKind("warning", "里程碑倒退", "“{name}”上次报送为“{last}”，本次为“{text}”，请核实。"),
    "indicator.unknown": FindingKind("warning", "指标不认识", "指标“{text}”不在本单位牵头项目的指标中，所填“{value}”未采用，请使用下发的表格填报。"),
    "indicator.conflict": FindingKind("error", "指标对应矛盾", "本行指标为“{name}”，而隐藏的校验码指向“{other}”，请核对本行数据属于哪个指标。"),
    "indicator.renamed": FindingKind("warning", "指标名称不符", "本行指标写的是“{text}”，按隐藏的校验码是“{name}”，已按后者采用，请核对本行数据属于哪个指标。"),
    "indicator.column": FindingKind("error", "指标栏目不认识", "“{text}”栏不是“本月累计”，无法判断是否为年初至今累计数，所填未采用，请使用下发的表格填报累计数。"),
    "indicator.twice": FindingKind("error", "指标重复", "“{name}”填了不止一行且数值不同（{others}），无法判断以哪行为准，请只保留一行。"),
    # ---- columns of the list's own
    "extra.unreadable": FindingKind("error", "自定栏目无法识别", "“{header}”填“{text}”无法识别（{why}），{how}。"),
    "extra.missing": FindingKind("error", "自定栏目未填", "“{header}”未填写，请补填。"),
    "extra.header-unit": FindingKind("error", "自定栏目单位互相矛盾", "“{header}”栏的金额一处为“{unit}”，{other} 写“{said}”，无法判断单位，请统一为万元。"),
    "extra.negative": FindingKind("error", "自定栏目为负数", "“{header}”填“{text}”为负数，请核实后改填。"),
    "extra.huge": FindingKind("error", "自定栏目疑似单位有误", "“{header}”为 {value}，过大（{why}），请核实单位（万元）。"),
    "extra.over": FindingKind("warning", "自定栏目超过100%", "“{header}”填“{text}”，按 {value} 读取，超过 100%，请核实。"),
    "extra.converted": FindingKind("warning", "自定栏目单位已换算", "“{header}”填“{text}”已换算为 {value}，请核实；以后请只填数字。"),
    "extra.unit": FindingKind("info", "自定栏目带有单位", "“{header}”填“{text}”已按 {value}读取；以后请只填数字。"),
    "extra.approximate": FindingKind("warning", "自定栏目为约数", "“{header}”填“{text}”为约数，已按 {value}计入，请填准确数。"),
    "extra.plus": FindingKind("warning", "自定栏目带有加号", "“{header}”填“{text}”带有加号，已按 {value}计入，请核实是累计数还是本月新增数。"),
    "extra.altered": FindingKind("warning", "自定栏目被改动", "“{header}”应为“{value}”，现为“{text}”，请改回；汇总以清单为准。"),
    # ---- any cell
    "cell.error": FindingKind("error", "单元格公式出错", "单元格显示为“{text}”，是公式错误，请直接填写结果。"),
    "cell.uncached": FindingKind("error", "公式没有结果", "单元格是公式但没有保存计算结果，请改为直接填写数值。"),
    "cell.unverified": FindingKind("warning", "公式无法核对", "单元格公式保存的结果“{text}”无法核对（{why}），请核实后改为直接填写结果。"),
    "cell.picture": FindingKind("error", "单元格里是图片", "单元格里是图片，图片中的内容不能读取，请直接填写文字或数字。"),
    "cell.boxed": FindingKind("error", "内容在文本框中", "单元格里的内容在文本框中（“{text}”），没有读取，请直接填写在单元格里。"),
    "cell.drawn": FindingKind("warning", "单元格上有图片或文本框", "单元格上有图片或文本框{text}，其中的内容未计入，请核实。"),
    "cell.contested": FindingKind("error", "单元格内容不一", "文件中这个单元格存有几种不同的内容（其一为“{text}”），无法判断以哪个为准，请重新填写后另存。"),
    "cell.format": FindingKind("error", "数字格式改变了数", "数字格式改变了显示的数（{text}），无法判断以哪个数为准，请把数字格式设为“常规”后重新填写。"),
    "cell.faded": FindingKind("error", "文字看不见或看不清", "单元格里的“{text}”看不见或看不清（与底色相同，或字号过小、用了符号字体、设为填充对齐、只显示数据条或图标），无法判断是否应当报送，请改为常用字体的黑色文字，或删除后重新报送。"),
    "cell.unseen": FindingKind("warning", "隐藏的文字", "单元格里有隐藏的文字“{text}”，没有读取，请核实是否应当报送。"),
    "cell.placeholder": FindingKind("warning", "提示文字未替换", "单元格里仍是填写提示，没有填写内容，已按空白处理，请核实。"),
    "cell.stale": FindingKind("error", "公式结果未更新", "单元格公式保存的结果是“{text}”，按公式计算应为“{total}”，请重新计算后直接填写结果。"),
    "cell.comment": FindingKind("info", "单元格有批注", "单元格带有批注“{text}”，批注内容未计入，请阅看。"),
    "cell.struck": FindingKind("error", "文字带删除线", "{what}带有删除线，无法判断是否作废，请删除作废的内容或取消删除线。"),
    "text.illegal-characters": FindingKind("warning", "含非法字符", "文字中含有不显示的控制字符，已去除，请核实。"),
    "text.garbled": FindingKind("warning", "文字有乱码", "文字中有乱码“{text}”，请核实原件后重新填写。"),
    "text.unfilled": FindingKind("warning", "没有填写内容", "“{header}”写着“{text}”，像是模板或系统留下的文字，请核实后填写。"),
    "text.edited": FindingKind("warning", "文字未写定", "“{header}”里有“{text}”，像是修改、批注的痕迹或存疑，请核实后写定。"),
    "text.cut": FindingKind("warning", "文字可能不完整", "“{header}”的末尾是“{text}”，可能没有复制完整，请核实。"),
    "text.number": FindingKind("warning", "文字栏只有数字", "“{header}”只填了“{text}”，可能错填了其他栏的内容，请核实。"),
    "text.elsewhere": FindingKind("warning", "所指内容看不到", "“{header}”只填了“{text}”，合并到汇总表后看不到所指的内容，请直接写明。"),
    "text.too-long": FindingKind("error", "文字过长", "文字共 {length} 字，超过 {limit} 字的上限，请精简。"),
    "text.long": FindingKind("warning", "文字偏长", "文字共 {length} 字，超过 {limit} 字，建议精简。"),
    # ---- answers to supervision cases
    "reply.taken": FindingKind("info", "督办反馈", "整改情况反馈表，已记入督办事项 {number}。"),
    "reply.evidence": FindingKind("info", "督办佐证材料", "随整改情况反馈表收到（或文件名写有编号），作为督办事项 {number} 的佐证材料存档。"),
    "reply.blank": FindingKind("info", "反馈表未填", "整改情况反馈表没有填写内容，未记入督办事项。"),
    "reply.case-unknown": FindingKind("error", "督办编号不存在", "反馈表上的督办编号“{number}”不在督办台账中，未记入，请核对编号（minsheng supervise --all 可查）后重新报送。"),
    # ---- the month as a whole
    "value.corrected": FindingKind("info", "人工更正", "{what}已人工更正为“{value}”（原为{was}；理由：{reason}；{when} 登记）。"),
    "value.correction-lapsed": FindingKind("warning", "人工更正已失效", "{what}曾人工更正为“{value}”（{when} 登记），该单位后来又报送了新的表格，更正不再适用，已按新表采用，请核实。"),
    "value.correction-withdrawn": FindingKind("info", "人工更正已撤销", "{what}曾有人工更正（{was}），已撤销（理由：{reason}；{when} 登记），以单位所报为准。"),
    "value.correction-asleep": FindingKind("info", "人工更正随文件停用", "{what}曾人工更正为“{value}”（{when} 登记），所更正的那份报送已作废，更正一并停用；恢复该文件后重新有效。"),
    "public.person": FindingKind("warning", "公开稿中有个人信息", "{place}中有{what}（{text}），公开稿未生成；请核实后用 minsheng correct 更正该栏，再运行 minsheng report。"),
    "public.left-out": FindingKind("info", "公开稿略去问题和打算", "{place}中“{text}…”起的内容是问题、建议或下一步打算，没有写入公开稿。"),
    "waiver.expired": FindingKind("warning", "豁免已到期", "{whose}“{title}”的豁免已于{until}到期，不再适用，请在豁免清单中删除或延期（理由原为：{reason}）。"),
    "waiver.other-year": FindingKind("info", "其他年度的豁免", "豁免清单中有 {count} 条不是 {year} 年的（{several}），未适用；确属 {year} 年的，请改 until 或加写 year: {year}，不再需要的请删除。"),
    "plan.other-year": FindingKind("info", "其他年度的计划", "进度计划中有 {count} 项不是 {year} 年的（{several}），未使用。"),
    "waiver.unused": FindingKind("info", "豁免未用到", "{whose}“{title}”的豁免本月没有用到（理由：{reason}）。"),
    "month.co-lead-equal": FindingKind("info", "共同牵头投资相同", "“{name}”由{units}共同牵头，填报的完成投资相同（{value} 万元），可能是同一笔，合计只计一次，请核实。"),
    "month.co-lead-figures": FindingKind("warning", "共同牵头指标填数不同", "“{project_name}”的“{name}”由几个单位共同牵头，{values}，不知由谁报数还是应当相加；请核实后在项目清单 {id} 一项写明 lead: 单位名称（由该单位报数）或 lead: together（相加），写一次全年有效。"),
    "month.co-lead-other": FindingKind("info", "非本单位报数的指标", "“{project_name}”的“{name}”由{lead}报数，{values}未计入。"),
    "month.co-lead-sum": FindingKind("info", "共同牵头投资相加", "“{name}”由{units}共同牵头，填报的完成投资不同（{values}），合计为各单位之和，请核实有无重复。"),
}  # fmt: skip


def found(
    code: str,
    where: str | None = None,
    *,
    project: str | None = None,
    field: str | None = None,
    severity: Severity | None = None,
    **facts: object,
) -> Finding:
    """Make the finding of that code; ``facts`` fill its sentence. KeyError when the code is unknown."""
    kind = KINDS[code]
    told = {key: nested(str(fact)) if f"“{{{key}}}" in kind.sentence else fact for key, fact in facts.items()}
    return Finding(code, severity or kind.severity, kind.sentence.format(**told), where, project, field)


def nested(text: str) -> str:
    """Return a text as it stands between quotes: its own become single ones (GB/T 15834-2011, 引号)."""
    return text.replace("“", "‘").replace("”", "’")


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return f"“{nested(text)}”"


def weigh(findings: Iterable[Finding], rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return the findings at the severities asked for, without those that are switched off.

    A waived one stays, with the reason, as a word that asks for nothing. ``rulebook``: as it holds for the unit.
    """
    weighed = []
    for finding in findings:
        if finding.settled:
            weighed.append(finding)
            continue
        waiver = next(
            (w for w in rulebook.waivers if w.rule == finding.code and w.project in (None, finding.project)), None
        )
        severity = rulebook.severities.get(finding.code, finding.severity)
        if waiver is not None:
            weighed.append(finding.settle(f"已豁免：{waiver.reason}，至{waiver.until.label}"))
        elif severity != "off":
            weighed.append(finding if severity == finding.severity else finding.with_severity(severity))
    return tuple(weighed)
