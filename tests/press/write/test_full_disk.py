"""A full disk: the operator is told how much is missing, and the output is what it was."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from editions import Site

from generator.errors import SourceError
from generator.press.write.places import places

FILES = 60
OLD = {f"page-{number}/index.html": "old " * 1000 for number in range(FILES)}
NEW = {f"page-{number}/index.html": "new " * 5000 for number in range(FILES)}
BLOCK = 4096  # bytes of tmpfs
ROOM = 20  # blocks for manifest and journal


def blocks(files: dict[str, str]) -> int:
    """Return how many blocks the files take."""
    return sum(-(-len(text) // BLOCK) for text in files.values())


@contextmanager
def small_disk(folder: Path, size: int, *, inodes: int = 0) -> Iterator[None]:
    """Mount a file system of *size* blocks on *folder*; skip the test where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={size * BLOCK}" + (f",nr_inodes={inodes}" if inodes else "")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"mounting a small disk needs root: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def refusal(site: Site) -> str:
    """Build, and return why there is no space."""
    with pytest.raises(SourceError) as raised:
        site.build(NEW)
    assert raised.value.code == "no-space"
    return raised.value.problem


@pytest.fixture(autouse=True)
def _mount() -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")


@pytest.mark.slow
def test_a_full_disk_leaves_the_output_intact(tmp_path: Path) -> None:
    """At a tenth, two tenths, … of the space needed: no space, nothing staged any more, the old output whole."""
    for tenths in range(1, 10):
        with small_disk(tmp_path, blocks(OLD) + ROOM + blocks(NEW) * tenths // 10):
            (tmp_path / "journal").mkdir()
            site = Site(tmp_path / "journal", tmp_path / "journal/public")
            site.build(OLD)

            needed, free = re.findall(r"(\d+) MB", refusal(site))

            assert int(needed) * 1_000_000 >= sum(map(len, NEW.values()))
            assert int(free) <= 2
            assert site.files() == OLD
            assert not places(site.output, site.workspace).staged.exists()


@pytest.mark.slow
def test_a_disk_with_room_for_both_editions_is_enough(tmp_path: Path) -> None:
    """Staging needs the space of what changed, and no more."""
    with small_disk(tmp_path, blocks(OLD) + ROOM + blocks(NEW) + 10):
        (tmp_path / "journal").mkdir()
        site = Site(tmp_path / "journal", tmp_path / "journal/public")
        site.build(OLD)
        site.build(NEW)

        assert site.files() == NEW


@pytest.mark.slow
def test_a_full_disk_of_the_output_alone_leaves_it_intact(site: Site, tmp_path: Path) -> None:
    """Copies beside their places are all made before the first page is replaced, and are removed again."""
    for tenths in (1, 5, 9):
        folder = tmp_path / f"disk-{tenths}"
        with small_disk(folder, blocks(OLD) + ROOM + blocks(NEW) * tenths // 10):
            elsewhere = Site(site.root, folder / "public")
            elsewhere.build(OLD)

            assert "the build needs about 2 MB" in refusal(elsewhere)
            assert elsewhere.files() == OLD
            assert [path.name for path in elsewhere.output.rglob(".marbre-*")] == [".marbre-output"]


@pytest.mark.slow
def test_a_disk_without_free_inodes_leaves_the_output_intact(site: Site, tmp_path: Path) -> None:
    """Many small folders can fill a disk that has room: what was made for them is taken back."""
    more = {**OLD, **{f"new/{number}/index.html": "x" for number in range(FILES)}}
    with small_disk(tmp_path / "disk", 10_000, inodes=2 * FILES + 30):
        elsewhere = Site(site.root, tmp_path / "disk/public")
        elsewhere.build(OLD)

        with pytest.raises(SourceError) as raised:
            elsewhere.build(more)

        assert raised.value.code == "no-space"
        assert elsewhere.files() == OLD
        assert not (elsewhere.output / "new").exists()
