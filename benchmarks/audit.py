"""
What the leak audit costs: `python benchmarks/audit.py [ARTICLES …]`, 1,000 and 10,000 by default.

The articles are made up: 750 words and 5 KB each, the second half sealed; each has a page with 3 KB of furniture, and
stands on one list of 20 cards. Sealing and the making of pages are not measured. `cold` is CPU time without memory;
`edit` is an audit in which one article, its page, its section and its list changed, by the wall clock, from the parts
of the memory as bytes to the new parts; `same` is one in which nothing changed.
"""

import hashlib
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from generator.paywall.keys import Key, Keyset, Root
from generator.paywall.sealing import seal_section
from generator.press.audit.audit import AuditResult, audit
from generator.press.audit.files import AuditedFile, SourceFile

KEYSET = Keyset("bench.example", (Key("dev-1", "primary", datetime(2026, 1, 1, tzinfo=UTC), Root(bytes(32))),))
WORDS_EACH = 750
CARDS = 20
FURNITURE = "\n".join(
    f'<li><a class="menu-{number}" href="/rubrique-{number}/">Rubrique numéro {number}</a></li>' for number in range(40)
)


@dataclass
class World:
    """A vocabulary in which, as in a language, few words make most of the text."""

    chance: random.Random = field(default_factory=lambda: random.Random(4))
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "é", "i", "o", "ou", "an", "eur")]
        self.words = [
            "".join(self.chance.choices(syllables, k=self.chance.choice((1, 2, 2, 3, 4, 5)))) for _ in range(20_000)
        ]

    def paragraph(self, count: int) -> str:
        return " ".join(self.words[int(20_000 * self.chance.random() ** 3)] for _ in range(count)).capitalize() + "."


@dataclass
class Publication:
    """Sources and outputs, by path."""

    world: World = field(default_factory=World)
    sources: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    outputs: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    sealed: dict[int, str] = field(default_factory=dict)

    def article(self, number: int) -> None:
        """Write an article anew: its source, section and page."""
        self.outputs.pop(self.sealed.get(number, ""), None)
        public = [self.world.paragraph(75) for _ in range(5)]
        secret = [self.world.paragraph(75) for _ in range(5)]
        front = f"---\ntitle: {self.world.paragraph(8)}\naccess: abonnes\n---\n\n"
        body = "\n\n".join([*public, "<!-- paywall -->", *secret])
        _put(self.sources, f"content/articles/a{number}.md", front + body)
        html = "\n".join(f"<p>{text}</p>" for text in secret)
        file = seal_section(
            keyset=KEYSET, article=f"articles/a{number}", section="s1", policy=["tier:abonnes"], not_before=0, html=html
        )
        self.sealed[number] = f"sealed/{file.name}"
        _put(self.outputs, self.sealed[number], file.data)
        lead = "\n".join(f"<p>{text}</p>" for text in public)
        element = (
            f'<paywalled-section id="s1" header="{file.page_header}" src="/sealed/{file.name}"></paywalled-section>'
        )
        _put(
            self.outputs,
            f"a{number}/index.html",
            f'<html>\n<body>\n<ul>\n{FURNITURE}\n</ul>\n<article data-article="articles/a{number}">\n{lead}\n{element}\n</article>\n</body>\n</html>',
        )
        self.list_of(number // CARDS)

    def list_of(self, index: int) -> None:
        cards = (
            self.sources.get(f"content/articles/a{number}.md") for number in range(index * CARDS, (index + 1) * CARDS)
        )
        shown = "\n".join(f"<li>\n<p>{card[1].decode().split(chr(10))[5][:300]}</p>\n</li>" for card in cards if card)
        _put(
            self.outputs,
            f"list/{index}/index.html",
            f"<html>\n<body>\n<ul>\n{FURNITURE}\n</ul>\n<ol>\n{shown}\n</ol>\n</body>\n</html>",
        )

    def audited(self, memory: dict[str, bytes] | None = None) -> AuditResult:
        outputs = [AuditedFile(path, digest, lambda data=data: data) for path, (digest, data) in self.outputs.items()]  # type: ignore[misc]
        return audit(outputs=outputs, sources=list(self._sources()), keyset=KEYSET, memory=memory)

    def _sources(self) -> Iterator[SourceFile]:
        for path, (digest, data) in self.sources.items():
            yield SourceFile(path, digest, lambda data=data: data, path[len("content/") : -len(".md")])  # type: ignore[misc]


def measure(articles: int) -> None:
    """Print what audits of so many articles cost."""
    publication = Publication()
    for number in range(articles):
        publication.article(number)
    began = time.process_time()
    result = publication.audited()
    cold = time.process_time() - began
    _check(result)
    memory = dict(result.memory)
    same = _timed(publication, memory)
    edits = []
    for number in random.Random(1).sample(range(articles), 5):
        publication.article(number)
        edits.append(_timed(publication, memory))
    size = sum(map(len, memory.values())) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{articles:6} articles: cold {cold * 1000:7.0f} ms CPU, same {same * 1000:4.0f} ms, edit {sorted(edits)[2] * 1000:4.0f} ms (median of 5), memory {size:.1f} MB, process {peak:.0f} MB"
    )


def _timed(publication: Publication, memory: dict[str, bytes]) -> float:
    began = time.perf_counter()
    result = publication.audited(memory)
    taken = time.perf_counter() - began
    _check(result)
    memory.update(result.memory)
    return taken


def _check(result: AuditResult) -> None:
    if result.leaks:
        sys.exit("\n".join(leak.message(show_text=True) for leak in result.leaks[:20]))


def _put(files: dict[str, tuple[str, bytes]], path: str, text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    files[path] = (hashlib.blake2b(data, digest_size=16).hexdigest(), data)


if __name__ == "__main__":
    for count in map(int, sys.argv[1:] or ("1000", "10000")):
        measure(count)
