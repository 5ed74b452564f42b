"""What is written around the table: title, month, unit of money above it, who answers for it below.

Pure. Source: the small print and the footer 单位主要负责人／填表人 of Attachment 2, and what people make of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli import form_spec
from minsheng_cli.model import Located
from minsheng_cli.model.returns import VALUELESS
from minsheng_cli.nouns import replace
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from minsheng_cli.form.reading.sheets import Sheet
    from minsheng_cli.model import CellKind

_MOST_PRINT = 60  # texts above a table that are looked at
_LONGEST_PRINT = 400  # characters of such a text
_SHORT = 20  # characters of a cell that may stand beside a signature
_UNSEEN: tuple[CellKind, ...] = ("faded", "contested")  # kinds of cells whose words nobody sees, or others instead
_WORD = compile_when_used(r"[A-Za-z]{2}|[\u3400-\u9fff]")  # a figure alone says nothing of the others, a mark neither
_KEY = form_spec.bare_header(form_spec.KEY_HEADER)

_COLON = "[:：﹕︰∶]"
_TITLE = compile_when_used(r"情况(?:统计|汇总|填报|报送)?表|实事")
_MONTH_LABEL = compile_when_used(
    rf"(?:{form_spec.MONTH_LABEL}|填[表报]月份|报送月份|统计月份|所属月份|月\s*份)\s*(?:{_COLON}|$)"
)
_MONTH = compile_when_used(
    r"\d\s*月|[一二三四五六七八九十元]月|20\d\d\s*[-./年]\s*[01]?\d|20\d\d[01]\d(?!\d)|[０-９]\s*月"
)
_DAY = compile_when_used(
    r"填[表报](?:日期|时间)|报送(?:日期|时间)|打印|制表(?:日期|时间)|截[至止]|月\s*\d{1,2}\s*[日号]"
)
_MONEY_WORDS = rf"(?:人民币)?\s*((?:{form_spec.SCALES})?元|亿|(?<![百千十])万)"
_MONEY = compile_when_used(
    rf"单\s*位\s*(?:{_COLON}|均?为|是)?\s*(?:[^\s:：）)]{{0,6}}[、,，/])?\s*{_MONEY_WORDS}(?:[(（]人民币[)）])?(?![^\s、,，;；。）)\]】〕」》”\"])"
)
_MONEY_SAID = compile_when_used(  # 以下金额均以元为单位, 计价：亿元, 投资单位（元）
    rf"(?:单\s*位|金额|投资|计价|货币)[^\d，,。；;\n]{{0,8}}?[（(“\"]?\s*{_MONEY_WORDS}"
    r"(?=[）)】〕”\"\s、,，;；。/]|计|为|填|列|$)"
)
_MONEY_LABEL = compile_when_used(rf"(?:计量|金额|货币)?单\s*位\s*{_COLON}")
_MONEY_ALONE = compile_when_used(rf"{_MONEY_WORDS}\s*(?:人民币)?")
_MONEY_BRACKETED = compile_when_used(rf"[（(]\s*{_MONEY_WORDS}\s*[)）]")
_FOREIGN_MONEY = compile_when_used(
    rf"(?:{form_spec.SCALES})?(?:[美欧日港澳加韩]元|[美欧日港澳]币|美金|港纸|英镑)|(?:US|HK)?\$|€|£|USD|EUR|JPY|HKD"
)


class Label(NamedTuple):
    """A label found in a text, and what follows it there."""

    field: str  # "head", "preparer", or "" for a label of something else
    rank: int  # 0 is the printed label; higher is a looser alias
    shared: bool  # also said of a project (负责人), so it only counts where no project stands
    value: str


class Signature(NamedTuple):
    """A signature, and the rank of the label it was found by (0 is the printed one)."""

    rank: int
    located: Located


# ---------------------------------------------------------------- above the table


def small_print(sheet: Sheet, rows: Iterable[int]) -> tuple[Located, ...]:
    """Return every text of these rows that a reader sees, in reading order."""
    texts: list[Located] = []
    for row in rows:
        for col in sheet.own(row):
            if len(texts) == _MOST_PRINT:
                return tuple(texts)
            cell = sheet.located(row, col)
            if cell.text and len(cell.text) <= _LONGEST_PRINT and cell.kind not in _UNSEEN:
                texts.append(cell)
    return tuple(texts)


def unseen(sheet: Sheet, entered: Collection[int]) -> Iterator[Located]:
    """Yield the words around a table that nobody sees: none of them is taken for a title, a unit or a note.

    ``entered``: rows of projects, whose cells are asked one by one.
    """
    faded = {at: sheet.text(*at) for at in sheet.of_kinds(_UNSEEN)}
    for (row, col), text in sorted((sheet.unseen | faded).items())[:_MOST_PRINT]:
        if row not in entered and _WORD.search(text) and form_spec.bare_header(text) != _KEY:
            yield Located(text, sheet.ref(row, col))


def title(texts: Sequence[Located]) -> Located | None:
    """Return the text that is the table's title, or None."""
    return next((t for t in texts if _TITLE.search("".join(t.text.split()))), None)


def month_line(texts: Sequence[Located]) -> Located | None:
    """Return the text that best says the month: one with a month label, else a month alone, else a full date."""
    for at, text in enumerate(texts):
        if _MONTH_LABEL.search(text.text):
            if _MONTH.search(text.text):
                return text
            beside = texts[at + 1] if at + 1 < len(texts) else None
            if beside is not None and _row(beside) == _row(text) and _MONTH.search(beside.text):
                return replace(beside, text=f"{text.text}{beside.text}")  # even a day says a month there: 2025-03-31
    months = [t for t in texts if _MONTH.search(t.text)]
    return next((t for t in months if not _DAY.search(t.text)), months[0] if months else None)


def _row(located: Located) -> str:
    match = re.search(r"\d+$", located.ref)
    return match[0] if match else ""


def money_units(texts: Sequence[Located]) -> Iterator[tuple[str, Located]]:
    """Yield what the small print says amounts are in (元, 万元, 亿元 …) and where, each time it does."""
    for at, text in enumerate(texts):
        units = _money_units(text.text)
        if not units and at and _MONEY_LABEL.fullmatch(texts[at - 1].text) and _row(texts[at - 1]) == _row(text):
            match = _MONEY_ALONE.fullmatch(text.text)
            units = (_in_yuan(match[1]),) if match else ()
        for unit in units:
            yield unit, text


@remembered
def _money_units(text: str) -> tuple[str, ...]:
    said = text.translate(form_spec.TRADITIONAL)
    units = _MONEY.findall(said) or _MONEY_SAID.findall(said)
    match = None if units else _MONEY_BRACKETED.fullmatch(said.strip())
    return tuple(map(_in_yuan, units or ([match[1]] if match else ())))


@remembered
def money_word(text: str) -> str | None:
    """Return the unit of money (元, 万元 or a foreign one) when the text is nothing else, otherwise None."""
    word = "".join(text.split()).strip("（）()").translate(form_spec.TRADITIONAL)
    match = _MONEY_ALONE.fullmatch(word)
    return _in_yuan(match[1]) if match else word if _FOREIGN_MONEY.fullmatch(word) else None


def _in_yuan(word: str) -> str:
    return word if word.endswith("元") else f"{word}元"


_OTHER_UNIT = compile_when_used(r"[%％‰户个名人处所项套座台件吨亩㎡]|人次|公里|米|平方米|立方米|m2|公顷|百分比")


def is_other_unit(header: str, text: str) -> bool:
    """Whether a column headed 单位 beside an amount holds a unit that is not of money: %, 户, 公里."""
    return form_spec.bare_header(header) in _UNIT_HEADERS and _OTHER_UNIT.fullmatch("".join(text.split())) is not None


_UNIT_HEADERS = ("单位", "计量单位", "金额单位")
_UNIT_LABEL = compile_when_used(rf"(?:填[表报]|报送|上报)单位\s*(?:[(（][^()（）]{{0,12}}[)）])?\s*{_COLON}")


def is_print(text: str) -> bool:
    """Whether a text is small print from above a table, that is, begins with a label of the unit or the month."""
    return len(text) <= _LONGEST_PRINT and bool(_UNIT_LABEL.match(text) or _MONTH_LABEL.match(text))


# ---------------------------------------------------------------- below the table


def _spaced(word: str) -> str:
    """Return a pattern for the word that also meets it spread out: 填 表 人."""
    return r"\s*".join(map(re.escape, word))


_NAMES = {
    label: (field, rank)
    for field, labels in (
        ("head", (form_spec.HEAD_LABEL, *form_spec.HEAD_ALIASES)),
        ("preparer", (form_spec.PREPARER_LABEL, *form_spec.PREPARER_ALIASES)),
    )
    for rank, label in enumerate(labels)
}
_SHARED = frozenset({"负责人", "审核人", "经办人"})
_OTHER = (
    "单位分管负责人", "分管负责人", "分管领导", "联系电话", "联系方式", "电话号码", "手机号码", "电话", "手机",
    "填表日期", "填报日期", "填表时间", "填报时间", "报送日期", "报送时间", "审核日期", "审核时间", "日期", "时间",
    "填表人电话", "填报人电话", "负责人电话", "填报单位", "报送单位", "单位盖章", "单位公章", "盖章", "公章", "审核",
    "复核人", "联系人", "签字", "签名", "单位",
)  # fmt: skip
_LABEL = compile_when_used(
    rf"(?P<label>{'|'.join(_spaced(w) for w in sorted((*_NAMES, *_OTHER), key=len, reverse=True))})"
    rf"\s*(?:[(（][^()（）]{{0,12}}[)）])?\s*(?:{_COLON}|(?=\s)|$)"
)
_REMARK = compile_when_used(r"[(（]\s*(?:签\s*[字名章]|盖\s*章|公\s*章|手\s*签)[^()（）]{0,8}[)）]")
_ADDED = compile_when_used(r"(?<=[\u3400-\u9fff])\s*[(（](?=[^()（）]*(?:[:：]|$))")  # 李四（投资单位：亿元）
_NEXT_LABEL = compile_when_used(r"\s[^\s:：]{2,10}\s*[:：]")  # 张三  科室负责人：王五
_DATED = compile_when_used(r"\s{2,}(?=20\d\d|[二０２\d])|\s+(?=20\d\d\s*[-./年])")  # 李四    2025年4月25日
_FILLER = " \t\n\u3000\xa0_＿—–、,，;；。.·…"
_NOT_WORD_BEFORE = compile_when_used(r"[\u4e00-\u9fffA-Za-z]$")
_WHO = compile_when_used(r"[A-Za-z\u3400-\u9fff/]")


@remembered
def labels(text: str) -> tuple[str, tuple[Label, ...]]:
    """Return what stands before the first footer label of a text, and each label with what follows it."""
    if len(text) > _LONGEST_PRINT:
        return text, ()
    marks = [m for m in _LABEL.finditer(text) if _stands_alone(text, m)]
    if not marks:
        return text, ()
    ends = [m.start() for m in marks[1:]] + [len(text)]
    found_labels: list[Label] = []
    for mark, end in zip(marks, ends, strict=True):
        word = "".join(mark["label"].split())
        field, rank = _NAMES.get(word, ("", 0))
        found_labels.append(Label(field, rank, word in _SHARED, _value(text[mark.end() : end])))
    return text[: marks[0].start()], tuple(found_labels)


def _stands_alone(text: str, mark: re.Match[str]) -> bool:
    """Return whether a label is not the tail of a longer word (项目负责人), nor the start of a sentence."""
    word = "".join(mark["label"].split())
    before = text[: mark.start()]
    if word not in _SHARED and re.search(_COLON, mark[0]):
        return True  # 张三填表人：李四
    return _NOT_WORD_BEFORE.search(before) is None


def _value(text: str) -> str:
    """Return a signature without placeholders such as ____ or （签字）, and without what was added in brackets."""
    said = _ADDED.split(_NEXT_LABEL.split(_REMARK.sub("", text), maxsplit=1)[0], maxsplit=1)[0].strip(_FILLER)
    return _DATED.split(said, maxsplit=1)[0].strip(_FILLER)


def is_footer(sheet: Sheet, row: int, *, numbered: bool) -> bool:
    """Return whether a row is the footer: a signature's label, and no project. ``numbered``: it has a 序号."""
    columns = sheet.own(row)
    found_labels = [labels(sheet.text(row, c))[1] for c in columns]
    signing = [label for cell in found_labels for label in cell if label.field]
    if not signing:
        return False
    if found_labels[0]:
        return len(columns) > 1 or any(not label.shared for label in signing) or columns[0] == 1
    bare = [sheet.text(row, c) for c, cell in zip(columns, found_labels, strict=True) if not cell]
    return not numbered and any(not s.shared for s in signing) and all(len(text) <= _SHORT for text in bare)


def signatures(sheet: Sheet, rows: Iterable[int]) -> dict[str, Signature]:
    """Return "head" and "preparer" as far as these rows have them; the printed label wins over an alias.

    A label without a name gives an empty text: the place is there, the name is not.
    """
    best: dict[str, Signature] = {}
    for row in rows:
        for field, signature in _row_signatures(sheet, row):
            known = best.get(field)
            order = (signature.rank, not signature.located.text)  # 审核人 never fills in for an empty 主要负责人
            if known is None or order < (known.rank, not known.located.text):
                best[field] = signature
    return best


def _row_signatures(sheet: Sheet, row: int) -> list[tuple[str, Signature]]:
    """Return a row's signatures, the name beside the label's cell included."""
    done: list[tuple[str, Signature]] = []
    waiting: Label | None = None  # a label at the end of its cell, without a name
    for col in sheet.own(row):
        cell = sheet.located(row, col)
        before, found_labels = labels(cell.text)
        name = _value(before)
        if waiting is not None and (cell.kind in VALUELESS or (name and _WHO.search(name))):
            done[-1] = (waiting.field, Signature(waiting.rank, Located(name, cell.ref, cell.kind, cell.formula)))
            waiting = None
        signing = (label for label in found_labels if label.field)
        kind = cell.kind if cell.kind in VALUELESS else "text"
        done.extend((label.field, Signature(label.rank, Located(label.value, cell.ref, kind))) for label in signing)
        if found_labels:
            last = found_labels[-1]
            waiting = last if last.field and not last.value else None
    return done
