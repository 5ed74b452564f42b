"""The floor: unzip and parse the XML of the same bytes, look at nothing, keep nothing.

    python bench/floor.py FOLDER

Nothing that reads these files in Python can cost less.
"""

import sys
from pathlib import Path
from xml.parsers import expat
from zipfile import ZipFile

parts = 0
for path in sorted(Path(sys.argv[1]).rglob("*.xlsx")):
    with ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(package.read(name), True)  # noqa: FBT003 - expat takes no keywords
                parts += 1
print(parts)
