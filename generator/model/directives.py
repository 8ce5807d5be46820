"""Directives that a theme defines: templates, and their texts in the languages of the theme."""

from msgspec import Struct


class Template(Struct, frozen=True):
    """The template of `::: NAME`; `path` is its file as people know it."""

    name: str
    path: str
    source: str


class Directives(Struct, frozen=True):
    """
    Attributes:
        texts: Language, text in the template and text in that language.
        said: What players say on pages, one a line: the theme's words with the names of sites, for the leak audit.
    """

    templates: tuple[Template, ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()
    said: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(template.name for template in self.templates)
