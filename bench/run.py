"""Measure whole processes side by side in one run and print medians and ratios.

    pip install . pandas            # not -e: a user's installation has its bytecode compiled
    python bench/run.py [ROUNDS]    # needs LibreOffice (soffice), whose saved files are what is read

Each round runs every command once, in turn, so that a noisy minute hits all of them alike. ``generate`` and ``collect``
start from an untouched copy of their workspace every time; copying is not measured.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

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


def timed(command: Sequence[str | Path], cwd: Path) -> float:
    """Run a command and return the seconds of its whole process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
    took = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return took


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        inbox = folder / "returned" / MONTH / "回收"
        collected = folder / "collected"
        shutil.copytree(folder / "returned", collected)
        timed([*MINSHENG, "collect", MONTH], collected)
        commands: dict[str, tuple[list[str | Path], Path]] = {
            "python -c pass": ([sys.executable, "-c", "pass"], folder),
            "minsheng --help": ([*MINSHENG, "--help"], folder),
            "minsheng status": ([*MINSHENG, "status", MONTH], collected),
            "floor (unzip + XML)": ([sys.executable, HERE / "floor.py", inbox], folder),
            "nephew (pandas)": ([sys.executable, HERE / "nephew.py", inbox, folder / "out.xlsx"], folder),
            "minsheng generate": ([*MINSHENG, "generate", MONTH], folder / "fresh"),
            "minsheng collect": ([*MINSHENG, "collect", MONTH], folder / "returned"),
        }
        times: dict[str, list[float]] = {what: [] for what in commands}
        for _ in range(rounds):
            for what, (command, cwd) in commands.items():
                here = cwd
                if what in ("minsheng generate", "minsheng collect"):
                    here = folder / "now"
                    shutil.rmtree(here, ignore_errors=True)
                    shutil.copytree(cwd, here)
                times[what].append(timed(command, here))
    base, nephew = median(times["python -c pass"]), median(times["nephew (pandas)"])
    print(f"median of {rounds} rounds, {sys.version.split()[0]}")
    print(f"{'':22}{'ms':>8}{'x pass':>9}{'x nephew':>10}")
    for what, several in times.items():
        middle = median(several)
        print(f"{what:22}{middle * 1000:8.0f}{middle / base:9.1f}{middle / nephew:10.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
