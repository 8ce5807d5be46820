"""Eleventy, with plain addresses in links and lists computed in its configuration."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.articles import Article, Brief, brief
from benchmarks.engines.engine import BRIEFS, Engine, folder_page, front_matter, photos, put, stylesheet, theme


def write(root: Path, articles: Iterable[Article]) -> None:
    theme("eleventy", root)
    stylesheet(root / "static/main.css")
    photos(root / "static/images")
    for one in articles:
        put(root, *article_file(one))
    for number in range(BRIEFS):
        put(root, *brief_file(brief(number)))


def article_file(article: Article) -> tuple[str, str]:
    head = article.head
    matter = front_matter(
        title=head.title,
        date=f"{article.published.isoformat()}Z",
        author=article.author,
        rubrique=head.rubric,
        tags=list(article.tags),
        description=article.standfirst,
    )
    body = article.text(lambda to: f"/{to.rubric}/{to.slug}/", "/images/{}".format)
    return f"content/{head.rubric}/{head.slug}.md", matter + body


def brief_file(brief: Brief) -> tuple[str, str]:
    matter = front_matter(title=f"Dépêche {brief.number}", date=f"{brief.published.isoformat()}Z", rubrique="fil")
    return f"content/fil/{brief.slug}.md", matter + brief.text


ENGINE = Engine(
    name="eleventy",
    write=write,
    article=article_file,
    brief=brief_file,
    article_page=lambda head: folder_page(head.rubric, head.slug),
    brief_page=lambda brief: folder_page("fil", brief.slug),
    output="_site",
    caches=(".cache",),
    chrome="_includes/base.njk",
    differs="briefs are short articles; one feed; no heading ids; rewrites all pages at every build",
)
