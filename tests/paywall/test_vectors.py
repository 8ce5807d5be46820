"""The published vectors decide what the format is; Python passes every one."""

import json
from pathlib import Path

import pytest

from generator.paywall.vectors import run_vector

FOLDER = Path(__file__).parents[1] / "vectors"
FILES = sorted(path for path in FOLDER.glob("*.json") if path.name != "index.json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vector_gives_its_published_result(path):
    """
    A vector's operation gives exactly its output, or fails with exactly its error word.
    """
    outcome = run_vector(json.loads(path.read_text(encoding="utf-8")))

    assert outcome.problem == ""


def test_folder_holds_the_vectors_that_the_index_lists():
    """
    No vector is left out of the index, and none is missing from the folder.
    """
    index = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))

    assert sorted(entry["name"] for entry in index["vectors"]) == sorted(path.stem for path in FILES)
    assert index["count"] == len(FILES)


def test_index_says_the_same_as_each_vector():
    """
    The index repeats operation, result and comment of each vector.
    """
    index = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))

    for entry in index["vectors"]:
        vector = json.loads((FOLDER / f"{entry['name']}.json").read_text(encoding="utf-8"))
        assert {name: vector[name] for name in entry} == entry


def test_runner_reports_a_wrong_result():
    """
    A vector whose expected output is altered is a failure that names what differs.
    """
    vector = json.loads((FOLDER / "padding-small.json").read_text(encoding="utf-8"))
    vector["output"]["padded"][0] += 1

    assert run_vector(vector).problem == "differs in padded"


def test_runner_reports_an_error_that_did_not_happen():
    """
    A vector that should fail and does not is a failure of the run.
    """
    vector = json.loads((FOLDER / "header-good.json").read_text(encoding="utf-8"))

    assert run_vector(vector | {"expect": "bad-header"}).problem == "success, not bad-header"
