"""Files for hosts, crawlers and browsers: headers, redirects, robots, the manifest, the page for lost readers."""

import json
from collections.abc import Iterator
from html import escape

from generator.model.embeds import origins
from generator.model.output import Kind
from generator.model.target import Target
from generator.model.urls import output_path
from generator.press.layout import addresses, jsonld, strings
from generator.press.layout.frame import page_view
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope

IMMUTABLE = "public, max-age=31536000, immutable"  # a year, the longest that HTTP recommends
FRAGMENT_AGE = 60  # seconds: how late a brief may be on pages that a reader has just seen


def service_targets(publication: Publication) -> Iterator[Target]:
    """Yield the files of every site, and a page for each old address."""
    for path, maker in (
        ("robots.txt", "robots"),
        ("_headers", "headers"),
        ("manifest.webmanifest", "manifest"),
    ):
        yield Target(path, Kind.SERVICE, maker, url=f"/{path}")
    moved = tuple(sorted((old, publication.entry(ident).url) for old, ident in publication.catalog.aliases.items()))
    yield Target("_redirects", Kind.SERVICE, "redirects", url="/_redirects", values=moved)
    yield Target("404.html", Kind.PAGE, "not_found", "404.html", url="/404.html")
    for old, new in moved:
        yield Target(output_path(old), Kind.PAGE, "moved", url=old, values=(("new", new),))


def security_policy(scope: Scope) -> str:
    """
    Return the content security policy of every page; the key service is named when it has an origin.

    With a search, WebAssembly may run, on all pages: hosts join the policies of two rules that match, and of these the
    stricter one wins, so no rule can allow more on one page.
    """
    service = addresses.service_origin(scope.config)
    to_service = f"'self' {service}".rstrip()
    frames = f"frame-src {' '.join(origins(scope.config.embeds))}; " if scope.config.embeds else ""
    scripts = "script-src 'self' 'wasm-unsafe-eval'; " if scope.config.search else ""
    return (
        f"default-src 'self'; {scripts}connect-src {to_service}; {frames}frame-ancestors 'none'; form-action {to_service}; "
        "trusted-types marbre; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; require-trusted-types-for 'script'"
    )


def headers(scope: Scope) -> bytes:
    """
    Return `_headers`, as several static hosts read it.

    No rule repeats a header of another rule that matches the same address: hosts join them with a comma.
    """
    root = scope.config.root
    rules = {
        f"{root}*": {
            "Content-Security-Policy": security_policy(scope),
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "X-Content-Type-Options": "nosniff",
        },
        f"{root}assets/*": {"Cache-Control": IMMUTABLE},
        f"{root}sealed/*": {
            "Cache-Control": f"{IMMUTABLE}, no-transform",
            "Content-Type": "application/octet-stream",
        },
        f"{root}fragments/*": {
            "Cache-Control": f"public, max-age={FRAGMENT_AGE}",
            "X-Robots-Tag": "noindex",
        },
    }
    if scope.config.search:
        rules[f"{root}pagefind/*"] = {"X-Robots-Tag": "noindex"}
    blocks = (
        "\n".join([path, *(f"  {name}: {value}" for name, value in rule.items())]) for path, rule in rules.items()
    )
    return ("\n\n".join(blocks) + "\n").encode()


def redirects(scope: Scope) -> bytes:
    """Return `_redirects`: each old address with the one that holds now."""
    lines = (f"{scope.path(old)} {scope.path(new)} 301\n" for old, new in scope.target.values)
    return "".join(lines).encode()


def moved(scope: Scope) -> bytes:
    """Return the page at an old address, for hosts that do not read `_redirects`."""
    new = scope.target.value("new")
    title = escape(scope.config.title)
    return (
        f'<!doctype html>\n<html lang="{escape(scope.config.language)}">\n<meta charset="utf-8">\n'
        f'<title>{title}</title>\n<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{escape(scope.absolute(new))}">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(scope.path(new))}">\n'
        f'<p><a href="{escape(scope.path(new))}">{escape(scope.absolute(new))}</a></p>\n</html>\n'
    ).encode()


def robots(scope: Scope) -> bytes:
    """Return `robots.txt`: everything public may be read; the key service has nothing to index."""
    service = addresses.service(scope.config)
    closed = [f"Disallow: {service}"] if service.startswith("/") else []
    maps = [f"Sitemap: {scope.absolute(f'/{name}')}" for name in ("sitemap.xml", "news-sitemap.xml")]
    return "\n".join(["User-agent: *", "Allow: /", *closed, "", *maps, ""]).encode()


def manifest(scope: Scope) -> bytes:
    """Return the web manifest."""
    config = scope.config
    value: dict[str, object] = {
        "name": config.title,
        "short_name": config.title,
        "lang": config.language,
        "start_url": config.root,
        "scope": config.root,
        "display": "minimal-ui",
    }
    if config.description:
        value["description"] = config.description
    if app := scope.publication.data.app:
        stores = (("itunes", app.ios), ("play", app.android))
        value["related_applications"] = [{"platform": platform, "url": url} for platform, url in stores if url]
    if icon := scope.publication.assets.views.get("icon.svg"):
        value["icons"] = [{"src": icon.url, "type": "image/svg+xml", "sizes": "any"}]
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def not_found_values(scope: Scope) -> dict[str, object]:
    """Return the views of the page for addresses that do not exist."""
    page = page_view(
        scope,
        kind="404",
        title=scope.text(strings.NOT_FOUND_TITLE),
        robots="noindex",
        nodes=(jsonld.organization(scope),),
    )
    return {"page": page}
