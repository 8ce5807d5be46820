"""An article that comes to the front moves a card on every page of a list; what the audit does then is in proportion."""

import random

import pytest

from generator.press.audit import buckets, explanation, index
from generator.press.audit.audit import AuditResult
from tests.press.audit.audited_site import BuiltSite, page
from tests.press.audit.test_changed_files import found, paper, sentence

CARDS = 20


def card(number: int) -> str:
    return f'<section class="carte">\n<h2>{sentence(number)}</h2>\n<p class="signature">Nadège Pruvost</p>\n</section>'


def lists(site: BuiltSite, newest: int, count: int = 4) -> BuiltSite:
    """Give *site* the pages of a list of cards, the newest first."""
    for number in range(count):
        first = newest - CARDS * number
        cards = map(card, range(first, first - CARDS, -1))
        site.write(
            f"page/{number}/index.html", page("x", f"<p>{sentence(9000)}</p>", *cards, f"<p>{sentence(9001)}</p>")
        )
    return site


def learnt(site: BuiltSite, memory: dict[str, bytes]) -> AuditResult:
    """Audit the site, put what is learnt into *memory*; what it has is its past from now on."""
    result = site.audited(memory or None)
    memory |= result.memory
    site.published = dict(site.outputs)
    return result


def test_a_card_that_moves_is_read_and_the_others_are_not() -> None:
    """Though the tags around a card stand there for each: eight bytes for a hash."""
    site, memory = lists(paper(1), 1000), dict[str, bytes]()
    assert learnt(site, memory).leaks == ()
    lists(site, 1001)

    entries, before = (len(one["public/late"]) // 8 for one in (site.audited(memory).memory, memory))

    everything = lists(BuiltSite(), 1001).audited().memory
    assert 0 < entries - before < 400
    assert sum(len(part) // 8 for name, part in everything.items() if name.startswith("public/")) > 800


@pytest.mark.parametrize("newest", range(1001, 1004))
def test_a_sealed_sentence_that_moves_on_is_found(newest: int) -> None:
    """Wherever in the list it comes to stand: the first card of a page, or the last."""
    site, memory = lists(paper(1), 1000), dict[str, bytes]()
    assert learnt(site, memory).leaks == ()

    lists(site, newest)
    for path, data in site.outputs.items():
        site.write(path, data.replace(sentence(1001).encode(), sentence(1).encode()))

    assert found(site.audited(memory)) == [("page/0/index.html", "articles/a#s1")]


@pytest.mark.slow
@pytest.mark.parametrize("run", range(6))
def test_edition_after_edition_it_tells_what_an_audit_of_all_would(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards come, go and change places, sections come and go; the index is settled and rebuilt in between."""
    seed = random.randrange(1 << 32) + run
    rng = random.Random(seed)
    monkeypatch.setattr(index, "_LARGEST_LATE", rng.choice((200, 2000)))
    monkeypatch.setattr(index, "_SHARE_YOUNG", rng.choice((1, 8, 1000)))
    monkeypatch.setattr(buckets, "_BUCKET", rng.choice((8, 1024)))
    site, memory = lists(paper(1), 1000), dict[str, bytes]()
    learnt(site, memory)
    words = sentence(1).split()
    for _ in range(12):
        lists(site, rng.randrange(1000, 1006))
        for path in rng.sample([path for path in site.outputs if path.startswith("page/")], 2):
            at = rng.randrange(1, 9)
            piece = " ".join(words[at : at + rng.choice((3, 4, 6, 8))])
            edge = f'{" ".join(words[:at])}</h2>\n</section>\n<section class="carte">\n<h2>{piece}'
            old = sentence(rng.randrange(940, 1006))
            new = rng.choice((f"{piece} {old}", edge, f"{old} {piece}", old))
            site.write(path, site.outputs[path].decode().replace(old, new))
        if rng.random() < 0.3:
            number = rng.randrange(2, 5)
            text = f"{sentence(number)} {sentence(1)}"
            site.sources[f"articles/s{number}.md"] = f"---\ntitle: S\n---\n\nVoici.\n\n<!-- paywall -->\n\n{text}\n"
            site.write(
                f"s{number}/index.html", page(f"articles/s{number}", site.seal(f"articles/s{number}", f"<p>{text}</p>"))
            )
        result = site.audited(memory)
        assert found(result) == found(site.audited()), seed
        if result.leaks:
            site.outputs = dict(site.published)
        else:
            memory |= result.memory
            site.published = dict(site.outputs)


@pytest.mark.parametrize("root", ["/", "/gazette/", "https://www.example.fr/"])
def test_authors_to_whom_a_list_leads_are_asked_before_all_others(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a card may begin and end on a list as they did nowhere before: then somebody has to say them."""
    site, memory = lists(paper(40), 1000), dict[str, bytes]()
    for number in range(50):
        site.sources[f"articles/{number}.md"] = f"---\ntitle: {sentence(number)}\n---\nRien.\n"
    said = "Le directeur du musée avait pourtant prévenu son conseil avant le printemps."
    site.sources["articles/secret.md"] = f"---\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\n{said}\n"
    site.write("secret/index.html", page("articles/secret", site.seal("articles/secret", f"<p>{said} Ou presque.</p>")))
    site.sources["articles/musee.md"] = f"---\ntitle: Musée\nstandfirst: {said}\n---\nRien.\n"
    site.write("musee/index.html", page("articles/musee", "<p>Rien.</p>"))
    learnt(site, memory)
    asked: list[str] = []
    took = explanation.said_in_public
    monkeypatch.setattr(
        explanation, "said_in_public", lambda one, rule: (asked.append(one.article), took(one, rule))[1]
    )
    card_of_it = f'<section class="carte">\n<h2><a href="{root}musee/">Musée</a></h2>\n<p>{said}</p>\n</section>'
    site.write(
        "page/0/index.html", site.outputs["page/0/index.html"].decode().replace("</body>", f"{card_of_it}\n</body>")
    )

    assert learnt(site, memory).leaks == ()
    assert asked[-1] == "articles/musee"
    assert len(asked) < 5, asked
