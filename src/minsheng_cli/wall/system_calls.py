"""Linux: what a reader may ask of the kernel, by seccomp (Linux man-pages, seccomp(2)): a list of what is allowed.

The list holds what reading, computing, loading a library and ending need. Whatever is not on it does not exist for the
reader: sockets, new processes, signals to others, deleting, renaming, io_uring and whatever the next kernel brings.
A new library that needs more gets ENOSYS, takes its older way, or fails by name in the tests of the wall.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _ANY_OF, _RETURN = 0x20, 0x15, 0x45, 0x06  # instructions of the kernel's filter language
_NUMBER, _PROCESSOR, _ARGUMENTS = 0, 4, 16  # where they stand in what a filter sees
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_WRITING = os.O_WRONLY | os.O_RDWR | getattr(os, "O_CREAT", 0) | getattr(os, "O_TRUNC", 0)
_FCNTL = (1, 2, 3, 1030)  # F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC: not those that send signals
_IOCTL = (0x5401, 0x5451)  # TCGETS, FIOCLEX: what opening a file asks; not what types into a terminal

# By machine: the kernel's name of the processor, then (x86-64, everyone since): <asm/unistd.h>, <asm-generic/unistd.h>.
_PROCESSORS = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1), "loongarch64": (0xC0000102, 1)}
_ALLOWED = {
    "read": (0, 63), "write": (1, 64), "mmap": (9, 222), "munmap": (11, 215), "brk": (12, 214), "lseek": (8, 62),
    "fstat": (5, 80), "newfstatat": (262, 79), "close": (3, 57), "mremap": (25, 216), "madvise": (28, 233),
    "mprotect": (10, 226), "futex": (202, 98), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "stat": (4, None), "lstat": (6, None), "statx": (332, 291), "access": (21, None), "faccessat": (269, 48),
    "faccessat2": (439, 439), "readlink": (89, None), "readlinkat": (267, 78), "getdents64": (217, 61),
    "getcwd": (79, 17), "dup": (32, 23), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "restart_syscall": (219, 128), "getrandom": (318, 278),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "gettimeofday": (96, 169),
    "time": (201, None), "times": (100, 153), "getrusage": (98, 165), "getrlimit": (97, 163), "setrlimit": (160, 164),
    "sysinfo": (99, 179), "uname": (63, 160), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "getpid": (39, 172), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "poll": (7, None), "ppoll": (271, 73), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_OPENAT, _PRLIMIT, _FCNTL_CALL, _IOCTL_CALL = (257, 56), (302, 261), (72, 25), (16, 29)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def restrict(*, opening: bool) -> bool:
    """Allow only the calls on the list, and opening files to read if ``opening``; return whether that is in force."""
    machine = os.uname().machine
    if machine not in _PROCESSORS or sys.maxsize < 1 << 32:
        return False
    code = _filter(*_PROCESSORS[machine], opening=opening)
    program = _Program(len(code) // 8, code)
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(*map(ctypes.c_ulong, (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))):
        return False
    return not library.prctl(
        ctypes.c_ulong(_PR_SET_SECCOMP),
        ctypes.c_ulong(_FILTER),
        ctypes.byref(program),
        ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )


def _filter(processor: int, column: int, *, opening: bool) -> bytes:
    """Return the filter for a processor: each call is compared with the list, from the top."""
    no, denied = _return(_ERROR | errno.ENOSYS), _return(_ERROR | errno.EACCES)
    yes, number = _return(_ALLOW), _load(_NUMBER)
    code = [_load(_PROCESSOR), _jump(_EQUAL, processor, 1, 0), no, number]
    for numbers in _ALLOWED.values():
        if numbers[column] is not None:
            code += [_jump(_EQUAL, numbers[column], 0, 1), yes]
    if opening:
        code += [
            _jump(_EQUAL, _OPENAT[column], 0, 4),
            _load(_ARGUMENTS + 2 * 8), _jump(_ANY_OF, _WRITING, 0, 1), denied, yes,
        ]  # fmt: skip
    else:
        code += [_jump(_EQUAL, _OPENAT[column], 0, 1), denied]
    code += [_jump(_EQUAL, _PRLIMIT[column], 0, 4), _load(_ARGUMENTS), _jump(_EQUAL, 0, 1, 0), denied, yes]
    for call, argument, values in ((_FCNTL_CALL, 1, _FCNTL), (_IOCTL_CALL, 1, _IOCTL)):
        tests = [step for value in values for step in (_jump(_EQUAL, value, 0, 1), yes)]
        code += [_jump(_EQUAL, call[column], 0, len(tests) + 2), _load(_ARGUMENTS + argument * 8), *tests, denied]
    return b"".join([*code, no])


def _load(place: int) -> bytes:
    return struct.pack("=HBBI", _LOAD, 0, 0, place)


def _jump(test: int, value: int | None, if_so: int, if_not: int) -> bytes:
    """Compare what was loaded; skip so many instructions."""
    return struct.pack("=HBBI", test, if_so, if_not, value)


def _return(what: int) -> bytes:
    return struct.pack("=HBBI", _RETURN, 0, 0, what)
