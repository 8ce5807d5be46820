"""
Turns of an interview: paragraphs that begin with a declared speaker's id and ` / `.

The first turn of a speaker shows the long name, later ones the short, counted over the whole article.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from generator.desk.render.context import Place
from generator.errors import SourceError, nearest
from generator.model.frontmatter import Speaker

TURN = re.compile(r"^(\w[\w.-]{0,11})[ \u00a0\u202f]/[ \u00a0\u202f\n]")
SPEAKER_ATTRIBUTE = "marbre-speaker"


def make_turns(
    blocks: Sequence[Element], speakers: Mapping[str, Speaker], place: Place, *, strict: bool
) -> tuple[list[Element], list[SourceError]]:
    """
    Return *blocks* with turns marked, and an error for each turn of somebody unknown.

    Outside an `::: interview` block only ids in capitals count as an attempt at a turn, and only where the article
    declares speakers: `a / b` is ordinary text.
    """
    errors: list[SourceError] = []
    for block in blocks:
        match = TURN.match(block.text or "") if block.tag == "p" else None
        if not match or block.get("class"):
            continue
        speaker = speakers.get(match[1])
        if speaker:
            _mark_turn(block, speaker, match)
        elif strict or (speakers and match[1].isupper()):
            hint = nearest(match[1], speakers.keys(), says="the front matter declares")
            problem = f"unknown speaker {match[1]!r}"
            errors.append(place.error(match[0].rstrip(), "unknown-speaker", problem, hint or "add it to `speakers`"))
    return list(blocks), errors


def _mark_turn(block: Element, speaker: Speaker, match: re.Match[str]) -> None:
    block.set("class", f"turn {speaker.role}")
    label = Element("span", {"class": "speaker", SPEAKER_ATTRIBUTE: speaker.id})
    label.text = AtomicString(speaker.id)
    label.tail = " " + (block.text or "")[match.end() :].lstrip()
    block.text = None
    block.insert(0, label)


def name_turns(root: Element, speakers: Mapping[str, Speaker]) -> None:
    """Put the names on the turns of *root*, long ones first, in the order of the article."""
    if not speakers:
        return
    seen: set[str] = set()
    for label in root.iter("span"):
        identifier = label.get(SPEAKER_ATTRIBUTE)
        if identifier is None or identifier not in speakers:
            continue
        speaker = speakers[identifier]
        name = speaker.short if identifier in seen else speaker.name
        label.text = AtomicString(f"{name}\u00a0/")
        del label.attrib[SPEAKER_ATTRIBUTE]
        seen.add(identifier)
