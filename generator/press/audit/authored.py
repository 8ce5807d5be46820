"""
What an author wrote in public: front matter, and the body as far as its own marks or the teaser's rule let it be public.

Whoever quotes an interview in a standfirst publishes the quotation; the rest of the interview stays sealed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from generator.model.config import TeaserRule
from generator.press.audit import markup
from generator.press.audit.crude import Crude
from generator.press.audit.markup import LONGEST_RUN
from generator.press.audit.words import GUARANTEE

# How far the count of a careless eye may be off: names of speakers, captions, typography.
SLACK_SHARE: Final = 0.02
SLACK_CHARACTERS: Final = 30
# Less than the shortest text that is looked for: so none that stands behind the cut is taken for one before it.
CUT_DRIFT: Final = 12  # characters; over 2,645 cuts of 10,000 articles the counts differed by 10 at most

_NOTE = re.compile(r"^ {0,3}\[\^([^\]]+)\]:(.*)$")
_LINK = re.compile(r"^ {0,3}\[([^\]^]+)\]:(.*)$")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[([^\]]+)\]:(.*)$")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_LINKED = re.compile(r"\[([^\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[([^\]]*)\])")
_ADDRESS = re.compile(r"\]\(<?([^()\s<>]+)|<([a-z]{2,10}:[^\s<>]+)>")
_TAGS = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}|\{[#.][^}\n]*\}")
_SIGNS: Final = "*`~\\"
_UNDERLINE = re.compile(r"(?<!\w)_+|_+(?!\w)")
_LINE_START = re.compile(r"^[\s>]*(?:#{1,6} |[-+*] |\d+[.)] |:{3}.*$|: )?", re.MULTILINE)
# A row of a table: its bars are no text, and neither is the line below its head.
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_EMPHASIS = re.compile(r"([*_]{1,3}|`+)([^*_`\n]+)\1")
_SPECIAL = re.compile(r"[\[\]<>{}&_*`~]")
_WORD_END = re.compile(r"\w\b")
_EDGES = re.compile(r"[*`~\[\](){}#>!_]+")
_TURN = re.compile(r"^(\w[\w.-]{0,11})\s/\s+(.*)$")
_SPEAKER = re.compile(r"\b(?:name|short)\s*:\s*(\"[^\"]*\"|'[^']*'|[^,}\n]+)")
_TEASER = re.compile(r"^teaser\s*:(.*)$")
_MEASURE = re.compile(r"\b(characters|words|paragraphs)\s*:\s*(\d+)")
_SHARE = re.compile(r"\bat_most\s*:\s*([\d.]+)")


def public_texts(crude: Crude, *, gated: bool, limit: int | None, site_rule: TeaserRule) -> list[str]:
    """
    Return all that is public by the hand of an author, as texts to take words from.

    *limit* is in text characters; None means what the front matter's `teaser` or the site's rule gives. It counts
    only for an article that is gated and has no marker.
    """
    lines, definitions = _take_definitions(crude.public_lines)
    _, behind = _take_definitions(crude.sealed_lines)
    if gated and not crude.sealed_from:
        prose = "\n".join(line for _, line in lines)
        most = limit if limit is not None else teaser_limit(crude, prose, site_rule)
        lines = _until(lines, most, max(SLACK_CHARACTERS, int(most * SLACK_SHARE)))
    body = "\n".join(line for _, line in lines)
    used = "\n\n".join(_used(body, [*definitions, *behind]))
    texts = [reading for part in ("\n".join(crude.front), body, used) for reading in _readings(part)]
    return [text for text in [*texts, *_turns(crude, lines)] if text.strip()]


def spoken(markdown: str) -> str:
    """Return the words of *markdown* that a reader sees, without addresses and marks."""
    text = markdown
    if "[" in text:
        text = _IMAGE.sub(" ", _NOTE_MARK.sub("", text))
        text = _LINKED.sub(r"\1", _LINKED.sub(r"\1", text))
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "|" in text:
        text = _ROW.sub(lambda row: row[0].replace("|", "\n"), _RULE.sub("", text))
    text = _LINE_START.sub("", text)
    for sign in _SIGNS:
        text = text.replace(sign, "")
    return markup.visible(_UNDERLINE.sub("", text) if "_" in text else text)


def teaser_limit(crude: Crude, prose: str, site_rule: TeaserRule) -> int:
    """Return how many text characters of a gated body without a marker may be public."""
    rule = " ".join(_teaser_lines(crude.front))
    share = _SHARE.search(rule)
    measure = _MEASURE.search(rule)
    unit, count = (measure[1], int(measure[2])) if measure else _measure(site_rule)
    text = _folded(spoken(prose))
    most = int(len(text) * (float(share[1]) if share else site_rule.at_most))
    if unit == "characters":
        return min(most, count)
    if unit == "words":
        ends = [match.end() for match in re.finditer(r"\S*\w\S*", text)]
        return min(most, ends[count - 1] if 0 < count <= len(ends) else len(text))
    paragraphs = [_folded(spoken(block)) for block in re.split(r"\n\s*\n", prose) if block.strip()]
    # Headings count as paragraphs here and not there, so as many more are let through.
    headings = sum(block.lstrip().startswith("#") for block in re.split(r"\n\s*\n", prose))
    return min(most, sum(map(len, paragraphs[: count + headings])))


def _measure(rule: TeaserRule) -> tuple[str, int]:
    if rule.words:
        return "words", rule.words
    return ("paragraphs", rule.paragraphs) if rule.paragraphs else ("characters", rule.characters)


def _teaser_lines(front: Sequence[str]) -> Iterator[str]:
    inside = False
    for line in front:
        inside = bool(_TEASER.match(line)) or (inside and line.startswith((" ", "\t")))
        if inside:
            yield line


def _until(lines: Sequence[tuple[int, str]], most: int, slack: int) -> list[tuple[int, str]]:
    """Return the lines that hold the first *most* text characters and some *slack*, the last one cut."""
    kept: list[tuple[int, str]] = []
    used, end = 0, most + slack
    for number, line in lines:
        if used >= end:
            break
        text = _folded(spoken(line))
        parts = [line] if used + len(text) <= end else _beginning(line, text, end - used, slack)
        kept += ((number, part) for part in parts)
        used += len(text) + bool(text)
    return kept


def _beginning(line: str, text: str, size: int, slack: int) -> list[str]:
    """Return the first *size* characters of what a line says, and the addresses of the links that begin in them, as lines."""
    links = [match for pattern in (_IMAGE, _LINKED, _TAGS) for match in pattern.finditer(line)]
    begun = [match[0] for match in links if len(_folded(spoken(line[: match.start()]))) < size]
    # What is emphasised before the end stands for itself, as far as it goes.
    strong = ((len(_folded(spoken(line[: match.start()]))), match[2]) for match in _EMPHASIS.finditer(line))
    emphasised = [words[: size - start] for start, words in strong if start < size]
    # So do the last words before the cut, about where the builder made it.
    cut = size - slack
    ends = [match.end() for match in _WORD_END.finditer(text, max(0, cut - CUT_DRIFT), cut + CUT_DRIFT)]
    last = [" ".join(text[max(0, end - LONGEST_RUN) : end].split(" ")[-GUARANTEE:]) for end in ends]
    return [text[:size], *begun, *emphasised, *last]


def _take_definitions(
    lines: Sequence[tuple[int, str]],
) -> tuple[list[tuple[int, str]], list[tuple[str, str, str]]]:
    """Return *lines* without definitions, and kind, name and text of each: they are public where they are used."""
    prose: list[tuple[int, str]] = []
    found: list[tuple[str, str, str]] = []
    kinds = (("note", _NOTE), ("link", _LINK), ("abbreviation", _ABBREVIATION))
    in_note = False
    for number, line in lines:
        starts = line.lstrip(" ")[:1] in ("[", "*")
        match = next(((kind, hit) for kind, pattern in kinds if starts and (hit := pattern.match(line))), None)
        if match:
            kind, hit = match
            found.append((kind, hit[1], hit[2]))
            in_note = kind == "note"
        elif in_note and (line.startswith(("    ", "\t")) or not line.strip()):
            kind, name, text = found[-1]
            found[-1] = (kind, name, f"{text}\n{line}")
        else:
            in_note = False
            prose.append((number, line))
    return prose, found


def _used(body: str, definitions: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return the texts of the definitions that *body* uses, and those that these use."""
    used: list[str] = []
    reached = body
    waiting = list(definitions)
    while True:
        now = [one for one in waiting if _is_used(one, reached)]
        if not now:
            return used
        waiting = [one for one in waiting if one not in now]
        reached = "\n".join(text for _, _, text in now)
        used += [f"{name}\n{text}" if kind == "abbreviation" else text for kind, name, text in now]


def _is_used(definition: tuple[str, str, str], text: str) -> bool:
    kind, name, _ = definition
    if kind == "note":
        return f"[^{name}]" in text
    return f"[{name.casefold()}]" in text.casefold() if kind == "link" else name in text


def _readings(text: str) -> Iterator[str]:
    """Yield *text* as it is spoken, its addresses, and those lines as written where marks may run words together or apart."""
    yield spoken(text)
    yield "\n".join(
        [*(value for _, value in markup.attributes(text)), *(linked or bare for linked, bare in _ADDRESS.findall(text))]
    )
    yield _EDGES.sub("\n", "\n".join(line for line in text.split("\n") if _SPECIAL.search(line)))


def _turns(crude: Crude, lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield the turns of an interview under every name that the front matter declares."""
    turns = [match for _, line in lines if (match := _TURN.match(line))]
    if not turns:
        return
    names = {name.strip("\"' ") for line in crude.front for name in _SPEAKER.findall(line)}
    for name in sorted(names):
        for turn in turns:
            yield f"{name} / {spoken(turn[2])}"


def _folded(text: str) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")
