"""Older pages of a list that stay as they are: what an article that is published changes."""

import re

import pytest
from whole_site import AUTHOR, RUBRIC, WholeSite, article

SITE = """\
title: Essai
base_url: https://www.example.fr/
paginate: 3
stable_pages: true
"""


def published(number: int) -> dict[str, str | bytes]:
    matter = {
        "title": f"Article {number}",
        "published": f"2026-{1 + number // 20:02}-{1 + number % 20:02}T08:00:00",
        "authors": "[claire]",
        "rubric": "imagerie",
        "tags": "[irm]",
    }
    return {f"content/articles/a{number:03}.md": article(f"Le texte de l’article {number}.", **matter)}


@pytest.fixture
def site(tmp_path) -> WholeSite:
    made = WholeSite(tmp_path, {"content/authors/claire.md": AUTHOR, "content/rubrics/imagerie.md": RUBRIC}, site=SITE)
    for number in range(40):
        made.write(published(number))
    run = made.build()
    assert run.status == 0, run.err
    return made


def further_pages(output: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in output.items() if re.search(r"(?:^|/)page/\d+/", path)}


def test_an_article_that_is_published_leaves_older_pages_as_they_are(site):
    """Until there are twice as many on the list's own page: then each list gets a page, to which the one before leads."""
    changed = []
    for number in range(40, 43):
        before = further_pages(site.output())
        site.write(published(number))
        assert site.build().status == 0
        now = further_pages(site.output())
        assert before.keys() <= now.keys()
        changed.append(sorted(path for path, data in now.items() if before.get(path) != data))

    # What is newest has a page below the front page. With the 42nd article a rubric, an author and a tag get a page too,
    # to which the one before leads.
    assert changed[0] == ["page/14/index.html"]
    assert changed[1][:2] == ["auteurs/claire/page/13/index.html", "auteurs/claire/page/14/index.html"]
    assert [path for path in changed[1] if path.startswith("page/")] == ["page/14/index.html", "page/15/index.html"]
    assert len(changed[1]) == 8
    assert changed[2] == ["page/15/index.html"]
    warm = site.output()
    assert site.build("--clean").status == 0
    assert site.output() == warm


def test_nothing_is_out_of_reach_from_the_front_page(site):
    """It shows some of what is newest, and leads to a page with all of that."""
    older = re.search(r'href="/(page/\d+/)"', site["index.html"])
    assert older
    assert older[1] == "page/14/"
    assert re.findall(r'<h2><a href="/imagerie/(a\d+)/"', site["page/14/index.html"]) == [
        "a039",
        "a038",
        "a037",
        "a036",
    ]
    assert 'rel="prev" href="/"' in site["page/14/index.html"]
    assert 'rel="prev" href="/page/14/"' in site["page/13/index.html"]


def test_readers_come_from_the_newest_to_the_oldest_and_back(site):
    """Each page leads to the next, and none says how many there are."""
    seen: list[str] = []
    path, back = "imagerie/index.html", [""]
    while True:
        html = site[path]
        seen += re.findall(r'href="/imagerie/(a\d+)/"', html.partition('class="pagination"')[0])
        newer = re.search(r'rel="prev" href="([^"]*)"', html)
        assert (newer[1] if newer else "") == back[-1]
        assert "Page 1 sur" not in html
        older = re.search(r'rel="next" href="/([^"]*)"', html)
        if older is None:
            break
        back.append(f"/{path.removesuffix('index.html')}")
        path = f"{older[1]}index.html"

    assert list(dict.fromkeys(seen)) == [f"a{number:03}" for number in range(39, -1, -1)]
    assert path == "imagerie/page/2/index.html"
    assert "imagerie/page/13/index.html" in site.output()  # of three each, and four on the list's own
    assert "imagerie/page/14/index.html" not in site.output()
