"""What came back: bytes to grids, and whose they are."""
