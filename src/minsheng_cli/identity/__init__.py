"""Whose a return is, and of which reporting period: on what evidence, never guessed."""
