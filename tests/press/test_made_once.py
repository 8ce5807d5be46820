"""What several files share is made once, and no file can tell."""

import pytest

from generator.press.layout import publication as module
from generator.press.layout.site import render_target, targets
from tests.press.publication import publication


def files(*, fresh: bool) -> dict[str, bytes]:
    """Return every file of the sample, each from a publication of its own if *fresh*."""
    made, bodies = publication()
    return {target.path: render_target(publication()[0] if fresh else made, target, bodies) for target in targets(made)}


@pytest.mark.slow
def test_files_made_together_are_those_made_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Also when so much is shared that some of it is made again.
    """
    alone = files(fresh=True)
    assert files(fresh=False) == alone
    monkeypatch.setattr(module, "KEPT", 3)
    assert files(fresh=False) == alone


def test_something_is_made_once_and_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A publication of a hundred thousand articles must not keep them all.
    """
    monkeypatch.setattr(module, "KEPT", 10)
    made, _ = publication()
    asked: list[int] = []

    def make(number: int) -> int:
        asked.append(number)
        return number

    assert [made.once("x", lambda: make(1)) for _ in range(3)] == [1, 1, 1]
    assert asked == [1]
    for number in range(50):
        made.once(number, lambda number=number: make(number))  # type: ignore[misc]
        made.once_of("a", number, lambda number=number: make(number))  # type: ignore[misc]
    assert len(made._once) <= 10
    assert len(made.kept.values) <= 10
