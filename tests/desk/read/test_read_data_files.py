"""content/data/: offers, menus and the front page, checked; everything else free for templates."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from generator.desk.read.content import described
from generator.desk.read.data import read_data, resolve_data
from generator.desk.read.settings import read_settings
from generator.errors import Problems
from generator.model.catalog import Catalog
from generator.model.cataloguing import build_catalog
from generator.model.data import Front, MenuItem, Offer, SiteData

TEXT = "---\ntitle: Titre\npublished: 2026-01-01\n---\nTexte."
OFFERS = """
offers:
  - {id: mensuel, tier: abonnes, title: Mensuel, price: 2300, benefits: [Tout], vat: 20}
  - {id: annuel, tier: premium, title: Annuel, price: 23000, interval: year, trial_days: 7}
"""
MENUS = """
main: [{label: Sécu, rubric: securite}, {rubric: securite}, {label: Le fil, url: /fil/}]
footer: [{url: a-propos}, {label: Ailleurs, url: https://www.example.org/}]
"""
CONTENT = {
    "content/rubrics/securite.md": "---\ntitle: Titre\n---\n",
    "content/pages/a-propos.md": TEXT,
    "content/articles/un.md": TEXT,
}


@pytest.fixture
def data(site) -> Callable[..., SiteData]:
    def read(**files: str) -> SiteData:
        made = site({f"content/data/{name}.yaml": text for name, text in files.items()} | CONTENT)
        return read_data(made.root, read_settings(made.root / "site.yaml"))

    return read


@pytest.fixture
def catalog(site) -> Callable[[], Catalog]:
    def build() -> Catalog:
        made = site(CONTENT)
        config = read_settings(made.root / "site.yaml")
        documents = [described(one) for one in made.read().documents]
        return build_catalog(documents, config, now=datetime(2026, 6, 1, tzinfo=UTC), drafts=False, future=False)[0]

    return build


def test_offers_are_read_in_their_order(data):
    """Prices are minor units; what is left out has the model's default."""
    assert data(offers=OFFERS).offers == (
        Offer("mensuel", "abonnes", "Mensuel", 2300, benefits=("Tout",), vat=20.0),
        Offer("annuel", "premium", "Annuel", 23000, interval="year", trial_days=7),
    )


def test_menus_name_rubrics_pages_and_addresses(data, catalog):
    """An id becomes an address, and gives its title when the item has none."""
    resolved, errors = resolve_data(data(menus=MENUS), catalog())

    assert errors == ()
    assert resolved.menus == {
        "main": (MenuItem("Sécu", "/securite/"), MenuItem("Titre", "/securite/"), MenuItem("Le fil", "/fil/")),
        "footer": (MenuItem("Titre", "/a-propos/"), MenuItem("Ailleurs", "https://www.example.org/")),
    }


def test_the_front_page_names_articles(data, catalog):
    """Short names become full ids; one that is not published now is left out, one that nothing has is an error."""
    front = data(front="lead: un\nseconds: [articles/un, embargo, nul]")

    resolved, errors = resolve_data(front, catalog(), known=["articles/embargo"])

    assert resolved.front == Front("articles/un")
    assert [str(error).split("\n")[0] for error in errors] == [
        "content/data/front.yaml:2: error[unknown-article]: unknown article 'nul'"
    ]


def test_other_files_are_free_and_all_count_for_the_digest(data):
    """A free file is plain values; another value gives another digest."""
    first = data(legal="publisher: La Revue\ndates: [2026-01-01, yes]")

    assert first.free == {"legal": {"publisher": "La Revue", "dates": ["2026-01-01", "yes"]}}
    assert data(legal="publisher: Autre").digest != first.digest


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("offers", "offers: [{id: a, tier: or, title: T, price: 1}]", "unknown-tier"),
        ("offers", "offers: [{id: a, tier: registered, title: T, price: 1}]", "unknown-tier"),
        ("offers", "offers: [{id: a, tier: abonnes, title: T, price: 23.50}]", "wrong-type"),
        ("offers", "offers: [{id: a, tier: abonnes, title: T, price: -1}]", "bad-value"),
        ("offers", "offers: [{id: a, tier: abonnes, title: T}]", "missing-key"),
        ("offers", "offers: [{id: a, tier: abonnes, title: T, price: 1, prize: 2}]", "unknown-key"),
        ("offers", "offers: [{id: a, tier: abonnes, title: T, price: 1, currency: €}]", "bad-value"),
        ("offers", "offers: [{id: a, tier: abonnes, title: T, price: 1, interval: week}]", "bad-value"),
        ("offers", OFFERS.replace("annuel", "mensuel"), "duplicate-key"),
        ("offers", "[]", "wrong-type"),
        ("offers", "", "wrong-type"),
        ("menus", "main: [{label: A}]", "missing-key"),
        ("menus", "main: [{label: A, url: /a/, rubric: b}]", "missing-key"),
        ("menus", "main: [{url: /a/}]", "missing-key"),
        ("menus", "main: {label: A, url: /a/}", "wrong-type"),
        ("front", "leed: un", "unknown-key"),
        ("legal", "a: *b", "yaml"),
        ("legal", "a: 1\na: 2", "duplicate-key"),
        ("le gal", "a: 1", "bad-name"),
        ("sub/legal", "a: 1", "bad-name"),
    ],
)
def test_a_wrong_data_file_is_told_with_its_place(data, name, text, code):
    """Each mistake has its code, in the file where it stands."""
    with pytest.raises(Problems) as caught:
        data(**{name: text})

    assert [error.code for error in caught.value.errors] == [code]
    assert caught.value.errors[0].where.path == f"content/data/{name}.yaml"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "nulle-part"])
def test_a_menu_that_leads_nowhere_is_told(data, catalog, url):
    """What is neither an address nor a document is an error at its line."""
    _, errors = resolve_data(data(menus=f"footer:\n  - label: A\n    url: '{url}'"), catalog())

    assert [(error.code, error.where.line) for error in errors] == [("unknown-page", 3)]
