"""What every page may show of the publication."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation

from generator.keyservice import publication
from generator.keyservice.accounts import returning
from generator.keyservice.publication import Link


@dataclass(frozen=True, slots=True)
class Paper:
    """The publication as templates see it: its name, its looks, the way back."""

    title: str
    language: str
    home: str
    site: str
    stylesheets: tuple[str, ...]
    legal: tuple[Link, ...]
    contact: str | None


def language_of(publication_language: str) -> str:
    """Return the language of the pages: the publication's if there is a catalog, else English."""
    try:
        return translation.get_supported_language_variant(publication_language.lower())
    except LookupError:
        return "en"


def paper(_request: HttpRequest) -> dict[str, Paper]:
    """Return the variable `paper`."""
    known = publication.current()
    shown = Paper(
        title=known.title,
        language=language_of(known.language),
        home=known.base_url,
        site=known.origin,
        stylesheets=tuple(map(known.absolute, known.stylesheets)),
        legal=tuple(Link(link.label, known.absolute(link.url)) for link in known.legal),
        contact=known.contact,
    )
    return {"paper": shown}


def return_link(request: HttpRequest) -> str:
    """Return the way back to the site for a reader who is logged in."""
    return returning.front_page(request)
