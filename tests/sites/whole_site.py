"""A whole site in a folder, built through the command line as a user builds it."""

import base64
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

from generator.cli import main

NOW = "2026-11-24T09:00:00+01:00"

SITE = """\
title: Essai
base_url: https://www.example.fr/
tiers:
  abonnes: {title: Abonnés}
  premium: {title: Premium}
"""

AUTHOR = "---\nname: Claire Dumas\nrole: Journaliste\n---\nUne biographie.\n"
RUBRIC = "---\ntitle: Imagerie\n---\n"


def article(body: str, **matter: str) -> str:
    """Return an article's text with this front matter, `title` and `published` by default."""
    keys = {"title": "Un titre", "published": "2026-11-20T08:00:00"} | matter
    lines = "\n".join(f"{key}: {value}" for key, value in keys.items())
    return f"---\n{lines}\n---\n\n{body}\n"


@dataclass
class Run:
    """What one command answered."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        return re.findall(r"error\[([\w-]+)\]", self.err)


class WholeSite:
    """A site below *root*. Files are written from text or bytes; the output is read by path."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes] | None = None, *, site: str = SITE) -> None:
        self.root = root
        self.write({"site.yaml": site, **(files or {})})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def run(self, *arguments: str, now: str | None = NOW) -> Run:
        """Run one command of the program on this site."""
        out, err = StringIO(), StringIO()
        given = [*arguments, "--site", str(self.root / "site.yaml")]
        if arguments[0] in {"build", "check"}:
            given += [*([] if "--jobs" in arguments else ["--jobs", "1"]), *(["--now", now] if now else [])]
        with redirect_stdout(out), redirect_stderr(err):
            status = main(given)
        return Run(status, out.getvalue(), err.getvalue())

    def build(self, *arguments: str, now: str | None = NOW) -> Run:
        return self.run("build", *arguments, now=now)

    def __getitem__(self, path: str) -> str:
        return (self.root / "public" / path).read_text(encoding="utf-8")

    def __contains__(self, path: str) -> bool:
        return (self.root / "public" / path).exists()

    def output(self) -> dict[str, bytes]:
        """Return every file of the output by path."""
        public = self.root / "public"
        return {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*") if path.is_file()}

    def times(self) -> dict[str, tuple[int, int]]:
        """Return size and time of every file below the site's folder, to see what was written."""
        return {
            path.relative_to(self.root).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in self.root.rglob("*")
            if path.is_file() and path.name != "lock"
        }

    def find(self, needle: str) -> list[str]:
        """Return the output files that hold *needle* in any of the encodings that text may hide in."""
        return [path for path, data in self.output().items() if any(needle in form for form in readings(path, data))]


def readings(path: str, data: bytes) -> Iterator[str]:
    """Yield the texts that a curious reader makes of a file: as it is, and decoded."""
    text = data.decode("utf-8", "replace")
    yield path
    yield text
    yield unescape(text)
    yield unquote(text)
    yield data.decode("utf-16", "replace")
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    for run in re.findall(rb"[A-Za-z0-9+/_-]{16,}", data):
        for start in range(4):
            piece = run[start:].replace(b"-", b"+").replace(b"_", b"/")
            yield base64.b64decode(piece[: len(piece) // 4 * 4]).decode("latin-1")
    for run in re.findall(rb"(?:[0-9a-fA-F]{2}){8,}", data):
        yield bytes.fromhex(run.decode()).decode("latin-1")
    for decompress in (gzip.decompress, zlib.decompress, lambda raw: zlib.decompress(raw, -15)):
        try:
            yield decompress(data).decode("utf-8", "replace")
        except (OSError, zlib.error, EOFError):
            continue
