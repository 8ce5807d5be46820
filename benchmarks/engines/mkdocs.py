"""MkDocs, which has no lists of its own: the home page and the rubrics are pages with links to the newest articles."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.articles import RUBRICS, Article, Brief, brief
from benchmarks.engines.engine import BRIEFS, Engine, folder_page, front_matter, photos, put, stylesheet, theme

NEWEST = 20


def write(root: Path, articles: Iterable[Article]) -> None:
    theme("mkdocs", root)
    stylesheet(root / "docs/main.css")
    photos(root / "docs/images")
    newest: dict[str, list[Article]] = {"": [], **{rubric: [] for rubric in RUBRICS}}
    for one in articles:
        put(root, *article_file(one))
        for name in ("", one.head.rubric):
            newest[name] = [one, *newest[name][: NEWEST - 1]]
    for number in range(BRIEFS):
        put(root, *brief_file(brief(number)))
    for rubric, listed in newest.items():
        title = RUBRICS.get(rubric, "À la une")
        put(root, f"docs/{rubric}/index.md".replace("//", "/"), front_matter(title=title) + _list(rubric, listed))


def _list(rubric: str, listed: Sequence[Article]) -> str:
    up = "../" if rubric else ""
    return "\n\n".join(
        f"## [{one.head.title}]({up}{one.head.rubric}/{one.head.slug}.md)\n\n{one.author}, {one.published:%Y-%m-%d}\n\n{one.standfirst}"
        for one in listed
    )


def article_file(article: Article) -> tuple[str, str]:
    head = article.head
    matter = front_matter(
        title=head.title,
        date=f"{article.published:%Y-%m-%d}",
        author=article.author,
        rubrique=head.rubric,
        tags=list(article.tags),
        description=article.standfirst,
    )
    body = article.text(lambda to: f"../{to.rubric}/{to.slug}.md", "../images/{}".format)
    return f"docs/{head.rubric}/{head.slug}.md", matter + body


def brief_file(brief: Brief) -> tuple[str, str]:
    matter = front_matter(title=f"Dépêche {brief.number}", date=f"{brief.published:%Y-%m-%d}")
    return f"docs/fil/{brief.slug}.md", matter + brief.text


ENGINE = Engine(
    name="mkdocs",
    write=write,
    article=article_file,
    brief=brief_file,
    article_page=lambda head: folder_page(head.rubric, head.slug),
    brief_page=lambda brief: folder_page("fil", brief.slug),
    output="site",
    caches=(),
    chrome="theme/main.html",
    differs="less work: no pagination, no tags, no author pages, no feed; lists are written by hand",
)
