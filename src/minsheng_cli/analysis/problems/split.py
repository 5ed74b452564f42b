"""卡点问题 told apart, and told again: what a unit's 存在的问题 holds, and which of it was there before.

A text is split where its writer numbered it, else by paragraph and sentence. Two texts are the same problem when
enough of what they are about is the same, however worded; the match says on what it rests. Only problems of one project
and one lead unit are ever held against each other.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from minsheng_cli.analysis.prose import says_nothing, skeleton
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.han import NUMERALS as HAN
from minsheng_cli.text.han import number

if TYPE_CHECKING:
    import re

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLES = (
    rf"[（(](?P<n>[{HAN}]{{1,3}})[)）]", r"[（(](?P<n>[0-9]{1,2})[)）]", rf"(?P<n>[{_CIRCLED}])",
    r"(?P<n>[0-9]{1,2})[)）]",
    r"(?P<n>[0-9]{1,2})[.．、,，](?![0-9])", rf"(?P<n>[{HAN}]{{1,3}})、(?![{HAN}])", rf"(?P<n>[{HAN}]{{1,3}})是",
    rf"第(?P<n>[{HAN}]{{1,2}})[，,、：:]", rf"(?:问题|卡点|困难)(?P<n>[0-9]{{1,2}}|[{HAN}]{{1,3}})[，,、：:.．]",
    r"(?P<n>[-－·•●◆])",
)  # fmt: skip
_MARKS = tuple(compile_when_used(rf"\s*{style}\s*[，,、：:]?\s*") for style in _STYLES)
"""The ways to number problems; each cell keeps to the one it begins with."""
_FIRST = compile_when_used(r"(?:^|[\n。；;：:，,])\s*|(?=一是)")
_MOST = 200  # places where a numbering may begin, numbers of one: nobody has more, and each may be tried with each
_MOST_PROBLEMS = 100
_HEADING = compile_when_used(
    r"(?:[：:]|如下|以下(?:问题|几点)?|(?:主要|存在)(?:的)?(?:问题|困难)(?:有|是)?)[。，,；;]?$"
)
_CLAUSE = compile_when_used(r"[^。；;，,\n]+[。；;，,\n]?")
_SENTENCE = compile_when_used(r"[^。；;\n]+[。；;]?")
_CONTINUES = compile_when_used(
    r"^(?:建议|恳请|请求|请|需|拟|望|希望|目前|现|现已|当前|导致|致使|造成|影响|因此|因而|故|从而|为此|下一步|下步|已|正|"
    r"其中|该|此|主要|原因|计划|预计|将|待|并|且|同时(?:建议|恳请)|但|由于|亟需|急需|须|尚需|对此)"
)
_ASKS = compile_when_used(r"(?:建议|恳请|请求|望|希望|提请|请(?!示)|需(?:要)?(?:区|市|上级|街道|相关|协调))")
_SOLVED = compile_when_used(
    r"(?:已(?:经)?(?:于[^，。；]{1,10})?(?:全部|基本|得到|全面|圆满|妥善|协调)*"
    r"(?:解决|化解|到位|落实|办结|批复|完成|消除|打通|协调|处理|拨付|下达|移交|补齐|腾退|签订|通过|取得|接通|开通|到货)"
    r"|问题(?:已)?(?:销号|清零|解决)|(?:得到|予以)(?:有效|妥善|圆满)?解决|不再存在)"
)
_UNSOLVED = compile_when_used(
    r"[未没尚仍难慢拟]|缺(?!口已)|无法|不能|不足|不够|不全|有待|待|(?<!无)(?:亟|急)?需|部分|预计|计划|力争|逐步|正在?|滞后|受阻|阻挠|停滞|剩余|其余|影响|"
    r"暂[停缓]|但"
)
_NAMED = compile_when_used(
    r"[^，。；]{0,200}(?:问题|困难|矛盾)(?=[^，。；]{0,8}(?:解决|化解|消除|协调|处理|销号|清零))"
)
"""What a text says was wrong before it says that it is not any more."""
_PARTLY = compile_when_used(r"[0-9]+(?:\.[0-9]+)?(?![0-9.]*[年月日号时])")
_WHOLLY = compile_when_used("全部|全额|全面|均|都")


@dataclass(frozen=True)
class ProblemText:
    """One problem as a unit wrote it in one month."""

    text: str  # what is wrong
    ask: str = ""  # what the unit asks for or suggests, if it says so
    solved: bool = False  # the text itself says that it is solved


def split(text: str | None) -> tuple[ProblemText, ...]:
    """Split a 存在的问题 cell into problems; () when it says that there are none.

    Of more than a hundred the last holds all that is left: each is held against each of another month.
    """
    if text is None or says_nothing(text):
        return ()
    before, parts = _numbered(text)
    if before and not (parts and _HEADING.search(before)):
        parts = [*_sentences(before), *parts]
    if len(parts) > _MOST_PROBLEMS:
        parts = [*parts[: _MOST_PROBLEMS - 1], "".join(parts[_MOST_PROBLEMS - 1 :])]
    return tuple(said for part in parts if (said := _problem_and_ask(part.strip())) is not None)


def _numbered(text: str) -> tuple[str, list[str]]:
    """Return what stands before the first number, and the numbered parts; all of the text and none if it has none."""
    for match in islice(_FIRST.finditer(text), _MOST):
        style = next((mark for mark in _MARKS if mark.match(text, match.end())), None)
        if style is None:
            continue
        starts = _starts(style, text, match.end())
        before = text[: match.end()].strip()
        if len(starts) > 1 or not before:
            ends = [m.start() for m in starts[1:]] + [len(text)]
            parts = [text[m.end() : end] for m, end in zip(starts, ends, strict=True)]
            if before and before[-1] not in "\n。；;：:，,":  # 目前一是…: it belongs to the first
                return "", [before + parts[0], *parts[1:]]
            return before, parts
    return text, []


def _starts(style: re.Pattern[str], text: str, begin: int) -> list[re.Match[str]]:
    """Return the marks of one style from a place on: at the start of a sentence, or the next number wherever it is."""
    found: list[re.Match[str]] = []
    for match in islice(style.finditer(text, begin), _MOST):
        number, before = _value(match["n"]), text[: match.start()].rstrip(" \t\u3000")[-1:]
        opens = not found or before in ("", *"\n。；;：:") or match[0][:1] == "\n"
        follows = bool(found) and number is not None and number == (_value(found[-1]["n"]) or 0) + 1
        if follows or (opens and (not found or number != 1)):
            found.append(match)
    return found


def _value(mark: str) -> int | None:
    """Return the number a mark stands for, None for a bullet."""
    if mark.isdecimal():
        return int(mark)
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    return None if any(c not in HAN for c in mark) else number(mark) or 0


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with those that only go on with it."""
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        bare = sentence.strip()
        if parts and (_CONTINUES.match(bare) or len(skeleton(bare)) < 4):  # noqa: PLR2004 - a tail, no sentence
            parts[-1] += bare
        elif bare:
            parts.append(bare)
    return parts


def _problem_and_ask(part: str) -> ProblemText | None:
    """Return a part as the problem and what is asked for; None when it says that there is nothing."""
    if says_nothing(part) or not skeleton(part):
        return None
    sentences = [s.strip() for s in _CLAUSE.findall(part) if s.strip()]
    first_ask = next((i for i, s in enumerate(sentences) if i and _ASKS.match(s)), len(sentences))
    told, ask = "".join(sentences[:first_ask]), "".join(sentences[first_ask:])
    told = told.rstrip("，,；;。 \n")
    return ProblemText(told, ask.rstrip("；;。 \n"), solved=says_solved(part))


def says_solved(text: str) -> bool:
    """Whether a text says that something is solved, all of it, and does not take it back."""
    rest = _NAMED.sub("", text)
    if not _SOLVED.search(text) or _UNSOLVED.search(rest):
        return False
    return not _PARTLY.search(rest) or bool(_WHOLLY.search(rest))
