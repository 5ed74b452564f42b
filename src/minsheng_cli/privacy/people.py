"""Who is named in the returns, and where a text names one of them.

Names are read out of cells such as “区教委 张某主任 138…”: nobody writes them in a fixed way, so whatever may be a name
is taken for one. In a text a name is found with its characters set apart, and as “张主任”, too. A name that is also a
word (高峰, 文明) counts only where a person is meant.
"""

from __future__ import annotations

import re
import string
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from minsheng_cli.patterns import compile_when_used
from minsheng_cli.privacy.name_words import (
    BEFORE_PEOPLE,
    COMMON_SURNAMES,
    GIVEN_NAMES,
    KIN_TITLES,
    LABELS,
    LABELS_OF_PEOPLE,
    LATIN_SURNAMES,
    NO_PERSON_AFTER_TITLE,
    NO_SHORT_TITLE,
    NO_SURNAMES,
    OFFICES,
    PEOPLE_TITLES,
    ROLES,
    SAID_OF_PEOPLE,
    SHORT_TITLES,
    SPOKEN_TITLES,
    SURNAMES,
    TITLES,
    TWO_CHARACTER_SURNAMES,
    WORDS,
    WORDY_SURNAMES,
)
from minsheng_cli.text.fold import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HAN = "\u3007\u3400-\u9fff\U00020000-\U000323af"
_COMMON = "\u3400-\u9fff"  # classes with the rare ones take ten times as long to compile
_RUN = compile_when_used(f"[{_HAN}·]+")
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●", "·"))
_BLANKS = compile_when_used(r"[^\S\n]+")
_NAME_LENGTH = range(2, 5)

_FORMS = "|".join(SPOKEN_TITLES)
_OFFICE = compile_when_used(rf".*(?:{'|'.join(OFFICES)})$")
_PERSON_BEFORE = compile_when_used(rf"(?:{'|'.join(BEFORE_PEOPLE)})[\s:]*$")
_PERSON_AFTER = compile_when_used(
    rf"\s*(?:(?:等)?(?:{_FORMS}|副|等人|牵头|负责|带队|联系|电话|手机|经办|汇报|签字|对接|督办|走访|介绍|表示|调度|调研|陪同|跟进))"
)
_BEFORE_PERSONS = "由请找和向系人委局办科室处所站院队镇道社司长任记经让给据区县"
_SPOKEN_END = rf"[^{_COMMON}\w]|$|{'|'.join(SAID_OF_PEOPLE)}|{'|'.join(PEOPLE_TITLES)}"
_AT = rf"(?:^|[^{_COMMON}]|[{_BEFORE_PERSONS}])"
_DOTS = "·•‧・"
_NEAR, _FAR = r"[^\S\n]{0,4}", r"[\W_]{0,4}"  # between a name's characters: nothing or blanks; whatever is no letter
_TITLED = compile_when_used(rf"[{''.join(sorted(SURNAMES))}](?={_NEAR}(?:{_FORMS}))")
_LETTERS = string.ascii_letters


def names(cells: Iterable[str]) -> frozenset[str]:
    """Return every person's name in cells that name people: 责任人及联系方式, 单位主要负责人, 填表人."""
    found: set[str] = set()
    for cell in cells:
        text = _together(half_width(cell))
        for run in _RUN.findall(text.translate(_MIDDLE_DOTS)):
            found |= set(_names(run))
    return frozenset(found)


def _together(text: str) -> str:
    """Return a text with names whole that are written 张 三 or 张 三三.

    By hand, as is ``_is_edge``: a pattern with a dozen classes of all Chinese characters takes 25 ms to compile.
    """

    def joined(blanks: re.Match[str]) -> str:
        start, end = blanks.span()
        before = _run_of_han(reversed(text[max(0, start - 2) : start]))
        after = _run_of_han(text[end : end + 3])
        return "" if before and (after == 1 or (before == 1 and after == 2)) else blanks[0]  # noqa: PLR2004 - 张 三三

    return _BLANKS.sub(joined, text)


def _run_of_han(characters: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(_is_han, characters))


def _is_han(character: str) -> bool:
    return character == "〇" or "㐀" <= character <= "鿿" or "\U00020000" <= character <= "\U000323af"


def _is_edge(character: str) -> bool:
    """Whether a word ends there: the text does ("") or there stands neither letter nor figure."""
    return not (character.isalnum() or character == "_" or _is_han(character))


def named(text: str, people: frozenset[str], words: str = "") -> Iterator[str]:
    """Yield every name of ``people`` that a text holds, veiled; in ``words`` names are known to be mere words."""
    held = set(text)
    for name in people:
        if name[:1] in held and _is_named(text, name, plain=_is_plain(name) and name not in words):
            yield f"{name[0]}{'某' * (len(name) - 1)}"
    titled = {match[0] for match in _TITLED.finditer(text) if _may_begin(text, match.start())}
    for surname in sorted(titled & {name[:1] for name in people}):
        yield f"{surname}某"
    for signs, pattern in _spoken_of():
        for match in pattern.finditer(text) if _holds(text, signs) else ():
            yield f"{match[match.lastindex or 0][:1]}某"
    for signs, pattern in _introduced():
        for match in pattern.finditer(text) if _holds(text, signs) else ():
            if _may_be_called(match[1], match[2], text[match.end() :]):
                yield f"{match[1][:1]}某"


def _may_begin(text: str, at: int) -> bool:
    """Whether somebody may begin to be spoken of with the surname that stands ``at`` a place: 请张主任, 请老张主任."""
    starts = (at, at - 1) if text[at - 1 : at] in ("老", "小") else (at,)
    return any(at == 0 or not _is_han(text[at - 1]) or text[at - 1] in _BEFORE_PERSONS for at in starts)


def _holds(text: str, signs: Iterable[str]) -> bool:
    """Whether a text holds one of the words without which a pattern finds nothing: most texts spare its compiling."""
    return any(sign in text for sign in signs)


def _may_be_called(surname: str, given: str, after: str) -> bool:
    """Whether what stands where a name is expected is one: ``村民黄大发家``, not ``村民王家沟`` or ``由龙湖镇负责``."""
    name = surname + given
    if name[:2] in WORDS or name in WORDS or _OFFICE.fullmatch(name):
        return False
    return all(c in GIVEN_NAMES for c in given) or re.match(_SPOKEN_END, after) is not None


@cache
def _introduced() -> tuple[tuple[Sequence[str], re.Pattern[str]], ...]:
    """Return where a whole name stands that is in no cell: after what somebody is, and before what he does.

    Each with words of which one must stand in a text for it to find anything.
    """
    two = "|".join(TWO_CHARACTER_SURNAMES)
    surname = rf"({two}|[{''.join(sorted(SURNAMES - NO_SURNAMES))}])"
    either = rf"({two}|[{''.join(sorted(SURNAMES))}])"
    common_two = "|".join(s for s in TWO_CHARACTER_SURNAMES if s not in NO_SURNAMES)
    name, short = rf"[^\S\n]*([{_COMMON}]{{1,2}})", rf"[^\S\n]*([{_COMMON}])"
    does = "负责|牵头|带队|对接|督办|主持|承办|经办|签字|签发|审核|审批|陪同|讲解|主讲"
    return (
        (
            LABELS_OF_PEOPLE,
            compile_when_used(
                rf"(?:{'|'.join(LABELS_OF_PEOPLE)})[^\S\n]*[:(为是][^\S\n]*{either}{name}(?![{_COMMON}])"
            ),
        ),
        (ROLES, compile_when_used(rf"(?:{'|'.join(ROLES)})[^\S\n]*{surname}{name}")),
        (ROLES, compile_when_used(rf"(?:{'|'.join(ROLES)})[^\S\n]*{surname}{short}")),
        (does.split("|"), compile_when_used(rf"(?:由|请|经|让){surname}{name}(?=(?:同志|等人?)?(?:{does}))")),
        (common_two.split("|"), compile_when_used(rf"(?:^|[^{_COMMON}])({common_two}){name}(?={_SPOKEN_END})")),
    )


@cache
def _spoken_of() -> tuple[tuple[Sequence[str], re.Pattern[str]], ...]:
    """Return how people are spoken of who stand in no cell: 张局, 张工; 小张, 老李; 张某某, 赵某; zhangsan, Zhang San.

    Each with words of which one must stand in a text for it to find anything.
    """
    common, surnames = "|".join(COMMON_SURNAMES), "".join(sorted(SURNAMES))
    end = rf"(?=[^{_COMMON}\w]|$|{'|'.join(SAID_OF_PEOPLE)})"
    finals = (
        "iang iong uang ang eng ing ong iao ian uai uan ai ei ao ou an en in un ia ie iu ua uo ui ue ve er a o e i u v"
    )
    syllable = rf"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:{'|'.join(finals.split())})"
    latin, longest = "|".join(LATIN_SURNAMES), max(map(len, LATIN_SURNAMES))
    titled = "".join(sorted(SURNAMES - NO_SURNAMES - WORDY_SURNAMES))
    wordy = "".join(sorted(WORDY_SURNAMES & SURNAMES - set("向于应任全时常单成党管项解")))
    two = "|".join(s for s in TWO_CHARACTER_SURNAMES if s not in NO_SURNAMES)
    title = rf"副?(?:{'|'.join(PEOPLE_TITLES)})"
    no_word = rf"(?!{'|'.join(NO_PERSON_AFTER_TITLE)})"
    masked = r"[×xX*○●]{1,3}(?![A-Za-z0-9×*○●])"
    return (
        (
            (*SHORT_TITLES, *KIN_TITLES, "老", "小"),
            compile_when_used(
                rf"{_AT}(?:([{titled}])(?!{'|'.join(NO_SHORT_TITLE)})(?:{'|'.join((*SHORT_TITLES, *KIN_TITLES))})"
                rf"|({common})(?:{'|'.join(SHORT_TITLES)})|老([{surnames}])[头汉]|[小老]({common})){end}"
            ),
        ),
        (
            PEOPLE_TITLES,
            compile_when_used(
                rf"(?:{_AT}(?:(阿[{_COMMON}])|({two}|[{titled}])[^\S\n]*)|(?:^|[^{_COMMON}])([{wordy}])){title}{no_word}"
            ),
        ),
        (_DOTS, compile_when_used(rf"([{_COMMON}]{{2,6}})[{_DOTS}][{_COMMON}]{{2,6}}{title}")),
        ("×xX*○●", compile_when_used(rf"(?:{_AT}|{'|'.join(ROLES)})({two}|[{surnames}]){masked}")),
        (
            _DOTS,
            compile_when_used(
                rf"(?:{'|'.join(LABELS_OF_PEOPLE)})[^\S\n]*:[^\S\n]*([{_COMMON}]{{2,}})[{_DOTS}][{_COMMON}]{{2,}}"
            ),
        ),
        (
            "某",
            compile_when_used(
                rf"((?:{'|'.join(TWO_CHARACTER_SURNAMES)})|[{surnames}])某(?:某|[{_COMMON}](?={end})|{end})"
            ),
        ),
        (
            _LETTERS,
            compile_when_used(
                rf"(?:{'|'.join(BEFORE_PEOPLE)})[\s:]*((?:{latin})[ ·.'-]?{syllable}(?:[ '-]?{syllable})?)(?![A-Za-z])",
                re.IGNORECASE,
            ),
        ),
        (
            _LETTERS,
            compile_when_used(
                rf"(?<![A-Za-z])(?=[A-Za-z]{{2,{longest}}} [A-Z])"  # soon tells most words of a page's code
                rf"((?i:{latin}) (?=[A-Z])(?i:{syllable}){{1,2}})(?![A-Za-z])"
            ),
        ),
    )


def _is_plain(name: str) -> bool:
    """Return whether a name is nothing but a name."""
    return name not in WORDS and (_begins(name) or len(name) > 2)  # noqa: PLR2004 - 绿化, 业务


def _is_named(text: str, name: str, *, plain: bool) -> bool:
    """Return whether a text names someone; not ``plain``: the name is a word, so the company it keeps decides."""
    letters = [re.escape(c) for c in name if c != "·"]
    for match in re.finditer(_FAR.join(letters), text):
        before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 4]
        together = re.fullmatch(_NEAR.join(letters), match[0]) is not None
        if plain and (together or len(letters) > 3):  # noqa: PLR2004 - long ones are no chance
            return True
        led, alone = _PERSON_BEFORE.search(before), _is_edge(before[-1:])
        if plain and (led or alone):
            return True
        follows = _PERSON_AFTER.match(after)
        if together and ((led and (follows or _is_edge(after[:1]))) or (alone and follows)):
            return True
    return False


def _names(run: str) -> Iterator[str]:
    """Yield what may be names in a run of Chinese characters: ``区教委张某主任`` holds one, ``办公室`` none."""
    if "·" in run.strip("·"):
        yield run.strip("·")
        run = run.replace("·", "")
    for part in re.split("、", run):
        bare = _bare(part)
        short = len(bare) == 2 and _begins(bare) and bare[1] not in "委办局处室站所"  # noqa: PLR2004 - 刘科 is a name
        if short or (len(bare) in _NAME_LENGTH and not _OFFICE.fullmatch(bare)):
            yield bare
        for length in _NAME_LENGTH:
            tail, head = bare[-length:], bare[:-length]
            if len(tail) == length and head and _is_person(tail):
                yield tail
                if len(head) in _NAME_LENGTH and _is_person(head):
                    yield head
            head, tail = bare[:length], bare[length:]
            if tail and _is_person(head) and _OFFICE.fullmatch(tail):
                yield head


def _bare(part: str) -> str:
    """Return what is left without titles and labels at both ends."""
    bare, before = part, ""
    while bare != before:
        before = bare
        for word in (*TITLES, *LABELS):
            shorter = bare.removeprefix(word).removesuffix(word)
            bare = shorter if len(shorter) > 1 or shorter == "" else bare
    return bare


def _is_person(text: str) -> bool:
    """Return whether a text begins as names do and does not end as offices do."""
    return _begins(text) and text not in WORDS and not _OFFICE.fullmatch(text)


def _begins(text: str) -> bool:
    """Return whether a text begins with a surname."""
    return text[0] in SURNAMES or text[:2] in TWO_CHARACTER_SURNAMES
