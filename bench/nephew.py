"""What a clerk's nephew would write on a Saturday: read every return, stack the rows, save one table.

    python bench/nephew.py FOLDER OUT.xlsx [calamine]      # the engine pandas reads with; openpyxl otherwise

No checks, no archive, no answers, no letters: the least that could be called collecting.
"""

import sys
from pathlib import Path
from typing import Literal

import pandas as pd  # type: ignore[import-untyped,import-not-found,unused-ignore]  # only the bench needs it

engine: Literal["openpyxl", "calamine"] = "calamine" if sys.argv[3:] == ["calamine"] else "openpyxl"


def read(path: Path) -> pd.DataFrame:
    raw = pd.read_excel(path, header=None, dtype=str, engine=engine)
    head = raw.index[raw.eq("工作进展").any(axis=1)][0]
    table = raw.loc[head + 1 :].set_axis(raw.loc[head], axis=1)
    table = table.loc[:, table.columns.notna()]
    return table[table["项目名称"].notna()].assign(文件=path.name)


folder, out = Path(sys.argv[1]), Path(sys.argv[2])
merged = pd.concat([read(path) for path in sorted(folder.rglob("*.xlsx"))], ignore_index=True)
merged.to_excel(out, index=False, engine="openpyxl")
print(len(merged))
