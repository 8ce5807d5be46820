"""Who holds a lock: a process, told so that a person and another process can find it."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict


class Owner(Struct, frozen=True):
    """
    A process that builds.

    Attributes:
        since: When it took the lock, ISO 8601 with offset.
        started: When the process itself began, in the kernel's clock ticks since boot: a pid that was given to
            another program has another start. Empty where the system does not tell.
    """

    pid: int
    host: str
    since: str
    started: str
    command: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}: {self.command}"

    def is_alive(self) -> bool:
        """Tell whether this very process still runs; of another machine's process that is not known: yes."""
        if self.host != os.uname().nodename:
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass  # it runs and belongs to somebody else
        now = start_of(self.pid)
        return not self.started or not now or now == self.started


def this_process() -> Owner:
    """Return the owner that a lock of the running process names."""
    command = " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:]])
    since = datetime.now(tz=UTC).astimezone().isoformat(timespec="seconds")
    return Owner(os.getpid(), os.uname().nodename, since, start_of(os.getpid()), command)


def start_of(pid: int) -> str:
    """Return when a process began, in clock ticks since boot; empty where there is no /proc or no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name of the program is in parentheses and may hold spaces; the start is the 22nd field.
    return stat.rpartition(")")[2].split()[19]


def to_text(owner: Owner) -> str:
    """Return one line of JSON."""
    return json.dumps(asdict(owner), ensure_ascii=False) + "\n"


def from_text(text: str) -> Owner | None:
    """Return the owner that a lock file names, or None if it names none."""
    try:
        values = json.loads(text)
        return Owner(int(values["pid"]), *(str(values[name]) for name in ("host", "since", "started", "command")))
    except (ValueError, TypeError, KeyError):
        return None
