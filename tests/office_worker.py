"""The half of `office` that runs under the system's Python: one JSON request per line in, one answer per line out.

Speaks UNO to an soffice that is already listening on a pipe. A request is {"do": …, …}; an answer is {"ok": …} or
{"error": …}. Standard library and `uno` only.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uno  # type: ignore[import-not-found,unused-ignore]  # the system's own, package python3-uno

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "csv": "Text - txt - csv (StarCalc)",
    "pdf": "calc_pdf_Export",
}
KINDS = {"EMPTY": "empty", "VALUE": "number", "TEXT": "text", "FORMULA": "formula"}


class Refused(Exception):
    """What the program would not let a person do."""


def prop(name: str, value: object) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def connect(pipe: str, seconds: float) -> Any:
    """Return the desktop of the soffice listening on a pipe; RuntimeError when it never does."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + seconds
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception as error:  # UNO's exceptions have no base class of their own
            if time.monotonic() > end:
                raise RuntimeError("soffice does not answer") from error
            time.sleep(0.1)


class Worker:
    """What can be asked."""

    def __init__(self, desktop: Any) -> None:
        self.desktop = desktop

    @contextmanager
    def opened(self, path: str) -> Iterator[Any]:
        """Open a document, and close it whatever happens."""
        url = uno.systemPathToFileUrl(path)
        # 0: never run macros; 0: links are not updated
        asked = (prop("Hidden", value=True), prop("MacroExecutionMode", 0), prop("UpdateDocMode", 0))
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, asked)
        if document is None:
            raise Refused(f"cannot open {path}")
        try:
            yield document
        finally:
            document.close(False)  # noqa: FBT003 - UNO takes no keywords

    @contextmanager
    def book(self, path: str) -> Iterator[Any]:
        """Open a workbook, and close it whatever happens."""
        with self.opened(path) as book:
            if not book.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                raise Refused(f"not a spreadsheet: {path}")
            yield book

    def save(self, book: Any, path: str, fmt: str) -> None:
        book.storeToURL(uno.systemPathToFileUrl(path), (prop("FilterName", FILTERS[fmt]),))

    def edit(self, asked: dict[str, Any]) -> None:
        with self.book(asked["path"]) as book:
            for edit in asked["edits"]:
                apply(book, edit)
            self.save(book, asked["out"], asked["fmt"])

    def pdf(self, asked: dict[str, Any]) -> None:
        with self.book(asked["path"]) as book:
            self.save(book, asked["out"], "pdf")

    def convert(self, asked: dict[str, Any]) -> None:
        with self.opened(asked["path"]) as document:
            document.storeToURL(uno.systemPathToFileUrl(asked["out"]), (prop("FilterName", asked["filter"]),))

    def sheets(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        with self.book(asked["path"]) as book:
            sheets = [book.Sheets.getByIndex(i) for i in range(book.Sheets.Count)]
            return [{"name": s.Name, "visible": s.IsVisible, "protected": s.isProtected()} for s in sheets]

    def read(self, asked: dict[str, Any]) -> list[list[dict[str, Any]]]:
        with self.book(asked["path"]) as book:
            sheet = book.Sheets.getByName(asked["sheet"])
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - UNO takes no keywords
            last = cursor.RangeAddress
            return [
                [described(sheet.getCellByPosition(col, row)) for col in range(last.EndColumn + 1)]
                for row in range(last.EndRow + 1)
            ]

    def notes(self, asked: dict[str, Any]) -> dict[str, str]:
        with self.book(asked["path"]) as book:
            notes = book.Sheets.getByName(asked["sheet"]).Annotations
            found = [notes.getByIndex(i) for i in range(notes.Count)]
            return {address(note.Position): note.String for note in found}

    def serve(self) -> None:
        deeds: dict[str, Callable[[dict[str, Any]], Any]] = {
            "edit": self.edit, "pdf": self.pdf, "read": self.read, "notes": self.notes, "sheets": self.sheets,
            "convert": self.convert,
        }  # fmt: skip
        try:
            for line in sys.stdin:  # ends also when the tests are killed
                asked = json.loads(line)
                if asked["do"] == "quit":
                    break
                sys.stdout.write(json.dumps(self.answer(deeds[asked["do"]], asked)) + "\n")
                sys.stdout.flush()
        finally:
            self.goodbye()

    def answer(self, deed: Callable[[dict[str, Any]], Any], asked: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": deed(asked)}
        except Refused as refused:
            return {"error": str(refused), "kind": "refused"}
        except Exception as error:  # noqa: BLE001 - whatever UNO threw goes to the caller, who knows what to do
            return {"error": f"{type(error).__name__}: {error}", "kind": "failed"}

    def goodbye(self) -> None:
        try:
            self.desktop.terminate()
        except Exception as error:  # noqa: BLE001 - the bridge breaks as soffice leaves; it is killed next anyway
            sys.stderr.write(f"{error}\n")


def address(position: Any) -> str:
    letters, col = "", position.Column + 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{position.Row + 1}"


def described(cell: Any) -> dict[str, Any]:
    kind = KINDS[cell.Type.value]
    return {
        "string": cell.String,
        "value": cell.Value if kind in {"number", "formula"} else None,
        "type": kind,
        "locked": cell.CellProtection.IsLocked,
        "background": cell.CellBackColor,
    }


def apply(book: Any, edit: dict[str, Any]) -> None:
    """Do one edit; Refused where a person at the screen could not."""
    sheet = book.Sheets.getByName(edit["sheet"])
    if "cell" in edit:
        write(sheet, edit)
    elif edit.get("unprotect"):
        sheet.unprotect("")
        if sheet.isProtected():
            raise Refused(f"{edit['sheet']}: the protection has a password")
    elif sheet.isProtected():
        raise Refused(f"{edit['sheet']} is protected: {edit}")
    elif "delete_row" in edit:
        sheet.Rows.removeByIndex(edit["delete_row"] - 1, 1)
    elif "insert_row" in edit:
        sheet.Rows.insertByIndex(edit["insert_row"] - 1, 1)
    elif "merge" in edit:
        sheet.getCellRangeByName(edit["merge"]).merge(True)  # noqa: FBT003 - UNO takes no keywords
    elif "hide_row" in edit:
        sheet.Rows.getByIndex(edit["hide_row"] - 1).IsVisible = False
    else:
        raise ValueError(edit)


def write(sheet: Any, edit: dict[str, Any]) -> None:
    cell = sheet.getCellRangeByName(edit["cell"])
    if sheet.isProtected() and cell.CellProtection.IsLocked:  # the API itself would not mind
        raise Refused(f"{edit['sheet']}!{edit['cell']} is protected")
    match edit["type"]:
        case "text":
            cell.setString(edit["value"])
        case "number":
            cell.setValue(float(edit["value"]))
        case "formula":
            cell.setFormula(edit["value"])
        case other:
            raise ValueError(other)


if __name__ == "__main__":
    Worker(connect(sys.argv[1], float(sys.argv[2]))).serve()
