"""Addresses: below the site's root, in HTML, absolute, and as a path of the output."""

from urllib.parse import quote, urlsplit

from generator.model.config import SiteConfig


def in_html(config: SiteConfig, url: str) -> str:
    """Return *url*, which is below the site's root, as HTML needs it: with the path of `base_url` in front."""
    return config.root + url.removeprefix("/")


def absolute(config: SiteConfig, url: str) -> str:
    """Return *url*, which is below the site's root, with scheme and host."""
    return config.base_url + url.removeprefix("/")


def origin(config: SiteConfig) -> str:
    """Return scheme and host of the site, without a slash at the end."""
    parts = urlsplit(config.base_url)
    return f"{parts.scheme}://{parts.netloc}"


def page_url(url: str, number: int) -> str:
    """Return the address of page *number* of the list at *url*; the first page is the list itself."""
    return url if number == 1 else f"{url}page/{number}/"


def prefix(permalink: str) -> str:
    """Return the fixed folder that *permalink* begins with: `/fil/` for `/fil/{date}/#{time}`."""
    fixed = permalink.partition("{")[0]
    return fixed[: fixed.rfind("/") + 1] or "/"


def service(config: SiteConfig) -> str:
    """Return the key service's address with a slash at its end: a path of the site or an absolute address."""
    return config.keyservice.url.rstrip("/") + "/"


def service_origin(config: SiteConfig) -> str:
    """Return the key service's origin, empty when the service is a path of the site."""
    parts = urlsplit(config.keyservice.url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def service_page(config: SiteConfig, page: str, following: str, **query: str) -> str:
    """Return the address of a page of the key service that leads back to *following*, a path of the site."""
    pairs = {**query, "next": following}
    return f"{service(config)}{page}/?" + "&".join(f"{key}={quote(value, safe='/')}" for key, value in pairs.items())
