"""The indicators a target text seems to promise: proposals for a person to confirm, never a reading of ours.

新建幼儿园7所 is a target, 其中公办5所 a part of one, 惠及群众3万人 and 预计完工后新增床位500张 stand in the background,
2025年12月, 35—64岁, “15分钟”, 5G and Z7 are no figures at all.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng_cli.nouns import dataclass, replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text import han
from minsheng_cli.text.fold import ungrouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNITS = (
    "人次|户次|场次|件次|家次|例次|班次|课时|车次|平方公里|平方千米|平方米|立方米|公里|千米|平米|公顷|兆瓦|千瓦|公斤|元|%|‰|㎡|"
    "个百分点|车位|床位|米|亩|吨|个|名|户|处|所|条|口|台|部|套|架|张|间|场|次|期|项|座|家|件|辆|只|栋|幢|盏|块|支|组|株|棵|例|人|位|"
    "对|批|门|类|种|艘|眼|头|本|册|堂|段|片|枚|根|层|班|节|道|宗|份|艘|孔|杆|盘|单元|居民|村民"
)
_SCALE = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千"
_NUMBER = compile_when_used(
    rf"(?<![\dA-Za-z.\-—–~～第前])(?P<number>\d{{1,12}}(?:\.\d{{1,6}})?)\s*(?P<scale>{_SCALE})?余?(?P<unit>{_UNITS})?"
    r"(?P<after>及以上|以上|及以下|以下|以内|之内|左右)?"
)
_NO_FIGURE = compile_when_used(
    r"\s*(?:年|月|日|号|届|分钟|小时|岁|周岁|天|时|点|级|度|A级|[A-Za-z]|[-—–~～至到]\s*\d|[./]\d|、\d+(?:年|月|号|级))"
)
_HAN_NUMBER = compile_when_used(
    rf"(?:新建|建成|建设|打造|创建|改造|新增|改建|扩建|建立|设立|举办)([两{han.NUMERALS}])(座|所|条|家|处|个|场)(?!批)"
)
_BEFORE = compile_when_used(
    r"(不少于|不低于|不超过|不高于|不多于|控制在|稳定在|保持在|达到|共计|合计|总计|至少|超过|突破|力争|预计|累计|约|近|超|共|达)$"
)
_CEILINGS = ("以内", "之内", "以下", "及以下", "不超过", "不高于", "不多于", "控制在")
_VERBS = "开展|进行|提供|新建|建设|改造|新增|发放|完成|实施|组织|举办|创建|打造|配备|安装|培训|建成|新发放|推进|整治"
_SCOPE = compile_when_used(rf"(?:对|向|为|面向|针对|在)(?:(?!{_VERBS})[^，,；;。])*$")
_PLACES = compile_when_used(r"镇街|街镇|街道|乡镇|镇乡|镇|乡|社区|村|区县|县区|区域|片区|县|城市|地区")
_BENEFIT = compile_when_used(r"(?:惠及|受益|带动|辐射|覆盖人口|服务人口|受惠)(?:[^，,；;。]*)$")
_LATER = compile_when_used(r"(?:预计|完工后|建成后|投用后|投入使用后|竣工后|远期|规划总?)[^，,；;。]*$")
_OVER_YEARS = compile_when_used(r"分[两二三四五2-5]年|[两二三四五2-5]年内")
_DATED = compile_when_used(r"(?<!\d)(?:1[0-2]|[1-9])月(?:\d{1,2}日|底|末|份)?之?前?|[一二三四]季度")
_HALFWAY = compile_when_used(r"[^，,；;。]{0,6}?(?:完工|封顶|开工|启动|开建)")
_FITTED = compile_when_used(r"[^，,；;。]{1,14}?(?:加装|安装|配备|配置|添置|新增|购置)")
_MONEY = compile_when_used(r"(?:总投资|概算|投资(?:约|共|共计|总额)?|估算|预算|资金)(?:约|为|达|共|共计)?$")
_EXISTING = compile_when_used(r"(?:现有|已有|截至|目前|原有|已建成|已完成)[^，,；;。]*$")
_SHARE = compile_when_used(r"工程量|工作量|形象进度|总体进度|总进度|投资额|年度投资|任务量|总量")
_LEVEL = compile_when_used(
    r"每(?:千|万|百)[^，,]*|人均|户均|(?:累计|总数|人数|总量|保有量|规模|总人数)[^，,]{0,8}达到?$|参保人数"
)
_LEADING = compile_when_used(
    r"^(?:并|且|同时|以及|及|和|与|再|年内|全年|全区|全市|全县|全省|力争|计划|确保|重点|进一步|切实|逐步|加快|推进|实现|完成|开展|实施|进行|组织)+"
)
_PLACES_FIRST = compile_when_used(r"^(?:镇街|街道|乡镇|社区|区县|地区)(?=新建|建设|开展|改造)")
_SHORTEST_NAME = 4
_DONE = compile_when_used(
    r"^(?:年内|全面|力争|确保|按期)?(?:完成|建成|实现|出台|启用|投用|开工|竣工|实施|举办|承办|建立|打造|创建|改善|提升改造)"
)
_GOING_ON = compile_when_used(
    r"^(?:持续|加快|大力|积极|深入|不断|有序)?(?:推进|推动|持续|加强|提升|优化|强化|开展常态化)|^指导"
)
_PENDING = compile_when_used(r"（([^（）]*(?:待定|待下达|待明确))）|([^，,（）]*(?:待定|待下达|待明确))")
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Offer:
    """An indicator as it might be written; ``part_of`` is the place of its total among the offers."""

    kind: str  # quantified, part, background, milestone, pending, ongoing
    name: str
    target: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    measure: str = ""  # "" is cumulative
    part_of: int | None = None
    note: str = ""


@dataclass()
class _Found:
    """A figure with the words around it."""

    sentence: int
    clause: str  # up to the commas around it
    before: str
    after: str
    number: Decimal
    unit: str
    prefix: str
    suffix: str
    inside: bool  # 其中 …
    more: bool  # another figure follows in its clause
    lead_in: str  # the clause before, when that has no figure


def offers(target: str, year: str = "") -> tuple[Offer, ...]:
    """Return what a target text seems to promise, in the order of the text."""
    text = ungrouped(target)
    text = re.sub(r"(?i)m[2²]", "㎡", text).replace("(", "（").replace(")", "）").replace(",", "，").replace(";", "；")
    found: list[_Found] = []
    told: list[tuple[int, Offer]] = []  # (sentence, without figure)
    carried = False
    for number, sentence in enumerate(_sentences(text)):
        here = list(_figures(sentence, number, carried=carried))
        carried = sentence.rstrip().endswith(("其中", "其中:", "其中："))
        if here:
            found += here
        told += ((number, offer) for offer in _without_figures(sentence, figures=bool(here)))
    told = _named_by_what_is_before(told)
    made = _offers(found, year)
    merged = [*((f.sentence, 0, o) for f, o in zip(found, made, strict=True)), *((n, 1, o) for n, o in told)]
    order = sorted(range(len(merged)), key=lambda i: merged[i][:2])
    places = {old: new for new, old in enumerate(order)}
    final = [merged[i][2] for i in order]
    return _named_apart(replace(o, part_of=places[o.part_of] if o.part_of is not None else None) for o in final)


def _named_by_what_is_before(told: list[tuple[int, Offer]]) -> list[tuple[int, Offer]]:
    """打造标准化菜市场。（市级具体任务待定）: what is not yet set is the thing named in the sentence before."""
    out: list[tuple[int, Offer]] = []
    for number, offer in told:
        last = out[-1] if out else None
        if (
            offer.kind == "pending"
            and not offer.name
            and last
            and last[0] == number - 1
            and last[1].kind == "milestone"
        ):
            out[-1] = (last[0], replace(offer, name=last[1].name))
        else:
            out.append((number, offer))
    return out


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"[；;。\n]", text) if s.strip()]


def _figures(sentence: str, number: int, *, carried: bool) -> Iterator[_Found]:
    inside = carried
    depth = 0
    lead_in = ""
    for clause in re.split(r"[，,]", sentence):
        if "其中" in clause:
            inside, depth = (
                True,
                sentence.count("（", 0, sentence.find(clause)) - sentence.count("）", 0, sentence.find(clause)),
            )
        matches = [m for m in _NUMBER.finditer(clause) if _is_figure(m, clause)]
        matches += list(_HAN_NUMBER.finditer(clause)) if not matches else []
        for at, match in enumerate(matches):
            start = matches[at - 1].end() if at else 0
            end = matches[at + 1].start() if at + 1 < len(matches) else len(clause)
            before, after = clause[start : match.start()], clause[match.end() : end]
            if match.re is _HAN_NUMBER:
                before += match[0][:-2]
                value, unit, suffix = Decimal(han.number(match[1]) or 0), match[2], ""
            else:
                value, unit, suffix = (
                    Decimal(match["number"]),
                    (match["scale"] or "") + _measure(match),
                    match["after"] or "",
                )
            if (
                at and "其中" not in before and (cut := re.search(r"[、和及与]", before))
            ):  # what stands before the comma belongs to the figure before
                before = before[cut.end() :]
            if cut := re.search(r"[、和及与](?=[^、]*$)|[、]", after) if at + 1 < len(matches) else None:
                after = after[: cut.start()]
            prefix = _BEFORE.search(before)
            own = inside and ("其中" not in clause or clause.find("其中") < match.start())
            yield _Found(
                number, clause, before[: prefix.start()] if prefix else before, after, value, unit,
                prefix[1] if prefix else "", suffix, own, at + 1 < len(matches), lead_in,
            )  # fmt: skip
        lead_in = "" if matches else clause
        if inside and "）" in clause and (depth or "（其中" in sentence):
            inside = False


def _is_figure(match: re.Match[str], clause: str) -> bool:
    rest = clause[match.end("number") :]
    if _NO_FIGURE.match(rest) or not match["unit"]:
        return False
    if (
        re.search(r"[-—–~～至]\s*$", clause[: match.start()])
        and clause[: match.start()].rstrip("-—–~～至 ")[-1:].isdigit()
    ):
        return False
    if match["unit"] == "个" and rest.startswith("个百分点"):
        return False
    tail = clause[match.end() :]
    # 100米以上医疗卫生机构: a condition, not a promise.
    return not (
        match["after"] in ("以上", "及以上", "以下", "及以下")
        and re.match(r"[一-鿿]", tail)
        and match["unit"] in ("米", "人", "层", "元", "平方米", "户", "张")
        and not re.match(r"(?:的?目标|，)", tail)
        and not re.search(rf"(?:{_VERBS}|达到?|不[少低]于)$", clause[: match.start()])
    )


def _measure(match: re.Match[str]) -> str:
    unit = match["unit"]
    return "人" if unit in ("居民", "村民") else unit


# ---------------------------------------------------------------- what kind of figure


def _offers(found: Sequence[_Found], year: str) -> list[Offer]:
    made: list[Offer] = []
    for place, figure in enumerate(found):
        kind, note = _kind(figure, year)
        made.append(
            Offer(kind, _name(found, place), figure.number, figure.unit, _qualifier(figure), _how(figure), note=note)
        )
    for place, figure in enumerate(found):
        if figure.inside and made[place].kind == "quantified":
            block = [p for p in range(len(found)) if _same_block(found, place, p)]
            whole = _whole(found, made, block)
            if whole is not None:
                made[place] = replace(made[place], kind="part", part_of=whole)
    _sums_before(found, made)
    _steps(found, made)
    return made


def _steps(found: Sequence[_Found], made: list[Offer]) -> None:
    """3月底前建成2家；6月底前建成4家；9月底前建成7家: what is reached on the way is no target of its own."""
    promised = [p for p, offer in enumerate(made) if offer.kind == "quantified"]
    dated = {p for p in promised if _DATED.search(found[p].lead_in + found[p].before)}
    for place in dated:
        figure = found[place]
        same = [p for p in promised if found[p].unit == figure.unit and p != place]
        whole = any(p not in dated and found[p].number >= figure.number for p in same)
        later = any(p > place and found[p].number > figure.number and _bare_step(found[p]) for p in dated & {*same})
        before = any(p < place and found[p].number < figure.number for p in dated & {*same})
        if (_bare_step(figure) and (later or (whole and before))) or (whole and _HALFWAY.match(figure.after)):
            made[place] = replace(made[place], kind="background", note="节点数")


def _bare_step(figure: _Found) -> bool:
    """Whether nothing is named that is counted: 6月底前建成4家."""
    return len(figure.after.strip()) < 2 and len(re.split(r"[：:]", _DATED.sub("", figure.before))[-1].strip()) <= 4  # noqa: PLR2004


def _same_block(found: Sequence[_Found], one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return all(found[p].inside and found[p].unit == found[one].unit for p in range(low, high + 1))


def _whole(found: Sequence[_Found], made: Sequence[Offer], block: Sequence[int]) -> int | None:
    """Return the total the parts of a block belong to: one in their unit, that they add up to, else the nearest."""
    unit, total = found[block[0]].unit, sum(found[p].number for p in block)
    before = [
        p for p in range(block[0] - 1, -1, -1)
        if found[p].unit == unit and not found[p].inside and made[p].kind == "quantified"
        and found[block[0]].sentence - found[p].sentence <= 1
    ]  # fmt: skip
    exact = next((p for p in before if found[p].number == total), None)
    return exact if exact is not None else next((p for p in before if found[p].number >= total), None)


def _sums_before(found: Sequence[_Found], made: list[Offer]) -> None:
    """玉峰山镇2处、茨竹镇1处、大盛镇1处共计4处: what stands before 共计 are its parts."""
    for place, figure in enumerate(found):
        if figure.prefix not in ("共计", "合计", "总计", "共"):
            continue
        parts, total = [], Decimal(0)
        for p in range(place - 1, -1, -1):
            if found[p].sentence != figure.sentence or found[p].unit != figure.unit or made[p].kind != "quantified":
                break
            parts.append(p)
            total += found[p].number
            if total >= figure.number:
                break
        if len(parts) > 1 and total == figure.number:
            for p in parts:
                made[p] = replace(made[p], kind="part", part_of=place)


def _kind(figure: _Found, year: str) -> tuple[str, str]:
    """Return quantified, or background or ongoing and why."""
    before = figure.before + figure.prefix
    later = [int(y) for y in re.findall(r"(20\d\d)年", figure.clause)]
    served = figure.after.lstrip("居村民群众").startswith("提供")
    grounds = (
        ("投资数", figure.unit.endswith("元") and _MONEY.search(before)),
        ("受益面", _BENEFIT.search(before) or re.match(r"[^，]{0,6}(?:受益|受惠)", figure.after)),
        ("不是本年目标", _LATER.search(before) or (year and later and min(later) > int(year))),
        ("原有数", _EXISTING.search(before)),
        ("不是一年的目标", _OVER_YEARS.search(before)),
        ("服务范围", served and figure.unit.endswith("人") and re.search(r"辖区|片区|周边|沿线|常住", before)),
        ("实施范围", _SCOPE.search(before) and _only_where(figure, before)),
        ("实施范围", figure.more and not _bare(before) and _FITTED.match(figure.after)),
        ("每处的数", re.search(r"(?:各|均)$", before)),
    )
    why = next((note for note, ground in grounds if ground), "")
    if why:
        return "background", why
    going_on = re.match(r"(?:加快|持续|大力|有序|深入)?(?:推进|推动)", figure.clause.strip())
    return ("ongoing", f"原文为“{going_on[0]}”") if going_on else ("quantified", "")


def _only_where(figure: _Found, before: str) -> bool:
    """Whether a figure after 对, 在, 为 only says where or for whom: 在13个镇街, 对10类群体发放80亿元."""
    place = re.search(r"在[^，]*$", before) and _PLACES.match(figure.after)
    if figure.after.endswith(("各", "均")):  # 为25个卫生室配备设备各1套: the 25 are what is promised
        return False
    if place or "全覆盖" in figure.after or figure.unit == "类":
        return True
    return figure.more and not figure.after.startswith(("开展", "进行"))


def _qualifier(figure: _Found) -> str:
    if figure.suffix:
        return {"及以上": "以上", "及以下": "以下", "之内": "以内"}.get(figure.suffix, figure.suffix)
    if figure.prefix in ("力争", "预计") or not figure.prefix:
        if figure.prefix:
            return figure.prefix
        return "累计" if "累计" in figure.before else ""
    return figure.prefix


def _how(figure: _Found) -> str:
    before = figure.before
    if figure.unit.endswith("%"):
        return "share" if _SHARE.search(before) else "rate"
    if _LEVEL.search(before + figure.prefix) and (
        figure.prefix in ("达", "达到", "稳定在", "保持在") or "每" in before
    ):
        return "level"
    return ""


# ---------------------------------------------------------------- names


def _name(found: Sequence[_Found], place: int) -> str:
    """Return what is counted, in the text's own words: what stands around the figure, without lists of places."""
    figure = found[place]
    before, after = _bare(figure.before), _tidy(re.split(r"（?其中", figure.after)[0])
    if after and (before.endswith("等") or before.count("、") > 1):  # 甲路、乙路等3条未贯通道路
        verb = re.match(r"(?:打通|新建|建成|改造|整治|创建|打造)", before)
        name = (verb[0] if verb else "") + after
    elif (listed := re.search(r"、.*等(?![级次待额候])(.{4,})$", before)) is not None:
        name = _PLACES_FIRST.sub("", listed[1]) + after
    else:
        name = re.sub(r"^为(?=提供)", "", before + _BEFORE.sub("", after))
    if not name and place and found[place - 1].sentence == figure.sentence:
        name = _name(found, place - 1) + ("面积" if figure.unit.endswith(("平方米", "㎡", "亩")) else "")
    elif len(name) < _SHORTEST_NAME and figure.lead_in:
        name = _bare(figure.lead_in) + (f"（{name}）" if name else "")
    return (name or figure.clause.strip())[:_LONGEST_NAME]


def _bare(text: str) -> str:
    """Return words without what leads up to them: 完成, 年内, 其中."""
    words = re.split(r"其中[：:]?", text)[-1].strip(" \u3000、：:（")
    match = _LEADING.match(words)
    return _tidy(words[match.end() :] if match else words)


def _tidy(text: str) -> str:
    words = text.strip(" \u3000、：:和及与的")
    if words.count("（") > words.count("）"):
        words = words.rpartition("（")[0] or words.strip("（")
    if words.count("（") < words.count("）"):
        words = words.replace("）", "")
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    return words.strip(" \u3000、")


def _named_apart(made: Iterator[Offer]) -> tuple[Offer, ...]:
    seen: dict[str, int] = {}
    out = []
    for offer in made:
        seen[offer.name] = seen.get(offer.name, 0) + 1
        again = seen[offer.name] > 1
        out.append(replace(offer, name=f"{offer.name}（{offer.unit or seen[offer.name]}）") if again else offer)
    return tuple(out)


# ---------------------------------------------------------------- promises without a figure


def _without_figures(sentence: str, *, figures: bool) -> Iterator[Offer]:
    """Yield what is promised without a number: 待定, a thing done, a duty that goes on."""
    pending = _PENDING.search(sentence)
    if pending:
        name = _bare(_PENDING.sub("", sentence))
        yield Offer("pending", name[:_LONGEST_NAME], qualifier=(pending[1] or pending[2]).strip())
        return
    words = sentence.strip(" \u3000、")
    if not figures and _GOING_ON.match(words):
        yield Offer("ongoing", words[:_LONGEST_NAME])
        return
    for place, clause in enumerate(words.split("，")):
        done = _DONE.match(clause) if not place or not clause.startswith(("改善", "提升")) else None
        if (
            done
            and len(clause) - done.end() >= _SHORTEST_NAME
            and not any(_is_figure(m, clause) for m in _NUMBER.finditer(clause))
        ):
            verb = re.match(r"(?:年内|全面|力争|确保|按期)?(?:完成|实现|实施)", clause)
            name = clause[verb.end() :] if verb else clause
            yield Offer("milestone", name[:_LONGEST_NAME], note=verb[0] if verb else "")
