"""A theme with all that it inherits, as files found; templates are compiled by press.layout."""

from collections.abc import Mapping

from msgspec import Struct


class ThemeFile(Struct, frozen=True):
    """A file of a theme: which theme gives it, its path on disk, and the digest of its bytes."""

    theme: str
    path: str
    digest: str


class CardLook(Struct, frozen=True):
    """Colours of the pictures that social networks show, `#rrggbb`; `font` is a file below static/, or empty."""

    paper: str
    ink: str
    accent: str
    font: str = ""


class Theme(Struct, frozen=True):
    """
    A chain of themes, nearest first: a file of an earlier one hides the same file of a later one.

    Attributes:
        chain: Names, for example `("gazette", "base")`.
        folders: The themes' folders in the same order.
        templates: Template name (`article.html`) to the file that wins. `base/article.html`, with the name
            of a theme of the chain in front, names that theme's own file or the one that it inherits, so that an
            override can extend what it hides.
        static: Path below static/ to the file that wins.
        locales: Language to catalogs (`locales/fr.po`), nearest first.
        digest: Of all files.
        card: The nearest theme's, None if no theme of the chain draws cards.
    """

    name: str
    chain: tuple[str, ...]
    folders: tuple[str, ...]
    templates: Mapping[str, ThemeFile]
    static: Mapping[str, ThemeFile]
    locales: Mapping[str, tuple[ThemeFile, ...]]
    digest: str
    card: CardLook | None = None

    @property
    def files(self) -> tuple[ThemeFile, ...]:
        """Each file once, whatever names it has."""
        catalogs = (file for files in self.locales.values() for file in files)
        every = (*self.templates.values(), *self.static.values(), *catalogs)
        return tuple({file.path: file for file in every}.values())
