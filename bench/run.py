"""What the measurements share: a month of 17 returns as units send them, and what running a command takes."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from minsheng_cli.tasks.generate import generate
from minsheng_cli.workspace import CATALOGUE_FILE, Workspace, packaged

if TYPE_CHECKING:
    from collections.abc import Sequence

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from hand import Form

HERE = Path(__file__).parent
MONTH = "2025-04"
MINSHENG: list[str | Path] = [Path(sys.executable).with_name("minsheng")]  # as its users start it


def prepare(folder: Path) -> None:
    """Lay out two workspaces: ``fresh`` with nothing issued, ``returned`` with 17 filled returns waiting."""
    for name in ("fresh", "returned"):
        (folder / name / "data").mkdir(parents=True)
        shutil.copyfile(packaged() / CATALOGUE_FILE, folder / name / CATALOGUE_FILE)  # all else as packaged
    workspace = Workspace.at(folder / "returned")
    made = generate(workspace, MONTH)
    inbox = folder / "returned" / MONTH / "回收"
    for name in made.books.values():
        blank = folder / "returned" / MONTH / name
        (folder / "hand").mkdir(exist_ok=True)
        (folder / "hand" / blank.name).write_bytes(Form(blank.read_bytes()).fill().bytes())
    # Units save with an office suite, and what it writes costs every reader more than a library's output does.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", inbox]
    subprocess.run([*command, *sorted((folder / "hand").iterdir())], capture_output=True, check=True)
    if len(list(inbox.iterdir())) != len(made.books):
        sys.exit("LibreOffice did not save every return")


class Spent(NamedTuple):
    """What one run of a command took, in seconds."""

    clock: float
    computing: float  # user and system, of all its processes


def spent(words: Sequence[str | Path], cwd: Path) -> Spent:
    """Run a command as a whole process and return what it took."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, check=False)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{words}: {done.stdout.decode()}{done.stderr.decode()}")
    return Spent(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
