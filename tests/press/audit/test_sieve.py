"""Which of many hashes are among many others."""

import pickle
import random
from array import array
from pathlib import Path

import pytest

from generator.press.audit.sieve import Hashes, Sieve

SEED = 20261127


def hashes(numbers: list[int]) -> Hashes:
    found = Hashes()
    found.extend(numbers)
    return found


@pytest.fixture
def numbers() -> list[int]:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    return [chance.getrandbits(64) for _ in range(5000)]


def test_it_finds_what_it_has_and_nothing_else(numbers: list[int]) -> None:
    there, others = numbers[:2500], numbers[2500:]
    sieve = Sieve(hashes(there))
    asked = [value for pair in zip(there, others, strict=True) for value in pair]
    assert sieve.among(asked) == array("Q", there)


def test_put_down_it_finds_the_same_here_and_elsewhere(numbers: list[int], tmp_path: Path) -> None:
    """The worst that could happen is that it finds nothing any more: then no leak would be found."""
    there, asked = numbers[:2500], array("Q", numbers)
    sieve = Sieve(hashes(there))
    sieve.put_down(tmp_path / "room")
    sent = pickle.dumps(sieve)
    assert len(sent) < 1000
    elsewhere = pickle.loads(sent)
    assert sieve
    assert elsewhere
    assert list(sieve.among(asked)) == list(elsewhere.among(asked)) == there
    assert list(sieve.among(asked)) == list(elsewhere.among(asked)) == there  # picked up


def test_an_empty_one_finds_nothing(tmp_path: Path) -> None:
    sieve = Sieve(Hashes())
    assert not sieve
    sieve.put_down(tmp_path)
    assert not pickle.loads(pickle.dumps(sieve)).among([1, 2, 3])


def test_without_its_file_or_all_of_it_it_refuses(numbers: list[int], tmp_path: Path) -> None:
    for damage in (Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:1000])):
        sieve = Sieve(hashes(numbers))
        sieve.put_down(tmp_path)
        [file] = tmp_path.iterdir()
        damage(file)
        with pytest.raises((OSError, EOFError)):
            sieve.among(numbers)
        file.unlink(missing_ok=True)
