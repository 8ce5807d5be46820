"""Small built sites made by hand, so that the audit is tested without the code that it watches over."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generator.model.config import TeaserRule
from generator.model.urls import document_id
from generator.paywall.keys import Key, Keyset, Root
from generator.paywall.sealing import SealedAsset, seal_asset, seal_section
from generator.press.audit.audit import AuditResult, Store, audit
from generator.press.audit.files import AuditedFile, SourceFile

KEYSET = Keyset("www.example.fr", (Key("dev-1", "primary", datetime(2026, 11, 1, tzinfo=UTC), Root(bytes(range(32)))),))

BUDGET = """---
title: Le budget de la sécurité
standfirst: L’hôpital de Valombre triple ses dépenses.
access: abonnes
---

L’hôpital a revu ses comptes au printemps, et personne ne s’y attendait vraiment.

<!-- paywall -->

## La règle des deux regards

Toute fusion de dossiers se fait à deux, et jamais devant le même écran, explique Nadège Pruvost.

Le référentiel porte la référence VALOMBRE-7Q4XK2, que la [cellule](https://intranet.example.org/valombre/cellule/guide-interne) tient à jour.
"""
SEALED = """<h2 id="la-regle-des-deux-regards">La règle des deux regards</h2>
<p>Toute fusion de dossiers se fait à deux, et jamais devant le même écran, explique Nadège Pruvost.</p>
<p>Le référentiel porte la référence VALOMBRE-7Q4XK2, que la <a
href="https://intranet.example.org/valombre/cellule/guide-interne">cellule</a> tient à jour.</p>
"""
SENTENCE = "Toute fusion de dossiers se fait à deux, et jamais devant le même écran, explique Nadège Pruvost."
SENTENCE_LINE = 13
PAGE = "systemes/budget/index.html"


@dataclass
class BuiltSite:
    """Sources and output of a site; `seal` adds a section to a page, *published* is what the output was before."""

    sources: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    gated: Mapping[str, bool] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    teaser: TeaserRule = field(default_factory=TeaserRule)
    names: tuple[str, ...] = ("Sagittale",)
    published: Mapping[str, bytes] = field(default_factory=dict)
    keyset: Keyset = KEYSET

    def write(self, path: str, text: str | bytes) -> "BuiltSite":
        self.outputs[path] = text.encode() if isinstance(text, str) else text
        return self

    def seal(self, article: str, html: str, *, section: str = "s1", assets: tuple[SealedAsset, ...] = ()) -> str:
        """Seal *html* for *article* and return the element of its page."""
        sealed = seal_section(
            keyset=KEYSET,
            article=article,
            section=section,
            policy=["tier:abonnes"],
            not_before=0,
            html=html,
            assets=assets,
        )
        self.outputs[f"sealed/{sealed.name}"] = sealed.data
        for asset in assets:
            self.outputs[f"sealed/{asset.name}"] = asset.data
        return f'<paywalled-section id="{section}" header="{sealed.page_header}" src="/sealed/{sealed.name}"></paywalled-section>'

    def files(self) -> list[AuditedFile]:
        return [replace(_file(path, data), earlier=self._earlier(path)) for path, data in self.outputs.items()]

    def _earlier(self, path: str) -> Callable[[], bytes] | None:
        return partial(bytes, self.published[path]) if path in self.published else None

    def asked(self) -> list[SourceFile]:
        return [
            SourceFile(
                f"content/{path}",
                _digest(text.encode()),
                text.encode,
                document_id(path),
                self.gated.get(path, False),
                self.limits.get(path),
            )
            for path, text in self.sources.items()
        ]

    def audited(
        self,
        memory: Mapping[str, bytes] | None = None,
        jobs: int = 1,
        folder: Path | None = None,
        store: Store | None = None,
    ) -> AuditResult:
        return audit(
            outputs=self.files(),
            sources=self.asked(),
            keyset=self.keyset,
            memory=memory,
            public_texts=[_file(path, text.encode()) for path, text in self.texts.items()],
            teaser=self.teaser,
            names=self.names,
            jobs=jobs,
            folder=folder,
            store=store,
        )

    def written(self, folder: Path) -> Path:
        """Write sources and output below *folder*, as a site's folder has them; return it."""
        for path, text in self.sources.items():
            _write(folder / "content" / path, text.encode())
        for path, data in self.outputs.items():
            _write(folder / "public" / path, data)
        return folder


def asset(article: str, data: bytes, media_type: str = "image/jpeg", section: str = "s1") -> SealedAsset:
    return seal_asset(keyset=KEYSET, article=article, section=section, data=data, media_type=media_type)


def page(article: str, *parts: str, title: str = "Le budget de la sécurité") -> str:
    """Return a page around *parts*, with the furniture that pages have."""
    body = "\n".join(parts)
    return f"""<!doctype html>
<html lang="fr"><head><title>{title} · Sagittale</title>
<link rel="stylesheet" href="/assets/main.4f2a9c1b7d3e.css" integrity="sha384-Vq2CzqF3h5Y7xW1mK8bNd0aLr6TgUeJpOi9sZfRtHyGvBcXnMkQwEaDs5P4u3I2o">
</head>
<body>
<nav><a href="/systemes/">Systèmes</a> <a href="/auteurs/nadege-pruvost/">Nadège Pruvost</a></nav>
<article data-article="{article}" data-access="abonnes">
{body}
</article>
<footer><p>Publié le mardi 29 septembre 2026 à 8 heures</p></footer>
</body></html>
"""


def budget_site(*parts: str) -> BuiltSite:
    """Return a clean site of one gated article; *parts* stand on its page besides."""
    site = BuiltSite({"articles/budget.md": BUDGET})
    element = site.seal("articles/budget", SEALED)
    lead = "<p>L’hôpital a revu ses comptes au printemps, et personne ne s’y attendait vraiment.</p>"
    return site.write(PAGE, page("articles/budget", lead, element, *parts))


def _file(path: str, data: bytes) -> AuditedFile:
    return AuditedFile(path, _digest(data), partial(bytes, data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
