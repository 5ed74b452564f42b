"""What a unit wrote this month beside what it wrote last: phrase by phrase, and whether anything moved at all."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng_cli.model import Movement

_WHAT = (
    "存在|任何|明显|突出|重大|其他|其它|新的|新增|需要|无?需|须|区级|区里|市级|上级|层面|政府|部门|统筹|研究|协调|解决|帮助|支持|"
    "困难|问题|卡点|堵点|难点|痛点|情况|事项|[的及和与或等]"
)
_NOTHING = compile_when_used(
    r"(?:目前|当前|现阶段|现|本月|截至|暂时|该|本|项目|工作|均|也|都|暂)*"
    rf"(?:[暂尚]?无|没有(?!解决|协调|得到)|不存在|(?:暂|尚)?未(?:发现|存在|出现))(?P<what>(?:{_WHAT})*)"
)
_NOUN = compile_when_used("困难|问题|卡点|堵点|难点|痛点|情况|事项|需")
_SMOOTH = compile_when_used(r"顺利|按(?:计划|时序|序时|期|序|进度|要求)|有序|正常|良好|平稳|稳步")
_ROUGH = compile_when_used(r"[但未难缺慢不无差没]|滞后|受阻|困难|影响")
_PHRASE = compile_when_used(r"[^，。；！？,;!?\n]*[，。；！？,;!?\n]?")
_NUMBER = compile_when_used(
    r"[0-9]+(?:[.,:/\-][0-9]+)*|(?<![一二三四五六七八九十两])[一二三四五六七八九十两]+(?=[月日号点])"
)
_TOKEN = compile_when_used(r"[0-9０-９]+(?:[.,][0-9]+)*|\s+|[^0-9０-９\s]")
_MARKS = compile_when_used(r"[\s，。；：、！？,;:!?.()（）“”‘’\"'《》【】\-—·%‰]")


_MOST = 1_000  # phrases of a text, or signs of a phrase, that are held against each other: nobody writes so many
_BESIDE = 24  # characters of an unchanged stretch that are shown at each end


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: Literal["same", "new", "gone"]
    text: str


@dataclass(frozen=True)
class Prose:
    """One field of one row, this month beside the last time it was reported."""

    movement: Movement
    pieces: tuple[Piece, ...]  # reading order; without the "gone" ones they are this month's text

    @property
    def abridged(self) -> tuple[Piece, ...]:
        """The same with long unchanged stretches shortened to their ends: what a reader looks for is what moved."""
        return tuple(
            Piece(p.kind, f"{p.text[:_BESIDE]}……{p.text[-_BESIDE:]}")
            if p.kind == "same" and len(p.text) > 2 * _BESIDE else p
            for p in self.pieces
        )  # fmt: skip


def compare_prose(old: str | None, new: str | None, *, first: bool = False) -> Prose:
    """Compare two texts phrase by phrase; ``first``: there is no earlier return at all."""
    before, now = old or "", new or ""
    if first:
        return Prose("first" if now else "blank", (Piece("new", now),) if now else ())
    if before == now:
        return Prose("same" if now else "blank", (Piece("same", now),) if now else ())
    pieces = tuple(_pieces(phrases(before), phrases(now)))
    if not now:
        return Prose("gone", pieces)
    if skeleton(before) == skeleton(now):
        return Prose("same" if _figures(before) == _figures(now) else "figures", pieces)
    return Prose("changed", pieces)


def phrases(text: str) -> list[str]:
    """Split a text after each mark; joined together they are the text again."""
    return [part for part in _PHRASE.findall(text) if part]


def skeleton(text: str) -> str:
    """Return the words without dates, numbers, marks and blanks: what stays when only figures are updated."""
    return _MARKS.sub("", _NUMBER.sub("", half_width(text)))


def says_nothing(text: str | None) -> bool:
    """Whether a text is blank or one of the ways to write that there is nothing: 无, /, 目前进展顺利，暂无卡点问题."""
    clauses = [_MARKS.sub("", part).strip("/\\") for part in phrases(half_width(text or ""))]
    told = [clause for clause in clauses if clause]
    nothing = [_is_nothing(clause) for clause in told]
    smooth = (_SMOOTH.search(clause) and not _ROUGH.search(clause) for clause in told)
    return not told or (any(nothing) and all(n or s for n, s in zip(nothing, smooth, strict=True)))


def _is_nothing(clause: str) -> bool:
    match = _NOTHING.fullmatch(clause)
    return match is not None and (not match["what"] or bool(_NOUN.search(match["what"])))


def _figures(text: str) -> list[str]:
    return _NUMBER.findall(half_width(text))


def _pieces(before: list[str], now: list[str]) -> list[Piece]:
    pieces: list[Piece] = []

    def add(kind: Literal["same", "new", "gone"], parts: list[str]) -> None:
        if text := "".join(parts):
            if pieces and pieces[-1].kind == kind:
                text = pieces.pop().text + text
            pieces.append(Piece(kind, text))

    changes = _changes([_words(p) for p in before], [_words(p) for p in now])
    for what, old_start, old_end, new_start, new_end in changes:
        old, new = before[old_start:old_end], now[new_start:new_end]
        if what != "equal":
            add("gone", old)
            add("new", new)
            continue
        for was, is_now in zip(old, new, strict=True):
            if was.strip() == is_now.strip():
                add("same", [is_now])
                continue
            for kind, text in _tokens(was, is_now):  # only figures: mark these, not the whole phrase
                add(kind, [text])
    return pieces


def _changes(before: list[str], now: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return what ``SequenceMatcher.get_opcodes`` does; where there is too much to hold together, all was replaced."""
    if max(len(before), len(now)) > _MOST:
        return [("replace", 0, len(before), 0, len(now))]
    return list(SequenceMatcher(None, before, now, autojunk=False).get_opcodes())


def _words(phrase: str) -> str:
    """Return what two phrases that differ in figures only have in common; one without words is itself."""
    return skeleton(phrase) or phrase.strip()


def _tokens(old: str, new: str) -> Iterator[tuple[Literal["same", "new", "gone"], str]]:
    """Yield what stayed, went and came between two phrases that differ in figures only."""
    before, now = _TOKEN.findall(old), _TOKEN.findall(new)
    for what, a, b, c, d in _changes(before, now):
        if what == "equal":
            yield "same", "".join(now[c:d])
        else:
            yield "gone", "".join(before[a:b])
            yield "new", "".join(now[c:d])
