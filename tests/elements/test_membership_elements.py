"""The static side of what the key service does for readers: links, counts and forms."""

import json
import re
from pathlib import Path

import pytest

from tests.elements.paper import ENTRETIEN, FILES, SITE, element, text
from tests.sites.whole_site import WholeSite


def test_20_discussion_has_its_count_and_leads_to_the_service(paper: WholeSite) -> None:
    """None, one or several in words; the link leads back to the discussion."""
    many = element(paper[ENTRETIEN], r'<section class="discussion"')
    none = element(paper["securite/reprise/index.html"], r'<section class="discussion"')

    assert "3 commentaires" in text(many)
    assert "Aucun commentaire" in text(none)
    assert 'href="/acces/comments/articles/reprise/?next=/securite/reprise/%23page--discussion"' in none
    assert "Laisser un commentaire" in text(none)


def test_20_a_new_comment_changes_one_page(tmp_path: Path) -> None:
    """Counts come often: the rest of the paper stays as it is; a discussion can be closed for an article or the site."""
    site = WholeSite(tmp_path, FILES, site=SITE)
    assert site.build().status == 0
    before = site.output()

    site.write({"content/data/comments.yaml": "articles/entretien: 3\narticles/reprise: 1\n"})
    assert site.build().status == 0
    after = site.output()

    assert {path for path in after if after[path] != before.get(path)} == {"securite/reprise/index.html"}
    assert "Un commentaire" in site["securite/reprise/index.html"]
    reprise = str(FILES["content/articles/reprise.md"])
    site.write({"content/articles/reprise.md": reprise.replace("title: ", "comments: false\ntitle: ")})
    assert site.build().status == 0
    assert 'class="discussion"' not in site["securite/reprise/index.html"]
    site.write({"site.yaml": f"{SITE}comments: {{who: off}}\n"})
    assert site.build().status == 0
    assert 'class="discussion"' not in site[ENTRETIEN]


def test_22_the_app_stands_at_the_foot_of_every_page_and_in_the_manifest(paper: WholeSite) -> None:
    """It covers nothing; telephones read the meta element."""
    line = element(paper["index.html"], r'<p class="app">')

    assert text(line) == "La Coupe , gratuit · App Store · Google Play"
    assert '<meta name="apple-itunes-app" content="app-id=1234567">' in paper[ENTRETIEN]
    assert [app["platform"] for app in json.loads(paper["manifest.webmanifest"])["related_applications"]] == [
        "itunes",
        "play",
    ]


def test_24_newsletters_have_forms_that_post_to_the_service(paper: WholeSite) -> None:
    """Name, cadence, for whom; the reader comes back to the page."""
    page = paper["lettres/index.html"]
    forms = re.findall(r'<form class="newsletter" method="post" action="([^"]+)">', page)

    assert forms == ["/acces/newsletters/lundi/", "/acces/newsletters/cachet/"]
    assert "La lettre du lundi Le lundi" in text(page)
    assert "La lettre des abonnés Abonnés" in text(page)
    assert re.search(
        r'<label for="letter-lundi">[^<]+</label> <input id="letter-lundi" type="email" name="email" required', page
    )
    assert '<input type="hidden" name="next" value="/lettres/">' in page


def test_25_the_club_has_benefits_and_no_code(paper: WholeSite) -> None:
    """The service gives codes; the page has the form that asks for one."""
    benefit = element(paper["club/index.html"], r'<form class="benefit" method="post" action="/acces/club/visite/">')

    assert text(benefit).startswith("Une visite Abonnés jusqu’au 16/01/27")
    assert "Obtenir mon code" in text(benefit)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("newsletters", "newsletters: [{id: a, title: A, tier: abonne}]\n", "unknown-tier"),
        ("club", "benefits: [{id: a, title: A, tier: abonnes, code: ABC}]\n", "unknown-key"),
        ("app", "name: A\nios: 'javascript:alert(1)'\n", "bad-value"),
        ("comments", "articles/reprise: -1\n", "bad-value"),
    ],
)
def test_data_that_is_wrong_has_its_line(tmp_path: Path, name: str, content: str, code: str) -> None:
    """A code in the file is an unknown key: it would be published."""
    run = WholeSite(tmp_path, {**FILES, f"content/data/{name}.yaml": content}, site=SITE).build()

    assert run.codes == [code]
    assert f"content/data/{name}.yaml:" in run.err
