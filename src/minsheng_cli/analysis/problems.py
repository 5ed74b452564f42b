"""卡点问题 told apart, and told again: what a unit's 存在的问题 holds, and which of it was there before.

A text is split where its writer numbered it, else by paragraph and sentence. Two texts are the same problem when
enough of what they are about is the same, however worded; the match says on what it rests. Only problems of one project
and one lead unit are ever held against each other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import exp

from minsheng_cli.analysis.prose import says_nothing, skeleton

_ENUMERATED = re.compile(
    r"(?:^|(?<=[\n。；;：:]))\s*(?:"
    r"[（(]?[0-9]{1,2}[)）]|[0-9]{1,2}[.．、](?![0-9])|[①-⑳]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,2}、"
    r"|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[-·•●◆]\s*)\s*[，,、：:]?"
)
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_CONTINUES = re.compile(
    r"^(?:建议|恳请|请求|请|需|拟|望|希望|目前|现|现已|当前|导致|致使|造成|影响|因此|因而|故|从而|为此|下一步|下步|已|正|"
    r"其中|该|此|主要|原因|计划|预计|将|待|并|且|同时(?:建议|恳请)|但|由于|亟需|急需|须|尚需|对此)"
)
_ASKS = re.compile(r"(?:建议|恳请|请求|望|希望|提请|请(?!示)|需(?:要)?(?:区|市|上级|街道|相关|协调))")
_SOLVED = re.compile(
    r"(?:已(?:经)?(?:全部|基本|得到|全面|圆满|妥善|协调)*"
    r"(?:解决|化解|到位|落实|办结|批复|完成|消除|打通|协调|处理|拨付|下达|移交|补齐|腾退|签订)"
    r"|问题(?:已)?(?:销号|清零|解决)|(?:得到|予以)(?:有效|妥善|圆满)?解决|不再存在)"
)
_UNSOLVED = re.compile(
    r"(?:未(?:能|得到|完全|全部)?|没有|尚未|仍未|仍|无法|不能|难以|有待|待|需|部分|预计|计划|拟|力争|逐步|正在?)[^，。；]{0,8}"
    r"(?:解决|化解|到位|落实|办结|批复|完成|消除|协调|拨付|下达|移交|签订)"
)
_STOP = re.compile(
    r"示例|部分|目前|当前|现阶段|存在|问题|困难|较为|比较|较|很|十分|非常|仍然|依然|仍|还|尚|有待|需要|需|进一步|加强|相关|有关|"
    r"项目|工作|工程|进行|开展|推进|推动|影响|导致|造成|后续|进度|进展|情况|方面|由于|因为|因|等|的|了|在|对|与|和|及|为|是|致使|"
    r"原因|主要|区级|层面|建议|恳请|协调解决|帮助|支持|予以|给予|一定|程度|上|中|内|后"
)
_WORDS = """
拆 征收拆迁 征地拆迁 征收拆迁 拆迁征收 房屋征收 土地征收 征拆 拆迁 征迁 征地 征收 腾退
资 资金 资金缺口 资金不足 资金短缺 资金紧张 经费不足 经费短缺 经费紧张 缺少资金 缺乏资金 缺资金
资 资金 配套资金 专项资金 补助资金 上级资金 财政资金 资金 经费 款项 拨款 购置款 工程款 补助款 款 费用 预算 投入
拨 - 拨付 拨下来 拨下 到账 到位 拨 下拨
价 价格 价格上涨 涨价 成本增加 成本上升 成本偏高 费用高 造价 单价 上涨 涨幅 加价 报价
数 系统数据 数据 接口 系统 平台 对接 共享 打通 录入 回流
危 房屋安全 危房 鉴定 隐患 结构 承重 安全
车 交通 交通 车辆 停车 车位 拥堵 通行
医 医护 医生 村医 医护 护士 药品 就诊
校 学校学生 学生 教师 师生 校园 课程 招生
老 老人 老年人 老人 老龄 老龄化 高龄 长者
残 残疾人 残疾人 残疾 康复 无障碍
污 环境 污水 淤泥 底泥 污染 垃圾 异味 黑臭 投放 混投
水 供水 水压 水源 供水 停水 漏损 水质 管护
电 用电 供电 用电 电力 转供电 电费 充电
知 知晓参与 知晓率 知晓 报名 参与率 宣传 习惯 意识 观念
位 点位选址 选址 位置 点位
管 管线管网 管线迁改 管网迁改 管线迁移 杆线迁改 杆线迁移 管线搬迁 管网迁移 管线改迁 管线 杆线 管道 管网
地 用地场地 用地手续 用地审批 用地报批 土地手续 土地报批 用地指标 建设用地 用地 土地 选址 场地 点位选址
批 审批手续 审批 报批 批复 许可 核准 备案 立项 手续 前期手续 审查
民 - 居民 群众 业主 住户 村民 家长 商户 百姓 农户 物业
愿 群众意愿 意见不统一 意愿不高 意愿不强 意见不一致 不同意 反对 不配合 不支持 阻工 阻挠 分歧 抵触 积极性不高 参与度不高
愿 群众意愿 意愿 诉求 矛盾 拒绝 抵制 顾虑 担心 不愿 不肯 签字 投诉 抱怨 争议 信访 遮光 采光
员 人员力量 人手不足 人员不足 人员紧缺 人员短缺 缺编 编制不足 力量不足 师资不足 缺人 人才短缺 专业人员 师资 人手 人员
员 人员力量 力量 队伍 人才 人力 招聘 招不到 流失 无人 缺口人员 编制 值守 后继乏人 工作人员
天 天气 汛期 降雨 雨季 暴雨 高温 天气 雨水 气候 酷暑 连续阴雨 极端天气
标 招标采购 招标 采购 采购流程 招投标 比选 流标 挂网 投标 中标 发包
货 设备材料 设备 材料 物资 器材 供货 到货 货源 交货 采购周期
图 设计 设计变更 设计方案 施工图 图纸 方案设计 初设 规划方案 设计
权 权属 权属 产权 归属 不动产 确权
验 验收移交 验收 竣工 移交 结算 决算
达 任务下达 任务未下达 指标未下达 任务尚未下达 任务待定 尚未明确任务 下达
面 作业面 施工作业面 作业面 施工条件 施工空间 场地狭窄 交通组织 交通导改 占道
工 用工 劳动力 工人 施工人员 用工 施工方 施工单位 施工企业 中标单位 班组
缓 - 不到位 未到位 没有到位 到位率低 拨付慢 未拨付 未下达 迟迟未下 没有下达 拨付滞后 滞后 缓慢 较慢 慢 偏慢 迟缓 不快
缺 - 缺口 不足 短缺 紧缺 紧张 缺乏 不够 匮乏 偏少 较少
难 - 难度大 困难大 难度较大 难 不易 不顺 受阻 卡住 阻力大 阻力
协 - 沟通 协调 衔接 对接 协商 会商
"""
"""The many words for one thing: a letter that stands for it, the topic it makes (``-``: none), the words."""

_LINES = [line.split() for line in _WORDS.strip().splitlines()]
_TOPICS = {letter: topic for letter, topic, *_ in _LINES if topic != "-"}
_LETTER_OF = {word: letter for letter, _, *words in _LINES for word in words}
_KNOWN = re.compile("|".join(sorted(_LETTER_OF, key=len, reverse=True)))
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:街道|镇|村|社区|小学|中学|幼儿园|水库|水厂|公园|大桥|医院)")
_NO_PLACE = re.compile(r"[个处所座条本该各全几数]|老旧|农村|部分|涉及|相关|有关|城镇|乡镇|其余|剩余|改造|建设|新建")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?[万亿]?[\u4e00-\u9fff]")
_SPLIT_PLACES = re.compile(r"[、和及与，。；：]|位于|其中|涉及|因为|由于|关于")
SAME = 0.2
"""How alike two texts must be to be one problem, 0 to 1."""

_WEIGHTS = (0.98, 0.84, 1.28, 1.16, 0.56, -1.49, 1.8, 0.44, 0.44, 0.11, 1.27, 3.36)
_BIAS = -3.45
"""Of the features in ``likeness``, as a logistic regression found them on 378 pairs (tests/data, set "dev")."""
_ENOUGH, _MANY = 6, 8  # two-letter stretches, and letters, in common beyond which more prove nothing


@dataclass(frozen=True, slots=True)
class Said:
    """One problem as a unit wrote it in one month."""

    text: str  # what is wrong
    ask: str = ""  # what the unit asks for or suggests, if it says so
    solved: bool = False  # the text itself says that it is solved


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two texts are, and why."""

    score: float  # 0 to 1
    why: str


def split(text: str | None) -> tuple[Said, ...]:
    """Split a 存在的问题 cell into problems; () when it says that there are none."""
    if text is None or says_nothing(text):
        return ()
    starts = list(_ENUMERATED.finditer(text))
    parts: list[str] = []
    if starts and (len(starts) > 1 or not text[: starts[0].start()].strip()):
        ends = [m.start() for m in starts[1:]] + [len(text)]
        parts = [text[m.end() : end] for m, end in zip(starts, ends, strict=True)]
    else:
        for sentence in _SENTENCE.findall(text):
            bare = sentence.strip()
            if parts and (_CONTINUES.match(bare) or len(skeleton(bare)) < 4):  # noqa: PLR2004 - a tail, no sentence
                parts[-1] += bare
            elif bare:
                parts.append(bare)
    return tuple(said for part in parts if (said := _said(part.strip())) is not None)


def _said(part: str) -> Said | None:
    if says_nothing(part) or not skeleton(part):
        return None
    sentences = [s.strip() for s in re.findall(r"[^。；;，,\n]+[。；;，,\n]?", part) if s.strip()]
    first_ask = next((i for i, s in enumerate(sentences) if i and _ASKS.match(s)), len(sentences))
    told, ask = "".join(sentences[:first_ask]), "".join(sentences[first_ask:])
    told = told.rstrip("，,；;。 \n")
    return Said(told, ask.rstrip("；;。 \n"), solved=says_solved(part))


def says_solved(text: str) -> bool:
    """Whether a text says that something is solved, and does not take it back."""
    return bool(_SOLVED.search(text)) and not _UNSOLVED.search(text)


def likeness(one: str, other: str, about: str = "") -> Match:
    """Hold two problems of one project against each other.

    ``about``: the project's name, whose words tell nothing apart: every problem of the project may use them.
    """
    first, second = skeleton(one), skeleton(other)
    if first == second:
        return Match(1.0, "文字相同" if one == other else "只有日期、数字不同")
    if _elsewhere(one, other):
        return Match(0.0, "所指地点不同")
    known = skeleton(about)
    plain_a, plain_b = _STOP.sub("", first), _STOP.sub("", second)
    whole_a, whole_b = _pairs(plain_a), _pairs(plain_b)
    a, b = whole_a - _pairs(known), whole_b - _pairs(known)
    essence_a, essence_b = set(_essence(first)) - set(known), set(_essence(second)) - set(known)
    topics_a, topics_b = essence_a & _TOPICS.keys(), essence_b & _TOPICS.keys()
    shared = topics_a & topics_b
    features = (
        _overlap(a, b),
        _dice(a, b),
        _overlap(essence_a, essence_b),
        _dice(essence_a, essence_b),
        len(shared) / len(topics_a | topics_b) if shared else 0.0,
        float(bool(topics_a and topics_b and not shared)),
        min(len(a & b), _ENOUGH) / _ENOUGH,
        float(bool(shared)),
        float(bool(_figures(one) & _figures(other))),
        float(bool({f[-1] for f in _figures(one)} & {f[-1] for f in _figures(other)})),
        _overlap(whole_a, whole_b),
        min(len(set(plain_a) & set(plain_b)), _MANY) / _MANY,
    )
    evidence = _BIAS + sum(weight * feature for weight, feature in zip(_WEIGHTS, features, strict=True))
    return Match(round(min(1 / (1 + exp(-evidence)), 0.99), 2), _why(first, second, shared))


def _essence(text: str) -> str:
    """Return a text with the many words for one thing made one, and without what every such text says."""
    folded = unicodedata.normalize("NFKC", text)
    parts, end = [], 0
    for match in _KNOWN.finditer(folded):
        parts += [_STOP.sub("", folded[end : match.start()]), _LETTER_OF[match[0]]]
        end = match.end()
    return "".join((*parts, _STOP.sub("", folded[end:])))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or set(text)


def _figures(text: str) -> set[str]:
    """Return the numbers of a text, each with what it counts: 45万元 as 45万元."""
    return set(_FIGURE.findall(text))


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _elsewhere(one: str, other: str) -> bool:
    """Whether both name places and none of them in common."""
    a, b = _places(one), _places(other)
    return bool(a and b) and not any(x in y or y in x for x in a for y in b)


def _places(text: str) -> set[str]:
    found = (place for part in _SPLIT_PLACES.split(text) for place in _PLACE.findall(part))
    return {place for place in found if not _NO_PLACE.search(place)}


def _why(first: str, second: str, topics: set[str]) -> str:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for what is told

    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    common = [first[b.a : b.a + b.size] for b in sorted(blocks, key=lambda b: -b.size) if b.size > 1][:3]
    if common:
        return f"都提到“{'”“'.join(common)}”"
    return f"说的都是{'、'.join(_TOPICS[t] for t in sorted(topics))}" if topics else "用词相近"
