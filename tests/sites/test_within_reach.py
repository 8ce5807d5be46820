"""Every article can be come to from the front page."""

import re

import pytest
from whole_site import AUTHOR, RUBRIC, WholeSite, article

SITE = "title: Essai\nbase_url: https://www.example.fr/\n"


def reached(site: WholeSite) -> set[str]:
    """Return the pages that links lead to, one after the other."""
    seen, todo = {"index.html"}, ["index.html"]
    while todo:
        for link in re.findall(r'href="/([^"#?]*)"', site[todo.pop()]):
            path = f"{link}index.html" if not link or link.endswith("/") else link
            if path.endswith(".html") and path in site and path not in seen:
                seen.add(path)
                todo.append(path)
    return seen


@pytest.mark.parametrize("settings", ["", "paginate: 5\n", "stable_pages: true\n", "paginate: 3\nstable_pages: true\n"])
@pytest.mark.parametrize("every", [1, 2, 7, 30])
def test_with_or_without_a_rubric(tmp_path, settings: str, every: int) -> None:
    """The front page shows few articles of what is newest, for rubrics have lists; what has no rubric is only there."""
    files = {"content/rubrics/imagerie.md": RUBRIC, "content/authors/claire.md": AUTHOR}
    for number in range(30):
        matter = {"title": f"A{number}", "published": f"2026-10-{1 + number % 28:02}T08:{number:02}:00"}
        if number % every == 0:
            matter |= {"rubric": "imagerie"}
        files[f"content/articles/a{number}.md"] = article("Un texte.", **matter)
    site = WholeSite(tmp_path, files, site=SITE + settings)
    assert site.build().status == 0

    articles = {path for path in site.output() if re.search(r"(?:^|/)a\d+/index\.html$", path)}
    assert len(articles) == 30
    assert articles <= reached(site)
