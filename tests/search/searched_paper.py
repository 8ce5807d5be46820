"""A small paper that can be searched: two languages, a sealed article, briefs, a page, an edition."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests.sites.whole_site import AUTHOR, RUBRIC, SITE, WholeSite, article

SEALED = "Le rapport confidentiel chiffre le surcoût des klystrons à neuf cents millions, et personne ne le publie."
TEASER = (
    "La commission a rendu son avis sur les accélérateurs, et il tient en une page que tout le monde peut lire ici."
)
FILES = {
    "content/authors/claire.md": AUTHOR,
    "content/rubrics/imagerie.md": RUBRIC,
    "content/rubrics/metiers.md": "---\ntitle: Métiers\n---\n",
    "content/articles/avis.md": article(
        f"{TEASER}\n\n<!-- paywall -->\n\n{SEALED}",
        title="Un avis très attendu", access="abonnes", rubric="imagerie", authors="[claire]",
        standfirst="Ce que dit la commission.",
    ),
    "content/articles/ferme.md": article(
        "La ferme de calcul est ouverte.", title="À l’écart", rubric="metiers", published="2026-01-05T08:00:00"
    ),
    "content/articles/review.md": article(
        "The committee was reviewing the accelerators for years.", title="A long review", language="en"
    ),
    "content/articles/hidden.md": article("Un zirconium discret.", title="Hors moteurs", seo="{noindex: true}"),
    "content/wire/matin.md": "---\npublished: 2026-11-19T07:30:00\n---\nUn cyclotron est livré à Montclairet.\n",
    "content/wire/soir.md": "---\npublished: 2026-11-19T18:05:00\n---\nGrève levée aux urgences de Vernoy.\n",
    "content/pages/a-propos.md": "---\ntitle: À propos\n---\nNotre rédaction travaille au marbre.\n",
    "content/issues/7/index.md": "---\ntitle: Numéro sept\npublished: 2026-11-01\n---\nUn dossier sur les gyromètres.\n",
}  # fmt: skip


def paper(root: Path, *, more: int = 0, settings: str = "search: true\n") -> WholeSite:
    """Return the paper below *root*, not built yet, with *more* public articles."""
    extra = {
        f"content/articles/dossier-{number}.md": article(
            f"Le dossier hospitalier numéro {number} est public.", title=f"Dossier {number}", rubric="metiers",
            published=f"2026-10-{number + 1:02}T08:00:00",
        )
        for number in range(more)
    }  # fmt: skip
    return WholeSite(root, {**FILES, **extra}, site=SITE + settings)


def fragments(site: WholeSite) -> dict[str, dict[str, Any]]:
    """Return what the published index knows of each page, by its address."""
    files = sorted((site.root / "public/pagefind/fragment").glob("*.pf_fragment"))
    found = [json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")) for file in files]
    return {one["url"]: one for one in found}
