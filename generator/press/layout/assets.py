"""Assets: the theme's static files and the browser modules under names with their hash, and their integrity."""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from generator.errors import Location, SourceError, nearest
from generator.model.assets import Assets, AssetView
from generator.model.config import SiteConfig
from generator.model.output import Kind, OutputFile
from generator.model.theme import Theme
from generator.press.layout import joining, modules
from generator.press.layout.theme_files import bytes_of

BROWSER = Path(__file__).resolve().parents[2] / "browser"
FOLDER = "assets"
HASH_LENGTH = 12  # hex digits; 48 bits are plenty for names that are compared within one site
CSS_IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"':]+)["']\)?(?:\s+layer\(([\w.-]+)\))?\s*;""")
CSS_URL = re.compile(r"""url\(\s*(["']?)([^"'():#][^"'():]*)\1\s*\)""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)


def theme_assets(theme: Theme, config: SiteConfig) -> tuple[OutputFile, ...]:
    """Return every static file of the theme and every browser module, under its hashed name in /assets/."""
    return tuple(file for _, file in _published(theme, config).values())


def asset_index(theme: Theme, config: SiteConfig) -> Assets:
    """Return where a page finds each asset; the same names as `theme_assets` gives."""
    published = _published(theme, config)
    sources = _modules()
    eager = {name: modules.eager(sources, name) for name in sources}
    views = {name: view for name, (view, _) in published.items()}
    names = "\n".join(f"{name} {view.url} {view.integrity}" for name, view in sorted(views.items()))
    return Assets(views, eager, hashlib.sha256(names.encode()).hexdigest())


def _published(theme: Theme, config: SiteConfig) -> dict[str, tuple[AssetView, OutputFile]]:
    made: dict[str, tuple[AssetView, OutputFile]] = {}
    styles = [path for path in theme.static if path.endswith(".css")]
    for path in sorted(set(theme.static) - set(styles)):
        made[path] = _asset(path, bytes_of(theme.static[path]), config)
    for path in sorted(styles):
        made[path] = _asset(path, _stylesheet(path, theme, made), config)
    names: dict[str, str] = {}
    sources = _modules()
    for name in modules.leaves_first(sources):
        made[name] = _asset(name, modules.rewrite(sources[name].source, names).encode(), config)
        names[name] = PurePosixPath(made[name][1].path).name
    return made


def _modules() -> dict[str, modules.Module]:
    """Return the browser modules that are published; those for tests lie in a folder of their own."""
    return joining.joined({path.name: modules.parse(path.read_text("utf-8")) for path in sorted(BROWSER.glob("*.js"))})


def _asset(path: str, data: bytes, config: SiteConfig) -> tuple[AssetView, OutputFile]:
    name = modules.hashed_name(path, hashlib.sha256(data).hexdigest()[:HASH_LENGTH])
    integrity = "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()
    view = AssetView(f"{config.root}{FOLDER}/{name}", integrity)
    return view, OutputFile(f"{FOLDER}/{name}", data, Kind.ASSET)


def _stylesheet(path: str, theme: Theme, made: Mapping[str, tuple[AssetView, OutputFile]]) -> bytes:
    """Return a stylesheet with its imports inside and hashed addresses: one request for one look."""

    def address(match: re.Match[str]) -> str:
        if match[2] not in made:
            return match[0]
        return f"url({PurePosixPath(made[match[2]][1].path).name})"

    text = CSS_URL.sub(address, _inlined(path, theme, ()))
    lines = (line.strip() for line in CSS_COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line).encode()


def _inlined(path: str, theme: Theme, importers: tuple[str, ...]) -> str:
    if path not in theme.static or path in importers:
        where = Location(theme.static[importers[-1]].path)
        problem = f"the stylesheet imports {path!r}, which the theme does not have or which imports it again"
        raise SourceError(where, "theme-asset", problem, nearest(path, theme.static.keys(), says="the theme has"))

    def imported(match: re.Match[str]) -> str:
        text = _inlined(match[1], theme, (*importers, path))
        return f"@layer {match[2]} {{\n{text}\n}}" if match[2] else text

    return CSS_IMPORT.sub(imported, bytes_of(theme.static[path]).decode("utf-8"))
