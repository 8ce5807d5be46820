"""`new` and `theme which`: commands for authors and theme makers."""

import os
import sys
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

import click

from generator.cli.program import DONE, common, moment, program
from generator.errors import Location, SourceError

ARCHETYPES = Path(__file__).resolve().parent.parent / "archetypes"
KINDS = ("article", "interview", "brief", "author", "issue", "page")


@program.command()
@common
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("title")
@click.option("--rubric", default="", help="Folder and rubric of an article.")
@click.option("--now", help="The document's date, as an ISO time.")
def new(site: Path, kind: str, title: str, rubric: str, now: str | None, **_: Any) -> int:
    """Make a new article, interview, brief, author, issue or page from its archetype."""
    from generator.desk.read.settings import read_settings

    config = read_settings(site)
    root = site.absolute().parent
    written = moment(now, os.environ).astimezone(config.zone)
    path = root / "content" / document_path(kind, title, rubric, written)
    if path.exists():
        shown = path.relative_to(root).as_posix()
        raise SourceError(Location(shown), "exists", "the file exists already", "give another title")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(filled(root, kind, title, rubric, written), encoding="utf-8")
    print(path.relative_to(root).as_posix())
    return DONE


def document_path(kind: str, title: str, rubric: str, written: datetime) -> str:
    """Return the path below content/ of a new document."""
    from generator.model.urls import slugify

    slug = slugify(title) or "sans-titre"
    if kind in ("article", "interview"):
        return f"articles/{rubric}/{slug}.md" if rubric else f"articles/{slug}.md"
    if kind == "brief":
        return f"wire/{written:%Y-%m-%d-%H%M}-{slug}.md"
    if kind == "issue":
        return f"issues/{slug}/index.md"
    return f"{kind}s/{slug}.md"


def filled(root: Path, kind: str, title: str, rubric: str, written: datetime) -> str:
    """Return the text of a new document; an archetype of the site's own (`archetypes/KIND.md`) wins."""
    own = root / "archetypes" / f"{kind}.md"
    source = own if own.is_file() else ARCHETYPES / f"{kind}.md"
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    values = {"title": quoted, "published": f"{written:%Y-%m-%dT%H:%M:00}", "rubric": rubric or '""'}
    return Template(source.read_text(encoding="utf-8")).safe_substitute(values)


@program.group()
def theme() -> None:
    """Ask about the site's theme."""


@theme.command()
@common
@click.argument("template")
def which(site: Path, template: str, **_: Any) -> int:
    """Say which file wins for a template or a static file."""
    from generator.desk.read.settings import read_settings
    from generator.desk.read.theme import read_theme
    from generator.errors import nearest

    root = site.absolute().parent
    found = read_theme(root, read_settings(site).theme)
    file = found.templates.get(template) or found.static.get(template)
    if file is None:
        hint = nearest(template, [name for name in found.templates if "/" not in name], says="templates are")
        raise SourceError(Location(f"themes/{found.name}"), "unknown-template", f"no file {template!r}", hint)
    path = Path(file.path)
    print(path.relative_to(root).as_posix() if path.is_relative_to(root) else path)
    for name in found.chain:
        hidden = found.templates.get(f"{name}/{template}")
        if name != file.theme and hidden and hidden.theme == name:
            print(f"  hides {name}/{template}", file=sys.stderr)
    return DONE
