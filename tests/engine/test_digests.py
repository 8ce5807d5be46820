"""Digests: equal only for equal values, and the same in every process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from itertools import combinations
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from generator.engine.digest import digest_bytes, digest_of
from generator.model.access import Access
from generator.model.config import Tier


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Left(Struct, frozen=True):
    name: str


class Right(Struct, frozen=True):
    name: str


PARIS, BRUSSELS = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/Brussels")
NOON = datetime(2026, 11, 24, 12)  # noqa: DTZ001 - a naive date is one of the cases

LOOK_ALIKES = [
    None, True, False, 0, 1, -1, 1.0, -0.0, 0.0, float("inf"), 10**5000, "", "1", "None", "é", "e\u0301", "\ud800",
    b"", b"1", (), [], {}, frozenset(), ("a", "b"), ("ab",), ("a", ("b",)), (("a",), "b"), ["a", "b"],
    {"a": 1}, {"a": "1"}, {"a": 1, "b": 2}, {"b": 2, "a": 1}, frozenset({"a", "b"}), frozenset({"ab"}),
    NOON, NOON.replace(tzinfo=UTC), NOON.replace(tzinfo=PARIS), NOON.replace(tzinfo=BRUSSELS),
    NOON.replace(tzinfo=timezone(timedelta(hours=1))), date(2026, 11, 24), "2026-11-24", PARIS, "Europe/Paris",
    timedelta(days=1), timedelta(seconds=1), PurePosixPath("a/b"), "a/b", Colour.RED, Colour.BLUE, "red",
    Left("x"), Right("x"), ("x",), Access(("abonnes",)), Access(), Tier("abonnes", "Abonnés"),
]  # fmt: skip


def test_values_that_look_alike_have_different_digests() -> None:
    """No two of fifty values that a careless writer would mix up have one digest."""
    for one, other in combinations(LOOK_ALIKES, 2):
        assert digest_of(one) != digest_of(other), (one, other)


def test_parts_are_not_run_together() -> None:
    """Where one part ends and the next begins counts."""
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert digest_of("a") != digest_of(("a",))
    assert digest_of() != digest_of(None)


_scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.binary(max_size=4) | st.floats()
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(_values, _values)
def test_digests_are_equal_exactly_when_written_values_are(one: object, other: object) -> None:
    """A value's digest follows its `repr`, which tells types and orders of plain values apart."""
    assert (digest_of(one) == digest_of(other)) == (repr(one) == repr(other))


def test_a_set_has_no_order_and_a_digest_is_the_same_in_every_process() -> None:
    """Processes with different hash seeds agree, also about sets."""
    script = "from generator.engine.digest import digest_of; print(digest_of({'a', 'b', 'c'}, {'k': (1, 'é')}))"

    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert found == {f"{digest_of({'c', 'a', 'b'}, {'k': (1, 'é')})}\n".encode()}


def test_a_value_without_stable_meaning_is_refused() -> None:
    """An object that only has an address has no digest."""

    def words() -> Iterator[str]:
        yield "a"

    with pytest.raises(TypeError, match="no digest for a value of type"):
        digest_of(words())


def test_digest_of_bytes_is_their_sha256() -> None:
    """Anybody can check a published file with sha256sum."""
    assert digest_bytes(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
