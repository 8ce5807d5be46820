"""What HTML, XML and JSON show and hide, with expressions instead of a parser: the audit must not trust one."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

# Between these, a word goes on: <b>R</b>adio is one word. Every other tag ends it.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bd[io]|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|su[bp]|time|u|var|wbr)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
# The number of a footnote belongs to no word, and a link back to no text.
_NOTE_MARK = re.compile(r"<sup\b[^<>]*>\s*<a\b[^<>]*>[^<]{0,8}</a>\s*</sup>", re.IGNORECASE)
_BACK_LINK = re.compile(r"<a\b[^<>]*(?:doc-backlink|footnote-backref)[^<>]*>[^<]*</a>", re.IGNORECASE)
_COMMENT_EDGE = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""")
_EDGE = re.compile(r"<[^<>]*>|[\"\n]")
_UNSEEN = re.compile("\\s+|[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
_LINE_SIGNS: Final = ('"', "\n")
_TYPED_SIGNS: Final = ("--", *"<>«»“”…|.·•:;,—–/#?!&=\\{}()[]")
OTHER_TAG: Final = "<!>"  # stands for any of these
SHORTEST_RUN: Final = 20  # characters
LONGEST_RUN: Final = 120  # characters: seven words are rarely longer
SHORTEST_PART: Final = 9  # characters: two words that tell
LONGEST_PART: Final = 240  # characters, those between words included
_LONGEST_LIST: Final = 300  # characters: what is longer is prose, no list of headings
_LONGEST_TAG: Final = 24  # characters of a tag without attributes: a longer one is no tag
_SHORTEST_STRING: Final = 8  # characters: as many as a single word that is a needle
_BETWEEN_SIGNS = re.compile(rf"[^<>\"\n|.·•:;,—–/#?&=\\{{}}()\[\]]{{{SHORTEST_PART},}}")
# None of these can be the end of another entity, or make one.
_USUAL_ENTITIES: Final = (
    ("&#39;", "'"),
    ("&#34;", '"'),
    ("&quot;", '"'),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", "\xa0"),
)
_MOST_GAPS: Final = 11  # spaces, hyphens and underscores, those at the ends and around signs included


def plain(html: str) -> str:
    """Return the text of *html* without tags; entities stay. Comments count as text: anybody can read them."""
    return _with_tags(html, " ")


def outline(html: str) -> str:
    """Return the same with `OTHER_TAG` for each tag at which a word ends."""
    return _with_tags(html, f" {OTHER_TAG} ")


def visible(html: str) -> str:
    """Return the text of *html* without tags, entities decoded."""
    return unescaped(plain(html))


def _with_tags(html: str, other: str) -> str:
    """Return the text of *html* with *other* for each tag at which a word ends, and nothing for those within words."""
    if "<" not in html:
        return html
    if "--" in html or "]]" in html:
        html = _COMMENT_EDGE.sub(" ", html)
    if "<sup" in html:
        html = _NOTE_MARK.sub("", html)
    return _TAG.sub(other, _INLINE.sub("", html))


def without_back_links(html: str) -> str:
    """Return *html* without the links from footnotes back to the text, whose words are the builder's."""
    return _BACK_LINK.sub(" ", html)


def strings(html: str) -> tuple[list[str], list[str]]:
    """
    Return the strings of *html*, entities kept: the texts that blocks show, in their order, and all others.

    The others are values of attributes, what else tags hold, strings of JSON, and what inline tags set apart.
    """
    if "<" not in html:
        return ([], html.split('"')) if _is_data(html) else ([html], [])
    if "--" in html or "]]" in html:
        html = _COMMENT_EDGE.sub(" ", html)
    tags = _TAG.findall(html)
    if "<sup" in html:
        html = _NOTE_MARK.sub("", html)
    going_on, inline = _INLINE.subn("", html)
    shown = [text for text in _TAG.split(going_on) if text and not text.isspace()]
    hidden = _values("".join(tag for tag in tags if "=" in tag or len(tag) > _LONGEST_TAG))
    if inline:
        # An attribute may hold inline tags, which then are no part of its own tag any more.
        hidden += _values("".join(set(_TAG.findall(going_on)).difference(tags)))
        hidden += {piece for piece in _TAG.split(html) if len(piece) <= LONGEST_RUN}.difference(shown)
    for data in [text for text in shown if _is_data(text)]:
        shown.remove(data)
        hidden += data.split('"')
    return shown, [one for one in hidden if len(one) >= _SHORTEST_STRING]


def _values(tags: str) -> list[str]:
    """Return what stands between the quotes of *tags*: in double ones an apostrophe ends nothing, in single ones no sign."""
    return [*tags.split('"'), *(tags.split("'") if "'" in tags else ())]


def _is_data(text: str) -> bool:
    return '":' in text and text.lstrip()[:1] in ("{", "[")


def unescaped(text: str) -> str:
    """Return *text* with its entities decoded once; those that templates write most go the fast way."""
    if "&" not in text:
        return text
    for entity, character in _USUAL_ENTITIES:
        if entity in text:
            text = text.replace(entity, character)
    if text.count("&amp;") == text.count("&"):
        return text.replace("&amp;", "&")
    return unescape(text)


def attributes(html: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of all attributes of *html*, entities decoded."""
    for tag in _TAG.findall(html):
        for name, double, single, bare in _ATTRIBUTE.findall(tag):
            yield name.lower(), unescape(double or single or bare)


def parts(text: str, join: str) -> list[str]:
    """
    Return what may be a short text of its own inside the strings of *text*, which *join* joins.

    That is what stands between quotes and line ends, and in strings that may be lists between signs, too. A string
    without any of these is no part: it is read as a string.
    """
    found: list[str] = []
    lists: list[str] = []
    for string in text.split(join):
        size = len(string)
        if size < SHORTEST_PART:
            continue
        if '"' in string or "\n" in string or "<" in string:
            pieces = [piece for piece in _EDGE.split(string) if len(piece) >= SHORTEST_PART]
            found += pieces
            lists += [string] if size <= _LONGEST_LIST else pieces
        elif size <= _LONGEST_LIST:
            lists.append(string)
    found += _BETWEEN_SIGNS.findall("\n".join(string for string in lists if len(string) <= _LONGEST_LIST))
    return [part for part in map(_squeezed, found) if SHORTEST_PART <= len(part) <= LONGEST_PART]


def _squeezed(part: str) -> str:
    """Return a long part without what may hide between its words and letters, to see whether it is long."""
    return _UNSEEN.sub(lambda unseen: " "[: unseen[0].isspace()], part) if len(part) > LONGEST_PART else part


def with_edges(text: str, *, line: str, sign: str) -> str:
    """
    Return *text* as an author typed it with *line* for line ends and quotes, and *sign* for whatever else pages may set
    apart: dashes and tags, too. No word is left out.
    """
    for one in _LINE_SIGNS:
        text = text.replace(one, line)
    for one in _TYPED_SIGNS:  # half the time of one expression for all
        text = text.replace(one, sign)
    return text


def may_be_short(run: str) -> bool:
    """Return whether *run* may have two to seven words, which is cheaper than to count them."""
    return SHORTEST_RUN <= len(run) <= LONGEST_RUN and 0 < run.count(" ") + run.count("-") + run.count("_") < _MOST_GAPS


def blocks(html: str) -> list[str]:
    """Return the texts of the blocks of *html*: of headings, items, cells, captions and paragraphs."""
    html = _NOTE_MARK.sub("", html)
    return [unescape(_INLINE.sub("", piece)).strip() for piece in _TAG.split(_INLINE.sub("", html))]
