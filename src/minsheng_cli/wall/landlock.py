"""Linux: which files a reader may open, by the kernel's Landlock (since 5.13; Linux man-pages, landlock(7)).

What is given up is given up for good, by the process itself, before it sees the first file.
"""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every processor
_VERSION = 1  # flag: tell the version instead of making anything
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_NETWORK_SINCE, _SCOPE_SINCE = 4, 6  # versions
# How many of the kinds of access to files each version of Landlock knows; kinds it does not know may not be named.
_KINDS = {1: 13, 2: 14, 3: 15, 4: 15}
_KINDS_NOW = 16
_PR_SET_NO_NEW_PRIVS = 38


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Return the version of Landlock this kernel has, 0 when it has none."""
    return max(0, int(_library().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))))


def restrict(folders: Iterable[str]) -> bool:
    """Let this process open files only to read and only below these folders, for good; return whether that is in force.

    Landlock version 4 and later also forbid TCP connections and listening, version 6 and later signals to others.
    """
    known = version()
    if not known:
        return False
    library = _library()
    rules = _Ruleset(
        files=(1 << _KINDS.get(known, _KINDS_NOW)) - 1,
        network=3 if known >= _NETWORK_SINCE else 0,
        scope=3 if known >= _SCOPE_SINCE else 0,
    )
    size = 24 if known >= _SCOPE_SINCE else 16 if known >= _NETWORK_SINCE else 8
    ruleset = library.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            if not _allow_reading(library, ruleset, folder):
                return False
        return not _no_new_privileges(library) and not library.syscall(
            _RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)
        )
    finally:
        os.close(ruleset)


def _allow_reading(library: ctypes.CDLL, ruleset: int, path: str) -> bool:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True  # what is not there needs no permission
    try:
        allowed = _READ_FILE | (_READ_DIR if os.path.isdir(path) else 0)  # noqa: PTH112 - pathlib is not loaded here
        rule = _Beneath(allowed, opened)
        return not library.syscall(
            _ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0)
        )
    finally:
        os.close(opened)


def _no_new_privileges(library: ctypes.CDLL) -> int:
    return int(library.prctl(*map(ctypes.c_ulong, (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))))


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library
