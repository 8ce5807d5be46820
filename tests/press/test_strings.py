"""Texts of the themes: complete in French and English, and typographed."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from generator.errors import SourceError
from generator.press.layout import dates, strings
from tests.press.publication import THEMES, publication, render_all, theme


def messages() -> set[str]:
    """Return every text that templates and layout ask for, the plural form left out."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found = set(strings.LISTED)
    for path in THEMES.rglob("*.html"):
        for _, _, message in environment.extract_translations(path.read_text("utf-8")):
            found.add(message if isinstance(message, str) else message[0] or "")
    return found


def catalog(language: str) -> dict[str, tuple[str, ...]]:
    with (THEMES / "base" / "locales" / f"{language}.po").open(encoding="utf-8") as file:
        read = read_po(file, locale=language)
    entries = [message for message in read if message.id]
    return {
        (one.id if isinstance(one.id, str) else one.id[0]): (
            (one.string,) if isinstance(one.string, str) else tuple(one.string)
        )
        for one in entries
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_catalog_has_every_text_and_no_other(language: str) -> None:
    """Nothing is left in the wrong language, and nothing is kept that no page says."""
    found = catalog(language)

    assert set(found) == messages()
    assert all(all(texts) for texts in found.values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    """A translation with another placeholder would fail on the page."""
    for message, texts in catalog(language).items():
        for text in texts[:1]:
            assert set(re.findall(r"%\(\w+\)\w|\{\w+\}", text)) == set(re.findall(r"%\(\w+\)\w|\{\w+\}", message)), (
                message
            )


def test_french_texts_have_french_typography() -> None:
    """No-break spaces where they belong, no straight apostrophe, no guillemet without its space."""
    for texts in catalog("fr").values():
        for text in texts:
            plain = re.sub(r"%\(\w+\)[ds]", "x", text)
            assert "'" not in plain
            assert not re.search(r"(?<![\u202f])[;!?]", plain), text
            assert not re.search(r"(?<!\u00a0):", plain), text
            assert not re.search(r"(?<!\u00a0)%%", plain), text
            assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", plain), text


def test_a_publication_in_english_is_english() -> None:
    """Dates, plurals and the opener's texts follow the language of the site."""
    from msgspec.structs import replace

    from tests.press.publication import CONFIG

    page = render_all(*publication(config=replace(CONFIG, language="en")))["securite/budget/index.html"]

    assert "On 10 Nov 2026 at 8:00" in page
    assert "77% of the article is left to read" in page
    assert '"retry":"Try again"' in page
    assert "€23 a month" in page


def test_a_theme_says_differently_what_it_wants(tmp_path: Path) -> None:
    """The nearest catalog wins, text by text."""
    for name, text in (("mine", 'msgid "Menu"\nmsgstr "Rubriques"\n'), ("base", "")):
        (tmp_path / name / "locales").mkdir(parents=True)
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        own = text or 'msgid "Menu"\nmsgstr "Menu"\n\nmsgid "Log in"\nmsgstr "Entrer"\n'
        (tmp_path / name / "locales" / "fr.po").write_text(head + own, "utf-8")
    loaded = strings.load(theme("mine", folder=tmp_path), "fr-CA")

    assert (loaded.gettext("Menu"), loaded.gettext("Log in"), loaded.gettext("Other")) == (
        "Rubriques",
        "Entrer",
        "Other",
    )


def test_a_broken_catalog_is_told_with_its_place(tmp_path: Path) -> None:
    """A text that is not closed stops the build, with the file."""
    (tmp_path / "base" / "locales").mkdir(parents=True)
    (tmp_path / "base" / "locales" / "fr.po").write_text('msgid "Menu\nmsgstr "x"\n', "utf-8")

    with pytest.raises(SourceError) as caught:
        strings.load(theme("base", folder=tmp_path), "fr")
    assert caught.value.code == "theme-strings"
    assert caught.value.where.path.endswith("fr.po")
    assert caught.value.where.line == 1


def test_times_are_those_of_the_site_across_midnight_and_summer_time() -> None:
    """A brief of 23:30 UTC stands on the next day in Paris."""
    paris = ZoneInfo("Europe/Paris")
    shown = dates.moment(datetime(2026, 3, 28, 23, 30, tzinfo=UTC), paris, "fr")
    first = dates.moment(datetime(2026, 11, 1, 7, 5, tzinfo=UTC), paris, "fr")

    assert (shown.date, shown.time, shown.day) == ("29/03/26", "0:30", "Dimanche 29 mars")
    assert (first.time, first.day, first.iso) == ("8:05", "Dimanche 1er novembre", "2026-11-01T08:05+01:00")


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (2300, "EUR", "fr", "23\u00a0€"),
        (2350, "EUR", "fr", "23,50\u00a0€"),
        (123400, "EUR", "fr", "1\u202f234\u00a0€"),
        (2300, "GBP", "en", "£23"),
        (500, "JPY", "fr", "500\u00a0JPY"),
    ],
)
def test_whole_prices_have_no_cents(minor: int, currency: str, language: str, shown: str) -> None:
    """As shops write them, in each language."""
    assert dates.price(minor, currency, language) == shown
