"""
A build that is killed at a given step: `python killed_build.py ROOT OUTPUT STEP`.

A step is anything that changes a file system: before the STEPth the process gets SIGKILL. With step 0 it prints how
many steps there were.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from editions import SECOND, Site

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime", "os.chmod", "os.link"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def main(root: str, output: str, stop: int) -> None:
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        flags = arguments[2] if event == "open" else 0
        if event in CHANGES or (isinstance(flags, int) and flags & WRITING):
            steps += 1
            if steps == stop:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.dont_write_bytecode = True
    site = Site(Path(root), Path(output))
    sys.addaudithook(count)
    site.build(SECOND, grace=timedelta(0))
    if stop == 0:
        print(steps)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
