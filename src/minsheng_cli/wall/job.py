"""Windows: a Job Object that holds a reader to its limits and ends it with the program (winnt.h, jobapi2.h).

No memory beyond the limit, no process of its own, no computing time beyond what a file may take; and whatever becomes
of the program, the system ends the reader when the last handle on the job is gone. Elsewhere a reader limits itself.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

if sys.platform == "win32":  # pragma: no cover - the twin for Windows
    import ctypes
    from ctypes import wintypes

    _ACTIVE_PROCESSES, _PROCESS_MEMORY, _PROCESS_TIME = 0x8, 0x100, 0x2
    _KILL_ON_CLOSE, _DIE_ON_EXCEPTION = 0x2000, 0x400
    _EXTENDED = 9  # JobObjectExtendedLimitInformation
    _TICKS = 10_000_000  # a second

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", wintypes.DWORD),
            ("least", ctypes.c_size_t), ("most", ctypes.c_size_t), ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD),
        )  # fmt: skip

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic), ("counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    class Job:
        """The job of one reader. ``holds``: whether its limits are in force; a refusal by Windows is not raised."""

        counts = True  # its computing time is asked for from outside

        def __init__(self, process: Popen[bytes], memory: int) -> None:
            """Put a process into a job of its own, with so many bytes of memory."""
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._process, self._memory = wintypes.HANDLE(int(process._handle)), memory  # noqa: SLF001 - no public way
            self._job = wintypes.HANDLE(self._kernel.CreateJobObjectW(None, None))
            self.holds = bool(
                self._job and self._limit(0) and self._kernel.AssignProcessToJobObject(self._job, self._process)
            )

        def seconds(self) -> float:
            """Return the computing time the process has used, in seconds."""
            times = [wintypes.FILETIME() for _ in range(4)]
            if not self._kernel.GetProcessTimes(self._process, *map(ctypes.byref, times)):
                return 0.0
            return sum((t.dwHighDateTime << 32 | t.dwLowDateTime) / _TICKS for t in times[2:])

        def allow(self, seconds: float) -> None:
            """Have Windows end the process once it has used that many seconds of computing time in all."""
            if self.holds:
                self._limit(int(seconds * _TICKS))

        def close(self) -> None:
            """Close the job, which ends the process."""
            if self._job:
                self._kernel.CloseHandle(self._job)
                self._job, self.holds = wintypes.HANDLE(), False

        def _limit(self, ticks: int) -> bool:
            limits = _Extended()
            limits.basic.flags = _ACTIVE_PROCESSES | _PROCESS_MEMORY | _KILL_ON_CLOSE | _DIE_ON_EXCEPTION
            limits.basic.flags |= _PROCESS_TIME if ticks else 0
            limits.basic.processes, limits.basic.process_time, limits.process_memory = 1, ticks, self._memory
            size = ctypes.sizeof(limits)
            return bool(self._kernel.SetInformationJobObject(self._job, _EXTENDED, ctypes.byref(limits), size))

else:

    class Job:
        """The stand-in for other systems, where a reader limits itself (``worker.limit_process``)."""

        counts = holds = False

        def __init__(self, process: Popen[bytes], memory: int) -> None:
            """Accept what the class for Windows takes."""

        def seconds(self) -> float:
            """Return 0: the reader's own limit counts."""
            return 0.0

        def allow(self, seconds: float) -> None:
            """Do nothing."""

        def close(self) -> None:
            """Do nothing."""
