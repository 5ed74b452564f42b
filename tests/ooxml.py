"""What Word and Excel ask of a package before they open it without a word: parts, relationships, order of elements.

Not the whole schema, but the faults that bring up "we found a problem with some content".
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ORDER = {
    f"{S}worksheet": (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
        "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
        "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
        "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects "
        "controls webPublishItems tableParts extLst"
    ),
    f"{S}workbook": (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
        "definedNames calcPr oleSize customWorkbookViews pivotCaches extLst"
    ),
    f"{W}rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
        "lang eastAsianLayout specVanish oMath"
    ),
    f"{W}pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    f"{W}tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    f"{W}tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
    ),
    f"{W}sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
}


def faults(data: bytes) -> list[str]:
    """Return what is wrong with a package, one line each."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = book.namelist()
        parts = {name: book.read(name) for name in names}
    found = [f"{name}: twice in the archive" for name in names if names.count(name) > 1]
    trees = {n: ET.fromstring(d) for n, d in parts.items() if n.endswith((".xml", ".rels", ".vml"))}  # noqa: S314
    found += _types(trees["[Content_Types].xml"], names)
    for name, tree in trees.items():
        found += [f"{name}: {said}" for said in (*_order(tree), *_ids(name, tree, trees, parts))]
    if "xl/workbook.xml" in trees:
        found += _workbook(trees)
    return found


def _types(tree: ET.Element, names: list[str]) -> Iterator[str]:
    endings = {e.get("Extension", "").lower() for e in tree.iter(f"{TYPES}Default")}
    overrides = [e.get("PartName", "").lstrip("/") for e in tree.iter(f"{TYPES}Override")]
    yield from (f"content type for {part}, which is not there" for part in overrides if part not in names)
    yield from (f"content type for {part} twice" for part in set(overrides) if overrides.count(part) > 1)
    for name in names:
        if name not in overrides and name.rpartition(".")[2].lower() not in endings and name[-1] != "/":
            yield f"{name}: no content type"


def _order(tree: ET.Element) -> Iterator[str]:
    for element in tree.iter():
        wanted = ORDER.get(element.tag)
        if wanted is None:
            continue
        ranks = {name: i for i, name in enumerate(wanted.split())}
        local = [child.tag.rpartition("}")[2] for child in element]
        yield from (f"{child} is not a child of {element.tag}" for child in local if child not in ranks)
        known = [ranks[child] for child in local if child in ranks]
        yield from (f"{element.tag}: children out of order: {local}" for a, b in pairwise(known) if a > b)


def _ids(name: str, tree: ET.Element, trees: dict[str, ET.Element], parts: dict[str, bytes]) -> Iterator[str]:
    """Yield relationships that lead nowhere, and ids that no relationship has."""
    if name.endswith(".rels"):
        seen: set[str] = set()
        base = posixpath.dirname(posixpath.dirname(name))
        for item in tree:
            if (key := item.get("Id", "")) in seen:
                yield f"relationship {key} twice"
            seen.add(key)
            target = item.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            if item.get("TargetMode") != "External" and path not in parts:
                yield f"relationship {key} leads to {path}, which is not there"
        return
    rels = trees.get(posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels"))
    known = {item.get("Id") for item in rels} if rels is not None else set()
    for element in tree.iter():
        for key, value in element.attrib.items():
            if key in (f"{R}id", f"{R}embed", f"{R}link") and value not in known:
                yield f"{element.tag} names relationship {value}, which is not there"


def _workbook(trees: dict[str, ET.Element]) -> Iterator[str]:
    book = trees["xl/workbook.xml"]
    rels = {item.get("Id"): item.get("Target", "") for item in trees["xl/_rels/workbook.xml.rels"]}
    sheets = {}
    for sheet in book.iter(f"{S}sheet"):
        title = sheet.get("name", "")
        if not 1 <= len(title) <= 31 or re.search(r"[\[\]:*?/\\]", title) or title in sheets:
            yield f"sheet name {title!r}"
        sheets[title] = trees["xl/" + rels[sheet.get(f"{R}id")].removeprefix("/xl/")]
    for name in book.iter(f"{S}definedName"):
        for title in re.findall(r"'([^']+)'!|([^\s,'!]+)!", name.text or ""):
            if (title[0] or title[1]) not in sheets:
                yield f"defined name {name.get('name')} refers to {name.text}"
    strings = len(trees["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in trees else 0
    for title, sheet in sheets.items():
        yield from (f"{title}: {said}" for said in _sheet(sheet, set(sheets), strings))


def _sheet(sheet: ET.Element, titles: set[str], strings: int) -> Iterator[str]:
    rows = [int(row.get("r", "0")) for row in sheet.iter(f"{S}row")]
    if rows != sorted(set(rows)):
        yield "rows out of order"
    for cell in sheet.iter(f"{S}c"):
        value = cell.find(f"{S}v")
        if cell.get("t") == "s" and (value is None or not 0 <= int(value.text or "-1") < strings):
            yield f"{cell.get('r')}: no such string"
    taken: dict[tuple[int, int], str] = {}
    for merge in sheet.iter(f"{S}mergeCell"):
        area = merge.get("ref", "")
        for place in _cells(area):
            if place in taken:
                yield f"merged areas {taken[place]} and {area} overlap"
            taken[place] = area
    for link in sheet.iter(f"{S}hyperlink"):
        location = link.get("location")
        if location and location.partition("!")[0].strip("'") not in titles:
            yield f"{link.get('ref')}: link to {location}"


def _cells(area: str) -> Iterator[tuple[int, int]]:
    first, _, last = area.partition(":")
    (row, col), (last_row, last_col) = _place(first), _place(last or first)
    yield from ((r, c) for r in range(row, last_row + 1) for c in range(col, last_col + 1))


def _place(ref: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    assert match is not None, ref
    col = 0
    for letter in match[1]:
        col = col * 26 + ord(letter) - 64
    return int(match[2]), col
