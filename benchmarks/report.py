"""RESULTS.md: tables of what was measured, in ratios to Marbre as well as in seconds."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import machine
from benchmarks.costs import Cost, middle
from benchmarks.subjects import Subject
from benchmarks.works import WORKS, Work

LEGEND = """\
Seconds of wall time, (CPU time), memory of the largest process in MB, files written.
The factor is the wall time divided by Marbre's: above 1, Marbre is faster."""

Results = Mapping[tuple[str, str], Sequence[Cost]]


def document(subjects: Sequence[Subject], results: Results, *, command: str, count: int, runs: int) -> str:
    """Return the report as Markdown."""
    parts = (
        f"# Measurements\n\n`{command}`: {count} articles, medians of {runs} runs, engines in turn.",
        "\n".join(f"- {fact}" for fact in (*machine.facts(), _versions(subjects))),
        LEGEND,
        table(subjects, results),
        "## What Marbre did\n\n" + counts(results),
        stages(results),
        "## Differences in work\n\n" + "\n".join(f"- {one.engine.name}: {one.engine.differs}" for one in subjects),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _versions(subjects: Sequence[Subject]) -> str:
    return ", ".join(f"{one.engine.name} {one.version}" for one in subjects)


def table(subjects: Sequence[Subject], results: Results) -> str:
    """Return one row per work and one column per engine."""
    names = [subject.engine.name for subject in subjects]
    rows = [f"| {' | '.join(('work', *names))} |", f"| --- {'| ---: ' * len(names)}|"]
    for work in WORKS:
        cells = [_cell(results, work, name) for name in names]
        rows.append(f"| {' | '.join((work.title, *cells))} |")
    return "\n".join(rows)


def _cell(results: Results, work: Work, name: str) -> str:
    costs = results.get((work.key, name))
    if not costs:
        return "–"
    cost = middle(costs)
    text = f"{cost.wall:.2f} ({cost.cpu:.2f}) {cost.memory:.0f} MB, {cost.written}"
    ours = results.get((work.key, "marbre"))
    return f"{text}, × {cost.wall / middle(ours).wall:.2f}" if ours and name != "marbre" else text


def counts(results: Results) -> str:
    """Return Marbre's own counts of each work."""
    rows = ["| work | pages | sealed | rendered | reused | written | removed |", "| --- " + "| ---: " * 6 + "|"]
    for work in WORKS:
        told = _told(results, work)
        cells = [str(told.get(key, "–")) for key in ("pages", "sealed", "rendered", "reused", "written", "removed")]
        rows.append(f"| {' | '.join((work.title, *cells))} |")
    return "\n".join(rows)


def stages(results: Results) -> str:
    """Return how long each stage of Marbre took, if the build tells (`stages` in its JSON: name to seconds)."""
    told = {work.title: found for work in WORKS if (found := _told(results, work).get("stages"))}
    if not told:
        return ""
    names = list(dict.fromkeys(name for found in told.values() for name in found))
    rows = [f"| {' | '.join(('work', *names))} |", "| --- " + "| ---: " * len(names) + "|"]
    for title, found in told.items():
        total = sum(found.values()) or 1.0
        cells = [f"{found.get(name, 0):.2f} s, {found.get(name, 0) / total:.0%}" for name in names]
        rows.append(f"| {' | '.join((title, *cells))} |")
    return "## Stages of Marbre\n\n" + "\n".join(rows)


def _told(results: Results, work: Work) -> dict[str, Any]:
    costs = results.get((work.key, "marbre"))
    lines = costs[-1].output.splitlines() if costs else []
    told: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return told
