"""Bytes to grids: one reader per format, each to be run only inside the wall."""
