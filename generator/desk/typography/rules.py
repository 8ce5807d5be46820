"""Which rules a text is set by: those of its language, where the site and the page want them."""

from collections.abc import Iterator
from functools import partial
from html import escape

from msgspec import Struct

from generator.desk.typography import english, french
from generator.desk.typography.doubts import Doubts, doubts_of, found
from generator.desk.typography.hidden import around_references
from generator.desk.typography.ordinals import has_raised, raised
from generator.desk.typography.signs import EDGE, HIDDEN, NARROW, NO_BREAK, OPAQUE
from generator.model.config import Typography

_FORBIDDEN = frozenset((EDGE, HIDDEN, OPAQUE))


class Rules(Struct, frozen=True):
    """The rules of one language, `fr` or `en`; *guillemet_space* stands inside « and »."""

    language: str
    guillemet_space: str = NO_BREAK

    def doubts(self) -> Doubts:
        """Return what to look for: a text in which none of it is found is right."""
        return doubts_of(self.language, self.guillemet_space)

    def set_text(self, text: str) -> str:
        """Return the text of one block as it is printed; letters and figures stay as they are."""
        if self.language == "en":
            return around_references(english.set_english, text)
        return around_references(partial(french.set_french, guillemet_space=self.guillemet_space), text)

    def set_plain(self, text: str) -> str:
        """Return a text without markup, a description or a credit, as it is printed."""
        if not text or not found(self.doubts(), text) or not _FORBIDDEN.isdisjoint(text):
            return text
        return self.set_text(text)

    def raised(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield begin and end of the letters that stand raised in *text*, which is printed already."""
        if self.language == "fr":
            yield from raised(text)

    def has_raised(self, text: str) -> bool:
        """Return whether `raised` yields anything."""
        return self.language == "fr" and has_raised(text)

    def set_inline(self, text: str) -> str:
        """Return a text without markup as HTML."""
        plain = self.set_plain(text)
        pieces = []
        done = 0
        for begin, end in self.raised(plain):
            pieces.append(f"{escape(plain[done:begin], quote=False)}<sup>{plain[begin:end]}</sup>")
            done = end
        return "".join((*pieces, escape(plain[done:], quote=False)))


class Typographer(Struct, frozen=True):
    """
    Chooses rules for a page.

    Attributes:
        page: What the page's front matter says: on, off, or nothing.
        language: Of the page.
    """

    settings: Typography
    page: bool | None = None
    language: str = ""

    def rules(self, language: str = "") -> Rules | None:
        """Return the rules for *language*, by default the page's; None where text stays as it was typed."""
        base = (language or self.language).partition("-")[0].lower()
        if not self.settings.is_ruled(base, self.page):
            return None
        return Rules(base, NARROW if self.settings.guillemets == "nnbsp" else NO_BREAK)
