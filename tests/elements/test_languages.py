"""An article in several languages: each version names all, and its page speaks its own language."""

import re
from pathlib import Path

from tests.elements.paper import FILES, SITE, element, text
from tests.sites.whole_site import WholeSite, article

ENGLISH = article(
    "It took three weeks.\n\n<!-- paywall -->\n\nAnd a fourth one.",
    title="Starting again",
    published="2026-04-02T09:00:00",
    rubric="securite",
    language="en",
    access="abonnes",
    translations="{fr: reprise}",
)


def languages(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))


def test_every_version_names_all_whichever_of_them_says_so(tmp_path: Path) -> None:
    """Search engines want the page itself among them, both ways, and one for readers of no such language."""
    site = WholeSite(tmp_path, {**FILES, "content/articles/again.md": ENGLISH}, site=SITE)

    assert site.build().status == 0
    assert languages(site["securite/reprise/index.html"]) == {
        "en": "https://www.example.fr/securite/again/",
        "fr": "https://www.example.fr/securite/reprise/",
        "x-default": "https://www.example.fr/securite/reprise/",
    }
    assert languages(site["securite/again/index.html"]) == languages(site["securite/reprise/index.html"])
    assert languages(site["securite/entretien/index.html"]) == {}
    assert '<a href="/securite/again/" hreflang="en" lang="en">English</a>' in site["securite/reprise/index.html"]


def test_a_page_speaks_its_own_language(tmp_path: Path) -> None:
    """Wall, dates and prices of an English article are English on a French site; its card in a list is French."""
    site = WholeSite(tmp_path, {**FILES, "content/articles/again.md": ENGLISH}, site=SITE)

    assert site.build().status == 0
    page = site["securite/again/index.html"]

    assert '<html lang="en">' in page
    assert "La Coupe keeps this article for its subscribers" in text(page)
    assert "On 2 Apr 2026 at 9:00" in text(page).replace("\u00a0", " ")
    assert "€23 a month" in text(page)
    assert "Article réservé aux abonnés" in text(element(site["securite/index.html"], r'<div class="cards">'))
