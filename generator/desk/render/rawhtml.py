"""
Raw HTML in an author's Markdown, under the policy `markdown.html`.

`safe`, the default, knows a list of elements and attributes that cannot run, load or submit anything; all else is an
error, because to drop it silently would publish something that nobody wrote. `trusted` lets everything pass but our own
element. Under both, an opened section is inserted with the page's rights, so sealed and public HTML are treated alike.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# HTML closes these by itself.
OPTIONAL_END = frozenset("p li dt dd option tr td th thead tbody tfoot rp rt colgroup caption".split())
ELEMENTS = frozenset(
    "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
ATTRIBUTES = frozenset(
    "abbr alt cite class colspan datetime dir headers height href hreflang id lang open rel reversed role rowspan "
    "scope span src start tabindex title translate value width".split()
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
SINGLE_TAG = re.compile(r"^<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)/?>$")
# The builder gives these: `s1`, `s1-h2`.
SECTION_ID = re.compile(r"s\d+(?:-|$)", re.IGNORECASE)
# What needs no parsing: no entity, no colon but that of http, no bracket that could make an address invalid.
PLAIN_ADDRESS = re.compile(r"(?:https?://)?[A-Za-z0-9_./#?=%~+,;-]*")
ENTITY = re.compile(r"^&[#\w]+;$")
PLAIN_CODE = re.compile(r'^<pre><code(?: class="[\w .+#-]*")?>[^<]*</code></pre>\s*$')
IGNORED = re.compile(r"^\s*<(?:!--.*?--)>\s*$", re.DOTALL)


class Reader(HTMLParser):
    """Collects what is wrong with a piece of HTML: elements, attributes, addresses and what is never closed."""

    def __init__(self, *, trusted: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.trusted = trusted
        self.found: list[str] = []
        self.stack: list[str] = []
        self.unbalanced = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append(tag)
        self.found += faults(tag, attrs, trusted=self.trusted)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML has no self-closing elements: `<div/>` stays open

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS and tag not in self.stack:  # it would close what the page opened
            self.found += faults(tag, (), trusted=self.trusted)
        while self.stack and self.stack[-1] != tag and self.stack[-1] in OPTIONAL_END:
            self.stack.pop()
        if self.stack and self.stack[-1] == tag:
            self.stack.pop()
        elif tag not in VOID:
            self.unbalanced = True

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - its signature
        self.found.append("a declaration <!…>")

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - its signature
        self.found.append("an instruction <?…>")


def faults(tag: str, attrs: Sequence[tuple[str, str | None]], *, trusted: bool) -> Iterator[str]:
    """Yield what the policy refuses in one start tag, in words for the author."""
    if tag.startswith("paywalled"):
        yield f"the element <{tag}>, which only the builder makes"
    if trusted:
        return
    if tag not in ELEMENTS:
        yield f"the element <{tag}>"
    for name, value in attrs:
        if name not in ATTRIBUTES and not name.startswith("aria-"):
            yield f"the attribute {name!r} of <{tag}>"
        elif name in {"href", "src", "cite"} and not is_safe_address(value or ""):
            yield f"an address in {name!r} that is neither of the web nor a path"
        elif name == "id" and SECTION_ID.match(value or ""):
            yield "an id that begins like a section's"


def is_safe_address(address: str) -> bool:
    """Return whether *address* has a scheme of the web or of a person, or none at all."""
    if PLAIN_ADDRESS.fullmatch(address):
        return True
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]", "", unescape(address))
    try:
        scheme = urlsplit(bare).scheme
    except ValueError:
        return False
    head = bare.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return scheme in SCHEMES or (not scheme and ":" not in head)


def check(raw: str, *, trusted: bool) -> tuple[tuple[str, ...], bool]:
    """Return what the policy refuses in *raw*, and whether its elements are balanced."""
    reader = Reader(trusted=trusted)
    reader.feed(raw)
    reader.close()
    unclosed = [tag for tag in reader.stack if tag not in OPTIONAL_END]
    return tuple(reader.found), not reader.unbalanced and not unclosed


def is_code(raw: str) -> bool:
    """Return whether *raw* is what fenced_code makes, all of whose text is escaped."""
    return bool(PLAIN_CODE.match(raw))


def cleaned(raw: str, *, trusted: bool) -> str:
    """Return *raw* as it is published: comments gone; under `safe`, serialised anew from what a browser would read."""
    if is_code(raw) or ENTITY.match(raw.strip()):
        return raw
    if IGNORED.match(raw):
        return ""
    match = SINGLE_TAG.match(raw.strip())
    if match:
        return _single(raw, match)
    if trusted:
        return re.sub(r"<!--.*?-->", "", raw, flags=re.DOTALL)
    return nh3.clean(
        raw,
        tags=set(ELEMENTS),
        attributes={"*": set(ATTRIBUTES)},
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _single(raw: str, match: re.Match[str]) -> str:
    """Return one inline tag, its attributes quoted anew."""
    if match[1] or not match[3].strip():
        return f"<{match[1]}{match[2].lower()}>"
    reader = _Attributes()
    reader.feed(raw)
    pairs = "".join(f' {name}="{escape(value or "", quote=True)}"' for name, value in reader.pairs)
    return f"<{match[2].lower()}{pairs}>"


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        self.pairs = attrs
