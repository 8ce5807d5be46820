"""Python-Markdown's stash of raw HTML: checked, cleaned, and its addresses resolved like those of the tree."""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.desk.render.links import Resolver
from generator.desk.render.rawhtml import ENTITY, IGNORED, SINGLE_TAG, check, cleaned, is_code

TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?:[^<>\"]|\"[^\"]*\")*>")
ADDRESS = re.compile(r'(\s)(src|href)="([^"]*)"')
SHOWN = frozenset({"img", "audio", "video", "source"})


class Refused(Struct, frozen=True):
    """What the policy refuses in one piece of raw HTML; `line` is its first line, to find it in the source."""

    line: str
    faults: tuple[str, ...]
    balanced: bool


def clean_stash(stash: list[str | Element], *, trusted: bool, resolver: Resolver) -> tuple[bool, list[Refused]]:
    """Clean the stash in place; return whether it held any raw HTML, and what is refused."""
    has_raw = False
    refused = []
    for index, raw in enumerate(stash):
        if not isinstance(raw, str) or is_code(raw) or ENTITY.match(raw.strip()) or not raw.strip():
            continue
        has_raw = True
        found, balanced = check(raw, trusted=trusted)
        balanced = balanced or bool(SINGLE_TAG.match(raw.strip())) or bool(IGNORED.match(raw))
        clean = cleaned(raw, trusted=trusted)
        if "\ue000" in clean or "\ue001" in clean:
            found = (*found, "a reserved character, U+E000 or U+E001")
        if found or not balanced:
            refused.append(Refused(raw.strip().split("\n", 1)[0][:60], found, balanced))
        else:
            clean = TAG.sub(lambda tag: _resolved(tag, resolver), clean)
        stash[index] = clean
    return has_raw, refused


def _resolved(tag: re.Match[str], resolver: Resolver) -> str:
    """Return a start tag with the addresses of files and documents resolved, as in Markdown."""
    name = tag[1].lower()
    if name not in SHOWN and name != "a":
        return tag[0]

    def replaced(match: re.Match[str]) -> str:
        address = unescape(match[3])
        wanted = "href" if name == "a" else "src"
        if match[2] != wanted or not address:
            return match[0]
        made = resolver.address(address) if name == "a" else resolver.image(address)
        return f'{match[1]}{match[2]}="{escape(made, quote=True)}"'

    return ADDRESS.sub(replaced, tag[0])
