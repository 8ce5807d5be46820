"""The audit's index against the simplest one there can be, whatever is in memory, in files and in buckets."""

import random
from pathlib import Path

import pytest

from generator.press.audit import buckets, index, runs, spool
from generator.press.audit.index import Index
from generator.press.audit.spool import OWNER, Spool, room

LAST = (1 << 64) - 1


def some_hash(rng: random.Random) -> int:
    """Return a hash: often one that was there before, or at an end of the range."""
    return rng.choice((0, LAST, 1 << 63, rng.randrange(8) << 61 | rng.randrange(1 << 30), rng.getrandbits(64)))


class Model:
    """Owners by the first 40 bits of a hash."""

    def __init__(self) -> None:
        self.owners: dict[int, set[int]] = {}

    def add(self, owner: int, hashes: list[int]) -> None:
        for value in hashes:
            self.owners.setdefault(value & ~OWNER, set()).add(owner)

    def of(self, value: int) -> set[int]:
        return self.owners.get(value & ~OWNER, set())


@pytest.mark.parametrize("run", range(40))
def test_an_index_answers_as_a_table_does(run: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also once it is stored and some of it is loaded again, more is added, and owners are gone."""
    seed = random.randrange(1 << 32) + run
    rng = random.Random(seed)
    for module, name, sizes in (
        (index, "LARGEST", (3, 20, 100)),
        (spool, "LARGEST", (3, 20, 100)),
        (index, "_MOST_RUNS", (1, 3, 100)),
        (index, "_AT_ONCE", (1, 4)),
        (index, "_SHARE_YOUNG", (0, 1, 8)),
        (buckets, "_BUCKET", (1, 8, 64)),
        (index, "_AS_LONG", (0, 1, 8192)),
        (runs, "_PIECE", (1, 7, 500)),
        (runs, "_ROOM", (1, 64)),
    ):
        monkeypatch.setattr(module, name, rng.choice(sizes))
    model, stored = Model(), dict[str, bytes]()
    with room(tmp_path) as folder:
        table, alive = Index("public", lambda names: {name: stored[name] for name in names}), set[int]()
        for life in range(5):
            table.folder = rng.choice((tmp_path, None))
            for owner in range(10 * life + 1, 10 * life + rng.randrange(2, 10)):
                hashes = [some_hash(rng) for _ in range(rng.choice((0, 1, 5, 60)))]
                model.add(owner, hashes)
                alive.add(owner)
                if rng.random() < 0.5:
                    table.add(owner, hashes)
                else:
                    reader = Spool(folder)
                    reader.add(owner, hashes)
                    table.take(reader.pending.tobytes(), reader.files)
            check(table, model, alive, rng, seed)
            alive -= set(rng.sample(sorted(alive), len(alive) // 4))
            # What is settled keeps those that are gone, for whoever asks says who is alive.
            for parts in table.rebuilt(alive.__contains__) if table.is_grown else table.settled():
                stored.update(parts)
            table = Index("public", lambda names: {name: stored[name] for name in names}, table.shapes)
            for owners in model.owners.values():
                owners &= alive  # those that are gone are left out when buckets are made anew, or asked about
            check(table, model, alive, rng, seed)


def check(table: Index, model: Model, alive: set[int], rng: random.Random, seed: int) -> None:
    """Ask for what is there and what is not, one by one and many at once."""
    asked = [*rng.sample(sorted(model.owners), min(len(model.owners), 30)), *(some_hash(rng) for _ in range(10))]
    expected = {value for value in asked if model.of(value) & alive}
    assert table.among(asked, alive.__contains__) == expected, seed
    for value in asked[:5]:
        assert set(table.owners(value)) & alive == model.of(value) & alive, seed
