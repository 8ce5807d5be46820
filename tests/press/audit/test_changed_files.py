"""Of a file that was read before, only what is new is read, and nothing is missed by that."""

import random

import pytest

from generator.press.audit.audit import AuditResult
from tests.press.audit.audited_site import BuiltSite, page

WORDS = (
    "marché",
    "mairie",
    "canal",
    "pont",
    "école",
    "gare",
    "lavoir",
    "moulin",
    "halle",
    "place",
    "fontaine",
    "rempart",
)


def sentence(number: int) -> str:
    """Return twelve words that stand in this order under no other number."""
    return " ".join(random.Random(number).choices(WORDS, k=12)) + "."


def paragraphs(*numbers: int) -> str:
    return "\n".join(f"<p>{sentence(number)}</p>" for number in numbers)


def paper(*numbers: int) -> BuiltSite:
    """Return a site with a long page, and an article whose section says the sentences of these numbers."""
    site = BuiltSite()
    body = "\n\n".join(map(sentence, numbers))
    site.sources["articles/a.md"] = f"---\ntitle: Au marché\n---\n\nVoici.\n\n<!-- paywall -->\n\n{body}\n"
    site.write("a/index.html", page("articles/a", site.seal("articles/a", paragraphs(*numbers))))
    return site.write("long/index.html", page("x", paragraphs(*range(100, 300))))


def published(site: BuiltSite) -> AuditResult:
    """Audit the site; what it has is its past from now on."""
    result = site.audited()
    assert result.leaks == ()
    site.published = dict(site.outputs)
    return result


def found(result: AuditResult) -> list[tuple[str, str]]:
    return [(leak.output, leak.section) for leak in result.leaks]


def test_what_a_page_said_before_is_not_read_again() -> None:
    """Eight bytes for each hash: two hundred paragraphs have thousands, one has some tens."""
    site = paper(1)
    memory = published(site).memory
    site.write("long/index.html", page("x", paragraphs(*range(100, 200), 7, *range(200, 300))))

    entries = len(site.audited(memory).memory["public/late"]) // 8

    site.published = {}
    assert 0 < entries < 100 < len(site.audited(memory).memory["public/late"]) // 8


@pytest.mark.parametrize("at", [100, 200, 299])
def test_a_sealed_sentence_that_comes_to_a_page_is_found(at: int) -> None:
    """At the beginning, in the middle, at the end."""
    site = paper(1)
    memory = published(site).memory

    site.write("long/index.html", page("x", paragraphs(*range(100, at), 1, *range(at, 300))))

    assert found(site.audited(memory)) == [("long/index.html", "articles/a#s1")]


def test_halves_that_meet_for_the_first_time_are_found() -> None:
    """Both lines were in the paragraph before, with a third between them."""
    site = paper(1)
    words = sentence(1).split()
    first, second = (
        f"<p>{' '.join(words[1:4])} <b>{' '.join(words[4:6])}</b>",
        f"<b>{words[6]}</b> {' '.join(words[7:11])}</p>",
    )
    site.write("long/index.html", page("x", first, "<b>et quelques mots</b>", second))
    memory = published(site).memory

    site.write("long/index.html", page("x", first, second))

    assert found(site.audited(memory)) == [("long/index.html", "articles/a#s1")]


def test_a_past_of_other_bytes_is_not_believed() -> None:
    """Somebody wrote to the published folder: what stands there was never read."""
    site = paper(1)
    memory = published(site).memory
    site.published["long/index.html"] = page("x", paragraphs(100, 101, 1, 102, 103)).encode()

    site.write("long/index.html", page("x", paragraphs(100, 101, 1, 102, 103), "<hr>"))

    assert found(site.audited(memory)) == [("long/index.html", "articles/a#s1")]


def test_a_past_that_cannot_be_read_is_none() -> None:
    """The file went while it was asked for."""
    site = paper(1)
    memory = published(site).memory
    site.write("long/index.html", page("x", paragraphs(1)))

    def gone() -> bytes:
        raise FileNotFoundError

    site._earlier = lambda _path: gone  # type: ignore[method-assign]  # a file system that changes under the audit

    assert found(site.audited(memory)) == [("long/index.html", "articles/a#s1")]


def test_what_another_page_had_first_is_found_where_it_stays() -> None:
    """The page that brought the sentence drops it in the same build in which it is sealed."""
    site = paper(1)
    site.write("b/index.html", page("y", paragraphs(3, 50)))
    memory = dict(published(site).memory)
    site.write("c/index.html", page("z", paragraphs(50)))
    memory |= site.audited(memory).memory
    site.published = dict(site.outputs)

    site.write("b/index.html", page("y", paragraphs(3, 4)))
    element = site.seal("articles/n", paragraphs(50))
    site.sources["articles/n.md"] = f"---\ntitle: Neuf\n---\n\n<!-- paywall -->\n\n{sentence(50)}\n"
    site.write("n/index.html", page("articles/n", element))

    assert found(site.audited(memory)) == [("c/index.html", "articles/n#s1")]


def test_a_sentence_may_be_sealed_that_the_page_said_until_now() -> None:
    """Its hash is among those of the page's past, and the page has it no more."""
    site = paper(1)
    site.write("n/index.html", page("articles/n", paragraphs(50)))
    memory = published(site).memory

    site.write("n/index.html", page("articles/n", site.seal("articles/n", paragraphs(50))))
    site.sources["articles/n.md"] = f"---\ntitle: Neuf\n---\n\n<!-- paywall -->\n\n{sentence(50)}\n"

    assert found(site.audited(memory)) == []


def test_a_page_that_changes_often_is_read_as_a_whole_again() -> None:
    """Else each build would add a number to those that it keeps, for ever."""
    site = paper(1)
    site.write("long/index.html", page("x", paragraphs(2)))
    memory = dict(published(site).memory)
    most = 0
    for number in range(100, 300):
        site.write("long/index.html", page("x", paragraphs(number)))
        memory |= site.audited(memory).memory
        site.published = dict(site.outputs)
        most = max(most, sum(len(part) for name, part in memory.items() if name.startswith("units/")))

    assert most < 200 * 4


@pytest.mark.parametrize("_round", range(3))
def test_edit_after_edit_it_tells_what_an_audit_of_all_would(_round: int) -> None:
    """Paragraphs come, go and move between pages; sometimes a sealed one is among them, or is sealed from now on."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    site = paper(1, 2)
    pages = [f"p{number}/index.html" for number in range(4)]
    said = {path: chance.choices(range(10, 30), k=8) for path in pages}
    for path in pages:
        site.write(path, page("x", paragraphs(*said[path])))
    memory = dict(published(site).memory)

    for step in range(25):
        for path in chance.sample(pages, 2):
            said[path][chance.randrange(8)] = chance.choice(
                [1, 2, *range(10, 30)] if chance.random() < 0.3 else range(10, 30)
            )
            site.write(path, page("x", paragraphs(*said[path])))
        if step % 5 == 4:
            sealed = chance.randrange(10, 30)
            name = f"articles/s{step}"
            site.sources[f"{name}.md"] = f"---\ntitle: Neuf\n---\n\n<!-- paywall -->\n\n{sentence(sealed)}\n"
            site.write(f"s{step}/index.html", page(name, site.seal(name, paragraphs(sealed))))
        result = site.audited(memory)
        assert found(result) == found(site.audited())
        if result.leaks:  # as a build would: nothing is published; somebody takes it out
            for path in pages:
                sealed_now = {1, 2} | {
                    number for number in said[path] if sentence(number) in "".join(site.sources.values())
                }
                said[path] = [number if number not in sealed_now else 30 + step for number in said[path]]
                site.write(path, page("x", paragraphs(*said[path])))
            result = site.audited(memory)
        assert result.leaks == ()
        memory |= result.memory
        site.published = dict(site.outputs)
