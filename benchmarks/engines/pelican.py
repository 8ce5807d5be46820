"""Pelican, with its content cache on; links are `{filename}`, which it resolves."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.articles import RUBRICS, Article, Brief, brief
from benchmarks.engines.engine import BRIEFS, Engine, folder_page, photos, put, stylesheet, theme


def write(root: Path, articles: Iterable[Article]) -> None:
    theme("pelican", root)
    stylesheet(root / "theme/static/main.css")
    photos(root / "content/images")
    for one in articles:
        put(root, *article_file(one))
    for number in range(BRIEFS):
        put(root, *brief_file(brief(number)))


def article_file(article: Article) -> tuple[str, str]:
    head = article.head
    matter = _matter(
        Title=head.title,
        Date=f"{article.published:%Y-%m-%d %H:%M}",
        Category=RUBRICS[head.rubric],
        Tags=", ".join(article.tags),
        Authors=article.author,
        Slug=head.slug,
        Summary=article.standfirst,
    )
    body = article.text(lambda to: f"{{filename}}/{to.rubric}/{to.slug}.md", "{{static}}/images/{}".format)
    return f"content/{head.rubric}/{head.slug}.md", matter + body


def brief_file(brief: Brief) -> tuple[str, str]:
    date = f"{brief.published:%Y-%m-%d %H:%M}"
    matter = _matter(Title=f"Dépêche {brief.number}", Date=date, Category="Fil", Slug=brief.slug)
    return f"content/fil/{brief.slug}.md", matter + brief.text


def _matter(**keys: str) -> str:
    return "".join(f"{key}: {value}\n" for key, value in keys.items()) + "\n"


ENGINE = Engine(
    name="pelican",
    write=write,
    article=article_file,
    brief=brief_file,
    article_page=lambda head: folder_page(head.rubric, head.slug),
    brief_page=lambda brief: folder_page("fil", brief.slug),
    output="output",
    caches=("cache", "__pycache__"),
    chrome="theme/templates/base.html",
    differs="content cache on; briefs are short articles; one feed; rewrites all pages at every build",
)
