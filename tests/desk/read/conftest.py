"""Small whole sites, written from a mapping of paths to text or bytes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from generator.desk.plaintext import Document
from generator.desk.read.content import ReadResult, read_documents, with_text
from generator.desk.read.settings import read_settings
from generator.errors import Problems, SourceError

SITE = """
title: La Revue
base_url: https://www.example.fr/
tiers:
  abonnes: {title: Abonnés}
  premium: {title: Premium}
"""

Files = Mapping[str, str | bytes]


class Site:
    """A site's folder and what reading it gives."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: Files) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())

    def read(self) -> ReadResult:
        return read_documents(self.root, read_settings(self.root / "site.yaml"))

    def document(self, source: str) -> Document:
        """Return a document that must have been read without any error on the whole site."""
        result = self.read()
        assert result.errors == ()
        return with_text(self.root, next(one for one in result.documents if one.source == source))

    def errors(self) -> tuple[SourceError, ...]:
        """Return all errors of settings, or else of documents."""
        try:
            return self.read().errors
        except Problems as problems:
            return problems.errors


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Files], Site]:
    """Writes a site and returns it; site.yaml has a title, an address and two tiers unless *files* has another."""

    def build(files: Files) -> Site:
        made = Site(tmp_path)
        made.write({"site.yaml": SITE, **files})
        return made

    return build


def article(matter: str, body: str = "Texte.\n") -> str:
    """Return an article with these lines of front matter, the first of them on line 2."""
    return f"---\n{matter}\n---\n\n{body}"
