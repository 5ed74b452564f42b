"""Which unit, which project: recognising names as people write them.

A spelling is looked up, never guessed: first what the catalogue lists, then the same with or without the district in
front, then an abbreviation that fits exactly one unit. Two candidates are no answer. (Similarity scores are unsafe
here: a unit that is not in the catalogue scores as high as a misspelt one; they only serve to *suggest*.)
"""

from minsheng_cli.identity.names.projects import ProjectMatch, project_named
from minsheng_cli.identity.names.spelling import closest, key
from minsheng_cli.identity.names.units import (
    UnitMatch,
    core,
    district_prefixes,
    names_of,
    stem,
    suggest_unit,
    unit_named,
    units_mentioned,
)

__all__ = [
    "ProjectMatch",
    "UnitMatch",
    "closest",
    "core",
    "district_prefixes",
    "key",
    "names_of",
    "project_named",
    "stem",
    "suggest_unit",
    "unit_named",
    "units_mentioned",
]
