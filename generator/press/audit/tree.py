"""The audit of a built tree, for the command `audit`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.model.config import SiteConfig, TeaserRule
from generator.model.globs import matches
from generator.model.urls import document_id
from generator.paywall.keys import Keyset
from generator.press.audit.audit import AuditResult, audit
from generator.press.audit.files import AuditedFile, SourceFile

_GATED = ("articles/", "wire/")  # folders of documents whose text the site's rules may seal
_TEXTS = (".html", ".po", ".yaml", ".yml", ".css", ".js", ".txt", ".xml", ".json", ".csv", ".svg")


def audit_tree(
    output: Path,
    content: Path,
    keyset: Keyset,
    *,
    config: SiteConfig | None = None,
    themes: Sequence[Path] = (),
) -> AuditResult:
    """
    Return what is sealed and readable in the folder *output*, built from *content*.

    *config* says what is gated by rule and where teasers end; *themes* are folders whose words are public.
    """
    public = [content.parent / "site.yaml", content / "data", *themes]
    texts = [file for path in public for file in _below(path, path.parent) if file.path.endswith(_TEXTS)]
    if config:
        said = config.directives.said.encode()
        texts.append(AuditedFile("directives", "", lambda: said))
    return audit(
        outputs=list(_below(output, output)),
        sources=[_source(file, config) for file in _below(content, content.parent) if file.path.endswith(".md")],
        keyset=keyset,
        public_texts=texts,
        teaser=config.teaser if config else TeaserRule(),
        names=(config.title,) if config else (),
    )


def _below(path: Path, root: Path) -> Iterator[AuditedFile]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            yield AuditedFile(file.relative_to(root).as_posix(), "", file.read_bytes)


def _source(file: AuditedFile, config: SiteConfig | None) -> SourceFile:
    inner = file.path.partition("/")[2]
    gated = False
    if config:
        access = config.default_access
        for rule in config.access_rules:
            if matches(rule.path, inner):
                access = rule.access
        gated = not access.is_public and inner.startswith(_GATED)
    return SourceFile(file.path, file.digest, file.read, document_id(inner), gated)
