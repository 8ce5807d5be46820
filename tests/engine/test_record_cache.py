"""The cache: what was stored comes back, or nothing does."""

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.engine.cache import Cache, open_cache
from generator.errors import SourceError

VALUES = {f"articles/a{number}": f"value {number} ".encode() * (1 + number % 40) for number in range(300)}


def read(path: Path, *, version: str = "1", secret: bytes = b"") -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return what a new build finds in the cache, and its warnings."""
    with open_cache(path, version, secret=secret) as cache:
        found = cache.get_many("cards", list(VALUES))
        return found, tuple(warning.code for warning in cache.warnings)


def write(path: Path, values: dict[str, bytes] = VALUES, *, version: str = "1", secret: bytes = b"") -> None:
    with open_cache(path, version, secret=secret) as cache:
        cache.put_many("cards", values)
        cache.commit()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".marbre" / "cache.sqlite3"


def test_stored_values_come_back_in_the_next_build(path: Path) -> None:
    """All keys asked for and there are answered, others are missing."""
    write(path)

    with open_cache(path, "1") as cache:
        assert cache.get_many("cards", [*VALUES, "articles/unknown"]) == VALUES
        assert cache.get_many("bodies", list(VALUES)) == {}
        assert cache.get_many("cards", []) == {}
        assert cache.warnings == ()


def test_a_cache_belongs_to_its_owner_alone(path: Path) -> None:
    """The folder has mode 0700 and the file 0600, whatever the umask."""
    before = os.umask(0)
    try:
        write(path)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_changes_without_commit_are_undone(path: Path) -> None:
    """A build that fails leaves the cache as it was."""
    write(path)
    with open_cache(path, "1") as cache:
        cache.put_many("cards", {"articles/a1": b"other"})
        cache.forget_except("cards", [])

    assert read(path) == (VALUES, ())


def test_forgetting_keeps_what_is_named(path: Path) -> None:
    """Records of documents that are gone do not pile up; other namespaces are not touched."""
    write(path)
    with open_cache(path, "1") as cache:
        cache.put_many("bodies", {"x": b"1"})
        cache.forget_except("cards", ["articles/a1", "articles/a2"])
        cache.commit()

        assert set(cache.get_many("cards", list(VALUES))) == {"articles/a1", "articles/a2"}
        assert cache.get_many("bodies", ["x"]) == {"x": b"1"}


def test_keys_are_those_of_the_namespace(path: Path) -> None:
    """A build finds out which documents it knew and are gone."""
    write(path, {"articles/été": b"1", "articles/a": b"2"})

    with open_cache(path, "1") as cache:
        assert sorted(cache.keys("cards")) == ["articles/a", "articles/été"]
        assert cache.keys("bodies") == ()


def test_a_key_that_no_build_wrote_has_no_value(path: Path) -> None:
    """Damaged keys do not stop a build, and go when the others are told to stay."""
    write(path)
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("INSERT INTO records VALUES ('cards', ?, x'00', x'00'), ('cards', 7, 'a', 'b')", (b"\xff",))
    connection.close()

    with open_cache(path, "1") as cache:
        assert set(cache.keys("cards")) == {*VALUES, "\ufffd"}
        assert cache.get_many("cards", cache.keys("cards")) == VALUES
        cache.forget_except("cards", list(VALUES))
        assert set(cache.keys("cards")) == set(VALUES)


def test_reading_writes_nothing(path: Path) -> None:
    """A build with no change leaves file and folder as they were, to the nanosecond."""
    write(path)
    before = [(entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(path.parent)]
    folder = path.parent.stat().st_mtime_ns

    with open_cache(path, "1") as cache:
        cache.get_many("cards", list(VALUES))
        cache.forget_except("cards", list(VALUES))
        cache.put_many("cards", {})
        cache.commit()

    assert [(entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(path.parent)] == before
    assert path.parent.stat().st_mtime_ns == folder


def test_an_upgrade_empties_the_cache_without_a_warning(path: Path) -> None:
    """Another version of the program is expected and nobody's fault."""
    write(path)

    assert read(path, version="2") == ({}, ())


def test_a_cache_of_another_key_is_foreign(path: Path) -> None:
    """Checksums are keyed: records that somebody else wrote are not believed."""
    write(path, secret=b"one site")

    assert read(path, secret=b"another") == ({}, ("cache-damaged",))
    assert read(path, secret=b"another") == ({}, ())


def test_a_record_moved_to_another_key_is_a_miss(path: Path) -> None:
    """The checksum covers namespace and key, so one article never gets another's page."""
    write(path)
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("DELETE FROM records WHERE key = ?", (b"articles/a2",))
        connection.execute("UPDATE records SET key = ? WHERE key = ?", (b"articles/a2", b"articles/a1"))
    connection.close()

    found, codes = read(path)

    assert found == {key: value for key, value in VALUES.items() if key not in {"articles/a1", "articles/a2"}}
    assert codes == ("cache-damaged",)


def _is_directory(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "noise": lambda path: path.write_bytes(random.Random(7).randbytes(path.stat().st_size)),
    "json": lambda path: path.write_text('{"version": 1, "records": {}}'),
    "text": lambda path: path.write_text("SQLite format 3"),
    "other database": lambda path: sqlite3.connect(path).executescript("DROP TABLE meta; CREATE TABLE a (b)"),
    "link": _is_directory,
    "no text": lambda path: path.write_bytes(
        path.read_bytes().replace(b"CREATE TABLE records", b"CREATE TABLE r\xd4cords")
    ),
    "schema": lambda path: sqlite3.connect(path).execute("CREATE VIEW v AS SELECT 1"),
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the damage is done by connections left open
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_foreign_file_is_replaced_with_one_warning(path: Path, damage: Callable[[Path], object]) -> None:
    """Whatever lies there, the build is a cold one, says so once, and leaves a good cache."""
    write(path)
    damage(path)

    assert read(path) == ({}, ("cache-damaged",))
    write(path)
    assert read(path) == (VALUES, ())


def _outcome(path: Path, changed: bytes) -> str:
    """Return what became of a damaged cache: `same`, or `found` after a warning; a wrong value fails."""
    path.write_bytes(changed)
    with open_cache(path, "1") as cache:
        found = cache.get_many("cards", list(VALUES))
        cache.put_many("cards", {"articles/a1": b"new"})
        cache.forget_except("cards", [*VALUES][:250])
        cache.commit()
        warnings = cache.warnings
    assert all(VALUES[key] == value for key, value in found.items())
    assert len(warnings) <= 1
    with open_cache(path, "1") as cache:
        assert cache.get_many("cards", ["articles/a1"]).get("articles/a1", b"new") == b"new"
    # A bit of an index can hide records in silence: misses, and their pages are made again.
    return "found" if warnings else "same"


@pytest.mark.slow
def test_a_truncated_cache_never_gives_a_wrong_value(path: Path) -> None:
    """Cut at a hundred offsets: what is missing is missed, and told once."""
    write(path)
    data = path.read_bytes()

    for cut in range(0, len(data), max(1, len(data) // 100)):
        assert _outcome(path, data[:cut]) == "found", cut


@pytest.mark.slow
def test_flipped_bits_never_give_a_wrong_value(path: Path) -> None:
    """Two hundred single bits: each is found, or is where no record is."""
    write(path)
    data, seed = path.read_bytes(), random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    # The first page decides how the file is read, so half of the flips fall there.
    places = [chance.randrange(4096) for _ in range(100)] + [chance.randrange(len(data)) for _ in range(100)]

    seen = set()
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        seen.add(_outcome(path, bytes(changed)))

    assert seen == {"same", "found"}


KILLED_WRITER = """
import sys
from pathlib import Path
from generator.engine.cache import open_cache
cache = open_cache(Path(sys.argv[1]), "1")
print("ready", flush=True)
for turn in range(1000000):
    cache.put_many("cards", {f"articles/a{number}": b"%d" % turn * 200 for number in range(300)})
    cache.commit()
    print(turn, flush=True)
"""


@pytest.mark.slow
def test_a_killed_build_leaves_the_last_commit(path: Path) -> None:
    """SIGKILL in the middle of writing: each value is from one and the same commit, and nothing is damaged."""
    for turns in (1, 2, 3, 5, 8):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED_WRITER, str(path)], stdout=subprocess.PIPE, text=True
        ) as build:
            assert build.stdout is not None
            for _ in range(turns + 1):
                last = build.stdout.readline()
            build.send_signal(signal.SIGKILL)
        found, codes = read(path)
        assert codes == ()
        assert len(set(found.values())) == 1, "a transaction was torn"
        assert int(found["articles/a1"][: len(last.strip())] or b"0") >= int(last), "a commit was lost"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The cache's place is taken: the operator is told which file, without a traceback."""
    (tmp_path / ".marbre").write_text("a file")

    with pytest.raises(SourceError) as raised:
        open_cache(tmp_path / ".marbre" / "cache.sqlite3", "1")

    assert raised.value.code == "cache-unusable"


def test_a_cache_held_by_another_program_is_told(path: Path) -> None:
    """A database browser that holds the file is no reason to throw the cache away."""
    write(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(SourceError) as raised:
            open_cache(path, "1", patience=0.05)
    finally:
        other.close()

    assert raised.value.code == "cache-unusable"
    assert read(path) == (VALUES, ())


def test_a_cache_is_closed_by_its_block(path: Path) -> None:
    """No file stays open behind a build."""
    with open_cache(path, "1") as cache:
        pass

    with pytest.raises(sqlite3.ProgrammingError):
        cache.put_many("cards", VALUES)
    assert isinstance(cache, Cache)
