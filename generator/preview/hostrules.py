"""The rules for hosts that the build writes: `_headers` and `_redirects`, applied as a host would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HostRules:
    """
    Attributes:
        headers: (pattern, headers) in the order of the file; a pattern may end with `*`.
        moved: Old path to new path.
    """

    headers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)

    def for_path(self, path: str) -> dict[str, str]:
        """Return the headers of *path*, lower-cased names; later rules win."""
        found: dict[str, str] = {}
        for pattern, headers in self.headers:
            if _matches(pattern, path):
                found.update(headers)
        return found


def read_rules(output: Path) -> HostRules:
    """Return the rules in *output*; none where the files are missing."""
    return HostRules(parse_headers(_lines(output / "_headers")), parse_redirects(_lines(output / "_redirects")))


def parse_headers(lines: Sequence[str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return patterns and their headers: a pattern at the margin, its headers indented below."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            rules.append((line.strip(), []))
        elif rules and ":" in line:
            name, _, value = line.strip().partition(":")
            rules[-1][1].append((name.strip().lower(), value.strip()))
    return tuple((pattern, tuple(headers)) for pattern, headers in rules)


def parse_redirects(lines: Sequence[str]) -> dict[str, str]:
    """Return old path to new path."""
    parts = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {words[0]: words[1] for words in parts if len(words) > 1 and words[1].startswith("/")}


def _matches(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
