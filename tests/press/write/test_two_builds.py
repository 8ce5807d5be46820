"""Two builds of one site at the same moment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from editions import FIRST, SECOND, Site

HERE = Path(__file__).parent


@pytest.mark.slow
def test_two_builds_at_once_end_as_one(site: Site) -> None:
    """One builds; the other waits for nothing and says who builds, or finds nothing left to do."""
    outcomes = set()
    for _ in range(3):
        site.build(FIRST)
        builds = [
            subprocess.Popen(
                [sys.executable, HERE / "locked_build.py", site.root],
                env={**os.environ, "PYTHONPATH": f"{HERE.parents[2]}:{HERE}"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for build in builds:
            assert build.stdout is not None
            assert build.stdout.readline() == "ready\n"
        for build in builds:
            assert build.stdin is not None
            build.stdin.write("go\n")
            build.stdin.flush()
        outcomes.add(tuple(sorted(build.communicate()[0].strip() for build in builds)))

        assert {path: text for path, text in site.files().items() if path in SECOND} == SECOND
        assert sum(path.startswith("page-") for path in site.files()) == 100

    assert outcomes <= {("build-running", "built"), ("built", "built")}
