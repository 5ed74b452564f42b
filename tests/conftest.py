"""What most tests need: the command as a process, a catalogue, a fresh workspace."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from compileall import compile_dir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.worksheet.merge import MergedCellRange

import minsheng_cli
from forked import PATIENCE, forked
from minsheng_cli.catalogue import load
from minsheng_cli.model import Catalogue, Month
from minsheng_cli.tasks.demo import UNFINISHED
from minsheng_cli.wall import pool
from minsheng_cli.workspace import CATALOGUE_FILE, packaged
from office import start as start_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from office import Office
    from simulated_year import SimulatedYear

APRIL = Month(2025, 4)
MEMORY = Path("/dev/shm")  # noqa: S108 - what it is for
MADE = "MINSHENG_TESTS_MADE"
"""Names the folder in which lies what is made once for all processes of a run."""


@dataclass(frozen=True)
class Outcome:
    """What a process left behind: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


TOGETHER = {"tests/test_year.py": "the year", "tests/reports/test_package.py": "the year"}
"""Modules that share what takes long to make, and the name of what it is."""
APART = (
    "tests/test_interrupted_commands.py",
    "tests/test_figures_agree.py",
    "tests/test_messy.py",
    "tests/store/test_crash.py",
    "tests/test_whole_list.py",
)
"""Modules whose tests share only what they have as their first parameter: each such part may go to either process."""

LONG = ("tests/cli/test_app.py", "tests/test_taking_back.py", "tests/test_broken_returns.py")
"""Modules of many tests that take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, then modules of few tests, the long journeys: no core has one left at the end."""
    tests = Counter(_shares(item.nodeid) for item in items)
    long = {*TOGETHER.values(), *LONG}
    items.sort(key=lambda item: ((who := _shares(item.nodeid)) not in long, tests[who], who))


def _shares(test: str) -> str:
    """Return the name of what a test shares with others."""
    module, _, name = test.partition("::")
    if module in APART:
        return f"{module} {re.sub(r'^[^[]*|-[0-9]+]$|]$', '', name)}"
    return TOGETHER.get(module, module)


@pytest.hookimpl(optionalhook=True)  # xdist is not there under Wine
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a module, or of some, in one process: what they share is made once."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - as above

    config.option.loadscopereorder = False
    modules = LoadScopeScheduling(config, log)
    modules._split_scope = _shares
    return modules if config.getvalue("dist") == "load" else None


def pytest_configure(config: pytest.Config) -> None:
    """Have everything compiled once; hundreds of processes would do it each for itself where nothing may be kept.

    And have temporary files in memory where there is room: a disk takes some 3 ms each time that something is laid down
    for good or deleted, which tests do tens of thousands of times.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    opened: Any = MergedCellRange
    opened.format = lambda _: None  # borders around merged cells: a third of what opening a form takes, seen by no test
    if not hasattr(config, "workerinput"):
        compile_dir(Path(minsheng_cli.__file__).parent, quiet=2)
        if "TMPDIR" not in os.environ and _has_room(MEMORY):
            os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
        own = tempfile.TemporaryDirectory(prefix="minsheng-tests-")
        config.add_cleanup(own.cleanup)
        # The processes beside this one begin with its environment.
        os.environ["MINSHENG_CACHE"] = str(Path(own.name) / "cache")
        os.environ[MADE] = own.name


def _has_room(folder: Path) -> bool:
    """Tell whether a folder takes all that the tests lay down (1 GB at once), programs among it."""
    if not (os.name == "posix" and os.access(folder, os.W_OK)):
        return False
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize > 4 << 30 and not about.f_flag & os.ST_NOEXEC


def pytest_sessionfinish() -> None:
    """Leave no process behind."""
    if forked.cache_info().currsize:
        forked().end()
    if _shared.cache_info().currsize:
        pool._Worker.end(_shared())


@dataclass(frozen=True)
class Minsheng:
    """The command line, run in a workspace as a process of its own.

    It is forked from one that has loaded it (``forked.py``); with ``from_scratch``, and whenever Python's own start
    depends on the environment, Python is started anew as the clerk starts it.
    """

    root: Path
    from_scratch: bool = bool(os.environ.get("MINSHENG_FROM_SCRATCH")) or not hasattr(os, "fork")

    def __call__(self, *arguments: str | Path, **environment: str) -> Outcome:
        words, around = list(map(str, arguments)), {**os.environ, "PYTHONUTF8": "0", **environment}
        if not self.from_scratch and not any(name.startswith(("PYTHON", "LC_", "LANG")) for name in environment):
            code, out, err = forked().run(words, self.root, around)
            return Outcome(code, out.decode("utf-8"), err.decode("utf-8"))
        done = subprocess.run(
            [sys.executable, "-m", "minsheng_cli", *words],
            cwd=self.root, env=around, capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def month(self, month: str = "2025-04") -> Path:
        return self.root / month

    @property
    def written(self) -> list[Path]:
        """What lies in the workspace beside the list."""
        return [path for path in self.root.iterdir() if path.name != "data"]


def few_or_all(name: str, few: int, all_: int) -> pytest.MarkDecorator:
    """Give a test a number of cases to take: a few, and once more (marked exhaustive) as many as prove the matter."""
    return pytest.mark.parametrize(name, [few, pytest.param(all_, marks=pytest.mark.exhaustive)])


WHOLE_LIST = "MINSHENG_WHOLE_LIST"
"""Set, it has all units take the place of those few (``test_whole_list.py``)."""
FEW = (
    ()
    if WHOLE_LIST in os.environ
    else ("区教委", "区残联", "区水利局", "区民政局", "区大数据发展局", "区林业局", "区体育中心")
)
"""Units that lead two fifths of the year's list, some in every section: for what does not ask how long a list is."""


def lay_list(root: Path, units: tuple[str, ...] = ()) -> Path:
    """Make a folder a workspace: the 2025 list, or what some of its units lead; and everything else as packaged."""
    (root / "data").mkdir(parents=True, exist_ok=True)
    data = (packaged() / CATALOGUE_FILE).read_bytes()
    (root / CATALOGUE_FILE).write_bytes(_led_by(units, data) if units else data)
    return root


@cache
def _led_by(units: tuple[str, ...], data: bytes) -> bytes:
    import yaml  # noqa: PLC0415 - not under Wine

    listed = yaml.safe_load(data)
    listed["units"] = [u for u in listed["units"] if u["name"] in units]
    listed["projects"] = [p for p in listed["projects"] if set(p["lead_units"]) <= set(units)]
    for section in listed["sections"]:
        own = [p for p in listed["projects"] if p["section"] == section["id"]]
        section["title"] = re.sub(r"共\d+项", f"共{len(own)}项", section["title"])
    counted = {i["id"] for p in listed["projects"] for i in p["indicators"]}
    listed["overlaps"] = [o for o in listed["overlaps"] if set(o["indicators"]) <= counted]
    return yaml.safe_dump(listed, allow_unicode=True, sort_keys=False).encode()


@pytest.fixture
def minsheng(tmp_path: Path) -> Minsheng:
    """The command in a fresh workspace that holds the 2025 list alone."""
    return Minsheng(lay_list(tmp_path))


@pytest.fixture
def small(tmp_path: Path) -> Minsheng:
    """The command in a fresh workspace that holds a part of the 2025 list (FEW) alone."""
    return Minsheng(lay_list(tmp_path, FEW))


@pytest.fixture
def outside(tmp_path: Path) -> Minsheng:
    """The command in an empty folder that is no workspace."""
    return Minsheng(tmp_path)


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that ``make`` has filled: in this process, or in one beside it that came first.

    What lies in it is only read, and copied.
    """
    root = Path(os.environ[MADE]) / name
    with (root.parent / f"{name}.lock").open("w") as lock:
        if os.name == "posix":  # elsewhere there is but one process
            import fcntl  # noqa: PLC0415 - as above

            fcntl.flock(lock, fcntl.LOCK_EX)
        done = root.with_suffix(".done")
        if not done.exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            make(root)
            done.touch()
    return root


@pytest.fixture(scope="session")
def _issued() -> Path:
    def issue(root: Path) -> None:
        assert Minsheng(lay_list(root, FEW))("generate", str(APRIL)).code == 0

    return made_once("issued", issue)


@pytest.fixture(scope="session")
def _issued_to_all() -> Path:
    def issue(root: Path) -> None:
        assert Minsheng(lay_list(root))("generate", str(APRIL)).code == 0

    return made_once("issued_to_all", issue)


@pytest.fixture
def issued(_issued: Path, tmp_path: Path) -> Minsheng:
    """The command in a workspace that holds a part of the 2025 list (FEW) and has issued April's forms, just now."""
    shutil.copytree(_issued, tmp_path, dirs_exist_ok=True)
    return Minsheng(tmp_path)


@pytest.fixture
def issued_to_all(_issued_to_all: Path, tmp_path: Path) -> Minsheng:
    """The command in a workspace that holds the whole 2025 list and has issued April's forms, just now."""
    shutil.copytree(_issued_to_all, tmp_path, dirs_exist_ok=True)
    return Minsheng(tmp_path)


def _play_demo(root: Path) -> None:
    """Play it where another was interrupted: that one is simply run again."""
    (root / "演示/2025-04/下发").mkdir(parents=True)
    assert Minsheng(root)("demo", "演示").code == 2  # something of somebody's
    (root / "演示" / UNFINISHED).write_text("", encoding="utf-8")
    done = Minsheng(root)("demo", "演示", "--json")
    assert done.code == 0
    (root / "said.json").write_text(done.out, encoding="utf-8")


@pytest.fixture(scope="session")
def _demo() -> Path:
    return made_once("demo", _play_demo) / "演示"


@pytest.fixture(scope="session")
def demo_said(_demo: Path) -> Any:
    """What ``demo --json`` said of the demo."""
    return json.loads((_demo.parent / "said.json").read_bytes())


@pytest.fixture
def demo(_demo: Path, tmp_path: Path) -> Minsheng:
    """The command in the demo as it lies there when it has been played: April and May 2025."""
    shutil.copytree(_demo, tmp_path / "演示")
    return Minsheng(tmp_path / "演示")


class _Shared(pool._Worker):
    """A reader that outlives the command that asked it, unless that one has left it with a question."""

    def end(self) -> None:
        if self._asked:
            super().end()
            _shared.cache_clear()


@cache
def _shared() -> _Shared:
    return _Shared()


@pytest.fixture(scope="module", autouse=True)
def _one_reader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let all ``collect`` inside the tests' own process ask the same reader; each would start one of its own.

    Not where readers themselves are looked at.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not hasattr(request.module, "Readers"):
            patch.setattr(pool, "_Worker", _shared)
        yield


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for all tests of a process; each opens and closes its own files."""
    with start_office() as running:
        yield running


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> SimulatedYear:
    """The simulated year, every month of it sealed. Only to be read: a test that changes it takes a copy."""
    import simulated_year  # noqa: PLC0415 - for the two modules that ask for it

    return simulated_year.play(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """What stood in April 2025."""
    path = packaged() / CATALOGUE_FILE
    return load("data/projects.yaml", path.read_bytes()).at(APRIL)
