"""How much a reader may take. Nothing that our readers refuse by themselves comes near it, nor any honest file."""

from __future__ import annotations

MEMORY_LIMIT = 1 << 30  # bytes
CPU_LIMIT = 15  # seconds of computing time for one file, counted from when the reader is ready
HANDLES = 32  # open files at a time
