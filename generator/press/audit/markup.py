"""What HTML, XML and JSON show and hide, with expressions instead of a parser: the audit must not trust one."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

# Between these, a word goes on: <b>R</b>adio is one word. Every other tag ends it.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var"
    r"|wbr)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
# The number of a footnote belongs to no word, and a link back to no text.
_NOTE_MARK = re.compile(r"<sup\b[^<>]*>\s*<a\b[^<>]*>[^<]{0,8}</a>\s*</sup>", re.IGNORECASE)
_BACK_LINK = re.compile(r"<a\b[^<>]*(?:doc-backlink|footnote-backref)[^<>]*>[^<]*</a>", re.IGNORECASE)
_COMMENT_EDGE = re.compile(r"<!--+|--+>|<!\[CDATA\[|\]\]>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""")
_EDGE = re.compile(r"<[^<>]*>|[\"\n]")
_SIGN = re.compile(r"[|.·•:;,—–/#?&=\\{}()\[\]]")
SHORTEST_RUN: Final = 20  # characters
LONGEST_RUN: Final = 120  # characters: seven words are rarely longer
_MOST_GAPS: Final = 11  # spaces, hyphens and underscores, those at the ends and around signs included


def plain(html: str) -> str:
    """Return the text of *html* without tags; entities stay. Comments count as text: anybody can read them."""
    if "<" not in html:
        return html
    if "--" in html or "]]" in html:
        html = _COMMENT_EDGE.sub(" ", html)
    if "<sup" in html:
        html = _NOTE_MARK.sub("", html)
    return _TAG.sub(" ", _INLINE.sub("", html))


def visible(html: str) -> str:
    """Return the text of *html* without tags, entities decoded."""
    text = plain(html)
    return unescape(text) if "&" in text else text


def without_back_links(html: str) -> str:
    """Return *html* without the links from footnotes back to the text, whose words are the builder's."""
    return _BACK_LINK.sub(" ", html)


def tags(html: str) -> list[str]:
    """Return all tags that have attributes, and comments."""
    return [tag for tag in _TAG.findall(html) if " " in tag or "=" in tag]


def attributes(html: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of all attributes of *html*, entities decoded."""
    for tag in _TAG.findall(html):
        for name, double, single, bare in _ATTRIBUTE.findall(tag):
            yield name.lower(), unescape(double or single or bare)


def short_runs(text: str) -> Iterator[str]:
    """Yield what stands for itself in *text*, between tags, quotes and line ends, and its parts between signs."""
    for piece in _EDGE.split(unescape(text) if "&" in text else text):
        if len(piece) < SHORTEST_RUN:
            continue
        if may_be_short(piece):
            yield piece
        for part in _SIGN.split(piece):
            if part is not piece and may_be_short(part):
                yield part


def may_be_short(run: str) -> bool:
    """Return whether *run* may have two to seven words, which is cheaper than to count them."""
    return SHORTEST_RUN <= len(run) <= LONGEST_RUN and 0 < run.count(" ") + run.count("-") + run.count("_") < _MOST_GAPS


def blocks(html: str) -> list[str]:
    """Return the texts of the blocks of *html*: of headings, items, cells, captions and paragraphs."""
    html = _NOTE_MARK.sub("", html)
    return [unescape(_INLINE.sub("", piece)).strip() for piece in _TAG.split(_INLINE.sub("", html))]
