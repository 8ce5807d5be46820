"""
Pagefind's files in one order.

It keeps its filters, their values and its sorts in hash maps, so two runs over the same pages write these in two
orders and, as names hold a hash, under two names; fragments and words are the same at each run. Here the lists are
sorted and named anew, so that equal pages give equal bytes. What no page of ours loads is left out.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from generator.press.search.engine import failed

Value = int | str | list["Value"]

SCRIPT: Final = "pagefind.js"
ENTRY: Final = "pagefind-entry.json"
_SIGNATURE: Final = b"pagefind_dcd"  # at the head of every list, inside its compression
_HASH: Final = 10  # hex digits in a name, as Pagefind has them
_PAGES, _CHUNKS, _FILTERS, _SORTS = 1, 2, 3, 4  # places in the list of a language, after the version


def ordered(folder: Path) -> dict[str, bytes]:
    """
    Return what readers load of the index in *folder*, by path below it; the entry file comes last.

    Raises:
        SourceError: `search-failed`, if its form is not the known one.
    """
    try:
        return dict(_files(folder))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise failed(f"its files have another form: {error!r}") from error


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    entry = json.loads((folder / ENTRY).read_bytes())
    languages: Mapping[str, dict[str, object]] = entry["languages"]
    programs = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages.values()}
    for name in (SCRIPT, *sorted(programs)):
        yield name, (folder / name).read_bytes()
    for code, language in sorted(languages.items()):
        lists = _read(folder / f"pagefind.{language['hash']}.pf_meta")
        # What the lists name, and nothing else that may lie there.
        names = [f"fragment/{page[0]}.pf_fragment" for page in _lists(lists[_PAGES])]
        names += [f"index/{chunk[-1]}.pf_index" for chunk in _lists(lists[_CHUNKS])]
        for name in sorted(names):
            yield name, (folder / name).read_bytes()
        filters: list[Value] = []
        for pair in _sorted(lists[_FILTERS]):
            data = _filter(folder / f"filter/{pair[1]}.pf_filter")
            filters.append([pair[0], _name(code, data)])
            yield f"filter/{_name(code, data)}.pf_filter", data
        lists[_FILTERS] = filters
        lists[_SORTS] = list(_sorted(lists[_SORTS]))
        data = _packed(lists)
        language["hash"] = _name(code, data)
        yield f"pagefind.{language['hash']}.pf_meta", data
    yield ENTRY, json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _filter(path: Path) -> bytes:
    """Return one filter with its values sorted."""
    name, values = _read(path)
    return _packed([name, list(_sorted(values))])


def _lists(value: Value) -> list[list[Value]]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return [one for one in value if isinstance(one, list)]


def _sorted(value: Value) -> list[list[Value]]:
    """Return a list of lists that each begin with a name, in the order of these."""
    if not isinstance(value, list):
        raise TypeError("no list")
    named = [one for one in value if isinstance(one, list) and isinstance(one[0], str)]
    if len(named) < len(value):
        raise TypeError("no list of names")
    return sorted(named, key=lambda one: str(one[0]))


def _read(path: Path) -> list[Value]:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise ValueError(f"{path.name} has no signature")
    import cbor2  # comes with the search, and is needed only when an index is made

    value: Value = cbor2.loads(data.removeprefix(_SIGNATURE))
    if not isinstance(value, list):
        raise TypeError(f"{path.name} is no list")
    return value


def _packed(value: list[Value]) -> bytes:
    import cbor2

    return gzip.compress(_SIGNATURE + cbor2.dumps(value), 9, mtime=0)


def _name(code: str, data: bytes) -> str:
    return f"{code}_{sha256(data).hexdigest()[:_HASH]}"
