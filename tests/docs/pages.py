"""README, CHANGELOG and docs/ as a reader meets them: prose, code, headings, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"(?<!!)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+?)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page of documentation.

    Attributes:
        path: The file, absolute.
        prose: Its text without fenced blocks and without code.
        code: What stands in fenced blocks, and between backticks.
    """

    path: Path
    prose: str
    code: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def links(self) -> list[str]:
        """Where it links to, in this repository."""
        return [target for target in _LINK.findall(self.prose) if "://" not in target]

    @property
    def targets(self) -> list[Path]:
        """The files and folders that it links to."""
        return [(self.path.parent / target.partition("#")[0]).resolve() for target in self.links]


@cache
def page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    blocks = [match[2] for match in _FENCE.finditer(text)]
    text = _FENCE.sub("\n", text)
    return Page(path, _CODE.sub("", text), (*blocks, *_CODE.findall(text)))


def pages() -> list[Page]:
    """Return README, CHANGELOG and all of docs/."""
    return [page(path) for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))]


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the places in a page that a link may name, as hosts of git make them of its headings."""
    text = _FENCE.sub("\n", path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for heading in _HEADING.findall(text):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
        slug = re.sub(r"[^\w\- ]", "", shown).replace(" ", "-")
        count = 0
        while (name := f"{slug}-{count}" if count else slug) in found:
            count += 1
        found.add(name)
    return frozenset(found)


def invocations(one: Page) -> Iterator[list[str]]:
    """Yield the words after `marbre` or `build.py` of each command line in a page."""
    for code in one.code:
        for line in code.splitlines():
            if match := re.match(r"(?:\$ )?(?:time )?(?:\S*python\d? )?(?:\S*/)?(?:marbre|build\.py) (.+)", line):
                yield re.split(r"\s{2,}#|\s#\s", match[1])[0].split()
