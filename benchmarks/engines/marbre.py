"""Marbre: a third of the articles sealed by rules of the site, for twelve rubrics take turns and four are sealed."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.articles import AUTHORS, RUBRICS, SEALED, Article, Brief, Head, brief, slugify
from benchmarks.engines.engine import BRIEFS, Engine, folder_page, front_matter, photos, put, stylesheet, theme

SITE = """\
title: La Gazette d’essai
base_url: https://www.example.fr/
theme: bench
tiers:
  abonnes: {title: Abonnés}
  premium: {title: Premium, includes: [abonnes]}
access:
  default: public
  rules:
"""


def write(root: Path, articles: Iterable[Article]) -> None:
    rules = "".join(f'    - {{path: "articles/{rubric}/**", access: {tier}}}\n' for rubric, tier in SEALED.items())
    put(root, "site.yaml", SITE + rules)
    theme("marbre", root / "themes/bench")
    stylesheet(root / "themes/bench/static/main.css")
    photos(root / "content/static/images")
    for one in articles:
        put(root, *article_file(one))
    for number in range(BRIEFS):
        put(root, *brief_file(brief(number)))
    for weight, (rubric, title) in enumerate(RUBRICS.items(), start=1):
        put(root, f"content/rubrics/{rubric}.md", front_matter(title=title, weight=weight))
    for name in AUTHORS:
        put(root, f"content/authors/{slugify(name)}.md", front_matter(name=name, role="Journaliste"))


def article_file(article: Article) -> tuple[str, str]:
    head = article.head
    matter = front_matter(
        title=head.title,
        published=article.published.isoformat(),
        rubric=head.rubric,
        authors=[slugify(article.author)],
        tags=list(article.tags),
        standfirst=article.standfirst,
    )
    return f"content/articles/{head.rubric}/{head.slug}.md", matter + article.text(_link, "/images/{}".format)


def _link(head: Head) -> str:
    return f"../{head.rubric}/{head.slug}.md"


def brief_file(brief: Brief) -> tuple[str, str]:
    return f"content/wire/{brief.slug}.md", front_matter(published=brief.published.isoformat()) + brief.text


ENGINE = Engine(
    name="marbre",
    write=write,
    article=article_file,
    brief=brief_file,
    article_page=lambda head: folder_page(head.rubric, head.slug),
    brief_page=lambda brief: f"fil/{brief.published:%Y-%m-%d}/index.html",
    output="public",
    caches=(".marbre/cache-build.sqlite3", ".marbre/outputs"),
    chrome="themes/bench/templates/base.html",
    differs="seals a third of the articles and audits every file for leaks; checks internal links; "
    "a feed for each rubric, author and tag; French typography; news sitemap, JSON-LD",
)
