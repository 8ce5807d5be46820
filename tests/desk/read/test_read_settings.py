"""site.yaml: what it means when it is right."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from settings_files import FULL, with_key, write

from generator.desk.read.settings import read_settings
from generator.model.access import Access
from generator.model.config import (
    AccessRule,
    FrontMatterSettings,
    ImageSettings,
    KeyService,
    Permalinks,
    Quality,
    TeaserRule,
    Tier,
)


def test_every_setting_is_read(tmp_path):
    """Each key ends in its place of the configuration; tiers include what their includes include."""
    config = read_settings(write(tmp_path, FULL))

    assert (config.base_url, config.root) == ("https://www.example.fr/journal/", "/journal/")
    assert config.zone == ZoneInfo("Europe/Brussels")
    assert config.permalinks == Permalinks(articles="/{year}/{slug}/")
    assert config.teaser == TeaserRule(0, 80, 0, "sentence", 0.3)
    assert config.tiers == (Tier("un", "Un"), Tier("deux", "Deux", ("un",)), Tier("trois", "Trois", ("un", "deux")))
    assert config.default_access == Access(("un",))
    assert config.access_rules == (AccessRule("articles/enquetes/**", Access(("deux", "registered"))),)
    assert config.keyservice == KeyService("https://compte.example.fr/", "revue")
    assert (config.feed_items, config.comments, config.grace) == (10, "off", timedelta(hours=36))
    assert config.frontmatter == FrontMatterSettings({"topics": "tags"}, ("hero",))
    assert config.markdown.time_limit == 5.0


def test_what_is_said_of_pictures_is_read(tmp_path):
    """Each key stands alone; what is left out has its default."""
    images = {"widths": [400, 900], "formats": ["webp"], "quality": {"avif": 60}}
    config = read_settings(write(tmp_path, {"title": "A", "base_url": "https://e.fr", "images": images}))

    assert config.images == ImageSettings((400, 900), ("webp",), Quality(avif=60))


def test_two_keys_are_enough(tmp_path):
    """A title and an address give the defaults; the site id is the host without its port."""
    config = read_settings(write(tmp_path, {"title": "A", "base_url": "http://localhost:8000"}))

    assert (config.theme, config.output, config.keyservice) == ("gazette", "public", KeyService("/acces/", "localhost"))
    assert config.zone == ZoneInfo("Europe/Paris")


def test_the_digest_follows_every_setting(tmp_path):
    """The same settings have one digest, whatever the file's layout; another setting has another."""
    first = read_settings(write(tmp_path, FULL)).digest
    (tmp_path / "site.yaml").write_text("# a comment\n" + (tmp_path / "site.yaml").read_text())

    assert read_settings(tmp_path / "site.yaml").digest == first
    assert read_settings(write(tmp_path, with_key("paginate", 11))).digest != first


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.example.fr", "https://www.example.fr/"),
        ("https://WWW.Example.FR:443/", "https://www.example.fr/"),
        ("https://www.éxemple.fr/", "https://www.xn--xemple-9ua.fr/"),
        ("https://www.example.fr:8443/a/b", "https://www.example.fr:8443/a/b/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
    ],
)
def test_an_address_has_one_form(tmp_path, written, kept):
    """Case, default ports and foreign letters of base_url are normalised in one way."""
    assert read_settings(write(tmp_path, {"title": "A", "base_url": written})).base_url == kept
