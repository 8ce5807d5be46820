"""Texts of the theme in the site's language, from its gettext catalogs."""

import gettext
import io
import json
import re
from functools import lru_cache

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from markupsafe import Markup

from generator.errors import Location, SourceError
from generator.model.theme import Theme, ThemeFile
from generator.press.layout.theme_files import bytes_of

# What the opener says (docs/opener.md, section 3), by its ids.
OPENER = {
    "opening": "Opening the article…",
    "opened": "The article is open.",
    "slow": "The service is slow to answer. One moment more…",
    "unreachable": "The article could not be loaded. Check your connection and try again.",
    "damaged": "The article’s file arrived damaged. Try again.",
    "unsupported": "Your browser is too old to open this article, or the page is not on https.",
    "bad-message": "This article was badly prepared. Please tell us.",
    "stale": "This page is out of date. Reload it to read the article.",
    "login": "Your session has ended. Log in again to read on.",
    "no-entitlement": "Your account does not include this article.",
    "lapsed": "Your subscription ended on {date}. Renew it to read on.",
    "not-yet": "This article can be read from {date}.",
    "rate": "You have opened many articles in a short time. Try again in an hour.",
    "withdrawn": "This article is no longer offered.",
    "sealed-failed": "The document could not be opened. Try again.",
    "retry": "Try again",
    "reload": "Reload the page",
}

# What feeds and lists say without a template.
RESERVED = {
    "registered": "The rest of this article is for registered readers.",
    "reserved": "The rest of this article is for subscribers.",
    "partly": "Parts of this article are for subscribers.",
}
RESERVED_SHARE = {
    "registered": "The rest of this article, %(percent)d %%, is for registered readers.",
    "reserved": "The rest of this article, %(percent)d %%, is for subscribers.",
    "partly": "Parts of this article, %(percent)d %%, are for subscribers.",
}
WIRE_TITLE = "The %(title)s wire"
ISSUES_TITLE = "Digital editions"
ARCHIVE_TITLE = "All articles"
ARCHIVES_TITLE = "Archives"
ARCHIVES_OF = "Archives of %(period)s"
AUTHORS_TITLE = "Authors"
TAGS_TITLE = "Subjects"
SERIES_PARTS = "A series in %(count)d parts"
SERIES_BETWEEN = "A series in %(count)d parts, from %(first)s to %(last)s"
SEARCH_TITLE = "Search"
NOT_FOUND_TITLE = "Page not found"
NUMBERED_TITLE = "%(title)s, page %(number)d"
WIRE_DAY_TITLE = "%(title)s: %(day)s"
LISTED = (
    ARCHIVES_TITLE,
    ARCHIVES_OF,
    AUTHORS_TITLE,
    TAGS_TITLE,
    SERIES_PARTS,
    SERIES_BETWEEN,
    NUMBERED_TITLE,
    WIRE_DAY_TITLE,
    WIRE_TITLE,
    ISSUES_TITLE,
    ARCHIVE_TITLE,
    SEARCH_TITLE,
    NOT_FOUND_TITLE,
    *RESERVED.values(),
    *RESERVED_SHARE.values(),
    *OPENER.values(),
)

PO_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:id|str|ctxt|id_plural)(?:\[\d+\])?\s+)?"(?:[^"\\]|\\.)*")?\s*')
PO_HINT = "a line is a comment, or a keyword such as msgid with a text in double quotes"


def load(theme: Theme, language: str) -> gettext.NullTranslations:
    """
    Return the theme's texts in *language*, the nearest theme's first; English stands in for what is missing.

    Raises:
        SourceError: A catalog cannot be read.
    """
    base = language.replace("_", "-").split("-")[0]
    names = dict.fromkeys((language, base, "en"))
    return _chain(tuple(file for name in names for file in theme.locales.get(name, ())))


def opener_json(strings: gettext.NullTranslations) -> Markup:
    """Return the opener's texts as a JSON object that may stand inside a script element."""
    texts = {key: strings.gettext(text) for key, text in OPENER.items()}
    return embedded(texts)


def embedded(value: object) -> Markup:
    """Return JSON that may stand inside a script element of HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))  # noqa: S704 - `<` is gone


@lru_cache(maxsize=16)
def _chain(files: tuple[ThemeFile, ...]) -> gettext.NullTranslations:
    if not files:
        return gettext.NullTranslations()
    first = _compiled(files[0])
    if len(files) > 1:
        first.add_fallback(_chain(files[1:]))
    return first


def _compiled(file: ThemeFile) -> gettext.GNUTranslations:
    """Return one catalog. Babel reads the text, the standard library knows the plurals."""
    text = "\n".join(re.split(r"\r\n?|\n", bytes_of(file).decode("utf-8")))
    # Babel takes a line whose quotes are not closed for a shorter text.
    for number, line in enumerate(text.splitlines(), start=1):
        if not PO_LINE.fullmatch(line):
            raise SourceError(Location(file.path, number), "theme-strings", "no line of a gettext catalog", PO_HINT)
    compiled = io.BytesIO()
    try:
        write_mo(compiled, read_po(io.StringIO(text), abort_invalid=True))
    except (PoFileError, ValueError) as error:
        raise SourceError(Location(file.path), "theme-strings", f"the catalog cannot be read: {error}") from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
