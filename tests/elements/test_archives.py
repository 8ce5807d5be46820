"""Archives by date, in the site's zone."""

import re
from pathlib import Path

from tests.elements.paper import FILES, SITE, element, text
from tests.sites.whole_site import WholeSite, article

MIDNIGHT = article("Minuit.", title="À minuit", published="2026-03-31T22:30:00+00:00", rubric="imagerie")


def test_years_months_and_articles_of_a_month(tmp_path: Path) -> None:
    """22:30 in Greenwich on 31 March is April in Paris; every page leads up."""
    site = WholeSite(tmp_path, {**FILES, "content/articles/minuit.md": MIDNIGHT}, site=SITE)

    assert site.build().status == 0
    main = element(site["archives/index.html"], r'<main id="page--content"')

    assert text(main).endswith("Archives 2026 Avril 2026 (2) Mars 2026 (1)")
    assert re.findall(r'href="(/archives/[^"]+)"', main) == [
        "/archives/2026/",
        "/archives/2026/04/",
        "/archives/2026/03/",
    ]
    assert "Archives de 2026" in site["archives/2026/index.html"]
    april = site["archives/2026/04/index.html"]
    assert re.findall(r'<h2><a href="([^"]+)"', april) == ["/securite/reprise/", "/imagerie/minuit/"]
    assert "https://www.example.fr/archives/2026/04/" in site["sitemap.xml"]


def test_their_place_is_a_setting_and_nobody_elses(tmp_path: Path) -> None:
    """A page at an address of the archives is told; a pattern without year and month is refused."""
    own = {"content/pages/archives.md": "---\ntitle: Archives\n---\nÀ nous.\n"}
    site = WholeSite(tmp_path, {**FILES, **own}, site=SITE)

    assert site.build().codes == ["url-collision"]
    site.write({"site.yaml": f'{SITE}permalinks: {{archives: "/{{year}}/"}}\n'})
    assert site.build().codes == ["bad-permalink"]
    site.write({"site.yaml": f'{SITE}permalinks: {{archives: "/dates/{{year}}/{{month}}/"}}\n'})
    assert site.build().status == 0
    assert "dates/2026/03/index.html" in site
    assert "À nous" in site["archives/index.html"]
