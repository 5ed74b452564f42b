"""The limits of a reader process, far above what an honest file takes or our readers accept by themselves.

How long it may take by the clock is the pool's to watch (``pool.TIME_LIMIT``).
"""

from __future__ import annotations

MEMORY_LIMIT = 1 << 30  # bytes
CPU_LIMIT = 15  # seconds of computing time for one file, counted from when the reader is ready
HANDLES = 32  # open files at a time
