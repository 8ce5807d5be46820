"""
What builds cost, Marbre and its peers in turn: `python -m benchmarks.run --count 1000 --peers hugo,pelican --runs 3`.

Prints the tables and writes benchmarks/RESULTS.md. Nothing here asserts a time: machines differ and are busy.
"""

import argparse
import shlex
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import growth, model, report, subjects
from benchmarks.costs import CommandFailedError, Cost
from benchmarks.peers import installed
from benchmarks.subjects import Subject
from benchmarks.works import WORKS, StaleError, perform

HERE = Path(__file__).parent
OTHER_CORPUS = HERE.parents[1] / "shared/bench/make_corpus.py"
ALL_PEERS = "hugo,eleventy,pelican,mkdocs"


def main() -> int:
    arguments = _arguments()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    if arguments.growth:
        print(growth.table(work, arguments.runs))
        return 0
    if arguments.model:
        print(model.built(arguments.model, work, arguments.count))
        return 0
    if OTHER_CORPUS.is_file():
        print(model.built(OTHER_CORPUS, work, arguments.count), flush=True)
    else:
        print("no other generator of articles beside this checkout: nothing of it is built")
    found = _prepared(work, arguments.count, [name for name in arguments.peers.split(",") if name])
    results = _measured(found, arguments.count, arguments.runs, arguments.works.split(","))
    command = shlex.join(("python", "-m", "benchmarks.run", *_told(sys.argv[1:])))
    text = report.document(found, results, command=command, count=arguments.count, runs=arguments.runs)
    arguments.results.write_text(text, "utf-8")
    print(text)
    return 0


def _told(arguments: Sequence[str]) -> Iterator[str]:
    """Yield *arguments* without those that name a folder of this machine."""
    given = iter(arguments)
    for argument in given:
        if argument in ("--work", "--results", "--model"):
            next(given, "")
        else:
            yield argument


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="articles")
    parser.add_argument("--peers", default=ALL_PEERS, help=f"engines beside Marbre, by default {ALL_PEERS}")
    parser.add_argument("--runs", type=int, default=3, help="runs of each work; medians are told")
    parser.add_argument("--works", default=",".join(work.key for work in WORKS), help="by default all")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="folder for the sites")
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("--growth", action="store_true", help="only Marbre, 10,000 articles against 100,000")
    parser.add_argument("--model", type=Path, help="only Marbre, on the corpus that this other generator writes")
    return parser.parse_args()


def _prepared(work: Path, count: int, names: Sequence[str]) -> list[Subject]:
    """Return Marbre and those peers that can be had, each with its site."""
    peers = installed(names)
    found = [subjects.marbre(work), *(subjects.peer_subject(peer, work) for peer in peers.values())]
    for subject in found:
        print(f"writing {count} articles for {subject.engine.name}", file=sys.stderr)
        subjects.prepare(subject, count, peers.get(subject.engine.name))
        subject.run()  # compiles what is compiled once, and warms the page cache
    return found


def _measured(found: Sequence[Subject], count: int, runs: int, works: Sequence[str]) -> report.Results:
    """Return the costs by work and engine; in each run every engine has its turn, so that a busy minute hits all."""
    results: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    for work in [work for work in WORKS if work.key in works]:
        for run in range(runs):
            for subject in found:
                try:
                    cost = perform(work, subject, count, run)
                except (StaleError, CommandFailedError) as error:
                    print(f"left out: {error}", file=sys.stderr)
                    continue
                results[work.key, subject.engine.name].append(cost)
                print(f"{work.title}, {subject.engine.name}: {cost.wall:.2f} s", file=sys.stderr)
    return results


if __name__ == "__main__":
    sys.exit(main())
