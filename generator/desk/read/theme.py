"""themes/NAME/ → Theme: the chain of themes and the file that wins at each name."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

import generator
from generator.desk.read import marked_yaml
from generator.desk.read.decoding import decode
from generator.desk.read.opener import TEXT_LIMIT, SourceFile, read_bytes
from generator.desk.read.scanning import survey
from generator.errors import Location, Problems, SourceError, nearest
from generator.model.theme import CardLook, Theme, ThemeFile

SHIPPED = Path(generator.__file__).resolve().parent.parent  # its themes/ stands beside the package
LONGEST_CHAIN = 8


class _Link(Struct, frozen=True):
    """One theme of a chain: `root` holds the themes/ folder that has it."""

    name: str
    root: Path
    extends: str
    card: CardLook | None

    @property
    def folder(self) -> str:
        return f"themes/{self.name}"


def read_theme(site_root: Path, name: str) -> Theme:
    """
    Return the theme *name* with all that it extends: of the site's themes/, else of those that come with us.

    Raises:
        Problems: If a theme of the chain is missing, extends itself, or has files that cannot be read.
    """
    chain = _chain(site_root, name)
    errors: list[SourceError] = []
    files = {link.name: tuple(_files(link, errors)) for link in chain}
    if errors:
        raise Problems(errors)
    digest = hashlib.sha256()
    for theme, found in files.items():
        for path, file in found:
            digest.update(f"{theme}\0{path}\0{file.digest}\n".encode())
    names = tuple(files)
    templates = {
        f"{theme}/{path}": file
        for place, theme in enumerate(names)
        for path, file in _nearest({name: files[name] for name in names[place:]}, "templates").items()
    }
    return Theme(
        name=name,
        chain=tuple(link.name for link in chain),
        folders=tuple(str(link.root / link.folder) for link in chain),
        templates=_nearest(files, "templates") | templates,
        static=_nearest(files, "static"),
        locales=_locales(files),
        digest=digest.hexdigest(),
        card=next((link.card for link in chain if link.card), None),
    )


def _chain(site_root: Path, name: str) -> list[_Link]:
    chain: list[_Link] = []
    where, wanted = Location("site.yaml"), name
    while wanted:
        names = [link.name for link in chain]
        if wanted in names or len(chain) >= LONGEST_CHAIN:
            problem = f"theme {wanted!r} extends itself: {' → '.join([*names, wanted])}"
            raise Problems([SourceError(where, "theme-circle", problem)])
        link = _link(site_root, wanted, where)
        chain.append(link)
        where, wanted = Location(f"{link.folder}/theme.yaml"), link.extends
    return chain


def _link(site_root: Path, name: str, where: Location) -> _Link:
    roots = (site_root, SHIPPED)
    safe = name.replace("-", "").replace("_", "").isalnum()
    root = next((one for one in roots if safe and (one / "themes" / name).is_dir()), None)
    if root is None:
        known = {folder.name for one in roots for folder in (one / "themes").glob("*") if folder.is_dir()}
        raise Problems(
            [SourceError(where, "unknown-theme", f"unknown theme {name[:60]!r}", nearest(name, known, says="there is"))]
        )
    keys = _keys(root, f"themes/{name}/theme.yaml")
    card = CardLook(**keys["card"]) if "card" in keys else None
    return _Link(name, root, str(keys.get("extends", "")), card)


def _keys(root: Path, path: str) -> dict[str, Any]:
    from zoneinfo import ZoneInfo

    from generator.desk.read.data_shapes import ThemeKeys
    from generator.desk.read.validation import validate
    from generator.desk.read.words import Context
    from generator.model.config import TeaserRule

    try:
        marked = marked_yaml.parse(decode(read_bytes(root, path, limit=TEXT_LIMIT), path), path)
    except SourceError as error:
        hint = "write one with 'extends: base', or an empty one" if error.code == "missing-file" else error.hint
        raise Problems([SourceError(error.where, error.code, error.problem, hint)]) from None
    if marked.value is None:
        return {}
    keys: dict[str, Any] = validate(ThemeKeys, marked, Context(frozenset(), ZoneInfo("UTC"), TeaserRule()))
    return keys


def _files(link: _Link, errors: list[SourceError]) -> Iterator[tuple[str, ThemeFile]]:
    found = survey(link.root, link.folder)
    errors.extend(found.errors)
    for file in found.files:
        try:
            yield file.path.removeprefix(f"{link.folder}/"), _file(link, file)
        except SourceError as error:
            errors.append(error)


def _file(link: _Link, file: SourceFile) -> ThemeFile:
    data = read_bytes(link.root, file.path, seen=file)
    return ThemeFile(link.name, str(link.root / file.path), hashlib.sha256(data).hexdigest())


def _below(files: tuple[tuple[str, ThemeFile], ...], folder: str) -> Iterator[tuple[str, ThemeFile]]:
    return ((path.removeprefix(f"{folder}/"), file) for path, file in files if path.startswith(f"{folder}/"))


def _nearest(files: Mapping[str, tuple[tuple[str, ThemeFile], ...]], folder: str) -> dict[str, ThemeFile]:
    """Return the files below *folder* by name, each from the nearest theme that has it."""
    return {path: file for found in reversed([*files.values()]) for path, file in _below(found, folder)}


def _locales(files: Mapping[str, tuple[tuple[str, ThemeFile], ...]]) -> dict[str, tuple[ThemeFile, ...]]:
    catalogs: dict[str, list[ThemeFile]] = {}
    for found in files.values():
        for path, file in _below(found, "locales"):
            if path.endswith(".po") and "/" not in path:
                catalogs.setdefault(path.removesuffix(".po"), []).append(file)
    return {language: tuple(catalogs[language]) for language in sorted(catalogs)}
