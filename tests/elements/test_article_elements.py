"""Elements of an article's page, numbered as in docs/elements.md, as a reader of the built page finds them."""

import json
import re

from tests.elements.paper import ENTRETIEN, element, graph, spaced, text
from tests.sites.whole_site import WholeSite


def test_1_kicker_overrides_the_rubric_and_leads_to_it(paper: WholeSite) -> None:
    """The author's kicker stands above the title; breadcrumb and JSON-LD keep the rubric's own name."""
    page = paper[ENTRETIEN]
    kicker = element(page, r'<p class="kicker">')

    assert 'href="/securite/"' in kicker
    assert text(kicker) == "Sécurité informatique"
    assert graph(page)["NewsArticle"]["articleSection"] == "Sécurité"
    assert [item["name"] for item in graph(page)["BreadcrumbList"]["itemListElement"]][1] == "Sécurité"


def test_2_title_is_the_only_h1_and_its_quotes_are_no_part_of_addresses(paper: WholeSite) -> None:
    """A title that is a quotation gives a clean slug."""
    page = paper[ENTRETIEN]

    titles = [spaced(text(found)) for found in re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)]
    assert titles == ["« Nous avons tout débranché »"]
    assert "débranché" in element(page, "<title>")


def test_3_standfirst_is_public_and_describes_the_page(paper: WholeSite) -> None:
    """Markdown in the page, plain words for search engines, feeds and social networks."""
    page = paper[ENTRETIEN]

    assert "<em>une nuit</em>" in element(page, r'<div class="standfirst">')
    assert '<meta name="description" content="Le responsable raconte une nuit.">' in page
    assert "<summary>Le responsable raconte une nuit.</summary>" in paper["feed.xml"]


def test_4_badge_says_it_once_on_the_page_and_in_lists(paper: WholeSite) -> None:
    """One text, no icon that would be read aloud a second time; a public article has none."""
    assert paper[ENTRETIEN].partition("</header>")[2].count("Article réservé aux abonnés") == 1
    assert "Article réservé aux abonnés" in text(element(paper["securite/index.html"], r'<div class="cards">'))
    assert "réservé" not in element(paper["securite/reprise/index.html"], r'<p class="byline">')


def test_5_and_6_dates_of_publication_and_update(paper: WholeSite) -> None:
    """Local, short, 24 hours without a leading zero; machines read the offset of that day."""
    dates = element(paper[ENTRETIEN], r'<span class="dates">')

    assert spaced(text(dates)) == "Le 20/03/26 à 8:00 , mise à jour le 11/09/26 à 13:23"
    assert re.findall(r'datetime="([^"]+)"', dates) == ["2026-03-20T08:00+01:00", "2026-09-11T13:23+02:00"]
    assert graph(paper[ENTRETIEN])["NewsArticle"]["dateModified"] == "2026-09-11T13:23:00+02:00"
    assert "mise à jour" not in paper["securite/reprise/index.html"]


def test_6_corrections_stand_under_the_text_and_on_the_front_page(paper: WholeSite) -> None:
    """Date and Markdown of the correction, where the reader of the article and of the paper sees it."""
    box = element(paper[ENTRETIEN], r'<section class="corrections"')

    assert "<strong>douze</strong> lits" in box
    assert '<time datetime="2026-09-11T13:23+02:00">11/09/26</time>' in box
    assert "douze" in paper["index.html"]


def test_7_reading_time_counts_the_whole_article(paper: WholeSite) -> None:
    """About 430 words, most of them sealed, at 254 words a minute."""
    assert text(element(paper[ENTRETIEN], r'<span class="reading">')) == "Lecture 2\u00a0min."


def test_8_to_10_lead_picture_with_caption_and_the_default_credit(paper: WholeSite) -> None:
    """Size and alt stand in the markup; `D. R.` comes from site.yaml and does not break at its space."""
    page = paper[ENTRETIEN]
    figure = element(page, r'<figure class="lead">')

    assert re.search(r'<img [^>]*alt="Un couloir vide"', figure)
    assert re.search(r'width="\d+" height="\d+"', figure)
    assert 'loading="lazy"' not in figure
    assert "« Le papier ne tombe pas en panne »" in spaced(text(figure))
    assert text(element(figure, r'<small class="credit">')) == "D.\u00a0R."
    assert graph(page)["NewsArticle"]["image"]["creditText"] == "D.\u00a0R."


def test_11_speakers_have_long_names_once_and_short_ones_after(paper: WholeSite) -> None:
    """In the public part the first turn of each speaker names them in full."""
    public = element(paper[ENTRETIEN], r'<div class="text">')

    assert public.count("Docteur Ibert") == public.count("Odile Cros") == 1
    assert "D. I. /" in spaced(text(public))


def test_12_and_13_teaser_and_what_is_left(paper: WholeSite) -> None:
    """A thousand characters are public, and the wall's figure fits the element's."""
    page = paper[ENTRETIEN]
    remaining = re.search(r'<paywalled-section [^>]*remaining="(\d+)"', page)
    assert remaining

    assert f"Il vous reste {remaining[1]}\u00a0% de l’article à lire" in text(page)
    assert "data-teaser-cut" in page
    assert "La phrase numéro 111" not in page


def test_14_to_18_the_wall_names_the_paper_its_benefits_and_its_price(paper: WholeSite) -> None:
    """Everything from offers.yaml: whole prices have no cents, broken ones do, all a no-break space."""
    wall = element(paper[ENTRETIEN], r'<div class="wall">')

    assert "La Coupe réserve cet article à ses abonnés" in text(wall)
    assert re.findall(r"<li>([^<]+)</li>", element(wall, r'<ul class="benefits">')) == [
        "Tous les articles",
        "Le numéro du mois",
        "Les discussions",
    ]
    assert "Offre mensuelle 100 % numérique" in spaced(text(wall))
    assert "23\u00a0€ par mois" in text(wall)
    assert "229,50\u00a0€ par an" in text(wall)
    assert "sur ordinateur, tablette et téléphone" in text(wall)
    assert re.search(
        r'<a class="button" href="/acces/subscribe/\?offer=mensuel&amp;next=[^"]+">S’abonner à La Coupe', wall
    )


def test_16_search_engines_read_the_offers_on_the_front_page(paper: WholeSite) -> None:
    """Price and currency as schema.org writes them, and where each is bought."""
    data = json.loads(element(paper["index.html"], r'<script type="application/ld\+json">'))
    offers = [node for node in data["@graph"] if node["@type"] == "Offer"]

    assert [(offer["price"], offer["priceCurrency"]) for offer in offers] == [("23.00", "EUR"), ("229.50", "EUR")]
    assert offers[0]["url"] == "https://www.example.fr/acces/subscribe/?offer=mensuel"


def test_19_authors_have_a_box_a_page_and_a_feed(paper: WholeSite) -> None:
    """Two authors: name, job, link; their own page lists what they wrote, and JSON-LD knows the person."""
    boxes = text(element(paper[ENTRETIEN], r'<section class="author-boxes"'))
    page = paper["auteurs/claire-dumas/index.html"]

    assert "Claire Dumas Journaliste" in boxes
    assert "Jean Roux" in boxes
    assert "débranché" in page
    assert 'href="https://carnet.example.org/"' in page
    assert graph(page)["Person"]["jobTitle"] == "Journaliste"
    assert "débranché" in paper["auteurs/claire-dumas/feed.xml"]


def test_series_box_lists_the_articles_oldest_first(paper: WholeSite) -> None:
    """The article at hand is marked and no link."""
    box = element(paper["securite/reprise/index.html"], r'<nav class="series"')

    assert spaced(text(box)) == "Série : Après l’attaque « Nous avons tout débranché » La reprise Toute la série"
    assert '<a href="/series/apres-l-attaque/">Toute la série</a>' in box
    assert '<span aria-current="page">La reprise</span>' in box
