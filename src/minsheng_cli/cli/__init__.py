"""The command line: arguments, printing, exit codes. Nothing outside this room knows Typer or Rich."""

from minsheng_cli.cli.app import main

__all__ = ["main"]
