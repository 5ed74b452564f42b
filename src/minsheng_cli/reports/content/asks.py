"""What is asked for in a problem, and of whom: an office named in the unit's own words, or nobody."""

from __future__ import annotations

from minsheng_cli.patterns import compile_when_used

_OFFICE = compile_when_used(
    r"(?:区委(?:[一-鿿]{1,4}?(?:部|办))?|区(?:人民)?政府(?:办公室|办)?|"
    r"(?:市|区)(?!级|域|内|外|里|直|际)[一-鿿]{1,9}?(?:委员会|委(?!员|托|派)|局|办公室|办(?!理|法|公|事|好|结)|中心|公司|集团|支队|总队|联合会|银行))"
)
_LEVELS = (
    (compile_when_used(r"区(?:级|里|委区政府)|区级层面|区领导"), "区政府"),
    (compile_when_used(r"市级|市里|上级"), "上级部门"),
    (compile_when_used(r"属地|镇街|街道|乡镇"), "属地镇街"),
    (compile_when_used(r"(?:有关|相关)(?:部门|单位)"), "有关部门"),
)
_ASKS = compile_when_used(r"建议|恳请|请|需|希望|盼|望(?!远)|应由")
_LEAD = compile_when_used(r"^.*?(?:建议|恳请|请求|提请|商请|请|需要?|由|望|希望|与|和|会同|及)(?=[市区])")


def asked_of(ask: str) -> tuple[str, ...]:
    """Return the offices a unit's request names, in its order; a level (区政府, 上级部门 …) where it names none.

    ``()`` where nothing is asked of anybody.
    """
    if not _ASKS.search(ask):
        return ()
    named: list[str] = []
    for match in _OFFICE.finditer(ask):
        office = _LEAD.sub("", match[0])
        if office not in named:
            named.append(office)
    return tuple(named) or next(((office,) for level, office in _LEVELS if level.search(ask)), ())
