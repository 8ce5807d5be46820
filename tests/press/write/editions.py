"""A small publication in two editions, and a build of it as the pipeline does it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.model.output import Kind, OutputFile
from generator.press.write.folder import check_output
from generator.press.write.manifest import Manifest, load_manifest
from generator.press.write.publish import Published, publish, recover
from generator.press.write.staging import Staging

SITE = "www.example.fr"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
WEEK = timedelta(days=7)

FIRST = {
    "assets/theme-1111.css": "body { color: black }",
    "images/salle.jpg": "a picture of the article",
    "sealed/aaaa.spw": "sealed text of the budget",
    "securite/budget/index.html": 'Budget <a href="/assets/theme-1111.css"> <a href="/sealed/aaaa.spw">',
    "securite/alerte/index.html": 'Alerte <a href="/assets/theme-1111.css"> <a href="/images/salle.jpg">',
    "metiers/portrait/index.html": 'Portrait <a href="/assets/theme-1111.css">',
    "index.html": 'Une <a href="/securite/budget/index.html"> <a href="/securite/alerte/index.html">',
    "feed.xml": 'Fil <a href="/securite/budget/index.html"> <a href="/securite/alerte/index.html">',
    "robots.txt": "User-agent: *",
}

# Another theme, the budget resealed and linked to a new page, the alert and its folder gone, a new list.
SECOND = {
    "assets/theme-2222.css": "body { color: navy }",
    "sealed/bbbb.spw": "sealed text of the budget, corrected",
    "securite/budget/index.html": 'Budget <a href="/assets/theme-2222.css"> <a href="/sealed/bbbb.spw"> '
    '<a href="/systemes/archives/index.html">',
    "systemes/archives/index.html": 'Archives <a href="/assets/theme-2222.css"> <a href="/systemes/index.html">',
    "systemes/index.html": 'Systèmes <a href="/systemes/archives/index.html">',
    "metiers/portrait/index.html": 'Portrait <a href="/assets/theme-2222.css">',
    "index.html": 'Une <a href="/securite/budget/index.html"> <a href="/systemes/index.html">',
    "feed.xml": 'Fil <a href="/systemes/archives/index.html">',
    "robots.txt": "User-agent: *",
}

_KINDS = (
    (r"assets/|images/", Kind.ASSET),
    (r"sealed/", Kind.SEALED),
    (r"(\w+/)?index\.html", Kind.LIST),
    (r".*feed\.xml", Kind.FEED),
    (r"robots\.txt|_", Kind.SERVICE),
)


def kind_of(path: str) -> Kind:
    """Return the kind that a path of the two editions has."""
    return next((kind for pattern, kind in _KINDS if re.match(pattern, path)), Kind.PAGE)


def output_file(path: str, text: str) -> OutputFile:
    """Return a file of the output; only theme assets have no source."""
    sources = () if path.startswith("assets/") else (f"articles/{path.replace('/', '-')}.md",)
    return OutputFile(path, text.encode(), kind_of(path), sources)


@dataclass(frozen=True)
class Site:
    """A publication in a folder of its own. `output` may lie elsewhere."""

    root: Path
    output: Path

    @property
    def workspace(self) -> Path:
        return self.root / ".marbre"

    def begin(self) -> Manifest:
        """Do what a build does before it reads anything."""
        check_output(self.output, self.workspace, site=SITE, sources=[self.root / "content"])
        recover(self.output, self.workspace)
        return load_manifest(self.output, self.workspace, SITE)

    def build(
        self,
        files: Mapping[str, str],
        *,
        keep: Collection[str] = (),
        now: datetime = NOW,
        grace: timedelta = WEEK,
        drop_now: Collection[str] = (),
    ) -> Published:
        """Publish an edition."""
        with Staging(self.output, self.workspace, self.begin(), files_expected=len(files)) as staging:
            for path, text in files.items():
                staging.add(output_file(path, text))
            staging.keep_all(keep)
            staging.drop(drop_now)
            return publish(staging, now=now, grace=grace)

    def files(self) -> dict[str, str]:
        """Return what anybody can fetch: path to text, without the marker and files under way."""
        return {
            path.relative_to(self.output).as_posix(): path.read_text()
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and not path.name.startswith(".marbre-")
        }

    def snapshot(self) -> dict[str, tuple[int, int, int]]:
        """Return everything on disk with inode, time and size, but for the lock."""
        return {
            str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns, path.lstat().st_size)
            for top in (self.output, self.workspace)
            for path in (top, *top.rglob("*"))
        }


def dead_links(files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the links, from pages that a reader can come to, that lead nowhere."""
    dead, waiting, seen = [], ["index.html", "feed.xml"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or path not in files:
            continue
        seen.add(path)
        for target in re.findall(r'href="/([^"]+)"', files[path]):
            waiting.append(target)
            if target not in files:
                dead.append((path, target))
    return dead
