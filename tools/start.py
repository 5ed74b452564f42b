"""What a double click on 开始 runs, inside an unpacked bundle: the month at a glance, then a prompt for commands.

The workspace is the folder 工作 beside the program, made at the first start; nothing else is written. ``minsheng`` is
found in that prompt without its path.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]  # python/start.py on Windows, bin/start.py on Linux
UNUSABLE = 9


def main() -> int:
    """Show where the month stands and leave a prompt open; give the exit code."""
    workspace = TOP / "工作"
    try:
        workspace.mkdir(exist_ok=True)
        os.chdir(workspace)
    except OSError:
        print(f"这个文件夹不能写入：{TOP}\n请把整个“{TOP.name}”文件夹移到本机磁盘（如“文档”）后再双击“开始”。")
        return UNUSABLE
    environment = {**os.environ, "PATH": f"{TOP}{os.pathsep}{os.environ.get('PATH', '')}"}
    code = subprocess.call([sys.executable, "-I", "-m", "minsheng_cli"], env=environment)
    if not sys.stdin.isatty():
        return code
    print("\n在下面输入命令，例如：minsheng status。关闭本窗口即结束。")
    if sys.platform == "win32":
        return subprocess.call([os.environ.get("COMSPEC", "cmd.exe"), "/k", "title 民生月报"], env=environment)
    return subprocess.call([os.environ.get("SHELL", "/bin/sh")], env=environment)


if __name__ == "__main__":
    sys.exit(main())
