"""
Where a cold build's time goes: `python -m benchmarks.profile --count 300`.

One process, `--jobs 1`. First without a profiler, for times that mean something; then under cProfile, which slows
Python code more than C code, for the order of functions.
"""

import argparse
import cProfile
import json
import os
import pstats
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks import corpus
from generator.cli import main as program

HERE = Path(__file__).parent
# By the file in which a function stands: our packages, then those we use.
_PARTS = (
    ("generator/desk/read", "desk.read"),
    ("generator/desk/render", "desk.render"),
    ("generator/desk/seal", "desk.seal"),
    ("generator/desk", "desk, other"),
    ("generator/press/layout", "press.layout"),
    ("generator/press/write", "press.write"),
    ("generator/press/audit", "press.audit"),
    ("generator/press", "press, other"),
    ("generator/engine", "engine"),
    ("generator/model", "model"),
    ("generator/paywall", "paywall"),
    ("generator/", "generator, other"),
    ("site-packages/markdown/", "Python-Markdown"),
    ("site-packages/jinja2/", "Jinja2"),
    ("site-packages/markupsafe/", "Jinja2"),
    ("/templates/", "templates"),
    ("site-packages/yaml/", "PyYAML"),
    ("site-packages/pydantic", "pydantic"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.profile", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--work", type=Path, default=HERE / ".work")
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--cpu", action="store_true", help="profile CPU time: for a machine that is busy")
    parser.add_argument("--save", type=Path, help="keep the raw profile here")
    arguments = parser.parse_args()
    root = arguments.work.resolve() / "profile"
    shutil.rmtree(root, ignore_errors=True)
    corpus.write("marbre", root, arguments.count)
    _forget(root)
    _build(root)  # imports, and warms the page cache
    _forget(root)
    began, used = time.perf_counter(), time.process_time()
    result = _build(root)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    made = f"{arguments.count} articles, {result['pages']} pages, {result['written']} files"
    print(f"{made}: {wall:.2f} s, CPU {cpu:.2f} s")
    for name, spent in result.get("stages", {}).items():
        print(f"  {spent:7.2f} s  {name}")
    _forget(root)
    # The process's own time is slower to read, and blind to what else the machine does.
    profiler = cProfile.Profile(time.process_time) if arguments.cpu else cProfile.Profile()
    profiler.runcall(_build, root)
    if arguments.save:
        profiler.dump_stats(arguments.save)
    stats = pstats.Stats(profiler)
    _print_parts(stats)
    _print_top(stats, arguments.top)


def _forget(root: Path) -> None:
    for name in ("public", ".marbre"):
        shutil.rmtree(root / name, ignore_errors=True)


def _build(root: Path) -> dict[str, Any]:
    """Build in this process; return what the build told."""
    with _without("MARBRE_KEYSET"), redirect_stdout(StringIO()) as told:
        status = program(["build", "--json", "--quiet", "--jobs", "1", "--site", str(root / "site.yaml")])
    if status:
        raise SystemExit(f"the build ended with status {status}")
    result: dict[str, Any] = json.loads(told.getvalue())
    return result


@contextmanager
def _without(name: str) -> Iterator[None]:
    kept = os.environ.pop(name, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[name] = kept


Key = tuple[str, int, str]
Entry = tuple[int, int, float, float, dict[Key, tuple[int, int, float, float]]]


def _entries(stats: pstats.Stats) -> dict[Key, Entry]:
    found: dict[Key, Entry] = vars(stats)["stats"]
    return found


def _print_parts(stats: pstats.Stats) -> None:
    """Print the time of each package; C functions count for those who call them."""
    parts: dict[str, float] = defaultdict(float)
    for key, (_, _, own, _, callers) in _entries(stats).items():
        if key[0] != "~":
            parts[_part(key[0])] += own
            continue
        for caller, (_, _, spent, _) in callers.items():
            parts[_part(caller[0])] += spent
    total = sum(parts.values())
    print(f"\nunder the profiler {total:.2f} s, by package, C functions with their callers:")
    for name, spent in sorted(parts.items(), key=lambda pair: -pair[1]):
        print(f"  {spent:7.2f} s {spent / total:6.1%}  {name}")


def _part(path: str) -> str:
    return next((name for fragment, name in _PARTS if fragment in path), "standard library and others")


def _print_top(stats: pstats.Stats, count: int) -> None:
    """Print the functions with the most time of their own."""
    entries: Sequence[tuple[Key, Entry]] = sorted(_entries(stats).items(), key=lambda pair: -pair[1][2])
    print("\n    own s   total s      calls  function")
    for (path, line, name), (_, calls, own, total, _) in entries[:count]:
        print(f"  {own:7.3f}  {total:8.3f}  {calls:9d}  {_place(path, line)}{name}")


def _place(path: str, line: int) -> str:
    if path == "~":
        return ""
    short = path.split("site-packages/")[-1].split(f"{HERE.parent}/")[-1]
    return f"{short}:{line} "


if __name__ == "__main__":
    main()
