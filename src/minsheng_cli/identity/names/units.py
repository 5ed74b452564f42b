"""Which unit is meant: whole cells, names inside longer text, and what was probably meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from minsheng_cli.identity.names.cache import once_per_catalogue, once_per_name
from minsheng_cli.identity.names.spelling import LONGEST, SHORTEST_ABBREVIATION, closest, is_subsequence, key
from minsheng_cli.nouns import dataclass
from minsheng_cli.patterns import compile_when_used
from minsheng_cli.text.fold import half_width
from minsheng_cli.text.known import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from minsheng_cli.model import Catalogue, Unit

How = Literal["exact", "alias", "lookalike", "subsequence"]
Known = tuple[str, How]  # (unit id, how sure)


@dataclass(frozen=True)
class UnitMatch:
    """A unit recognised in a text. ``lookalike`` and ``subsequence`` deserve a warning."""

    unit_id: str
    how: How
    text: str  # the words it was recognised by


# ---------------------------------------------------------------- the district in front of a name


def district_prefixes(district: str, full_names: Iterable[str]) -> tuple[str, ...]:
    """Return what may stand before a unit's own name, longest first: 重庆市渝北区, 渝北区, 渝北, 区 and nothing.

    The city is what most full names have before the district: nothing where they begin with the district itself
    (沁县教育局), whatever a few have in front of it (中国共产主义青年团沁县委员会). A city alone is no such prefix:
    重庆市教委 is another body.
    """
    own = key(district)
    cities = Counter(k[:at] for k in map(key, full_names) if (at := k.find(own)) >= 0)
    city = cities.most_common(1)[0][0] if cities else ""
    before = {"", city, city.removesuffix("市")}
    short = own[:-1] if len(own) > 2 else own  # noqa: PLR2004 - 渝北 of 渝北区, but not 渝 of a two-character name
    return (*sorted({b + d for b in before for d in (own, short)}, key=lambda p: (-len(p), p)), own[-1:], "")


def core(text: str, prefixes: Sequence[str]) -> str:
    """Return the key of a unit's name without the district in front."""
    whole = key(text)
    prefix = next(p for p in prefixes if whole.startswith(p))
    return whole[len(prefix) :] or whole


def stem(name: str) -> str:
    """Return a name with 委员会 cut to 委, as everybody says it."""
    return name.removesuffix("员会") if name.endswith("委员会") else name


# ---------------------------------------------------------------- the index of one catalogue


@dataclass(frozen=True)
class _Index:
    spellings: dict[str, tuple[Known, ...]]  # every accepted spelling, by key
    lengths: dict[str, tuple[int, ...]]  # how long those are that begin with two characters, the longest first
    stems: dict[str, set[tuple[str, str]]]  # (core of an official name, unit id) by its first and last character
    cores: dict[str, str]  # core -> unit name, for suggestions
    placed: tuple[str, ...]  # prefixes that name the district itself


@once_per_catalogue
def _index(catalogue: Catalogue) -> _Index:
    prefixes = district_prefixes(catalogue.district, (u.full_name for u in catalogue.units))
    spellings: dict[str, dict[str, How]] = {}
    cores: dict[str, str] = {}
    stems: dict[str, set[tuple[str, str]]] = {}
    for unit in catalogue.units:
        for text, how in names_of(unit):
            if not key(text):
                continue
            bare = stem(core(text, prefixes))
            if key(catalogue.district) not in bare:
                cores.setdefault(bare, unit.name)
            _add(spellings, key(text), unit.id, how)
            # 全称里的“委员会”平时只说“委”；有没有“区”“渝北区”都是同一个单位。
            loose: How = "alias" if how == "exact" else how
            for shape in {bare, core(text, prefixes)}:
                for prefix in prefixes:
                    _add(spellings, prefix + shape, unit.id, loose)
            # A name that does not begin with the district (中国共产主义青年团…) would swallow unrelated bodies.
            if how == "exact" and bare and bare != stem(key(text)):
                stems.setdefault(bare[0] + bare[-1], set()).add((bare, unit.id))
    known = {form: _surest(units) for form, units in spellings.items()}
    lengths: dict[str, set[int]] = {}
    for form in known:
        lengths.setdefault(form[:2], set()).add(len(form))
    return _Index(
        known,
        {start: tuple(sorted(several, reverse=True)) for start, several in lengths.items()},
        stems,
        cores,
        tuple(p for p in prefixes if len(p) > 1),
    )


def names_of(unit: Unit) -> Iterator[tuple[str, How]]:
    """Yield every listed spelling of a unit and how sure it is."""
    yield unit.name, "exact"
    yield unit.full_name, "exact"
    yield unit.id, "exact" if unit.id == unit.name else "alias"
    for alias in unit.aliases:
        yield alias.name, "lookalike" if alias.lookalike else "alias"


_RANK: dict[How, int] = {"exact": 0, "alias": 1, "lookalike": 2, "subsequence": 3}


def _add(spellings: dict[str, dict[str, How]], form: str, unit_id: str, how: How) -> None:
    units = spellings.setdefault(form, {})
    if _RANK[how] < _RANK[units.get(unit_id, "subsequence")]:
        units[unit_id] = how


def _surest(units: dict[str, How]) -> tuple[Known, ...]:
    best = min(_RANK[how] for how in units.values())
    return tuple((unit_id, how) for unit_id, how in units.items() if _RANK[how] == best)


# ---------------------------------------------------------------- units

_SEPARATORS = compile_when_used(r"[、，,;；/|\n\r\t()\[\]【】《》<>:+&]+")
_NOISE = frozenset(
    {
        *("单位", "单位名称", "牵头", "牵头单位", "共同牵头", "牵头部门", "责任单位", "填报单位", "报送单位"),
        *("盖章", "公章", "单位公章", "签章", "印章", "章"),
    }
)


@once_per_name
def unit_named(text: str, catalogue: Catalogue) -> tuple[UnitMatch, ...]:
    """Return the unit that a cell names; several when it names several; none when any part of it is unknown.

    Stamps and labels around the name (填报单位：区教委（盖章）) are passed over.
    """
    if len(text) > LONGEST:
        return ()
    index = _index(catalogue)
    found = _one(text, index)
    if found:
        return found
    matches: dict[str, UnitMatch] = {}
    for part in _SEPARATORS.split(half_width(text)):
        if not key(part) or key(part) in _NOISE:
            continue
        named = _one(part, index) or _several(part, index)
        if not named:
            return ()
        for match in named:
            matches.setdefault(match.unit_id, match)
    return tuple(matches.values())


def _one(text: str, index: _Index) -> tuple[UnitMatch, ...]:
    """Return the unit(s) that the whole text is a spelling of."""
    whole = key(text)
    known = index.spellings.get(whole) or _abbreviated(whole, index)
    return tuple(UnitMatch(unit_id, how, text.strip()) for unit_id, how in known)


def _abbreviated(whole: str, index: _Index) -> tuple[Known, ...]:
    """Return the one unit whose official name the text abbreviates (住建局 ⊂ 住房和城乡建设局)."""
    prefix = next((p for p in index.placed if whole.startswith(p)), "")
    own = index.placed[0][-1:] if index.placed else ""
    bare = stem(whole.removeprefix(prefix) if prefix else whole.removeprefix(own))
    if len(bare) < SHORTEST_ABBREVIATION:
        return ()
    alike = index.stems.get(bare[0] + bare[-1], ())
    fitting = {unit_id for full, unit_id in alike if is_subsequence(bare, full)}
    return ((fitting.pop(), "subsequence"),) if len(fitting) == 1 else ()


def _several(part: str, index: _Index) -> tuple[UnitMatch, ...]:
    """Return the units of a part that is nothing but names, with spaces, 和/及/与 or nothing between them."""
    found: list[UnitMatch] = []
    for words in part.split():
        at, whole = 0, key(words)
        while at < len(whole):
            form = next(_standing_at(at, whole, index), None)
            if form is not None:
                found += [UnitMatch(unit_id, how, form) for unit_id, how in index.spellings[form]]
                at += len(form)
            elif found and whole[at] in "和及与":
                at += 1
            else:
                return ()
    return tuple(found)


_BEFORE = frozenset("表件报告送月日年事目况料版稿单位总的由与和及向请自从是改终附书函信交回给到为对经转本我")
"""Characters after which a unit's name may begin inside running text.

After any other character it may be part of a longer name: 江北区教委, 市教委, 片区体育中心, 街道残联.
"""

_AFTER = frozenset("报表的填交重民附推目汇上盖最改终四五六七八九十一二三年月第实落和与及")
"""Characters before which a two-character short form (教委, 残联) may end inside running text."""


@once_per_name
def units_mentioned(text: str, catalogue: Catalogue) -> tuple[UnitMatch, ...]:
    """Return the units named inside a longer text such as a file name, each once, in order of appearance."""
    index = _index(catalogue)
    chars, where = _spread(text)
    found: dict[str, UnitMatch] = {}
    at = end = 0
    while at < len(chars):
        for form in _standing_at(at, chars, index):
            if _stands_alone(chars, at, form, at == end > 0, index):
                end = at + len(form)
                words = text[where[at] : where[end - 1] + 1]
                for unit_id, how in index.spellings[form]:
                    found.setdefault(unit_id, UnitMatch(unit_id, how, words))
                break
        at = max(end, at + 1)
    return tuple(found.values())


@remembered
def _spread(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text for searching (NFKC, one space for anything that is no letter) and each place in the original."""
    chars: list[str] = []
    where: list[int] = []
    for place, char in enumerate(text):
        for plain in half_width(char).casefold():
            chars.append(plain if plain.isalnum() else " ")
            where.append(place)
    return "".join(chars), tuple(where)


def _standing_at(at: int, chars: str, index: _Index) -> Iterator[str]:
    """Yield the spellings that begin at a place of a text, the longest first."""
    for length in index.lengths.get(chars[at : at + 2], ()):
        form = chars[at : at + length]
        if len(form) == length and form in index.spellings:
            yield form


def _stands_alone(chars: str, at: int, form: str, follows_a_name: bool, index: _Index) -> bool:  # noqa: FBT001
    """Tell whether a spelling found at a place is a name there, and not part of other words."""
    before = chars[at - 1] if at else " "
    after = chars[at + len(form) : at + len(form) + 1] or " "
    if form[-1] == "委" and after == "员":
        return False
    if len(form) <= 2 and _is_han(after) and after not in _AFTER:  # noqa: PLR2004 - 教委, 残联
        return False
    return not _is_han(before) or before in _BEFORE or follows_a_name or form.startswith(index.placed)


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def suggest_unit(text: str, catalogue: Catalogue) -> str | None:
    """Return the name of the unit that was probably meant ("您是指 区教委？"), or None; never use it unasked."""
    if len(text) > LONGEST:
        return None
    matches = unit_named(text, catalogue) or units_mentioned(text, catalogue)
    if matches:
        return catalogue.unit(matches[0].unit_id).name if len(matches) == 1 else None
    prefixes = district_prefixes(catalogue.district, (u.full_name for u in catalogue.units))
    return closest(stem(core(text, prefixes)), _index(catalogue).cores)
