"""Another corpus generator's plain articles as a Marbre site: `python -m benchmarks.run --model PATH`."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks import subjects
from benchmarks.articles import slugify
from benchmarks.engines.engine import front_matter, put, stylesheet, theme
from benchmarks.engines.marbre import SITE

SEALED = 4  # of the rubrics, the first by name
_INSIDE = re.compile(r"\]\(/([\w-]+)/([\w-]+)/\)")


def built(generator: Path, work: Path, count: int) -> str:
    """Return what a cold build of that corpus cost, in one line."""
    plain, root = work / "model", work / "model-marbre"
    for folder in (plain, root):
        shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, str(generator), "--count", str(count), "--out", str(plain), "--engines", "plain"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    convert(plain / "plain", root)
    subject = replace(subjects.marbre(work), root=root)
    cost = subject.run()
    told = json.loads(cost.output.splitlines()[-1])
    facts = f"{told['pages']} pages, {told['sealed']} sealed, {told['rendered']} rendered, {cost.written} written"
    return (
        f"{count} articles of {generator.name}: {facts} in {cost.wall:.2f} s (CPU {cost.cpu:.2f}), {cost.memory:.0f} MB"
    )


def convert(plain: Path, root: Path) -> None:
    """Write a Marbre site from `content/RUBRIC/SLUG.md` and `static/`."""
    rubrics = sorted(folder.name for folder in (plain / "content").iterdir())
    rules = "".join(f'    - {{path: "articles/{name}/**", access: abonnes}}\n' for name in rubrics[:SEALED])
    put(root, "site.yaml", SITE.replace("theme: bench\n", "theme: bench\nlanguage: en\n") + rules)
    theme("marbre", root / "themes/bench")
    stylesheet(root / "themes/bench/static/main.css")
    shutil.copytree(plain / "static", root / "content/static")
    for weight, name in enumerate(rubrics, start=1):
        put(root, f"content/rubrics/{name}.md", front_matter(title=name.capitalize(), weight=weight))
    authors = {_article(root, source) for source in sorted((plain / "content").rglob("*.md"))}
    for author in authors:
        put(root, f"content/authors/{slugify(author)}.md", front_matter(name=author))


def _article(root: Path, source: Path) -> str:
    """Write one article and return its author's name."""
    _, matter, body = source.read_text("utf-8").split("---\n", 2)
    keys: dict[str, Any] = yaml.safe_load(matter)
    rubric, author = source.parent.name, keys["author"]
    text = front_matter(
        title=keys["title"],
        published=keys["date"].isoformat(),
        rubric=rubric,
        authors=[slugify(author)],
        tags=keys["tags"],
        standfirst=keys["summary"],
    )
    links = _INSIDE.sub(lambda found: f"](../{found[1]}/{found[2]}.md)", body.lstrip("\n"))
    put(root, f"content/articles/{rubric}/{source.name}", text + links)
    return str(author)
