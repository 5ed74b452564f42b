"""Workbooks written by hand as raw XML: what no library would write, but somebody will send."""

from __future__ import annotations

import zipfile
from io import BytesIO

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(parts: dict[str, str | bytes]) -> bytes:
    """Zip parts up."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(  # noqa: PLR0913 - each is one thing that may differ
    rows: str = "",
    *,
    sheet: str | bytes | None = None,
    strings: str = "",
    styles: str = "",
    prefix: str = "",
    main: str = TRANSITIONAL,
    rels: str = RELS,
    book: str = "",
    sheets: str = "",
    extra: dict[str, str | bytes] | None = None,
) -> bytes:
    """Return a minimal workbook whose only sheet holds ``rows`` (XML of <row> elements) or is ``sheet`` altogether."""
    p = f"{prefix}:" if prefix else ""
    namespace = f'xmlns{":" + prefix if prefix else ""}="{main}"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": DECLARATION + "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{rels}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<{p}workbook {namespace} xmlns:r="{rels}">{book}<{p}sheets>'
        f'{sheets or f"""<{p}sheet name="附件2" sheetId="1" r:id="s1"/>"""}</{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="s1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="s2" Type="{rels}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="s3" Type="{rels}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet
        if sheet is not None
        else f"{DECLARATION}<{p}worksheet {namespace}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst>{strings}</sst>"
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet>{styles}</styleSheet>"
    return package(parts | (extra or {}))
