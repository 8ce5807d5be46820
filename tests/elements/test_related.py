"""Related articles are found by tags and public words."""

import re
from pathlib import Path

from tests.elements.paper import FILES, SITE, element
from tests.sites.whole_site import WholeSite, article


def written(place: int, **matter: str) -> tuple[str, str]:
    """Return path and text of a small article of its own minute; a greater *place* is newer."""
    keys = {"title": f"Article {place}", "published": f"2026-10-{place:02}T08:00:00", "rubric": "imagerie"} | matter
    return f"content/articles/a{place:02}.md", article(f"Texte {place}.", **keys)


def titles(site: WholeSite, path: str) -> list[str]:
    return re.findall(r"<h3><a[^>]*>([^<]+)</a>", element(site[path], r'<section class="related"'))


def test_tags_count_first_then_public_words_then_the_rubric(tmp_path: Path) -> None:
    """Two common tags beat one, common words of title and standfirst break the tie, the rubric fills up."""
    files = dict(
        [
            written(1, title="Ancien", tags="[dose]", standfirst="Un scanner pédiatrique revu."),
            written(2, title="Deux sujets", tags="[dose, scanner]", rubric="securite"),
            written(3, title="Récent", tags="[dose]", standfirst="Rien à voir."),
            written(4, title="De la rubrique"),
            written(5, title="Celui qu’on lit", tags="[dose, scanner]", standfirst="Le protocole pédiatrique."),
            written(6, title="Plus récent", tags="[dose, scanner]"),
        ]
    )
    site = WholeSite(tmp_path, {**FILES, **files}, site=SITE)

    assert site.build().status == 0
    assert titles(site, "imagerie/a05/index.html") == ["Deux sujets", "Ancien", "Récent"]
    assert titles(site, "imagerie/a04/index.html") == ["Récent", "Ancien", "Celui qu’on lit"]


def test_sealed_words_make_no_relation_and_the_series_is_left_to_its_box(tmp_path: Path) -> None:
    """Were the sealed text compared, an order of links would tell what is in it."""
    sealed = article(
        "Public.\n\n<!-- paywall -->\n\nLe radiotéléphone chuchote.",
        title="Gardé",
        published="2026-10-09T08:00:00",
        rubric="imagerie",
        tags="[dose]",
        access="abonnes",
    )
    files = dict(
        [
            written(1, title="Radiotéléphone", tags="[dose]", standfirst="Il chuchote, le radiotéléphone."),
            written(2, title="Autre", tags="[dose]", series="Doses"),
            written(3, title="Suite", tags="[dose]", series="Doses"),
        ]
    )
    site = WholeSite(tmp_path, {**FILES, **files, "content/articles/garde.md": sealed}, site=SITE)

    assert site.build().status == 0
    assert titles(site, "imagerie/garde/index.html") == ["Suite", "Autre", "Radiotéléphone"]
    assert titles(site, "imagerie/a03/index.html") == ["Radiotéléphone", "Gardé"]
