"""Edits of titles, standfirsts and other words of front matter: no other document is read, and the site is as if all were."""

import io
import json
import random
from datetime import datetime

import pytest
from PIL import Image
from test_narrow import nobody_reads
from whole_site import AUTHOR, NOW, RUBRIC, WholeSite, article

from generator.errors import Problems
from generator.pipeline.entry import Builds
from generator.pipeline.request import BuildRequest

__all__ = ["nobody_reads"]

SUBJECTS = ("l’hôpital", "la passerelle", "le musée", "la crue", "le réseau", "la fanfare", "le marché", "la halle")
TITLE = "La rocade municipale attend"
FRAME = {
    "themes/maison/theme.yaml": "extends: gazette\n",
    "content/authors/claire.md": AUTHOR,
    "content/authors/paul.md": "---\nname: Paul Lamy\n---\n",
    "content/rubrics/imagerie.md": RUBRIC,
    "content/rubrics/villes.md": "---\ntitle: Villes\n---\n",
    "content/wire/a.md": "---\npublished: 2026-11-23T07:30:00\ntitle: Une brève\n---\nUne brève.\n",
    "content/pages/equipe.md": "---\ntitle: L’équipe\nstandfirst: Qui nous sommes\n---\nNous.\n",
    "content/pages/apropos.md": "---\ntitle: À propos\n---\nTout.\n",
    "content/issues/12.md": "---\ntitle: Numéro douze\npublished: 2026-11-20T06:00:00\narticles: [a03]\n---\nUn numéro.\n",
    "content/data/menus.yaml": "main:\n  - {url: pages/apropos}\n  - {url: articles/a12}\n",
}
SITE = """\
title: Essai
base_url: https://www.example.fr/
theme: maison
paginate: 5
feeds: {items: 4}
tiers:
  abonnes: {title: Abonnés}
"""


def paper(root) -> WholeSite:
    """Return a paper of 14 articles that share tags, so that titles decide what is read next; two share a title."""
    files = dict(FRAME)
    for number in range(1, 15):
        subject = SUBJECTS[number % len(SUBJECTS)]
        matter = {
            "title": TITLE if number in (4, 9) else f"Le département finance {subject} numéro {number}",
            "published": f"2026-11-{number:02}T08:00:00",
            "authors": "[claire]" if number % 2 else "[paul, claire]",
            "rubric": "imagerie" if number % 3 else "villes",
            "tags": "[budget, travaux]" if number % 2 else "[budget, culture]",
            "standfirst": f"Une commission départementale examine {subject}",
            "access": "abonnes" if number % 4 == 0 else "public",
        }
        if number in (2, 6, 7):
            matter["series"] = "Trois rives"
        text = f"Le début du texte {number} est ouvert à chacun.\n\n" + (
            f"<!-- paywall -->\n\nLa fin raconte autrement ce que vaut {subject} en {number} points."
            if number % 4 == 0
            else "Et voici la suite."
        )
        files[f"content/articles/a{number:02}.md"] = article(text, **matter)
    return WholeSite(root, files, site=SITE)


@pytest.fixture
def site(tmp_path) -> WholeSite:
    made = paper(tmp_path)
    run = made.build()
    assert run.status == 0, run.err
    return made


def replaced(site: WholeSite, path: str, old: str, new: str) -> None:
    text = (site.root / "content" / path).read_text()
    assert old in text
    site.write({f"content/{path}": text.replace(old, new, 1)})


def rebuilt(site: WholeSite) -> dict[str, object]:
    run = site.build("--json")
    assert run.status == 0, run.err
    return json.loads(run.out)


WORDS = {
    "title": ("articles/a05.md", "Le département finance", "Un maire préfère"),
    "title of a sealed article": ("articles/a08.md", "Le département finance", "Un maire préfère"),
    "title that another has": ("articles/a04.md", TITLE, "Un tout autre titre"),
    "title that another gets": ("articles/a05.md", f"Le département finance {SUBJECTS[5]} numéro 5", TITLE),
    "title that the publication has": ("articles/a05.md", f"Le département finance {SUBJECTS[5]} numéro 5", "Essai"),
    "title of a part of a series": ("articles/a06.md", "Le département finance", "Un maire préfère"),
    "standfirst": ("articles/a03.md", "Une commission départementale", "Une assemblée clandestine"),
    "kicker": ("articles/a03.md", "standfirst:", "kicker: Enquête départementale\nstandfirst:"),
    "more lines": ("articles/a08.md", "rubric:", "\n\n# une remarque\nrubric:"),
    "title for search engines": ("articles/a03.md", "tags:", "seo: {title: Autre titre, description: Rien}\ntags:"),
    "free values": ("articles/a03.md", "tags:", "extra: {couleur: bleu}\ntags:"),
    "brief": ("wire/a.md", "title: Une brève", "title: Une autre brève"),
    "author": ("authors/paul.md", "name: Paul Lamy", "name: Paul Lamy\nrole: Photographe"),
    "edition": ("issues/12.md", "title: Numéro douze", "title: Le numéro douze"),
    "page": ("pages/equipe.md", "Qui nous sommes", "Qui nous lit"),
}


@pytest.mark.slow
@pytest.mark.usefixtures("nobody_reads")
@pytest.mark.parametrize("case", WORDS)
def test_other_words_make_what_a_build_of_everything_makes(site, case, monkeypatch):
    """
    Pages, lists, feeds, neighbours, what is offered to read next, pictures for networks; and no other document is read.
    """
    path, old, new = WORDS[case]
    replaced(site, path, old, new)

    report = rebuilt(site)

    assert report["rendered"] == 1
    narrow = site.output()
    monkeypatch.undo()
    (site.root / ".marbre/state-build").unlink()  # so that everything is looked at
    assert "0 files laid out" in site.build("--verbose").err
    assert site.build("--clean").status == 0
    assert site.output() == narrow


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("articles/a05.md", "[budget, travaux]", "[budget]"),
        ("articles/a05.md", "rubric: imagerie", "rubric: villes"),
        ("articles/a05.md", "2026-11-05", "2026-11-06"),
        ("articles/a05.md", "access: public", "access: abonnes"),
        ("articles/a05.md", "tags:", "weight: 4\ntags:"),
        ("articles/a05.md", "tags:", "updated: 2026-11-23T08:00:00\ntags:"),
        ("articles/a05.md", "tags:", "seo: {noindex: true}\ntags:"),
        ("articles/a05.md", "tags:", "aliases: [/vieux/]\ntags:"),
        ("articles/a05.md", "tags:", "draft: true\ntags:"),
        ("articles/a05.md", "[claire]", "[paul]"),
        ("articles/a12.md", "Le département finance", "Un maire préfère"),
        ("pages/equipe.md", "title: L’équipe", "title: Zoé et les autres"),
        ("authors/paul.md", "Paul Lamy", "Aline Lamy"),
        ("rubrics/villes.md", "title: Villes", "title: Cités"),
    ],
)
def test_what_says_where_a_document_stands_is_a_reason_to_look_at_everything(site, path, old, new):
    """
    Dates, names, access: the site is as a build of everything makes it. An article in a menu is on every page.
    """
    replaced(site, path, old, new)

    assert site.build().status == 0

    warm = site.output()
    assert site.build("--clean").status == 0
    assert site.output() == warm


@pytest.mark.slow
@pytest.mark.usefixtures("nobody_reads")
@pytest.mark.parametrize("in_one_process", [False, True])
def test_words_changed_at_random_one_after_the_other(site, monkeypatch, in_one_process):
    """
    Each narrow build begins with what the one before left, and some give a title that was there before; mistakes leave nothing.
    """
    builds = Builds()
    request = BuildRequest(site.root / "site.yaml", datetime.fromisoformat(NOW))
    builds.build(request)

    def build(path: str) -> None:
        if in_one_process:
            assert builds.build(request, [path]).rendered == 1, (seed, step)
        else:
            run = site.build()
            assert run.status == 0, (seed, step, run.err)

    seed = random.randrange(1 << 32)
    rng = random.Random(seed)
    words = ["département", "finance", "commission", "rocade", "assemblée", "clandestine", "passerelle", "municipale"]
    for step in range(25):
        path = f"content/articles/a{rng.choice((1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14)):02}.md"
        key = rng.choice(("title", "standfirst", "kicker"))
        lines = [line for line in (site.root / path).read_text().split("\n") if not line.startswith(f"{key}:")]
        lines.insert(1, f"{key}: {' '.join(rng.sample(words, rng.choice((2, 2, 5))))}")
        text = "\n".join([*lines, f"Encore une phrase, la {step}e."])
        if step % 5 == 4:
            site.write({path: f"{text}\n\n[Nulle part](a99.md)"})
            with pytest.raises((Problems, AssertionError), match="broken-link"):
                build(path)
        site.write({path: text})
        build(path)
    warm = site.output()
    monkeypatch.undo()
    assert site.build("--clean").status == 0
    assert site.output() == warm, seed


@pytest.mark.usefixtures("nobody_reads")
def test_two_articles_that_change_their_titles_in_one_build(site, monkeypatch):
    """
    One gets the title of the other: the picture for networks that one leaves the other takes.
    """
    titles = [f"title: Le département finance {SUBJECTS[number]} numéro {number}" for number in (3, 5)]
    replaced(site, "articles/a03.md", *titles)
    replaced(site, "articles/a05.md", *reversed(titles))

    assert rebuilt(site)["rendered"] == 2

    narrow = site.output()
    monkeypatch.undo()
    assert site.build("--clean").status == 0
    assert site.output() == narrow


@pytest.mark.usefixtures("nobody_reads")
def test_free_values_in_another_order_leave_nothing_to_make(site, monkeypatch):
    """
    Templates may show them in the order in which they are written.
    """
    replaced(site, "articles/a03.md", "tags:", "extra: {a: 1, b: 2}\ntags:")
    rebuilt(site)
    replaced(site, "articles/a03.md", "{a: 1, b: 2}", "{b: 2, a: true}")

    rebuilt(site)

    monkeypatch.undo()
    (site.root / ".marbre/state-build").unlink()
    assert "0 files laid out" in site.build("--verbose").err


@pytest.mark.slow
def test_a_picture_that_two_articles_show_stays_when_one_shows_it_no_more(tmp_path):
    """
    The other one is not looked at, and its page still names the files.
    """
    site = paper(tmp_path)
    picture = io.BytesIO()
    Image.effect_noise((1600, 1000), 80).convert("RGB").save(picture, "JPEG")
    site.write({"content/articles/photo.jpg": picture.getvalue()})
    for name in ("a05.md", "a06.md"):
        replaced(site, f"articles/{name}", "tags:", "image: {src: photo.jpg, alt: Un quai}\ntags:")
        replaced(site, f"articles/{name}", "Et voici", "[La photo](photo.jpg). Et voici")
    assert site.build().status == 0

    replaced(site, "articles/a05.md", "image: {src: photo.jpg, alt: Un quai}\n", "")
    assert site.build().status == 0

    warm = site.output()
    assert "assets/photo" in "".join(warm)
    assert site.build("--clean").status == 0
    assert site.output() == warm
