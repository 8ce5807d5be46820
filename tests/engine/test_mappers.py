"""Mappers: the same results from one process and from many, and an end in every case."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import starmap
from pathlib import Path
from types import FrameType

import pytest

from generator.engine.deadline import deadline
from generator.engine.mapper import Mapper, Serial, chunked
from generator.engine.processes import Processes
from generator.engine.workers import mapper_for
from generator.errors import Location, SourceError

MAPPERS = [Serial(), Processes(1), Processes(3), Processes(2, is_fresh=True)]


def scale(chunk: list[int], shared: dict[str, int]) -> list[int]:
    return [number * shared["factor"] for number in chunk]


def check(chunk: list[int], shared: dict[str, int]) -> list[int | SourceError]:
    """A task that gives mistakes back as values."""
    return [
        SourceError(Location(f"a{number}.md", 3), "odd", f"{number} is odd") if number % 2 else number
        for number in chunk
    ]


def explode(chunk: list[int], shared: object) -> list[int]:
    raise ZeroDivisionError(f"in {chunk}")


def die(chunk: list[int], shared: object) -> list[int]:
    if 3 in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return chunk


def get_stuck(chunk: list[str], shared: float) -> list[str | SourceError]:
    """A task in which one document makes a regular expression backtrack for longer than the universe will last."""
    done: list[str | SourceError] = []
    for name in chunk:
        try:
            with deadline(shared, Location(name), "rendering its Markdown"):
                re.match(r"(a+)+$", "a" * 40 + "b" if "slow" in name else "a")
            done.append(name)
        except SourceError as error:
            done.append(error)
    return done


def process_id(chunk: list[int], shared: object) -> int:
    return os.getpid()


@pytest.mark.parametrize("mapper", MAPPERS)
def test_results_come_in_the_order_of_the_chunks(mapper: Mapper) -> None:
    """One process or three: the same list."""
    chunks = [[number, number + 1] for number in range(60)]

    found = list(mapper.map(scale, chunks, {"factor": 3}))

    assert found == [[3 * number, 3 * number + 3] for number in range(60)]


@pytest.mark.parametrize("mapper", MAPPERS)
def test_results_without_order_are_all_there(mapper: Mapper) -> None:
    """Whoever does not need the order still gets each result once."""
    found = mapper.map(scale, [[number] for number in range(60)], {"factor": 1}, ordered=False)

    assert sorted(found) == [[number] for number in range(60)]


@pytest.mark.parametrize("mapper", MAPPERS)
def test_mistakes_of_all_tasks_come_back(mapper: Mapper) -> None:
    """A SourceError is a value that travels between processes with its place and its hint."""
    found = [value for chunk in mapper.map(check, [[1, 2], [3, 4]], {}) for value in chunk]

    assert [str(value) for value in found] == [
        "a1.md:3: error[odd]: 1 is odd",
        "2",
        "a3.md:3: error[odd]: 3 is odd",
        "4",
    ]


@pytest.mark.parametrize("mapper", MAPPERS)
def test_what_a_task_raises_ends_the_run(mapper: Mapper) -> None:
    """A bug in a task is not swallowed."""
    with pytest.raises(ZeroDivisionError, match=r"in \[0\]"):
        list(mapper.map(explode, [[number] for number in range(9)], None))


@pytest.mark.parametrize("mapper", MAPPERS)
def test_nothing_to_do_is_no_result(mapper: Mapper) -> None:
    """An empty list of chunks ends at once."""
    assert list(mapper.map(scale, [], {})) == []


def test_chunks_are_taken_only_as_workers_need_them() -> None:
    """Memory stays flat: a thousand chunks are not read ahead of the first result."""
    taken = 0

    def chunks() -> Iterator[list[int]]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield [number]

    results = Processes(2).map(scale, chunks(), {"factor": 1})
    next(results)

    assert taken <= 6
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_killed_worker_is_told_and_nothing_hangs() -> None:
    """The system ended a worker for want of memory: an error with a hint, no traceback of ours."""
    with pytest.raises(SourceError) as raised:
        list(Processes(2).map(die, [[number] for number in range(20)], None))

    assert raised.value.code == "worker-lost"
    assert "memory" in raised.value.problem
    assert "--jobs 1" in raised.value.hint


@pytest.mark.slow
@pytest.mark.parametrize("mapper", MAPPERS)
def test_a_document_that_hangs_is_named_and_the_others_are_done(mapper: Mapper) -> None:
    """The time limit ends a regular expression in the middle, in this process as in a worker."""
    found = [value for chunk in mapper.map(get_stuck, [["a.md", "slow.md"], ["b.md"]], 0.1) for value in chunk]

    assert [str(value).partition("\n")[0] for value in found] == [
        "a.md",
        "slow.md: error[too-slow]: rendering its Markdown takes longer than 0.1 s",
        "b.md",
    ]


def test_a_time_limit_gives_back_the_timer_it_borrowed() -> None:
    """Whoever had set the alarm before still gets it, with its own handler."""
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    timer = signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with deadline(10, Location("a.md"), "waiting"):
            pass
        while not rung:
            signal.pause()
        assert rung == [signal.SIGALRM]
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *timer)


@pytest.fixture
def no_timer() -> Iterator[None]:
    """Take away the timer of the test run, which a changed clock or an alarm out of turn would let ring."""
    before = signal.setitimer(signal.ITIMER_REAL, 0)
    yield
    signal.setitimer(signal.ITIMER_REAL, *before)


@pytest.mark.usefixtures("no_timer")
def test_a_process_that_was_stopped_has_not_taken_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm rings as soon as the process goes on, for a task that has done nothing: it gets as long again, once."""
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    def ring(after: int) -> None:
        now[0] += after
        signal.raise_signal(signal.SIGALRM)

    with pytest.raises(SourceError) as raised, deadline(60, Location("a.md"), "waiting"):
        list(map(ring, (3600, 59, 2, 1)))

    assert raised.value.code == "too-slow"
    assert now == [100.0 + 3600 + 59 + 2]


@pytest.mark.usefixtures("no_timer")
def test_an_alarm_that_rings_while_it_is_set_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in that moment, a process would find it waiting: that is before the task, and no error of the task."""
    setting = signal.setitimer

    def late(which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
        before = setting(which, seconds, interval)
        signal.raise_signal(signal.SIGALRM)
        return before

    with monkeypatch.context() as patched:
        patched.setattr("signal.setitimer", late)
        rung = signal.signal(signal.SIGALRM, lambda _number, _frame: None)
        try:
            with deadline(10, Location("a.md"), "waiting"):
                done = True
        finally:
            signal.signal(signal.SIGALRM, rung)

    assert done


@pytest.mark.usefixtures("no_timer")
def test_an_alarm_on_the_way_out_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own code leaves the block: what is raised in there, the limit does not catch."""
    frames: list[FrameType] = []
    with ExitStack() as stack:
        stack.callback(lambda: frames.append(sys._getframe(1)))
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    def ring(frame: FrameType, after: int) -> None:
        now[0] += after
        handler = signal.getsignal(signal.SIGALRM)
        assert callable(handler)
        handler(signal.SIGALRM, frame)

    rings = [(frames[0], 100), (frames[0], 100), (sys._getframe(), 0), (sys._getframe(), 100)]
    with pytest.raises(SourceError) as raised, deadline(60, Location("a.md"), "waiting"):
        list(starmap(ring, rings))

    assert raised.value.code == "too-slow"
    assert now == [400.0]


def test_an_error_inside_a_time_limit_comes_through() -> None:
    """Only the alarm becomes `too-slow`."""
    with pytest.raises(ZeroDivisionError), deadline(10, Location("a.md"), "dividing"):
        _ = 1 / 0


@pytest.mark.slow
def test_a_broad_except_does_not_swallow_the_alarm() -> None:
    """A library that catches everything is interrupted again."""

    def swallow() -> None:
        try:
            re.match(r"(a+)+$", "a" * 40 + "b")
        except BaseException:  # noqa: BLE001 - what some libraries do
            re.match(r"(a+)+$", "a" * 40 + "b")

    with pytest.raises(SourceError) as raised, deadline(0.05, Location("a.md"), "looping"):
        swallow()

    assert raised.value.code == "too-slow"


def test_a_time_limit_in_a_thread_is_a_bug_of_ours() -> None:
    """No signal reaches a thread, so a limit there would be a promise that nobody keeps."""
    raised: list[type[BaseException]] = []

    def task() -> None:
        try:
            with deadline(1, Location("a.md"), "rendering"):
                pass
        except RuntimeError as error:
            raised.append(type(error))

    thread = threading.Thread(target=task)
    thread.start()
    thread.join()

    assert raised == [RuntimeError]


def test_little_work_stays_here_and_much_goes_to_workers() -> None:
    """A pool is started only where it pays."""
    assert isinstance(mapper_for(4, 3), Serial)
    assert isinstance(mapper_for(1, 10_000), Serial)
    found = mapper_for(4, 10_000)
    assert isinstance(found, Processes)
    assert found.jobs == 4


@pytest.mark.slow
def test_a_thread_gets_a_worker_so_that_its_tasks_can_be_ended() -> None:
    """The preview builds in a thread: its mapper is another process, which a fork would not be safe to make."""
    found: list[object] = []

    def build() -> None:
        mapper = mapper_for(2, 1)
        found.extend(mapper.map(get_stuck, [["slow.md"]], 0.1))
        found.append(next(iter(mapper.map(process_id, [[1]], None))))

    thread = threading.Thread(target=build)
    thread.start()
    thread.join()

    assert [type(value) for value in found] == [list, int]
    assert "too-slow" in str(found[0])
    assert found[1] != os.getpid()


def test_chunks_hold_everything_once_and_leave_no_worker_idle() -> None:
    """Each worker has several chunks, and a chunk is never so large that the last one is waited for."""
    items = list(range(1000))

    chunks = chunked(items, 2)

    assert [item for chunk in chunks for item in chunk] == items
    assert max(len(chunk) for chunk in chunks) == 25
    assert len(chunked(items[:8], 4)) == 8
    assert chunked([], 2) == []


def test_heavy_items_are_soon_a_chunk_of_their_own():
    """
    So few of their results wait at a time; no item is lost, and the order stays.
    """
    items = [1] * 30 + [20] * 6 + [1] * 30

    chunks = chunked(items, 2, weigh=lambda item: item)

    assert [item for chunk in chunks for item in chunk] == items
    assert max(sum(chunk) for chunk in chunks) <= 20 + 8
    assert all(chunk.count(20) <= 1 for chunk in chunks)


HELD = """
held = "nothing"

def work(chunk, shared):
    return held
"""
HOLDING = """
import task
from generator.engine.processes import Processes

task.held = "much"
print(*Processes(1).map(task.work, [[1]], None), *Processes(1, is_fresh=True).map(task.work, [[1]], None))
"""


@pytest.mark.slow
def test_fresh_processes_have_nothing_of_this_one(tmp_path):
    """
    What they are forked from counts as their memory, too, and an audit of 10,000 articles needs all there is.
    """
    (tmp_path / "task.py").write_text(HELD)
    (tmp_path / "build.py").write_text(HOLDING)
    ended = subprocess.run(
        [sys.executable, tmp_path / "build.py"],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        check=True,
        capture_output=True,
        text=True,
    )

    assert ended.stdout.split() == ["much", "nothing"]


BUILD = """
import os, signal, sys
from generator.engine.processes import Processes

def work(chunk, shared):
    os.write(1, b"%d\\n" % os.getpid())
    while True:
        pass

if __name__ == "__main__":
    list(Processes(2).map(work, [[1], [2], [3], [4]], None))
"""


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A build whose two workers never come to an end, and their ids; all are gone after the test, however it ends."""
    (tmp_path / "build.py").write_text(BUILD)
    build = subprocess.Popen(
        [sys.executable, tmp_path / "build.py"],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert build.stdout is not None
    try:
        yield build, [int(build.stdout.readline()) for _ in range(2)]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.communicate()


def is_running(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # gone before it was opened, or before it was read
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def wait_for_end(processes: list[int], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while any(map(is_running, processes)):
        assert time.monotonic() < limit, "workers outlive their build"
        os.sched_yield()


@pytest.mark.slow
@pytest.mark.parametrize("to_group", [True, False], ids=["terminal", "process"])
def test_an_interrupted_build_ends_within_two_seconds(
    endless: tuple["subprocess.Popen[str]", list[int]], to_group: bool
) -> None:
    """Ctrl-C reaches the whole group, a supervisor's signal the build only; both end all workers, which say nothing."""
    build, workers = endless

    began = time.monotonic()
    (os.killpg if to_group else os.kill)(build.pid, signal.SIGINT)
    _, errors = build.communicate()

    assert time.monotonic() - began < 2
    assert errors.count("Traceback") == 1
    assert "KeyboardInterrupt" in errors
    wait_for_end(workers, 2)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_do_not_outlive_a_killed_build(
    endless: tuple["subprocess.Popen[str]", list[int]], number: signal.Signals
) -> None:
    """A build that ends without a word takes its workers along."""
    build, workers = endless

    build.send_signal(number)
    build.wait()

    wait_for_end(workers, 2)
    build.communicate()


BEGINNING = """
import signal, time
from generator.engine.processes import Processes

def work(chunk, shared):
    signal.pause()

if __name__ == "__main__":
    list(Processes(2, is_fresh=True).map(work, [[1], [2], [3], [4]], None))
"""


@pytest.mark.slow
@pytest.mark.parametrize("to_group", [True, False], ids=["terminal", "process"])
def test_a_build_that_is_interrupted_while_its_processes_begin_ends_as_soon(tmp_path: Path, to_group: bool) -> None:
    """Fresh ones take a while until they say who they are, and know then only that Ctrl-C is not theirs to answer."""
    (tmp_path / "build.py").write_text(BEGINNING)
    build = subprocess.Popen(
        [sys.executable, tmp_path / "build.py"],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
        while len(begun := [int(child) for child in children.read_text().split()]) < 3:  # one counts semaphores
            os.sched_yield()
        began = time.monotonic()
        (os.killpg if to_group else os.kill)(build.pid, signal.SIGINT)
        _, errors = build.communicate()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)

    assert time.monotonic() - began < 2
    assert errors.count("Traceback") == 1
    wait_for_end(begun, 2)


def test_a_program_that_begins_a_build_is_not_run_again_by_its_workers(tmp_path: Path) -> None:
    """It need not ask whether it is the main one; a worker that died before it had read all used to hold it for ever."""
    program = tmp_path / "program.py"
    program.write_text(
        "from generator.engine.processes import Processes\n"
        "found = Processes(2, is_fresh=True).map(max, [[1], [3]], [2] * 1_000_000)\n"
        "print('begun', sorted(map(len, found)), __file__)\n"
    )

    run = subprocess.run(
        [sys.executable, str(program)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert run.stdout.decode() == f"begun [1, 1000000] {program}\n"
