"""Files for hosts, crawlers and the key service."""

import json

from msgspec.structs import replace

from generator.model.config import KeyService
from generator.press.layout.service import service_data
from tests.press.publication import CONFIG, publication, render_all


def test_the_policy_is_the_one_that_was_promised(rendered: dict[str, str]) -> None:
    """Word for word as the interface has it, for a service that is a path of the site."""
    assert (
        "  Content-Security-Policy: default-src 'self'; connect-src 'self'; frame-ancestors 'none'; "
        "form-action 'self'; trusted-types marbre; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'\n"
    ) in rendered["_headers"]


def test_a_service_with_an_origin_of_its_own_is_named_in_the_policy() -> None:
    """Keys are fetched from there and forms go there, nothing else."""
    config = replace(CONFIG, keyservice=KeyService("https://compte.example.fr/", "www.example.fr"))
    headers = render_all(*publication(config=config))["_headers"]

    assert "connect-src 'self' https://compte.example.fr;" in headers
    assert "form-action 'self' https://compte.example.fr;" in headers


def test_sealed_files_and_assets_are_kept_for_a_year(rendered: dict[str, str]) -> None:
    """No header of a folder stands in the rule for everything too: hosts would join the two."""
    blocks = dict(block.split("\n", 1) for block in rendered["_headers"].strip().split("\n\n"))

    assert "public, max-age=31536000, immutable, no-transform" in blocks["/sealed/*"]
    assert "Content-Type: application/octet-stream" in blocks["/sealed/*"]
    assert "Cache-Control" not in blocks["/*"]
    assert "X-Content-Type-Options: nosniff" in blocks["/*"]


def test_old_addresses_lead_to_the_new_ones_on_every_host(rendered: dict[str, str]) -> None:
    """A rule where the host reads `_redirects`, a page where it does not."""
    assert rendered["_redirects"] == "/ancien/ /securite/budget/ 301\n"
    assert '<meta http-equiv="refresh" content="0; url=/securite/budget/">' in rendered["ancien/index.html"]


def test_robots_name_the_sitemaps_and_stay_out_of_the_service(rendered: dict[str, str]) -> None:
    """Everything public may be indexed."""
    assert "Disallow: /acces/\n" in rendered["robots.txt"]
    assert "Sitemap: https://www.example.fr/sitemap.xml\n" in rendered["robots.txt"]
    assert json.loads(rendered["manifest.webmanifest"])["name"] == "Sagittale"


def test_the_key_service_is_told_of_tiers_offers_and_stylesheet() -> None:
    """Tier inclusion is expanded, addresses are those of the page."""
    made, _ = publication()
    data = service_data(made)

    assert data["tiers"] == [
        {"id": "abonnes", "title": "Abonnés", "grants": ["abonnes"]},
        {"id": "premium", "title": "Premium", "grants": ["premium", "abonnes"]},
    ]
    assert data["stylesheets"] == [made.assets.views["main.css"].url]
    assert json.loads(json.dumps(data))["offers"][0]["price"] == 2300
    assert {"title", "language", "base_url", "site", "timezone", "service_url", "contact", "legal"} <= set(data)
