"""Attachment 2: the only rooms that know where a cell of the form sits."""
