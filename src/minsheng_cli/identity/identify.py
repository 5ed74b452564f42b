"""Whose return it is, and for which month: every clue is asked, all are shown, none is guessed away. Pure.

Strong clues: the hidden marker, the hidden keys, what the sheet says of itself. Weak ones: names of file, folder,
sheet and sender. Two answers are an error that names both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minsheng_cli.identity.path_names import names_in_path
from minsheng_cli.identity.which_month import which_month
from minsheng_cli.identity.which_unit import which_unit
from minsheng_cli.model import Identity

if TYPE_CHECKING:
    from minsheng_cli.model import Catalogue, Month, ParsedReturn


def identify(parsed: ParsedReturn, name: str, month: Month, catalogue: Catalogue, sender: str = "") -> Identity:
    """Return whose return a table is and for which month, on what evidence.

    ``name``: path inside the inbox, chain joined by " › ". ``month``: the one being collected. ``unit`` and ``month``
    of the answer are None where the evidence does not say or disagrees; an error finding then says why. A month that
    is found but is not the one collected is kept, with ``file.month-wrong``.
    """
    around = names_in_path(name)
    whose = which_unit(parsed, around, catalogue, sender)
    when = which_month(parsed, around, month, catalogue)
    return Identity(whose.unit, when.month, whose.evidence + when.evidence, whose.findings + when.findings)
