"""content/data/*.yaml → SiteData: offers, menus, what leads the front page, and free data for templates."""

import hashlib
from collections.abc import Collection as Names
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.desk.read import marked_yaml
from generator.desk.read.decoding import decode
from generator.desk.read.marked_yaml import Marked
from generator.desk.read.opener import TEXT_LIMIT, SourceFile, read_bytes
from generator.desk.read.scanning import DATA, survey
from generator.errors import Location, Problems, SourceError
from generator.model.catalog import Catalog
from generator.model.config import SiteConfig
from generator.model.data import App, Front, MenuItem, SiteData
from generator.model.described import unknown
from generator.model.frontmatter import AuthorMatter

_ELSEWHERE = ("/", "#", "https://", "http://", "mailto:", "tel:")
KNOWN = frozenset({"offers", "menus", "front", "newsletters", "app", "club", "comments"})
RUBRIC = "rubric:"  # how an item that names a rubric is kept until the catalog is known


def read_data(root: Path, config: SiteConfig) -> SiteData:
    """
    Return all data files of the site in *root*. Menus still name documents by id: see `resolve_data`.

    Raises:
        Problems: Every mistake in any of them.
    """
    found = survey(root, DATA)
    errors = [*found.errors]
    files: dict[str, Marked] = {}
    digests: dict[str, str] = {}
    digest = hashlib.sha256()
    for file in found.files:
        try:
            name = _name(file)
            data = read_bytes(root, file.path, limit=TEXT_LIMIT, seen=file)
            files[name] = marked_yaml.parse(decode(data, file.path), file.path)
            digests[file.path] = hashlib.sha256(data).hexdigest()
            digest.update(f"{name}\0{digests[file.path]}\n".encode())
        except SourceError as error:
            errors.append(error)
        except Problems as problems:
            errors.extend(problems.errors)
    known = _known(files, config, errors)
    if errors:
        raise Problems(errors)
    lines = {f"{name}.{key}": line for name, marked in files.items() for key, line in marked.lines().items()}
    free = {name: marked.value for name, marked in files.items()}
    return SiteData(free=free, lines=lines, files=digests, digest=digest.hexdigest(), **known)


def resolve_data(data: SiteData, catalog: Catalog, known: Names[str] = ()) -> tuple[SiteData, tuple[SourceError, ...]]:
    """
    Return the data with addresses in menus and full ids in the front page, and an error for each unknown name.

    Args:
        known: Ids of all documents. One that is not published now goes from menus and front page without an error.
    """
    search = _Search(data, catalog, frozenset(known))
    menus = {
        name: tuple(item for at, raw in enumerate(items) if (item := search.menu_item(raw, f"menus.{name}.{at}")))
        for name, items in data.menus.items()
    }
    lead = search.article(data.front.lead, "front.lead")
    seconds = (search.article(name, f"front.seconds.{at}") for at, name in enumerate(data.front.seconds))
    front = Front(lead, tuple(one for one in dict.fromkeys(seconds) if one and one != lead))
    return replace(data, menus=menus, front=front), tuple(search.errors)


@dataclass(slots=True)
class _Search:
    """Finds what data files name, and gathers what nothing has."""

    data: SiteData
    catalog: Catalog
    known: frozenset[str]
    errors: list[SourceError] = field(default_factory=list)

    def menu_item(self, item: MenuItem, key: str) -> MenuItem | None:
        """Return the item with an address; None when what it names is not published."""
        if item.url.startswith(_ELSEWHERE):
            return item
        is_rubric = item.url.startswith(RUBRIC)
        folders = ("rubrics",) if is_rubric else ("pages", "rubrics", "articles", "authors", "issues")
        names = [*self.catalog.rubrics, *(() if is_rubric else self.catalog.pages)]
        found = self._find(item.url.removeprefix(RUBRIC), folders, key, "rubric" if is_rubric else "page", names)
        if not found:
            return None
        entry = self.catalog.entries[found]
        title = entry.matter.name if isinstance(entry.matter, AuthorMatter) else entry.matter.title
        return MenuItem(item.label or title, entry.url)

    def article(self, name: str, key: str) -> str:
        """Return the id of an article; an empty text when there is no name or it is not published."""
        return self._find(name, ("articles",), key, "article", self.catalog.articles) if name else ""

    def _find(self, name: str, folders: Names[str], key: str, what: str, names: Names[str]) -> str:
        ids = [name, *(f"{folder}/{name}" for folder in folders)]
        for one in ids:
            if one in self.catalog.entries and self.catalog.entries[one].collection in folders:
                return one
        if not any(one in self.known for one in ids):
            self.errors.append(unknown(self._place(key), what, name, names))
        return ""

    def _place(self, key: str) -> Location:
        keys = (f"{key}.url", f"{key}.rubric", key, key.rpartition(".")[0])
        line = next((self.data.lines[one] for one in keys if one in self.data.lines), 0)
        return Location(f"{DATA}/{key.partition('.')[0]}.yaml", line)


def _name(file: SourceFile) -> str:
    name = file.path.removeprefix(f"{DATA}/")
    stem, _, ending = name.rpartition(".")
    if ending != "yaml" or "/" in stem or not stem.replace("-", "_").isidentifier():
        hint = "put it into content/data/ itself, with a name of letters, digits, '-' and '_', and the ending .yaml"
        raise SourceError(Location(file.path), "bad-name", "this is not the name of a data file", hint)
    return stem


def _known(files: Mapping[str, Marked], config: SiteConfig, errors: list[SourceError]) -> dict[str, Any]:
    """Return what the generator itself understands; mistakes go to *errors*."""
    if not files.keys() & KNOWN:
        return {}
    # pydantic is imported here: a build in which nothing changed never needs it.
    from generator.desk.read.data_shapes import SHAPES
    from generator.desk.read.validation import validate
    from generator.desk.read.words import Context

    context = Context(config.access_words, config.zone, config.teaser)
    found: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        try:
            if name in files:
                found[name] = validate(shape, files[name], context)
        except Problems as problems:
            errors.extend(problems.errors)
    return {
        "offers": found.get("offers", {}).get("offers", ()),
        "menus": {menu: tuple(map(_item, items)) for menu, items in found.get("menus", {}).items()},
        "front": Front(**found.get("front", {})),
        "newsletters": found.get("newsletters", {}).get("newsletters", ()),
        "app": App(**found["app"]) if "app" in found else None,
        "club": found.get("club", {}).get("benefits", ()),
        "comments": found.get("comments", {}),
    }


def _item(keys: Mapping[str, str]) -> MenuItem:
    target = RUBRIC + keys["rubric"] if "rubric" in keys else keys["url"]
    return MenuItem(keys.get("label", ""), target)
