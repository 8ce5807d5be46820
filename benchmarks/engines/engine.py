"""What a benchmark must know of an engine, and what the writers of sites share."""

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.articles import PHOTOS, Article, Brief, Head

THEMES = Path(__file__).parent.parent / "themes"
BRIEFS = 20  # enough for a wire of five days; the corpus is about articles
PHOTO_SIZE = (96, 64)  # pixels: pictures are copied, not measured


@dataclass(frozen=True, slots=True)
class Engine:
    """
    An engine and its conventions; paths are relative to the site's folder.

    Attributes:
        write: Writes a whole site with these articles.
        article: A source file and its text.
        brief: The same of a brief, or of a short article where there is no wire.
        article_page, brief_page: Where each is published, below `output`.
        output: Folder that is published.
        caches: Removed together with `output` before a cold build.
        chrome: The template around every page.
        differs: How its work is more or less than that of the others, for the report.
    """

    name: str
    write: Callable[[Path, Iterable[Article]], None]
    article: Callable[[Article], tuple[str, str]]
    brief: Callable[[Brief], tuple[str, str]]
    article_page: Callable[[Head], str]
    brief_page: Callable[[Brief], str]
    output: str
    caches: tuple[str, ...]
    chrome: str
    differs: str


def put(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def front_matter(**keys: object) -> str:
    """Return YAML front matter; JSON is YAML, and its strings need no further thought."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
    return f"---\n{''.join(lines)}---\n\n"


def photos(folder: Path) -> None:
    """Write the pictures that articles show: gradients, each turned a little more than the last."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PHOTOS):
        Image.linear_gradient("L").rotate(number * 9).resize(PHOTO_SIZE).save(folder / f"photo-{number}.png")


def theme(name: str, target: Path) -> None:
    """Copy a theme, and the stylesheet that all of them share under `main.css`, wherever the theme marks its place."""
    shutil.copytree(THEMES / name, target, dirs_exist_ok=True)


def stylesheet(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(THEMES / "main.css", target)


def folder_page(rubric: str, slug: str) -> str:
    return f"{rubric}/{slug}/index.html"
