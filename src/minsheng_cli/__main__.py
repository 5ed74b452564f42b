"""``python -m minsheng_cli`` and the ``minsheng`` command."""

from minsheng_cli.cli import main

if __name__ == "__main__":
    main()
