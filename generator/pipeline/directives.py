"""The directives of a theme, read for desk with their texts: desk knows no theme."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from generator.desk.render.directives import said
from generator.desk.render.markers import DIRECTIVES
from generator.desk.render.suspicion import FOREIGN, WORD, is_near
from generator.engine.digest import digest_of
from generator.errors import Location, Problems, SourceError
from generator.model.config import SiteConfig
from generator.model.directives import Directives, Template
from generator.model.theme import Theme
from generator.press.layout import strings
from generator.press.layout.theme_files import bytes_of

FOLDER = "directives/"
NAME = re.compile(r"[a-z][a-z-]*")
MESSAGE = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"')


def directives_of(theme: Theme, root: Path) -> Directives:
    """
    Return the directives that *theme* and what it extends define.

    Raises:
        Problems: `theme-directive`: a name that an author could take for the marker, or that is taken.
    """
    templates = []
    errors = []
    for path, file in sorted(theme.templates.items()):
        if not path.startswith(FOLDER):
            continue
        name = path.removeprefix(FOLDER).removesuffix(".html")
        where = Path(file.path)
        shown = (
            where.relative_to(root).as_posix()
            if where.is_relative_to(root)
            else f"themes/{file.theme}/templates/{path}"
        )
        if problem := _problem(name, path):
            hint = "name the file for a word of small letters that no marker looks like, ending .html"
            errors.append(SourceError(Location(shown), "theme-directive", problem, hint))
            continue
        templates.append(Template(name, shown, bytes_of(file).decode("utf-8")))
    if errors:
        raise Problems(errors)
    return Directives(tuple(templates), tuple(_texts(theme, templates)))


def with_directives(config: SiteConfig, found: Directives) -> SiteConfig:
    """Return the settings with the theme's directives, and with another digest: documents are made from both."""
    if config.embeds:
        found = replace(found, said="\n".join(said(found, config.embeds)))
    return replace(config, directives=found, digest=digest_of(config.digest, found))


def _problem(name: str, path: str) -> str:
    if not path.endswith(".html") or not NAME.fullmatch(name):
        return f"{name[:60]!r} is no name of a directive"
    if name in DIRECTIVES:
        return f"'::: {name}' is a directive of every theme"
    words = name.split("-")
    # `::: paywal` must stay an error: whoever misspells the marker means to seal.
    if any(is_near(word) or WORD in word or word in FOREIGN for word in (*words, "".join(words))):
        return f"'::: {name}' looks like the marker of what is sealed"
    return ""


def _texts(theme: Theme, templates: list[Template]) -> Iterator[tuple[str, str, str]]:
    messages = dict.fromkeys(found for one in templates for found in MESSAGE.findall(one.source))
    for language in sorted(theme.locales):
        catalog = strings.load(theme, language)
        yield from ((language, message, catalog.gettext(message)) for message in messages)
