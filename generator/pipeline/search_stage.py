"""
Between layout and audit: the search index over the pages as they will be published, so that the audit reads it too.

Pagefind knows only whole indexes. So it runs in every build that changes text which can be searched, and only then: the
cache has what stands for that text, page by page.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from generator.engine.cache import Cache
from generator.engine.digest import digest_of
from generator.errors import Location, Warning_
from generator.model.config import SiteConfig
from generator.model.output import Kind
from generator.pipeline.request import BuildRequest
from generator.press.search.engine import version
from generator.press.search.index import FOLDER, index_of
from generator.press.search.marking import fingerprint
from generator.press.write.staging import Staging

SEARCH: Final = "search"
_EMPTY: Final = "no page has text that can be searched: its template needs the attribute data-pagefind-body"
_SEARCHED: Final = (Kind.PAGE, Kind.LIST)  # a day of the wire is a list


def add_index(config: SiteConfig, request: BuildRequest, cache: Cache, staging: Staging) -> tuple[Warning_, ...]:
    """
    Stage the index, if the site has a search; return a warning if no page can be searched.

    Raises:
        SourceError: `search-missing` or `search-failed`.
    """
    if not config.search or not request.indexes:
        return ()
    known = {} if request.clean else _known(cache)
    pages = _pages(staging, known.get("pages", {}))
    marked = {path: mark for path, (_, mark) in pages.items() if mark}
    digest = digest_of(version(), sorted(marked.items()))
    files: dict[str, str] = known.get("files", {}) if known.get("digest") == digest else {}
    if files and all(_is_published(staging, path, files[path]) for path in files):
        staging.keep_all(files)
    else:
        staging.release(FOLDER)
        staging.places.make_folder()
        places = {path: staging.place(path) for path in marked}
        made = index_of(places, staging.places.folder) if marked else ()
        for file in made:
            staging.add(file)
        files = {file.path: staging.made[file.path].digest for file in made}
    record = {"pages": pages, "digest": digest, "files": files}
    if record != known:
        cache.put_many(SEARCH, {SEARCH: json.dumps(record).encode()})
    return () if marked else (Warning_(Location("site.yaml"), "search-empty", _EMPTY),)


def _pages(staging: Staging, known: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return digest and fingerprint of every page; only those that changed are read."""
    found = {}
    for path, entry in staging.made.items():
        if entry.kind not in _SEARCHED or not path.endswith(".html"):
            continue
        digest, mark = known.get(path, ("", ""))
        if digest != entry.digest:
            mark = fingerprint(staging.place(path).read_bytes())
        found[path] = [entry.digest, mark]
    return found


def _is_published(staging: Staging, path: str, digest: str) -> bool:
    entry = staging.manifest.entries.get(path)
    return entry is not None and entry.digest == digest and staging.can_keep(path)


def _known(cache: Cache) -> dict[str, Any]:
    """Return what the last build noted; nothing if that cannot be read."""
    try:
        found: dict[str, Any] = json.loads(cache.get_many(SEARCH, (SEARCH,)).get(SEARCH, b"{}"))
    except ValueError:
        return {}
    return found
