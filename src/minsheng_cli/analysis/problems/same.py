"""Whether two texts tell the same problem, however worded, and on what that rests.

Such a text names a thing and says what is wrong with it. Two problems of one thing share its name, and often little
else; one problem told anew keeps what is wrong and may change every word. So what both texts open with is set aside
before the rest is weighed.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from math import exp

from minsheng_cli.analysis.problems.topics import KNOWN, LETTER_OF, STOP, THINGS, TOPICS
from minsheng_cli.analysis.prose import skeleton
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width

SAME = 0.2
"""How alike two texts must be to be one problem, 0 to 1."""

_WEIGHTS = (
    1.66, 1.15, 1.48, 0.80, 0.50, 2.56, 1.68, 1.20, -1.54, -0.82,
    -0.24, 1.47, 0.98, 0.35, 1.28, -1.41, 6.05, 1.66, -1.86, 2.20,
)  # fmt: skip
_BIAS = -4.10
"""Of ``features``, as a logistic regression found them: ``tools/fit_likeness.py`` prints them."""
_DOUBT = 1.0
"""What speaks against two texts that open alike: to take two problems of one thing for one loses the second."""
_ENOUGH, _MANY = 6, 8  # two-letter stretches, and letters, in common beyond which more prove nothing
_OPEN_ALIKE = 14  # which feature says so
_OPENING = 4  # letters that may stand before the name of the thing
_NAME = 3  # letters a name has at least
_REST = 3  # letters that must be left to weigh

_KIND = (
    "街道|镇|村|社区|小区|(?:实验|中心)?(?:小学|中学|学校)|中心校|幼儿园|水库|水厂|公园|大桥|医院|保健院|大道|片区|广场|车站|机场|"
    "(?<=[A-Z0-9])道路|(?<![道公铁线马网电管出思套贷])路(?!街道|镇|村|社区)"
)
_PLACE = compile_when_used(rf"[\u4e00-\u9fffA-Z0-9]{{1,8}}?(?:{_KIND})")
_KIND_OF = compile_when_used(rf"(?:{_KIND})$")
_NO_PLACE = compile_when_used(
    r"[个处所座条本该各全几数]|老旧|农村|部分|涉及|相关|有关|城镇|乡镇|其余|剩余|改造|建设|新建"
)
_SPLIT_PLACES = compile_when_used(r"[、和及与，。；：]|位于|其中|涉及|因为|由于|关于")
_NOT_YET = compile_when_used(
    "尚未|未|没有|没|滞后|缓慢|较慢|偏慢|慢|难度|难|办结|完成|完|到位|落实|批复|办理|解决|困|不|大|快|尽"
)
_FIGURE = compile_when_used(r"[0-9]+(?:\.[0-9]+)?[万亿]?[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are, and why."""

    score: float  # 0 to 1
    why: str


def likeness(one: str, other: str, about: str = "") -> Likeness:
    """Hold two problems of one project against each other.

    ``about``: the project's name, whose words tell nothing apart: every problem of the project may use them.
    """
    first, second = skeleton(one), skeleton(other)
    if first == second:
        return Likeness(1.0, "文字相同" if one == other else "只有日期、数字不同")
    if elsewhere(one, other):
        return Likeness(0.0, "所指地点不同")
    told = features(one, other, about)
    evidence = _BIAS + sum(weight * feature for weight, feature in zip(_WEIGHTS, told, strict=True))
    evidence -= _DOUBT * told[_OPEN_ALIKE]
    return Likeness(round(min(1 / (1 + exp(-evidence)), 0.99), 2), _why(first, second))


def same_matter(problem: str, other: str) -> bool:
    """Whether another text tells what is wrong in ``problem``, not only of the same thing; asked besides likeness.

    管线迁改滞后 only says that something lags; to tell 管线穿越林地手续未批 again, a text must name the 手续.
    """
    first, second = skeleton(problem), skeleton(other)
    shared = set(_essence(first)) & set(_essence(second)) & (TOPICS.keys() - THINGS)
    run = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    rest = STOP.sub("", first[: run.a] + first[run.a + run.size :])
    return bool(shared) or (run.size >= _NAME and len(_NOT_YET.sub("", rest)) < _REST)


def features(one: str, other: str, about: str) -> tuple[float, ...]:
    """Return what speaks for and against one problem, in numbers from 0 to 1."""
    known = skeleton(about)
    first, second = skeleton(one), skeleton(other)
    rest_a, rest_b, size = _aside(first, second)
    whole = _common(first, second, known)
    figures_a, figures_b = set(_FIGURE.findall(one)), set(_FIGURE.findall(other))
    return (
        *(_common(rest_a, rest_b, known) if size else whole),
        *_topics(rest_a, rest_b, known),
        float(bool(figures_a & figures_b)),
        float(bool({f[-1] for f in figures_a} & {f[-1] for f in figures_b})),
        float(size > 0),
        min(size, _MANY) / _MANY,
        whole[0], whole[2], whole[4], whole[6],
    )  # fmt: skip


def _aside(first: str, second: str) -> tuple[str, str, int]:
    """Return both texts without the longest stretch both open with, and its length: 0 when too little would be left."""
    run = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    if run.size < _NAME or max(run.a, run.b) > _OPENING:
        return first, second, 0
    rest_a, rest_b = first[: run.a] + first[run.a + run.size :], second[: run.b] + second[run.b + run.size :]
    if min(len(STOP.sub("", rest_a)), len(STOP.sub("", rest_b))) < _REST:
        return first, second, 0
    return rest_a, rest_b, run.size


def _common(first: str, second: str, known: str) -> tuple[float, ...]:
    """Return how much two texts have in common: two-letter stretches, essence, letters."""
    plain_a, plain_b = STOP.sub("", first), STOP.sub("", second)
    whole_a, whole_b = _pairs(plain_a), _pairs(plain_b)
    a, b = whole_a - _pairs(known), whole_b - _pairs(known)
    essence_a, essence_b = set(_essence(first)) - set(known), set(_essence(second)) - set(known)
    return (
        _overlap(a, b),
        _dice(a, b),
        _overlap(essence_a, essence_b),
        _dice(essence_a, essence_b),
        min(len(a & b), _ENOUGH) / _ENOUGH,
        _overlap(whole_a, whole_b),
        min(len(set(plain_a) & set(plain_b)), _MANY) / _MANY,
    )


def _topics(first: str, second: str, known: str) -> tuple[float, ...]:
    """Return how the topics of two texts agree: all of them, then those that say what is wrong."""
    a = (set(_essence(first)) - set(known)) & TOPICS.keys()
    b = (set(_essence(second)) - set(known)) & TOPICS.keys()
    wrong_a, wrong_b = a - THINGS, b - THINGS
    return (
        len(a & b) / len(a | b) if a & b else 0.0,
        float(bool(a and b and not a & b)),
        float(bool(a & b)),
        float(bool(wrong_a and wrong_b and not wrong_a & wrong_b)),
        float(bool(wrong_a & wrong_b)),
    )


def _essence(text: str) -> str:
    """Return a text with the many words for one thing made one, and without what every such text says."""
    folded = half_width(text)
    parts, end = [], 0
    for match in KNOWN.finditer(folded):
        parts += [STOP.sub("", folded[end : match.start()]), LETTER_OF[match[0]]]
        end = match.end()
    return "".join((*parts, STOP.sub("", folded[end:])))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or set(text)


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def elsewhere(one: str, other: str) -> bool:
    """Whether both name places and none of them in common."""
    a, b = _places(one), _places(other)
    return bool(a and b) and not any(_same_place(x, y) for x in a for y in b)


def _places(text: str) -> set[str]:
    found = (place for part in _SPLIT_PLACES.split(text) for place in _PLACE.findall(part))
    return {p for p in found if not _NO_PLACE.search(p) and len(p) > max(len(_kind(p)), 2)}


def _same_place(one: str, other: str) -> bool:
    """Whether two names found are one place: one may have words before it that were taken for part of the name."""
    if one in other or other in one:
        return True
    tail = 0
    while one[-1 - tail] == other[-1 - tail]:  # ends before either is used up: neither holds the other
        tail += 1
    return tail >= len(_kind(one)) + 2


def _kind(place: str) -> str:
    match = _KIND_OF.search(place)
    return match[0] if match else ""


def _why(first: str, second: str) -> str:
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    common = [first[b.a : b.a + b.size] for b in sorted(blocks, key=lambda b: -b.size) if b.size > 1][:3]
    if common:
        return f"都提到“{'”“'.join(common)}”"
    shared = set(_essence(first)) & set(_essence(second)) & TOPICS.keys()
    return f"说的都是{'、'.join(TOPICS[t] for t in sorted(shared))}" if shared else "用词相近"
