"""
Which templates of a theme name which others: found once for all builds.

Compiled templates are not kept: their bytes are code, and a cache that somebody else could write must hold none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.engine.records import pack, unpack
from generator.model.theme import Theme

Names = Sequence[str | None]


@dataclass(slots=True)
class References:
    """
    Attributes:
        names: By template, the names that it extends, includes or imports, None for a computed one.
        is_changed: Whether there is more here than where it came from.
    """

    names: dict[str, Names] = field(default_factory=dict)
    is_changed: bool = False

    def note(self, template: str, names: Names) -> Names:
        """Return *names*, which are those of *template*."""
        self.names[template] = names
        self.is_changed = True
        return names

    def to_bytes(self) -> bytes:
        return pack({template: list(names) for template, names in self.names.items()})

    def take(self, data: bytes) -> None:
        """Take what `to_bytes` gave; whatever else it may be is as good as nothing."""
        try:
            value = unpack(data)
        except ValueError:
            return
        if isinstance(value, Mapping) and all(isinstance(names, list) for names in value.values()):
            self.names.update(value)


_of_themes: dict[str, References] = {}


def references_of(theme: Theme) -> References:
    """Return what this process knows of a theme, whatever the language; what it knew of other themes is let go."""
    if theme.digest not in _of_themes:
        _of_themes.clear()
        _of_themes[theme.digest] = References()
    return _of_themes[theme.digest]
