"""Front pages by language: a site of several languages has one for each, and each document belongs to one of them."""

from generator.model.config import SiteConfig


def front_of(config: SiteConfig, language: str) -> str:
    """
    Return which front page a document in *language* belongs to: one of `config.languages`, or empty for the main one.

    `en-GB` belongs to `en` where it has no front page of its own. What has none at all belongs to the main one.
    """
    if language == config.language:
        return ""
    return next((one for one in (language, language.partition("-")[0]) if one in config.languages), "")


def front_url(language: str) -> str:
    """Return the address of a front page below the site's root."""
    return f"/{language.lower()}/" if language else "/"
