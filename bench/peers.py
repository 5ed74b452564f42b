"""What else opens the same returns, cell by cell, and keeps the texts: a plain loop over a library.

python bench/peers.py openpyxl|calamine FOLDER
"""

import sys
from pathlib import Path

library, folder = sys.argv[1], Path(sys.argv[2])
cells = 0
for path in sorted(folder.rglob("*.xlsx")):
    if library == "openpyxl":
        import openpyxl

        book = openpyxl.load_workbook(path)
        cells += sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)
    else:
        import python_calamine  # type: ignore[import-not-found,unused-ignore]  # only the bench needs it

        calamine = python_calamine.CalamineWorkbook.from_path(path)
        sheets = (calamine.get_sheet_by_name(name) for name in calamine.sheet_names)
        cells += sum(value != "" for sheet in sheets for row in sheet.to_python() for value in row)
print(cells)
