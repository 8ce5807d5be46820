"""The browser modules pass the published vectors in Node."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "generator" / "browser" / "testing" / "vectors.js"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("node") is None, reason="needs Node 20")]


def run(folder):
    """Return what the runner says of a folder of vectors."""
    return subprocess.run(["node", RUNNER, folder], capture_output=True, text=True, check=False)


def test_opener_passes_the_vectors_in_node():
    """
    Every vector passes or is named with the reason why an opener cannot run it.
    """
    done = run(ROOT / "tests" / "vectors")
    *lines, last = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert all(": skipped, " in line for line in lines)
    assert last == f"{181 - len(lines)} passed, 0 failed"
    assert 181 - len(lines) >= 135


def test_runner_fails_on_a_wrong_result(tmp_path):
    """
    A vector whose expected output is altered is named, and the status is 1.
    """
    vector = json.loads((ROOT / "tests" / "vectors" / "padding-small.json").read_text(encoding="utf-8"))
    vector["output"]["padded"][0] += 1
    (tmp_path / "padding-small.json").write_text(json.dumps(vector))
    (tmp_path / "index.json").write_text(json.dumps({"vectors": [{"name": "padding-small"}]}))

    done = run(tmp_path)

    assert (done.returncode, done.stdout) == (1, "padding-small: differs in padded\n0 passed, 1 failed\n")
