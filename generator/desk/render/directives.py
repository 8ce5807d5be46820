"""
Directives of the theme: what stands between `::: NAME …` and `:::` goes through `templates/directives/NAME.html`.

Runs when no step of Markdown follows, so that nothing in an argument is read as Markdown. A template's output becomes
elements of the document's own tree: it is split, counted, sealed and audited like the rest. The words of the author are
escaped, and the elements held against the policy for raw HTML, with a few more that a theme may need.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape
from msgspec import Struct

from generator.desk.render import rawhtml
from generator.desk.render.context import Place
from generator.desk.render.markers import Mark
from generator.desk.render.text import visible_text
from generator.errors import SourceError, nearest
from generator.model.config import SiteConfig
from generator.model.directives import Directives
from generator.model.embeds import Player, player, sample

TAG = "marbre-directive"
PLAYER = "embed"
BODY_TAG = "marbre-body"
BODY = Markup("<marbre-body></marbre-body>")
ARGUMENT = re.compile(r'(?:([a-z][a-z-]*)=)?(?:"([^"]*)"|(\S+))')
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ELEMENTS = rawhtml.ELEMENTS | frozenset("audio button picture source track video".split())
ATTRIBUTES = rawhtml.ATTRIBUTES | frozenset(
    "controls decoding download hidden kind label loading loop media muted playsinline preload role sizes srclang type".split()
)
ADDRESSES = frozenset({"href", "src", "cite", "data-embed"})
# The builder's own: what the browser's modules act upon must not come from an author's words.
RESERVED = (
    "data-sealed",
    "data-teaser-cut",
    "data-article",
    "data-access",
    "data-account",
    "data-fragment",
    "data-paywall",
)


class DirectiveView(Struct, frozen=True):
    """
    What a directive's template sees, as `directive`.

    Attributes:
        words: What follows the name, in order; `options`: what is written `key="value"` there.
        body: HTML of what stands in the block, put out once.
        language: Of the document.
    """

    name: str
    words: tuple[str, ...]
    options: Mapping[str, str]
    body: Markup
    language: str


class UnknownPlayerError(Exception):
    """The address is none of a provider that `embeds` in site.yaml names."""


def wrapper(mark: Mark, children: Sequence[Element]) -> Element:
    """Return what stands for a directive while Markdown goes on."""
    made = Element(TAG, {"n": str(mark.number)})
    made.extend(children)
    return made


def expand(
    root: Element, marks: Sequence[Mark], config: SiteConfig, place: Place
) -> tuple[frozenset[Element], list[SourceError]]:
    """Put what templates make in the place of the directives below *root*; return their elements, and all errors."""
    if not any(mark.name in config.directives.names for mark in marks):
        return frozenset(), []
    ours: list[Element] = []
    errors: list[SourceError] = []
    _expand_in(root, marks, _Rendering(config, place), ours, errors)
    return frozenset(ours), errors


def _expand_in(
    parent: Element, marks: Sequence[Mark], rendering: "_Rendering", ours: list[Element], errors: list[SourceError]
) -> None:
    for index, child in reversed([*enumerate(parent)]):
        _expand_in(child, marks, rendering, ours, errors)
        if child.tag != TAG:
            continue
        mark = marks[int(child.get("n", "0"))]
        try:
            made = rendering.elements(mark, list(child))
        except SourceError as error:
            errors.append(error)
            continue
        ours += made.ours
        parent[index : index + 1] = made.top


class _Made(Struct, frozen=True):
    top: list[Element]
    ours: list[Element]


class _Rendering(Struct, frozen=True):
    config: SiteConfig
    place: Place

    def elements(self, mark: Mark, children: list[Element]) -> _Made:
        """Return the elements that a directive's template makes around *children*."""
        html = self._rendered(mark)
        reader = _TreeReader(children)
        reader.feed(html)
        reader.close()
        found = [*dict.fromkeys(reader.found)]
        if reader.open_tags:
            found.append(f"an element <{reader.open_tags[-1]}> that is never closed")
        if found:
            # A template may have put an author's words where names of elements stand.
            what = found[0] if self.place.is_open else "what it may not"
            raise self._error(mark, f"the template makes {what}", "a directive may not go around the rules for HTML")
        if reader.bodies != 1 and children:
            hint = "remove the text, or put {{ directive.body }} into the template, once"
            raise self._error(mark, "its text would be shown not once", hint)
        return _Made(list(reader.root), reader.ours)

    def _rendered(self, mark: Mark) -> str:
        if CONTROL.search(mark.argument):
            raise self._error(mark, "there is a control character behind its name", "remove it")
        words, options = arguments(mark.argument)
        language = self.place.entry.language
        view = DirectiveView(mark.name, words, options, BODY, language)
        template = _templates(self.config.directives)(mark.name)
        text = partial(_text, _texts(self.config.directives, language))
        try:
            rendered: str = template.render(directive=view, player=self._player, _=text)
        except UnknownPlayerError as error:
            hint = nearest(str(error), self.config.embeds, says="site.yaml has under `embeds`")
            problem = "this address is none of a video or post that may be shown here"
            raise self.place.error(mark.line, "unknown-embed", problem, hint) from None
        except Exception as error:  # noqa: BLE001 - whatever the template of a theme does wrong
            # Its words may quote the author's, which may be sealed.
            what = f"{type(error).__name__}: {error}" if self.place.is_open else type(error).__name__
            raise self._error(mark, what) from None
        return rendered

    def _player(self, url: str) -> Player:
        found = player(url, self.config.embeds)
        if found is None:
            raise UnknownPlayerError(url[:80] if self.place.is_open else "")
        return found

    def _error(self, mark: Mark, problem: str, hint: str = "") -> SourceError:
        path = next((one.path for one in self.config.directives.templates if one.name == mark.name), "")
        return self.place.error(mark.line, "directive-error", f"'::: {mark.name}' ({path}): {problem}", hint)


def said(directives: Directives, embeds: Sequence[str]) -> Iterator[str]:
    """Yield the words of a player of each site that *embeds* names, in each language of the theme."""
    languages = dict.fromkeys(language for language, _, _ in directives.texts)
    for language in languages if PLAYER in directives.names else ():
        for word in embeds:
            view = DirectiveView(PLAYER, (word,), {}, Markup(""), language)
            text = partial(_text, _texts(directives, language))
            html = _templates(directives)(PLAYER).render(directive=view, player=sample, _=text)
            yield visible_text(html)


def arguments(given: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the words behind a directive's name, and those that are written `key="value"`."""
    words: list[str] = []
    options: dict[str, str] = {}
    for match in ARGUMENT.finditer(given):
        value = match[2] if match[2] is not None else match[3]
        if match[1]:
            options[match[1]] = value
        else:
            words.append(value)
    return tuple(words), options


def _text(texts: Mapping[str, str], message: str, **values: object) -> Markup:
    found = escape(texts.get(message, message))
    return found % values if values else found


@lru_cache(maxsize=16)
def _texts(directives: Directives, language: str) -> dict[str, str]:
    names = (language.partition("-")[0], language)
    return {message: text for one in names for known, message, text in directives.texts if known == one}


@lru_cache(maxsize=2)
def _templates(directives: Directives):  # type: ignore[no-untyped-def]
    # Jinja is imported here: most documents have no directive of the theme.
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    loader = DictLoader({one.name: one.source for one in directives.templates})
    environment = ImmutableSandboxedEnvironment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template


class _TreeReader(HTMLParser):
    """Makes elements of a template's output, with the directive's own content where the template wants it."""

    def __init__(self, children: list[Element]) -> None:
        super().__init__(convert_charrefs=True)
        self.children = children
        self.root = Element("root")
        self.stack = [self.root]
        self.ours: list[Element] = []
        self.found: list[str] = []
        self.bodies = 0

    @property
    def open_tags(self) -> list[str]:
        return [element.tag for element in self.stack[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == BODY_TAG:
            self.bodies += 1
            if self.bodies == 1:
                self.stack[-1].extend(self.children)
            return
        self.found += faults(tag, attrs)
        element = Element(tag, {name: value if value is not None else name for name, value in attrs})
        self.stack[-1].append(element)
        self.ours.append(element)
        if tag not in rawhtml.VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == BODY_TAG or tag in rawhtml.VOID:
            return
        if len(self.stack) > 1 and self.stack[-1].tag == tag:
            self.stack.pop()
        else:
            self.found.append(f"an end </{tag}> without its beginning")

    def handle_data(self, data: str) -> None:
        parent = self.stack[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        elif parent is not self.root:
            parent.text = (parent.text or "") + data
        elif data.strip():
            self.found.append("text outside an element")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - its signature
        self.found.append("a comment")

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - its signature
        self.found.append("a declaration <!…>")


def faults(tag: str, attrs: Sequence[tuple[str, str | None]]) -> Iterator[str]:
    """Yield what no directive may make, in words for the theme's author."""
    if tag not in ELEMENTS:
        yield f"the element <{tag}>"
    for name, value in attrs:
        if name.startswith(RESERVED) or not (name in ATTRIBUTES or name.startswith(("aria-", "data-"))):
            yield f"the attribute {name!r} of <{tag}>"
        elif name in ADDRESSES and not rawhtml.is_safe_address(value or ""):
            yield f"an address in {name!r} that is neither of the web nor a path"
        elif name == "id" and rawhtml.SECTION_ID.match(value or ""):
            yield "an id that begins like a section's"
