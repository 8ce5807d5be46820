"""What is no leak by its place is judged once, as long as it is the same place."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from generator.engine.records import unpack
from generator.press.audit.audit import AuditResult, audit
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.needles import SealedText, needles_of
from generator.press.audit.reader import Budget, Reader
from generator.press.audit.words import Vocabulary
from tests.press.audit.audited_site import BuiltSite, page
from tests.press.audit.test_changed_files import found, paper, paragraphs, sentence
from tests.press.audit.test_lists_that_move_on import learnt

SYLLABLES = [
    f"{a}{b}{c}" for a in ("mar", "cou", "pel", "tri", "gos") for b in ("li", "da", "no") for c in ("met", "ron")
]


def chance(site: BuiltSite, *numbers: int) -> BuiltSite:
    """Give *site* pages on which the end of one card and the beginning of the next make words that are sealed."""
    words = sentence(1).split()
    for number in numbers:
        edge = f"<h3>{' '.join(words[1:5])}</h3>\n<h3>{' '.join(words[5:9])}</h3>"
        site.write(f"chance/{number}/index.html", page("x", paragraphs(*range(500, 520), number), edge))
    return site


def counting(
    site: BuiltSite, memory: dict[str, bytes], sources: Sequence[SourceFile] = ()
) -> tuple[AuditResult, Counter[str]]:
    """Audit the site as `learnt` does; return with it how often each file was read."""
    reads: Counter[str] = Counter()

    def counted(file: AuditedFile) -> AuditedFile:
        def read() -> bytes:
            reads[file.path] += 1
            return file.read()

        return replace(file, read=read)

    result = audit(
        outputs=list(map(counted, site.files())), sources=sources or site.asked(), keyset=site.keyset, memory=memory, names=site.names
    )  # fmt: skip
    memory |= result.memory
    site.published = dict(site.outputs)
    return result, reads


def test_what_met_by_chance_is_judged_once() -> None:
    """Not at each build anew, in all files that share a block with the first that had it."""
    site, memory = chance(paper(1), 600, 601, 602, 603), dict[str, bytes]()
    assert learnt(site, memory).leaks == ()

    chance(site, 700)
    assert counting(site, memory)[0].leaks == ()
    chance(site, 701)
    result, reads = counting(site, memory)

    assert result.leaks == ()
    assert {path for path in reads if path.endswith(".html")} == {"chance/701/index.html"}


def test_of_many_files_that_share_a_part_few_sources_are_asked() -> None:
    """The first of its kind is another: all that share its menu are read, for its own words may be theirs; few authors are."""
    site, memory = paper(1), dict[str, bytes]()
    words = sentence(1).split()
    edge = f"<h3>{' '.join(words[1:5])}</h3>\n<h3>{' '.join(words[5:9])}</h3>"
    site.write("first/index.html", page("x", paragraphs(*range(500, 520)), edge))
    for number in range(250):
        site.sources[f"articles/b{number}.md"] = f"---\ntitle: Rien\n---\n\n{sentence(3000 + number)}\n"
        text = paragraphs(*range(500, 520), 3000 + number)
        site.write(f"b{number}/index.html", page(f"articles/b{number}", text))
    assert learnt(site, memory).leaks == ()

    site.write("first/index.html", page("x", paragraphs(*range(500, 520)), edge, paragraphs(600)))
    asked: list[str] = []
    sources = [replace(one, read=lambda one=one: (asked.append(one.path), one.read())[1]) for one in site.asked()]
    result, reads = counting(site, memory, sources)

    assert result.leaks == ()
    assert sum(path.startswith("b") for path in reads) == 250  # a change that asks fewer is welcome
    assert 0 < len(asked) <= 205


def test_what_was_judged_is_judged_again_for_another_section() -> None:
    """A title and the publication's name behind it are no sentence of the first, and the heading of the second."""
    words = "Ils comptent leurs pas chaque nuit"
    site, memory = BuiltSite(), dict[str, bytes]()
    for number in range(6):  # of neighbouring runs one stands for all
        text = f"{sentence(number)[:-1]} {words[4:]} Sagittale {sentence(number + 50)}"
        site.write(
            f"a{number}/index.html", page(f"articles/a{number}", site.seal(f"articles/a{number}", f"<p>{text}</p>"))
        )
    site.write("b/index.html", page("x", f"<p>{sentence(100)}</p>", title=words[4:]))
    assert learnt(site, memory).leaks == ()
    assert unpack(memory["about"])["cleared"]  # type: ignore[index, call-overload]  # a table of names

    heading = f"<h2>{words[4:]} Sagittale</h2>\n<p>{sentence(200)}</p>"
    site.write("c/index.html", page("articles/c", site.seal("articles/c", heading)))

    assert found(site.audited(memory)) == found(site.audited()) == [("b/index.html", "articles/c#s1")]


def across(words: list[str], start: int) -> str:
    """Return eight sealed words with an edge in their midst."""
    return f"<h3>{' '.join(words[start : start + 4])}</h3>\n<h3>{' '.join(words[start + 4 : start + 8])}</h3>"


@cache
def in_three_pieces() -> list[str]:
    """Return words of which `across` gives one needle from 0, 8 and 16 on: one or two are chance, three a passage."""
    for seed in range(10_000):
        words = random.Random(seed).sample(SYLLABLES, 26)
        needles = needles_of(
            SealedText("x", "a", "s1", html=f"<p>{' '.join(words)}.</p>"), Vocabulary(), with_words=True
        )
        places = []
        for start in (0, 8, 16):
            data = page("x", paragraphs(600), across(words, start), paragraphs(601)).encode()
            said = {value for _, found in Reader(Vocabulary()).data(data, "plain", Budget()) for value in found}
            places.append([needles.places[value] for value in needles.runs & said])
        if [len(some) for some in places] == [1, 1, 1] and places[2][0] - places[0][0] <= 16:
            return words
    raise AssertionError("no words")


def gated(text: str, public: str = "Voici.") -> str:
    return f"---\ntitle: Titre\n---\n\n{public}\n\n<!-- paywall -->\n\n{text}\n"


def sealed_in_three_pieces() -> tuple[BuiltSite, list[str]]:
    words = in_three_pieces()
    site = BuiltSite()
    site.sources["articles/a.md"] = gated(" ".join(words))
    site.write("a/index.html", page("articles/a", site.seal("articles/a", f"<p>{' '.join(words)}.</p>")))
    return site, words


def piece(words: list[str], start: int, around: int) -> list[str]:
    return [paragraphs(*range(around, around + 20)), across(words, start), paragraphs(*range(around + 50, around + 70))]


@pytest.mark.parametrize("goes", [True, False])
def test_pages_that_share_a_block_are_asked_when_the_one_that_had_it_first_is_another(goes: bool) -> None:
    """Three pages have a piece each, and a fourth all three: only the first three were judged."""
    site, words = sealed_in_three_pieces()
    memory: dict[str, bytes] = {}
    for start in (0, 8, 16):
        site.write(f"f{start}/index.html", page("x", *piece(words, start, 100 * start)))
    site.write("g/index.html", page("x", *(part for start in (0, 8, 16) for part in piece(words, start, 100 * start))))
    assert learnt(site, memory).leaks == ()

    for start in (0, 8, 16):
        if goes:
            del site.outputs[f"f{start}/index.html"]
        else:
            site.write(f"f{start}/index.html", page("x", paragraphs(*range(100 * start, 100 * start + 20))))
        site.write(f"h{start}/index.html", page("x", *piece(words, start, 5000 + 100 * start)))

    assert found(site.audited(memory)) == [("g/index.html", "articles/a#s1")]


@pytest.mark.parametrize("elsewhere", [True, False])
def test_what_was_judged_counts_with_what_loses_its_author(elsewhere: bool) -> None:
    """Of three pieces two were quoted by somebody, so one was left, and no leak."""
    site, words = sealed_in_three_pieces()
    memory: dict[str, bytes] = {}
    site.write("f/index.html", page("x", *(part for start in (0, 8, 16) for part in piece(words, start, 100 * start))))
    quoted = [" ".join(words[start : start + 8]) for start in (8, 16)]
    site.sources["articles/b.md"] = f"---\ntitle: B\n---\n\nBonjour {quoted[0]}.\n\nEt {quoted[1]}.\n"
    site.write("b/index.html", page("articles/b", paragraphs(900)))
    assert learnt(site, memory).leaks == ()

    site.sources["articles/b.md"] = "---\ntitle: B\n---\n\nBonjour.\n"
    if elsewhere:
        site.write("g/index.html", page("y", *piece(words, 0, 7000)))

    assert found(site.audited(memory)) == [("f/index.html", "articles/a#s1")]


def test_a_byline_is_one_as_long_as_its_author_is_there() -> None:
    """A sealed list of names is public while all of them are authors."""
    byline = "par Clairette Dumasson et Paulin Lamyrand"
    site, memory = BuiltSite(), dict[str, bytes]()
    for name in ("Clairette Dumasson", "Paulin Lamyrand"):
        site.sources[f"authors/{name.split()[0].lower()}.md"] = f"---\nname: {name}\n---\n"
    site.sources["articles/a.md"] = gated(byline)
    site.write("a/index.html", page("articles/a", site.seal("articles/a", f"<p>{byline}</p>")))
    site.write("f/index.html", page("x", paragraphs(1, 2), f"<p>{byline}</p>", paragraphs(3, 4)))
    assert learnt(site, memory).leaks == ()
    assert not unpack(memory["about"])["cleared"]  # type: ignore[index, call-overload]  # wherever it stands, so no place is kept

    del site.sources["authors/paulin.md"]

    assert found(site.audited(memory)) == found(site.audited()) == [("f/index.html", "articles/a#s1")]


def test_a_publication_of_another_name_is_judged_again() -> None:
    """Behind a title stands what is no name any more."""
    title = "comptent leurs pas chaque nuit"
    site, memory = BuiltSite(texts={"site.yaml": "title: Sagittale"}), dict[str, bytes]()
    for number in range(6):  # of neighbouring runs one stands for all
        text = f"{sentence(number)[:-1]} {title} Sagittale {sentence(number + 50)}"
        site.sources[f"articles/a{number}.md"] = gated(text)
        site.write(
            f"a{number}/index.html", page(f"articles/a{number}", site.seal(f"articles/a{number}", f"<p>{text}</p>"))
        )
    site.write("f/index.html", page("x", paragraphs(100), title=title))
    assert learnt(site, memory).leaks == ()

    site.names, site.texts = ("Autre",), {"site.yaml": "title: Autre"}

    assert set(found(site.audited(memory))) == set(found(site.audited())) != set()
