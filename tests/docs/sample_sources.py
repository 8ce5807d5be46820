"""Content files of the sample publication, read without any code of the generator."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
ACCESS = {"public", "registered", "abonnes", "premium"}
MARKER = "<!-- paywall -->"
KEYS = {
    "articles": {
        "title", "slug", "published", "updated", "corrections", "expires", "draft", "kicker", "rubric", "authors", "tags",
        "series", "standfirst", "image", "access", "teaser", "speakers", "comments", "aliases", "language", "translations",
        "seo", "weight", "template", "extra", "id",
    },
    "authors": {"name", "role", "photo", "email", "links"},
    "rubrics": {"title", "description", "weight", "lead"},
    "wire": {"published", "title", "links", "access", "source"},
    "issues": {"title", "number", "published", "cover", "files", "articles", "early_access", "access"},
    "pages": {"title", "template", "weight", "access"},
}  # fmt: skip
NOT_PROSE = {
    "src",
    "url",
    "email",
    "slug",
    "aliases",
    "id",
    "language",
    "access",
    "rubric",
    "authors",
    "lead",
    "articles",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A content file as this test reads it, without any code of the generator."""

    path: Path
    head: dict[str, Any]
    body: str

    @property
    def name(self) -> str:
        return self.path.relative_to(CONTENT).as_posix()

    @property
    def words(self) -> int:
        return len(without_code(self.body).split(" "))


@cache
def sources(collection: str) -> tuple[Source, ...]:
    found = []
    for path in sorted((CONTENT / collection).rglob("*.md")):
        start, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        assert start == "", path
        found.append(Source(path, yaml.safe_load(head), body))
    return tuple(found)


def everything() -> list[Source]:
    return [source for collection in KEYS for source in sources(collection)]


def without_code(text: str) -> str:
    """Return *text* without code, addresses, comments and directive lines, on which no typography acts."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    text = re.sub(r"!(?=\[)", "", text)
    text = re.sub(r"^(?:\[[^\]^]+\]: .*|:::.*|<!--.*)$|`[^`\n]*`|(?<=\])\([^)]*\)", "", text, flags=re.M)
    return re.sub(r"[ \n]+", " ", text)


def prose(value: object, key: str = "") -> Iterator[str]:
    """Yield the texts of front matter or of a data file that a reader sees."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_PROSE:
                yield from prose(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from prose(inner, key)
    elif isinstance(value, str):
        yield value


def is_french(source: Source) -> bool:
    return source.head.get("language", "fr") == "fr"


def split(source: Source) -> tuple[str, str]:
    """Return what is public by position and what a marker or a block seals."""
    before, _, after = source.body.partition(f"\n{MARKER}\n")
    blocks = re.findall(r"^::: paywall.*?^:::$", before, flags=re.M | re.S)
    for block in blocks:
        before = before.replace(block, "")
    return before, "\n".join([*blocks, after])


def images(text: str) -> list[str]:
    return re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", text)
