"""The publication that the budgets are measured on: 300 articles, one of 2,000 words of which half are sealed, no images."""

import random
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import articles, prose
from tests.journeys.press_house import ROOT

COUNT = 300  # articles
LONG = 2_000  # words of the long one
SLUG = "le-long-article"
PATH = f"/politique/{SLUG}/"
SEALED_HEADING = "Ce que disent les comptes"
# Articles end in 2024 at the latest, as the corpus has them; the long one is the newest, and the front page's lead.
PUBLISHED = datetime(2026, 11, 20, 8, 0)  # noqa: DTZ001 - naive times are in the site's zone, as authors write them
TAKEN = ("app.yaml", "legal.yaml", "newsletters.yaml", "offers.yaml")  # from the sample publication
PICTURE = re.compile(r"^!\[.*\n+", re.MULTILINE)

MENUS = "main:\n" + "".join(
    f"  - {{label: {title}, rubric: {rubric}}}\n" for rubric, title in list(articles.RUBRICS.items())[:7]
)


def write(content: Path) -> None:
    """Write the publication's content into a new folder; the same at each call."""
    for name in TAKEN:
        put(content / "data" / name, (ROOT / "content/data" / name).read_text("utf-8"))
    put(content / "data/menus.yaml", MENUS)
    for rubric, title in articles.RUBRICS.items():
        put(content / f"rubrics/{rubric}.md", f"---\ntitle: {title}\n---\n")
    for name in articles.AUTHORS:
        put(content / f"authors/{articles.slugify(name)}.md", f"---\nname: {name}\nrole: Journaliste\n---\n")
    for number in range(COUNT - 1):
        one = articles.article(number)
        put(content / f"articles/{one.head.rubric}/{one.head.slug}.md", short_article(one))
    for number in range(12):
        at = PUBLISHED - timedelta(hours=5 * number)
        put(
            content / f"wire/depeche-{number}.md",
            f"---\npublished: {at.isoformat()}\n---\n{articles.brief(number).text}",
        )
    put(content / f"articles/politique/{SLUG}.md", long_article())


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def short_article(one: articles.Article) -> str:
    """Return an article of the corpus without its pictures."""
    text = one.text(lambda head: f"../{head.rubric}/{head.slug}.md", str)
    matter = front_matter(one.head.title, one.head.rubric, one.published, one.author, one.tags, one.standfirst)
    access = f"access: {one.access}\n" if one.access != "public" else ""
    return f"---\n{matter}{access}---\n\n{PICTURE.sub('', text)}"


def long_article() -> str:
    """Return 2,000 words, the second thousand sealed."""
    rng = random.Random("budgets")
    first, second = words(rng, LONG // 2), words(rng, LONG // 2)
    matter = front_matter(
        prose.headline(rng), "politique", PUBLISHED, articles.AUTHORS[0], articles.TAGS[:3], f"{prose.headline(rng)}."
    )
    return f"---\n{matter}access: abonnes\n---\n\n{first}\n\n<!-- paywall -->\n\n## {SEALED_HEADING}\n\n{second}\n"


def words(rng: random.Random, count: int) -> str:
    """Return paragraphs of about 70 words with a heading now and then, *count* words or a few more."""
    blocks: list[str] = []
    while (have := sum(len(block.split()) for block in blocks)) < count:
        if len(blocks) % 6 == 5:
            blocks.append(f"## {prose.capital(prose.clause(rng))}")
        sentences: list[str] = []
        while sum(len(one.split()) for one in sentences) < min(70, count - have):
            sentences.append(prose.plain_sentence(rng))
        blocks.append(" ".join(sentences))
    return "\n\n".join(blocks).replace("’", "'")


def front_matter(
    title: str, rubric: str, published: datetime, author: str, tags: tuple[str, ...], standfirst: str
) -> str:
    return (
        f'title: "{title}"\nrubric: {rubric}\npublished: {published.isoformat()}\n'
        f'authors: [{articles.slugify(author)}]\ntags: {list(tags)}\nstandfirst: "{standfirst}"\n'
    )


def copy_to(folder: Path) -> Path:
    """Return a new folder with the publication's content."""
    shutil.rmtree(folder, ignore_errors=True)
    write(folder)
    return folder
