"""The whole suite of the key service once more, on a PostgreSQL server that is thrown away."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import ROOT, free_port

SUITE = ["-m", "pytest", "tests/keyservice", "-q", "-m", "not postgres", "-p", "no:cacheprovider", "-p", "no:xdist"]


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_test_passes_on_postgresql_too():
    """As many tests pass on PostgreSQL as there are, none is left out."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MARBRE_"))}
    collected = run(environ, "--collect-only")
    count = re.search(r"^(?:\d+/)?(\d+)(?:/\d+)? tests? collected", collected, re.MULTILINE)
    assert count, collected

    with server() as url:
        said = run(environ | {"DATABASE_URL": url})

    passed = re.search(r"^(\d+) passed(?:, \d+ deselected)? in ", said, re.MULTILINE)
    assert passed, said[-8000:]
    assert int(passed[1]) == len(re.findall(r"^tests/keyservice/\S.*::", collected, re.MULTILINE)) > 250


def run(environ: dict[str, str], *more: str) -> str:
    """Run the suite in a process of its own and return what it printed."""
    ended = subprocess.run(
        [sys.executable, *SUITE, *more], env=environ, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return ended.stdout + ended.stderr


@contextmanager
def server() -> Iterator[str]:
    """Start a PostgreSQL server on a free port of the own machine, and stop and remove it in the end."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="marbre-postgres-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []  # the server refuses to run as root
    if as_user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"

    def call(program: str, *argv: str) -> None:
        subprocess.run(
            [*as_user, str(programs / program), *argv], cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120
        )

    try:
        call("initdb", "-D", str(data), "-U", "marbre", "--auth=trust", "--encoding=UTF8", "--no-sync")
        call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgres://marbre@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """Return the folder with initdb and pg_ctl: Debian keeps it out of the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
    if folders:
        return folders[-1]
    found = shutil.which("initdb")
    assert found, "no PostgreSQL server is installed: apt-get install postgresql"
    return Path(found).resolve().parent
