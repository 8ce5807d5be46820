"""The opener: nothing outside the site, nothing that hangs, nothing half read."""

import os
import socket
import time
from pathlib import Path

import pytest

from generator.desk.read.opener import read_bytes, source_file
from generator.desk.read.scanning import scan, survey
from generator.errors import Problems, SourceError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "content" / "articles").mkdir(parents=True)
    (folder / "content" / "articles" / "a.txt").write_bytes(b"inside")
    (tmp_path / "secret").write_bytes(b"outside")
    return folder


def code(root: Path, path: str) -> str:
    began = time.perf_counter()
    with pytest.raises(SourceError) as caught:
        read_bytes(root, path)
    assert time.perf_counter() - began < 2
    assert caught.value.where.path == path
    return caught.value.code


def test_a_file_inside_is_read(root):
    """A plain path below the site's folder gives its bytes."""
    assert read_bytes(root, "content/articles/a.txt") == b"inside"


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/passwd", "content/../../secret", "", "content\\a", "content/a\0b", ".."]
)
def test_a_path_that_leaves_the_folder_is_refused(root, path):
    """Climbing and absolute paths are refused before anything is opened."""
    assert code(root, path) == "bad-path"


def test_links_inside_are_followed_and_links_outside_refused(root):
    """The policy for links: a file inside the site, or an error."""
    folder = root / "content" / "articles"
    (folder / "good").symlink_to("a.txt")
    (folder / "out").symlink_to(root.parent / "secret")
    (folder / "up").symlink_to(root.parent)
    (folder / "loop").symlink_to("loop")
    (folder / "dangling").symlink_to("nothing")
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "folder").symlink_to(".")

    assert read_bytes(root, "content/articles/good") == b"inside"
    assert code(root, "content/articles/out") == "link-outside"
    assert code(root, "content/articles/up/secret") == "link-outside"
    assert code(root, "content/articles/loop") == "broken-link"
    assert code(root, "content/articles/dangling") == "broken-link"
    assert code(root, "content/articles/zero") == "link-outside"
    assert code(root, "content/articles/folder") == "not-a-file"
    errors = survey(root).errors
    assert [error.code for error in errors] == [
        "broken-link",
        "not-a-file",
        "broken-link",
        "link-outside",
        "link-outside",
        "link-outside",
    ]


def test_a_link_among_the_folders_may_stay_inside_only(root):
    """A folder that is a link inside the site works; one that leads out does not."""
    (root / "content" / "alias").symlink_to("articles")
    (root / "content" / "out").symlink_to(root.parent)

    assert read_bytes(root, "content/alias/a.txt") == b"inside"
    assert code(root, "content/out/secret") == "link-outside"


def test_pipes_sockets_devices_and_folders_are_refused_at_once(root, monkeypatch):
    """Nothing but a regular file is opened, and a pipe without a writer does not hang."""
    folder = root / "content" / "articles"
    os.mkfifo(folder / "pipe")
    (folder / "x.png").mkdir()
    monkeypatch.chdir(folder)  # a socket's path has at most 107 bytes
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
        for name in ("pipe", "socket", "x.png"):
            assert code(root, f"content/articles/{name}") == "not-a-file"
        with pytest.raises(Problems) as caught:
            scan(root)
    assert [error.where.path for error in caught.value.errors] == ["content/articles/pipe", "content/articles/socket"]


def test_a_missing_and_an_unreadable_file_are_told(root):
    """Both have a code of their own."""
    locked = root / "content" / "articles" / "locked"
    locked.write_bytes(b"x")
    locked.chmod(0)
    assert code(root, "content/articles/nothing") == "missing-file"
    assert code(root, "content/articles/a.txt/b") == "missing-file"
    if os.geteuid() != 0:  # root may read everything
        assert code(root, "content/articles/locked") == "unreadable"


def test_a_file_that_changed_since_the_scan_is_told(root):
    """Bytes of another moment than the scan's are never taken for those that were seen."""
    path = root / "content" / "articles" / "a.txt"
    seen = source_file("content/articles/a.txt", path.stat())
    path.write_bytes(b"inside, and more")

    with pytest.raises(SourceError) as caught:
        read_bytes(root, seen.path, seen=seen)
    assert caught.value.code == "changed"


def test_a_file_over_the_limit_is_told_before_it_is_read(root):
    """A sparse file of a terabyte costs nothing."""
    with (root / "content" / "huge").open("wb") as file:
        file.truncate(10**12)

    assert code(root, "content/huge") == "too-large"


@pytest.mark.parametrize(
    "name", [b"a\nb.md", b"caf\xe9.md", b"a\\b.md", b"a.", b" a.md", b"a\x7f.md", b"x" * 201, b"a\x1b[31m.md"]
)
def test_a_name_that_cannot_be_published_is_told_in_printable_words(root, name):
    """Hostile names are errors, and their bytes do not reach the terminal."""
    (root / "content" / "articles" / os.fsdecode(name)).write_bytes(b"---\ntitle: a\n---\nText")

    (error,) = survey(root).errors

    assert error.code == "bad-name"
    assert str(error).isprintable() or str(error).replace("\n", "").isprintable()
    str(error).encode()


def test_hidden_files_and_leftovers_of_editors_are_left_out(root):
    """Nobody means to publish them; `.well-known` below static/ is meant."""
    for name in (".DS_Store", "articles/.a.md.swp", "articles/a.md~", "static/.htpasswd", "static/.well-known/x.txt"):
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_bytes(b"x")

    assert [file.path for file in scan(root)] == ["content/articles/a.txt", "content/static/.well-known/x.txt"]
