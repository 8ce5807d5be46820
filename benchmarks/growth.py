"""How the cost of a build grows with the archive: 10,000 articles against 100,000, Marbre alone."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import subjects
from benchmarks.costs import Cost, middle
from benchmarks.works import WORKS, perform

SMALL, LARGE = 10_000, 100_000
MEASURED = ("cold", "nothing", "body", "brief")


def table(work: Path, runs: int, counts: Sequence[int] = (SMALL, LARGE)) -> str:
    """Return what each work costs at both sizes, and the factor between them."""
    costs = {count: _costs(work, count, runs) for count in counts}
    small, large = (costs[count] for count in counts)
    rows = [f"| work | {counts[0]} | {counts[1]} | wall | memory |", "| --- | ---: | ---: | ---: | ---: |"]
    for one in WORKS:
        if one.key in MEASURED:
            a, b = small[one.key], large[one.key]
            cells = (f"{cost.wall:.2f} s ({cost.cpu:.2f}), {cost.memory:.0f} MB" for cost in (a, b))
            rows.append(
                f"| {one.title} | {' | '.join(cells)} | × {b.wall / a.wall:.1f} | × {b.memory / a.memory:.1f} |"
            )
    return "\n".join(rows)


def _costs(work: Path, count: int, runs: int) -> dict[str, Cost]:
    subject = subjects.marbre(work)
    print(f"writing {count} articles", file=sys.stderr)
    subjects.prepare(subject, count, None)
    found = {}
    for one in WORKS:
        if one.key in MEASURED:
            # One cold build is enough: at this size it takes long, and longer than noise.
            times = 1 if one.key == "cold" else runs
            found[one.key] = middle([perform(one, subject, count, run) for run in range(times)])
            print(f"{count}: {one.title}: {found[one.key].wall:.2f} s", file=sys.stderr)
    shutil.rmtree(subject.root)
    return found
