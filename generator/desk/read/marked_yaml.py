"""
YAML with a place for every key, and without its surprises.

Only `true` and `false` are booleans; dates and times stay text; anchors, aliases, tags, merge keys, duplicate
keys and keys that are no text are errors. It is built from libyaml's events, so nesting is counted before it can
exhaust anything, and the pure Python parser gives the same values and places where libyaml is missing.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

import yaml

from generator.errors import Location, Problems, SourceError

Path = tuple[str | int, ...]
Place = tuple[int, int]

DEPTH = 32  # levels of lists and mappings; the deepest honest file has six
DIGITS = 18  # of a whole number: fits 64 bits

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]{1,4})?")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # escapes can make what decoding refused
_QUOTES = "put the whole value between double quotes"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value of plain dicts, lists and scalars, and where each key and value stands, from line and column 1."""

    path: str
    value: object
    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]
    first_line: int

    def key(self, path: Path) -> Location:
        """Return the place of a key, or of the nearest thing around it."""
        return self._find(path, self.keys)

    def at(self, path: Path) -> Location:
        """Return the place of a value, or of the nearest thing around it."""
        return self._find(path, self.values)

    def lines(self) -> dict[str, int]:
        """Return the line of each key, dotted: `{"image.src": 7}`."""
        # A dozen words, in ten thousand documents.
        return {intern(".".join(map(str, path))): place[0] for path, place in self.keys.items()}

    def _find(self, path: Path, places: Mapping[Path, Place]) -> Location:
        if path in places:
            return Location(self.path, *places[path])
        while path and path not in self.keys:
            path = path[:-1]
        return Location(self.path, *self.keys.get(path, (self.first_line, 1)))


def parse(text: str, path: str, *, first_line: int = 1) -> Marked:
    """
    Return what *text* says. `first_line` is the line of the file on which it begins.

    Raises:
        Problems: All that is wrong before the first syntax error, and that.
    """
    builder = _Builder(path, first_line - 1)
    try:
        value = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        builder.errors.append(_syntax(error, text, path, first_line))
    except yaml.reader.ReaderError as error:
        builder.errors.append(_unprintable(error, text, path, first_line))
    except SourceError as error:
        builder.errors.append(error)
    if builder.errors:
        raise Problems(builder.errors)
    return Marked(path, value, builder.keys, builder.values, first_line)


@dataclass(slots=True)
class _Builder:
    path: str
    lines_before: int
    errors: list[SourceError] = field(default_factory=list)
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def document(self, events: Iterator[yaml.Event]) -> object:
        """Return the only document of the stream, None when there is none."""
        value: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._error(event, "a second document begins here", "remove '---' or '...'")
                value = self._node(next(events), events, ())
        return value

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> object:
        self._check(event, path)
        self.values[path] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, path)
        return None  # an alias: already an error

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[object]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._name(event, events, path, start)
            inner = (*path, name)
            if name in found:
                problem = f"key {name!r} is already on line {self.keys[inner][0]}"
                self.errors.append(self._error(event, problem, "keep one of them", "duplicate-key"))
                inner = (*inner, "(again)")
            else:
                self.keys[inner] = self._place(event)
            value = self._node(next(events), events, inner)
            found.setdefault(name, value)
        return found

    def _name(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path, start: yaml.Event) -> str:
        name = self._node(event, events, (*path, "(key)"))
        if not isinstance(event, yaml.ScalarEvent) and not isinstance(event, yaml.AliasEvent):
            curly = "a value that begins with '{' needs double quotes"
            self.errors.append(self._error(start, "a key must be text, not a list or mapping", curly))
        elif name == "<<":
            self.errors.append(self._error(event, "merge keys ('<<') are not read", "write the keys out"))
        elif not isinstance(name, str) and not isinstance(event, yaml.AliasEvent):
            self.errors.append(self._error(event, f"key {_shown(event)} is not text", "put it between double quotes"))
        return name if isinstance(name, str) else f"({len(self.values)})"

    def _scalar(self, event: yaml.ScalarEvent) -> object:
        text: str = event.value
        if not text.isprintable() and _UNFIT.search(text):
            self.errors.append(self._error(event, "the text holds a character that no page may have", "", "encoding"))
            return ""
        if not event.implicit[0]:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[-1:].isdecimal():
            return self._number(event, text)
        return text

    def _number(self, event: yaml.Event, text: str) -> object:
        if _INT.fullmatch(text):
            if len(text) > DIGITS:
                self.errors.append(self._error(event, f"a number of {len(text)} digits", "put it between quotes"))
                return 0
            return int(text)
        if _FLOAT.fullmatch(text) and len(text) <= 2 * DIGITS:
            number = float(text)
            return number if math.isfinite(number) else text
        return text

    def _check(self, event: yaml.Event, path: Path) -> None:
        if len(path) > DEPTH:
            raise self._error(event, f"lists and mappings are nested more than {DEPTH} deep", _QUOTES)
        if isinstance(event, yaml.AliasEvent):
            self.errors.append(self._error(event, "aliases ('*…') are not read", _QUOTES))
        elif getattr(event, "anchor", None):
            self.errors.append(self._error(event, "anchors ('&…') are not read", _QUOTES))
        elif getattr(event, "tag", None):
            self.errors.append(self._error(event, "tags ('!…') are not read", _QUOTES))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (mark.line + 1 + self.lines_before, mark.column + 1) if mark else (self.lines_before + 1, 1)

    def _error(self, event: yaml.Event, problem: str, hint: str, code: str = "yaml") -> SourceError:
        return SourceError(Location(self.path, *self._place(event)), code, problem, hint)


def _shown(event: yaml.Event) -> str:
    return repr(str(getattr(event, "value", ""))[:40])


def _syntax(error: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> SourceError:
    lines = text.rstrip().split("\n")
    line, column = _mark(error.problem_mark or error.context_mark)
    # What is never closed is told where it opens, not at the end of the file.
    if error.context_mark and (line, column) >= (len(lines) - 1, len(lines[-1])):
        line, column = _mark(error.context_mark)
    problem = f"this is not YAML: {error.problem or error.context}"
    where = Location(path, line + first_line, column + 1)
    return SourceError(where, "yaml", problem, _hint(error.problem or "", lines, line))


def _mark(mark: Any) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _hint(problem: str, lines: list[str], line: int) -> str:
    near = lines[line] if line < len(lines) else ""
    indent = near[: len(near) - len(near.lstrip())]
    if "\t" in indent or "tab" in problem or "\t" in near.partition(":")[0]:
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in problem:
        return f"a value that holds ': ' needs double quotes around it: {near.strip()[:60]}"
    if "end" in problem or "',' or" in problem:
        return "a quote or bracket is not closed"
    return "a value that begins with one of { [ * & ! | > ' \" % @ ` needs double quotes around it"


def _unprintable(error: yaml.reader.ReaderError, text: str, path: str, first_line: int) -> SourceError:
    bad = re.search("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\ufeff-\ufffd\U00010000-\U0010ffff]", text)
    before = text[: bad.start()] if bad else ""
    where = Location(path, before.count("\n") + first_line, len(before) - before.rfind("\n"))
    problem = f"the text holds a character that YAML refuses: {error.reason}"
    return SourceError(where, "encoding", problem, "remove it")
