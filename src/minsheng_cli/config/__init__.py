"""The files a clerk edits: each setting declared once, each fault told with file, line, field and remedy."""
