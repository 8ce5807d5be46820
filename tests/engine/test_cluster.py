"""Tasks on a Dask cluster: the same results, workers that are lost, and what must not leave this machine."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import cluster_tasks
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from test_mappers import wait_for_end

from generator.engine import connection
from generator.engine.cluster import Cluster
from generator.engine.cluster_worker import Errand
from generator.engine.executor import Executor, executor_at
from generator.errors import SourceError
from tests.dask_cluster import PATHS, ROOT, DaskCluster, dask_cluster

NUMBERS = [[number] for number in range(30)]
WORDS = "le-texte-reserve-aux-abonnes"


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Two workers, which no test of those that share them may end."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


def authority(folder: Path) -> dict[str, Path]:
    """Return the PEM files of an authority and of a certificate that it signed."""
    now = datetime.now(UTC)
    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("ca", "cert")}
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Atelier {folder.name}")])
    folder.mkdir(exist_ok=True)
    for name, subject in (("ca", issuer), ("cert", x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "presse")]))):
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(keys[name].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=name == "ca", path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
            .sign(keys["ca"], hashes.SHA256())
        )
        (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key = keys["cert"].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(key)
    return {name: folder / f"{name}.pem" for name in ("ca", "cert", "key")}


def refused(address: str, **files: Path) -> SourceError:
    with pytest.raises(SourceError) as raised:
        executor_at(address, **files)
    assert raised.value.code == "bad-executor"
    assert raised.value.hint
    return raised.value


@pytest.mark.parametrize(
    "address",
    ["tcp://192.0.2.7:8786", "tcp://127.0.0.1.example.fr:8786", "tcp://presse:8786", "tcp://0.0.0.0:8786"],
)
def test_plaintext_does_not_leave_this_machine_unencrypted(address: str) -> None:
    """Workers see documents and keys: without certificates only loopback will do, and no name but `localhost`."""
    assert "without encryption" in refused(address).problem


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:8786", "tcp://127.0.0.1", "ucx://127.0.0.1:8786", "tcp://127.0.0.1:x", "tcp://a@127.0.0.1:1"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """With the two forms that are."""
    assert "tls://HOST:8786" in refused(address).hint


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:8786"])
def test_loopback_needs_no_certificate(address: str) -> None:
    """What stays on this machine may be plain."""
    assert executor_at(address) == Executor(address)


def test_tls_needs_three_files_that_belong_together(tmp_path: Path) -> None:
    """What is missing is named before anything is connected."""
    good, other = authority(tmp_path / "a"), authority(tmp_path / "b")

    assert "--executor-cert, --executor-key" in refused("tls://presse:8786", ca=good["ca"]).problem
    assert "rien.pem" in refused("tls://presse:8786", **{**good, "key": tmp_path / "rien.pem"}).problem
    assert "of no use" in refused("tls://presse:8786", **{**good, "key": other["key"]}).problem
    assert executor_at("tls://presse:8786", **good).is_encrypted


def test_nothing_to_do_connects_to_nothing() -> None:
    """A build that renders nothing needs no scheduler."""
    with Cluster(Executor("tcp://127.0.0.1:1")) as cluster:
        assert list(cluster.map(cluster_tasks.scale, [], {"factor": 1})) == []


def test_no_scheduler_is_told_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback, and no wait without end."""
    monkeypatch.setattr(connection, "CONNECT", 0.2)
    with Cluster(executor_at("tcp://127.0.0.1:1")) as cluster, pytest.raises(SourceError) as raised:
        list(cluster.map(cluster_tasks.scale, [[1]], {"factor": 1}))

    assert raised.value.code == "executor-unreachable"
    assert raised.value.where.path == "tcp://127.0.0.1:1"


def test_without_dask_the_error_says_how_to_get_it() -> None:
    """Dask is an extra that most sites never need."""
    program = (
        "import sys; sys.modules['dask'] = None\n"
        "from generator.engine.executor import executor_at\n"
        "from generator.engine.workers import workers_at\n"
        "from generator.errors import SourceError\n"
        "try:\n"
        "    with workers_at(executor_at('tcp://127.0.0.1:1'), ()): pass\n"
        "except SourceError as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "error[no-dask]" in said
    assert "marbre[dask]" in said


@pytest.mark.slow
def test_results_come_as_from_this_process(dask: DaskCluster) -> None:
    """In order when asked for, each once without; a bug of a task comes through as it is, with its own type."""
    with Cluster(executor_at(dask.address)) as cluster:
        assert list(cluster.map(cluster_tasks.scale, NUMBERS, {"factor": 3})) == [[3 * one] for [one] in NUMBERS]
        unordered = cluster.map(cluster_tasks.scale, NUMBERS, {"factor": 1}, ordered=False)
        assert sorted(unordered) == NUMBERS
        with pytest.raises(ZeroDivisionError, match=r"in \[0\]") as raised:
            list(cluster.map(cluster_tasks.explode, NUMBERS, None))
        assert "cluster_tasks.py" in raised.value.__notes__[0]  # the traceback leads to the task


@pytest.mark.slow
def test_chunks_are_taken_only_as_workers_need_them(dask: DaskCluster) -> None:
    """Memory stays flat, and a run that is given up leaves no process behind."""
    taken: list[int] = []

    def chunks() -> Iterator[list[int]]:
        for number in range(1000):
            taken.append(number)
            yield [number]

    with Cluster(executor_at(dask.address)) as cluster:
        results = cluster.map(cluster_tasks.scale, chunks(), {"factor": 1})
        next(results)
        processes = [process for worker in dask.workers for process in worker.children()]
        results.close()  # type: ignore[attr-defined]  # it is a generator

    assert len(taken) <= 6
    assert processes
    wait_for_end(processes, 10)


@pytest.mark.slow
def test_a_document_that_hangs_is_ended(dask: DaskCluster) -> None:
    """A time limit needs the main thread of a process, which a worker's tasks do not have."""
    with Cluster(executor_at(dask.address)) as cluster:
        assert list(cluster.map(cluster_tasks.get_stuck, ["a" * 40 + "b", "a"], 0.1)) == ["too-slow", "done"]


@pytest.mark.slow
def test_a_process_that_ends_is_replaced(dask: DaskCluster, tmp_path: Path) -> None:
    """The system wanted its memory: the chunk is done again."""
    with Cluster(executor_at(dask.address)) as cluster:
        assert list(cluster.map(cluster_tasks.die_once, NUMBERS, tmp_path / "died")) == NUMBERS


@pytest.mark.slow
def test_a_chunk_that_ends_every_process_is_told_and_no_log_has_its_words(dask: DaskCluster) -> None:
    """Dask logs a failed task with its arguments, and they are an author's text."""
    with Cluster(executor_at(dask.address)) as cluster, pytest.raises(SourceError) as raised:
        list(cluster.map(cluster_tasks.die, [WORDS], WORDS))

    assert raised.value.code == "worker-lost"
    assert WORDS not in repr(Errand(b"", WORDS.encode()))
    logs = "".join(started.log for started in [*dask.workers, dask.scheduler])
    assert "run_errand" in logs  # it is logged
    assert WORDS not in logs


@pytest.mark.slow
def test_what_a_worker_may_write_to_its_disk_is_encrypted(dask: DaskCluster) -> None:
    """Dask does so when memory is short: with shared values, which hold keys, and with results."""
    with Cluster(executor_at(dask.address)) as cluster:
        results = cluster.map(cluster_tasks.echo, [WORDS] * 30, WORDS)
        assert next(results) == WORDS + WORDS
        kept: list[bytes] = []
        while not any(b"Answer" in one for one in kept):
            by_worker = cluster._connected().client.run(cluster_tasks.held)
            kept = [one for values in by_worker.values() for one in values]
        results.close()  # type: ignore[attr-defined]  # it is a generator

    assert any(b"Parcel" in one for one in kept)
    assert not any(WORDS.encode() in one for one in kept)


@pytest.mark.slow
def test_a_worker_with_other_files_is_named(dask: DaskCluster, tmp_path: Path) -> None:
    """A template of yesterday would make other pages, and nobody would see it."""
    same, other = tmp_path / "same.html", tmp_path / "other.html"
    same.write_text("a")
    other.write_text("b")
    files = [(str(path), sha256(b"a").hexdigest()) for path in (same, other, tmp_path / "missing.html")]
    with Cluster(executor_at(dask.address), files) as cluster, pytest.raises(SourceError) as raised:
        list(cluster.map(cluster_tasks.scale, [[1]], {"factor": 1}))

    assert raised.value.code == "worker-differs"
    assert raised.value.where.path.startswith("tcp://127.0.0.1:")
    assert "other.html" in raised.value.problem
    assert "missing.html" in raised.value.problem
    assert "same.html" not in raised.value.problem


@pytest.mark.slow
def test_a_worker_that_runs_another_program_is_named(tmp_path: Path) -> None:
    """One changed character is another program, and one worker of two is enough."""
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "generator" / "errors.py").open("a") as module:
        module.write("#\n")
    with dask_cluster(tmp_path, workers=1) as dask:
        odd = dask.start_worker([str(tmp_path), *PATHS[1:]])
        with Cluster(executor_at(dask.address)) as cluster, pytest.raises(SourceError) as raised:
            list(cluster.map(cluster_tasks.scale, NUMBERS, {"factor": 1}))

    assert raised.value.code == "worker-differs"
    assert raised.value.where.path in odd.log


@pytest.mark.slow
def test_a_worker_without_the_program_is_named(tmp_path: Path) -> None:
    """Not a traceback about a module."""
    with dask_cluster(tmp_path, workers=1) as dask:
        bare = dask.start_worker([])
        with Cluster(executor_at(dask.address)) as cluster, pytest.raises(SourceError) as raised:
            list(cluster.map(cluster_tasks.scale, NUMBERS, {"factor": 1}))

    assert raised.value.code == "worker-differs"
    assert raised.value.where.path in bare.log


BUILD = """
import cluster_tasks
from generator.engine.cluster import Cluster
from generator.engine.executor import executor_at

with Cluster(executor_at({address!r})) as cluster:
    results = cluster.map(cluster_tasks.scale, ([number] for number in range(10**9)), {{"factor": 1}})
    print(next(results), flush=True)
    for _ in results:
        pass
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_ends_leaves_no_process_at_work(dask: DaskCluster, number: signal.Signals) -> None:
    """Ctrl-C within two seconds; and a build that ends without a word is missed by the scheduler."""
    build = subprocess.Popen(
        [sys.executable, "-c", BUILD.format(address=dask.address)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(PATHS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert build.stdout is not None
    assert build.stdout.readline() == "[0]\n"
    processes = [process for worker in dask.workers for process in worker.children()]

    began = time.monotonic()
    build.send_signal(number)
    _, errors = build.communicate()

    assert time.monotonic() - began < 4  # two, and as much again for a busy machine
    assert "KeyboardInterrupt" in errors or number == signal.SIGKILL
    assert processes
    wait_for_end(processes, 10)


@pytest.mark.slow
def test_chunks_of_a_killed_worker_are_done_by_another(tmp_path: Path) -> None:
    """The results are the same, and in the same order; the worker's process ends with it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with dask_cluster(tmp_path) as dask, Cluster(executor_at(dask.address)) as cluster:
        by_id = {worker.process.pid: worker for worker in dask.workers}
        killed: list[int] = []

        def kill() -> None:
            killed.append(int(pipe.read_text()))
            killed.extend(by_id[killed[0]].children())
            by_id[killed[0]].kill()

        killer = threading.Thread(target=kill)
        killer.start()
        found = list(cluster.map(cluster_tasks.hold_once, NUMBERS, (tmp_path / "held", pipe)))
        killer.join()

    assert found == NUMBERS
    assert len(killed) == 2
    wait_for_end(killed, 5)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["workers", "scheduler", "silence"])
def test_a_cluster_that_is_lost_is_told_in_bounded_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Dask would wait for the next worker, or for a scheduler that says nothing, for ever."""
    monkeypatch.setattr(connection, "CONNECT", 5.0)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with dask_cluster(tmp_path, workers=1) as dask, Cluster(executor_at(dask.address)) as cluster:

        def strike() -> None:
            pipe.read_text()
            if fault == "silence":
                dask.scheduler.process.send_signal(signal.SIGSTOP)
            else:
                (dask.workers[0] if fault == "workers" else dask.scheduler).kill()

        striker = threading.Thread(target=strike)
        striker.start()
        began = time.monotonic()
        with pytest.raises(SourceError) as raised:
            list(cluster.map(cluster_tasks.hold, [[1]], pipe))
        cluster.__exit__()
        took = time.monotonic() - began
        striker.join()

    assert raised.value.code == "executor-lost"
    assert took < 30


@pytest.mark.slow
def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that starts one."""
    monkeypatch.setattr(connection, "BEREFT", 0.2)
    with (
        dask_cluster(tmp_path, workers=0) as dask,
        Cluster(executor_at(dask.address)) as cluster,
        pytest.raises(SourceError) as raised,
    ):
        list(cluster.map(cluster_tasks.scale, [[1]], {"factor": 1}))

    assert raised.value.code == "executor-lost"
    assert f"dask worker {dask.address}" in raised.value.hint


LISTENS_EVERYWHERE = ("--no-dashboard",)
NAMES_ANOTHER = ("--no-dashboard", "--listen-address", "tcp://127.0.0.1:0", "--contact-address", "tcp://192.0.2.7:8786")


@pytest.mark.slow
@pytest.mark.parametrize("listens", [LISTENS_EVERYWHERE, NAMES_ANOTHER], ids=["everywhere", "another"])
def test_a_worker_that_is_reached_from_outside_is_given_nothing(tmp_path: Path, listens: tuple[str, ...]) -> None:
    """`dask worker` listens everywhere by itself, and the address of the scheduler does not show it."""
    with dask_cluster(tmp_path, workers=1) as dask, Cluster(executor_at(dask.address)) as cluster:
        dask.start_worker(listens=listens)
        with pytest.raises(SourceError) as raised:
            list(cluster.map(cluster_tasks.scale, [[1]], {"factor": 1}))
        given = [process for worker in dask.workers for process in worker.children()]

    assert raised.value.code == "executor-open"
    assert given == []


@pytest.mark.slow
def test_tls_both_ends_show_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ours the cluster works; with that of another authority it does not answer."""
    ours, other = authority(tmp_path / "a"), authority(tmp_path / "b")
    with dask_cluster(tmp_path, workers=1, tls=ours) as dask:
        assert dask.address.startswith("tls://")
        with Cluster(executor_at(dask.address, **ours)) as cluster:
            assert list(cluster.map(cluster_tasks.scale, NUMBERS, {"factor": 1})) == NUMBERS
        monkeypatch.setattr(connection, "CONNECT", 0.5)
        for files in (other, {**other, "ca": ours["ca"]}):
            with Cluster(executor_at(dask.address, **files)) as cluster, pytest.raises(SourceError) as raised:
                list(cluster.map(cluster_tasks.scale, [[1]], {"factor": 1}))
            assert raised.value.code == "executor-unreachable"
            assert "authority" in raised.value.hint
