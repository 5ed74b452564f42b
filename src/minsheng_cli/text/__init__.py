"""Chinese text as such: folded for comparison, made safe to keep."""
