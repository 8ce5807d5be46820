"""A brief on a page of the wire that is there already: no other document is read, and the site is as if all were."""

import json
import random
from datetime import datetime, timedelta

import pytest
from test_narrow import nobody_reads
from whole_site import RUBRIC, WholeSite, article

from generator.pipeline.entry import Builds
from generator.pipeline.request import BuildRequest

__all__ = ["nobody_reads"]

SITE = """\
title: Essai
base_url: https://www.example.fr/
theme: gazette
feeds: {items: 6}
tiers:
  abonnes: {title: Abonnés}
"""
TEXT = "Le pont de Brévoine rouvre à la circulation."


def brief(at: str, text: str = TEXT, **matter: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in matter.items())
    return f"---\npublished: {at}\n{lines}---\n{text}\n"


@pytest.fixture
def site(tmp_path) -> WholeSite:
    """A paper with briefs of four days, more than the wire's own page shows."""
    files = {"content/rubrics/villes.md": RUBRIC, "content/articles/brouillon.md": article("Plus tard.", draft="true")}
    for number in range(1, 5):
        files[f"content/articles/a{number}.md"] = article("Un texte.", rubric="villes")
    for day in range(20, 24):
        for number in range(1, 16):
            files[f"content/wire/{day}-{number:02}.md"] = brief(
                f"2026-11-{day}T{number + 6:02}:10:00", f"Une nouvelle {number} du {day}."
            )
    made = WholeSite(tmp_path, files, site=SITE)
    run = made.build()
    assert run.status == 0, run.err
    return made


def rebuilt(site: WholeSite) -> dict[str, object]:
    run = site.build("--json")
    assert run.status == 0, run.err
    return json.loads(run.out)


def like_anew(site: WholeSite) -> bool:
    """Return whether the output is that of a build of everything, and a build of what is left makes nothing."""
    warm = site.output()
    (site.root / ".marbre/state-build").unlink()
    assert "0 files laid out" in site.build("--verbose").err
    assert site.build("--clean").status == 0
    return site.output() == warm


NEW = {
    "newest": {"n.md": brief("2026-11-23T21:45:00")},
    "in the middle": {"n.md": brief("2026-11-22T11:25:00", title="Un titre")},
    "oldest": {"n.md": brief("2026-11-20T06:00:00")},
    "sealed": {"n.md": brief("2026-11-23T21:45:00", access="abonnes")},
    "several": {"n.md": brief("2026-11-23T21:45:00"), "m.md": brief("2026-11-21T09:30:00", f"Autre chose : {TEXT}")},
    "in a new folder": {"nuit/n.md": brief("2026-11-23T21:45:00", "Une nouvelle de la nuit.")},
    "with a link": {"n.md": brief("2026-11-23T21:45:00", "Voir [l’article](../articles/a1.md) du matin.")},
}


@pytest.mark.usefixtures("nobody_reads")
@pytest.mark.parametrize("case", NEW)
def test_a_brief_makes_what_a_build_of_everything_makes(site, case, monkeypatch):
    """
    The wire, the day, its neighbours, the feeds, the fragment, the front page; a text that changed meanwhile, too.
    """
    site.write({f"content/wire/{name}": text for name, text in NEW[case].items()})
    site.write({"content/articles/a2.md": (site.root / "content/articles/a2.md").read_text() + "\nUn mot.\n"})

    report = rebuilt(site)

    assert (report["rendered"], report["reused"]) == (len(NEW[case]) + 1, 65 - 1)
    monkeypatch.undo()
    assert like_anew(site)


@pytest.mark.parametrize(
    "text",
    [
        brief("2026-11-23T10:10:00"),
        brief("2026-11-19T10:10:00"),
        brief("2026-11-24T08:00:00"),
        brief("2026-11-23T21:45:00", expires="2026-11-25T10:00:00"),
        brief("2026-11-23T21:45:00", draft="true"),
        brief("2026-11-24T21:45:00"),
        brief("2026-11-23T21:45:00", ""),
    ],
    ids=["of a minute that has one", "a new day", "today", "with an end", "a draft", "of the future", "empty"],
)
def test_a_brief_that_may_change_more_is_a_reason_to_look_at_everything(site, text):
    """
    The site is as a build of everything makes it.
    """
    site.write({"content/wire/n.md": text})

    assert site.build().status == 0

    assert like_anew(site)


@pytest.mark.usefixtures("nobody_reads")
def test_a_mistake_in_a_new_brief_is_told_at_once_with_others(site):
    """
    Nothing is published; what was right is published with the mended one.
    """
    before = site.output()
    site.write({"content/wire/n.md": brief("hier"), "content/wire/m.md": brief("2026-11-23T21:45:00", "[Là](x.md).")})

    assert sorted(site.build().codes) == ["bad-date", "broken-link"]
    assert site.output() == before
    site.write({"content/wire/n.md": brief("2026-11-23T22:45:00"), "content/wire/m.md": brief("2026-11-23T21:45:00")})

    assert rebuilt(site)["rendered"] == 2


@pytest.mark.slow
@pytest.mark.usefixtures("nobody_reads")
def test_briefs_one_after_the_other_in_one_process(site, monkeypatch):
    """
    As the preview builds: each begins with what the one before left in memory, and is told which file is new.
    """
    seed = random.randrange(1 << 32)
    rng = random.Random(seed)
    builds = Builds()
    request = BuildRequest(site.root / "site.yaml", datetime.fromisoformat("2026-11-24T09:00:00+01:00"))
    builds.build(request)
    minutes = rng.sample([minute for minute in range(24 * 60) if minute % 60 != 10], 20)
    for number, minute in enumerate(minutes):
        day = rng.choice((20, 21, 22, 23))
        at = datetime.fromisoformat(f"2026-11-{day}T00:00:00") + timedelta(minutes=minute)
        name = f"content/wire/n{number}.md"
        site.write({name: brief(at.isoformat(), f"{TEXT} Fait numéro {number}.")})
        assert builds.build(request, [name]).rendered == 1, seed
        if number % 4 == 3:
            site.write({name: brief(at.isoformat(), f"{TEXT} Fait corrigé, numéro {number}.", title="Un titre")})
            assert builds.build(request, [name]).rendered == 1, seed
    monkeypatch.undo()
    assert like_anew(site), seed
