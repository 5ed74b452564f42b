"""What a double click on 开始 runs, inside an unpacked bundle: the month at a glance, then a prompt for commands.

The workspace is the folder beside the program that has a list of projects; a demo is none, or her own month would end
up in it. While there is none, ``minsheng`` offers to lay one out. In the prompt ``minsheng`` is found without its path.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]  # python/start.py on Windows, bin/start.py on Linux
UNUSABLE = 9


def workspace() -> Path | None:
    """Return the folder beside the program that is a workspace, None when there is none."""
    found = sorted(path.parents[1] for path in TOP.glob("*/data/projects.yaml"))
    return next((path for path in found if not path.name.startswith("演示")), None)


def main() -> int:
    """Show where the month stands and leave a prompt open; give the exit code."""
    environment = {**os.environ, "PATH": f"{TOP}{os.pathsep}{os.environ.get('PATH', '')}"}
    glance = [sys.executable, "-I", "-m", "minsheng_cli"]
    place = workspace()
    if place is None:
        try:
            tempfile.TemporaryFile(dir=TOP).close()
        except OSError:
            print(f"这个文件夹不能写入：{TOP}\n请把整个“{TOP.name}”文件夹移到本机磁盘（如“文档”）后再双击“开始”。")
            return UNUSABLE
    code = subprocess.call(glance, cwd=place or TOP, env=environment)
    place = workspace()  # it may just have been laid out
    if not sys.stdin.isatty():
        return code
    print("\n在下面输入命令，例如：minsheng status。关闭本窗口即结束。")
    shell = [os.environ.get("SHELL", "/bin/sh")]
    if sys.platform == "win32":
        shell = [os.environ.get("COMSPEC", "cmd.exe"), "/k", "title 民生月报"]
    return subprocess.call(shell, cwd=place or TOP, env=environment)


if __name__ == "__main__":
    sys.exit(main())
