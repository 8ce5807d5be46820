"""The plan: what differs from the last build."""

from hypothesis import given
from hypothesis import strategies as st

from generator.engine.plan import plan

_digests = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2", "3"]))


def test_changed_and_new_targets_are_made_and_lost_ones_removed() -> None:
    """Each target lands in one list, by comparing digests only."""
    found = plan({"a": "1", "b": "1", "c": "1"}, {"d": "1", "b": "2", "a": "1"})

    assert found.make == ("d", "b")
    assert found.keep == ("a",)
    assert found.remove == ("c",)


def test_a_damaged_target_is_made_although_its_inputs_are_the_same() -> None:
    """A page that somebody deleted from the output comes back."""
    found = plan({"a": "1", "b": "1"}, {"a": "1", "b": "1"}, damaged=frozenset({"b"}))

    assert found.make == ("b",)


def test_nothing_changed_is_an_empty_plan() -> None:
    """A build with no change has nothing to make and nothing to remove."""
    assert plan({"a": "1"}, {"a": "1"}).is_empty
    assert not plan({"a": "1"}, {}).is_empty


@given(_digests, _digests)
def test_every_target_is_in_exactly_one_list(previous: dict[str, str], current: dict[str, str]) -> None:
    """Whatever changes, nothing is forgotten and nothing is named twice."""
    found = plan(previous, current)

    assert sorted([*found.make, *found.keep, *found.remove]) == sorted({*previous, *current})
    assert all(previous[target] == current[target] for target in found.keep)
