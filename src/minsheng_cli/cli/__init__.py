"""The command line: arguments, printing, exit codes. Nothing outside this room knows Typer or Rich."""

from minsheng_cli.cli.door import main

__all__ = ["main"]
