"""One function per command: the story of the month, step by step. Only this room reads the clock."""
