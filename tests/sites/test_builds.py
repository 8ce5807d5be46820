"""Builds as a whole: the same bytes anywhere, no write without a change, nothing lost by a failure."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from whole_site import AUTHOR, NOW, RUBRIC, WholeSite, article

PROGRAM = Path(__file__).resolve().parents[2] / "build.py"

SEALED = "Un début public, lisible par tous.\n\n<!-- paywall -->\n\nLa suite, réservée à ceux qui paient."


def press(root: Path) -> WholeSite:
    """Return a small paper: six articles, one author, one rubric, two briefs."""
    files: dict[str, str | bytes] = {
        "content/authors/claire.md": AUTHOR,
        "content/rubrics/imagerie.md": RUBRIC,
        "content/wire/a.md": "---\npublished: 2026-11-23T07:30:00\n---\nUne brève.\n",
        "content/wire/b.md": "---\npublished: 2026-11-23T09:05:00\n---\nUne autre.\n",
    }
    for number in range(1, 7):
        matter = {
            "title": f"Article {number}",
            "published": f"2026-11-{10 + number}T08:00:00",
            "authors": "[claire]",
            "rubric": "imagerie",
            "tags": "[irm]",
        }
        if number % 2:
            files[f"content/articles/a{number}.md"] = article(SEALED, access="abonnes", **matter)
        else:
            files[f"content/articles/a{number}.md"] = article("Un texte public.", **matter)
    return WholeSite(root, files)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "jobs"),
    [
        ({"TZ": "Pacific/Auckland", "LANG": "C", "PYTHONHASHSEED": "1"}, "1"),
        ({"TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"}, "2"),
    ],
)
def test_the_same_sources_give_the_same_bytes_anywhere(tmp_path, environment, jobs):
    """
    Time zone, locale, hash seed, folder and number of processes leave no trace in the output.
    """
    first = press(tmp_path / "one")
    assert first.build().status == 0
    other = tmp_path / "elsewhere" / "deep"
    shutil.copytree(tmp_path / "one", other, ignore=shutil.ignore_patterns("public", "cache*", "outputs"))
    arguments = [
        sys.executable,
        str(PROGRAM),
        "build",
        "--site",
        str(other / "site.yaml"),
        "--now",
        NOW,
        "--jobs",
        jobs,
    ]

    subprocess.run(arguments, cwd="/", env=os.environ | environment, check=True, capture_output=True)

    assert WholeSite(other, site=(other / "site.yaml").read_text()).output() == first.output()


def test_a_build_without_a_change_writes_nothing(tmp_path):
    """
    Not one file of the output, the cache or the workspace gets another time.
    """
    site = press(tmp_path)
    site.build()
    before = site.times()

    run = site.build("--json")

    assert json.loads(run.out) | {"seconds": 0} == {
        "pages": json.loads(run.out)["pages"],
        "sealed": 3,
        "rendered": 0,
        "reused": 10,
        "written": 0,
        "removed": 0,
        "warnings": [],
        "errors": [],
        "next_publication": None,
        "seconds": 0,
        "output": str(tmp_path / "public"),
        "stages": {},
    }
    assert site.times() == before


def test_one_changed_body_renders_one_document(tmp_path):
    """
    A change of one text that leaves its length touches its page and its section, and nothing else.
    """
    site = press(tmp_path)
    site.build()
    before = site.output()
    path = tmp_path / "content/articles/a1.md"
    path.write_text(path.read_text().replace("ceux qui paient", "ceux qui votent"))

    report = json.loads(site.build("--json").out)

    after = site.output()
    changed = {name for name in after if before.get(name) != after[name]}
    assert report["rendered"] == 1
    assert {name for name in changed if not name.startswith("sealed/")} == {"imagerie/a1/index.html"}
    assert report["written"] == len(changed) == 2


@pytest.mark.slow
def test_warm_and_cold_builds_agree(tmp_path):
    """
    After edits of every kind the tree is that of a clean build.
    """
    site = press(tmp_path)
    site.build()
    edits = [
        lambda: site.write({"content/articles/new.md": article(SEALED, access="premium")}),
        lambda: (tmp_path / "content/articles/a2.md").unlink(),
        lambda: (tmp_path / "content/articles/a3.md").rename(tmp_path / "content/articles/a9.md"),
        lambda: site.write({"content/articles/a4.md": article(SEALED, title="Autre", access="abonnes")}),
        lambda: site.write({"content/authors/claire.md": AUTHOR.replace("Journaliste", "Rédactrice")}),
        lambda: site.write({"site.yaml": (tmp_path / "site.yaml").read_text() + "description: Une description\n"}),
    ]
    for edit in edits:
        edit()
        assert site.build().status == 0
        warm = site.output()
        assert site.build("--clean").status == 0
        assert site.output() == warm


def test_a_gated_article_leaves_no_public_trace_of_its_public_past(tmp_path):
    """
    An article that becomes paid is gone from every file at once, its picture too.
    """
    from test_canary import picture

    site = press(tmp_path)
    body = "Un début.\n\n{}Le passage inoubliable sur les aimants.\n\n![Un aimant](aimant.png)\n"
    site.write({"content/articles/x/index.md": article(body.format("")), "content/articles/x/aimant.png": picture("p")})
    site.build()
    assert site.find("inoubliable")
    assert any("aimant" in path for path in site.output())

    site.write({"content/articles/x/index.md": article(body.format("<!-- paywall -->\n\n"), access="abonnes")})
    assert site.build().status == 0

    assert site.find("inoubliable") == []
    assert not [path for path in site.output() if "aimant" in path]


def test_a_tighter_access_removes_the_old_sealed_file_at_once(tmp_path):
    """
    A grace period is for edits: what was opened to more readers must not stay.
    """
    site = press(tmp_path)
    site.build()
    old = {path for path in site.output() if path.endswith(".spw")}
    path = tmp_path / "content/articles/a1.md"
    path.write_text(path.read_text().replace("access: abonnes", "access: premium"))

    site.build()

    assert len(old - set(site.output())) == 1


def test_an_edited_section_keeps_its_old_file_for_the_grace_period(tmp_path):
    """
    A page in somebody's cache still opens for a week.
    """
    site = press(tmp_path)
    site.build()
    old = {path for path in site.output() if path.endswith(".spw")}
    path = tmp_path / "content/articles/a1.md"
    path.write_text(path.read_text().replace("paient", "paient bien"))

    site.build()
    assert old <= set(site.output())
    site.build(now="2026-12-02T09:00:00+01:00")
    assert not old <= set(site.output())


def test_all_errors_come_at_once_and_nothing_is_published(tmp_path):
    """
    A broken article stops the build; what was published is byte for byte what it was.
    """
    site = press(tmp_path)
    site.build()
    before = site.times()
    site.write(
        {
            "content/articles/a1.md": article("<!-- paywal -->\n\nx", access="abonnes"),
            "content/articles/a2.md": article("[x](absent.md)", acces="abonnes"),
            "content/articles/a4.md": article("Texte.", access="no"),
            "content/articles/a6.md": article("[x](absent.md)"),
        }
    )

    run = site.build()

    assert run.status == 1
    assert sorted(run.codes) == sorted(["bad-marker", "unknown-key", "unknown-tier", "broken-link"])
    assert "content/articles/a1.md:7:1: error[bad-marker]" in run.err
    assert {name: time for name, time in site.times().items() if name.startswith("public/")} == {
        name: time for name, time in before.items() if name.startswith("public/")
    }
    assert "Traceback" not in run.err


def test_production_refuses_to_build_without_a_keyset(tmp_path, monkeypatch):
    """
    There is no fallback to a key that everybody has.
    """
    site = press(tmp_path)
    monkeypatch.setenv("MARBRE_ENV", "production")

    assert site.build().codes == ["missing-keyset"]
    monkeypatch.delenv("MARBRE_ENV")
    site.build()
    monkeypatch.setenv("MARBRE_ENV", "production")
    assert site.build().codes == ["dev-keyset"]


@pytest.mark.parametrize(
    ("mode", "content", "code"),
    [
        (0o644, None, "bad-keyset"),
        (0o600, "{}", "bad-keyset"),
        (0o600, "", "bad-keyset"),
    ],
)
def test_a_keyset_that_is_readable_or_damaged_stops_the_build(tmp_path, mode, content, code):
    """
    Doubt about keys never publishes, and no message quotes them.
    """
    site = press(tmp_path)
    site.build()
    path = tmp_path / ".marbre/dev-keyset.json"
    secret = json.loads(path.read_text())["keys"][0]["root"]
    if content is not None:
        path.write_text(content)
    path.chmod(mode)

    run = site.build()

    assert (run.status, run.codes) == (1, [code])
    assert secret not in run.err


def test_a_keyset_of_another_site_stops_the_build(tmp_path):
    """
    One keyset for each site and environment.
    """
    site = press(tmp_path)
    site.build()
    site.write({"site.yaml": (tmp_path / "site.yaml").read_text().replace("www.example.fr", "www.example.org")})

    assert site.build().codes == ["foreign-keyset"]


def test_promoting_a_key_reseals_everything(tmp_path):
    """
    The next build after a promotion leaves no section under the old key.
    """
    site = press(tmp_path)
    site.build()
    old = site["imagerie/a1/index.html"]
    assert site.run("keys", "rotate").out.splitlines()[-1] == "dev-2"
    site.build()
    assert site["imagerie/a1/index.html"] == old

    assert site.run("keys", "promote", "dev-2").status == 0
    site.build()

    assert site["imagerie/a1/index.html"] != old


def test_future_and_expired_articles_come_and_go_by_the_clock(tmp_path):
    """
    Time is an input: the same sources give another site later.
    """
    site = press(tmp_path)
    site.write(
        {
            "content/articles/later.md": article("Bientôt.", published="2026-12-01T08:00:00"),
            "content/articles/gone.md": article("Fini.", expires="2026-11-25T00:00:00"),
            "content/articles/draft.md": article("Brouillon.", draft="true"),
        }
    )
    report = json.loads(site.build("--json").out)
    assert ("later/index.html" in site, "gone/index.html" in site, "draft/index.html" in site) == (False, True, False)
    assert report["next_publication"] == "2026-11-25T00:00:00+01:00"

    site.build(now="2026-12-01T08:00:00+01:00")

    assert ("later/index.html" in site, "gone/index.html" in site) == (True, False)


def test_a_foreign_output_folder_is_refused(tmp_path):
    """
    A build never takes a folder that holds somebody else's files.
    """
    site = press(tmp_path)
    (tmp_path / "public").mkdir()
    (tmp_path / "public/these.txt").write_text("precious")

    run = site.build()

    assert (run.status, run.codes) == (1, ["foreign-output"])
    assert (tmp_path / "public/these.txt").read_text() == "precious"


def test_wrong_usage_is_exit_status_2(tmp_path):
    """
    Exit statuses tell scripts what happened.
    """
    site = press(tmp_path)

    assert site.run("build", "--nonsense").status == 2
    assert site.run("build", now="yesterday").status == 2
