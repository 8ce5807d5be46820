"""`theme which`: a theme's maker sees whose file wins, and an override of one block leaves the rest."""

from pathlib import Path

from tests.elements.paper import FILES, SITE
from tests.sites.whole_site import WholeSite

OWN = {
    "themes/journal/theme.yaml": "extends: gazette\n",
    "themes/journal/templates/article.html": (
        '{% extends "gazette/article.html" %}\n{% block corrections %}{{ super() }}<p>Tous droits réservés</p>{% endblock %}\n'
    ),
    "themes/journal/templates/partials/badge.html": "{% if card.badge %}<b>Payant</b>{% endif %}\n",
}


def test_which_names_the_file_that_wins_and_what_it_hides(tmp_path: Path) -> None:
    """The nearest theme of the chain wins; a file of no theme has a hint."""
    site = WholeSite(tmp_path, {**FILES, **OWN}, site=f"{SITE}theme: journal\n")

    own = site.run("theme", "which", "article.html")
    inherited = site.run("theme", "which", "wire.html")
    unknown = site.run("theme", "which", "artikle.html")

    assert (own.status, own.out, own.err) == (
        0,
        "themes/journal/templates/article.html\n",
        "  hides base/article.html\n",
    )
    assert inherited.out.strip().endswith("themes/base/templates/wire.html")
    assert (unknown.status, "did you mean 'article.html'?" in unknown.err) == (1, True)


def test_one_block_and_one_file_can_be_overridden(tmp_path: Path) -> None:
    """What the override adds is there, and so is what it leaves."""
    site = WholeSite(tmp_path, {**FILES, **OWN}, site=f"{SITE}theme: journal\n")

    assert site.build().status == 0
    page = site["securite/entretien/index.html"]

    assert "<p>Tous droits réservés</p>" in page
    assert 'class="corrections"' in page
    assert "<b>Payant</b>" in page
    assert "Article réservé aux abonnés" not in page
