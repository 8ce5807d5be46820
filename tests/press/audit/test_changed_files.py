"""Of a file that was read before, only what is new is read, and nothing is missed by that."""

import base64
import gzip
import random
from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest

from generator.paywall.keys import Keyset, Root
from generator.paywall.sealing import seal_section
from generator.press.audit import again
from generator.press.audit.audit import AuditResult, audit_changes
from generator.press.audit.changes import Changes
from tests.press.audit.audited_site import KEYSET, BuiltSite, asset, page

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
    assert 0 < entries < 50 < 500 < len(site.audited(memory).memory["public/late"]) // 8


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
    wrong = paragraphs(*range(100, 120), 1, *range(120, 160))
    site.published["long/index.html"] = page("x", wrong).encode()

    site.write("long/index.html", page("x", wrong, "<hr>"))

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
    site.write("b/index.html", page("y", paragraphs(*range(300, 340), 50, *range(340, 380))))
    memory = dict(published(site).memory)
    site.write("c/index.html", page("z", paragraphs(*range(400, 440), 50, *range(440, 480))))
    memory |= site.audited(memory).memory
    site.published = dict(site.outputs)
    site.write("c/index.html", page("z", paragraphs(*range(400, 440), 50, *range(440, 480)), "<hr>"))
    memory |= site.audited(memory).memory
    site.published = dict(site.outputs)

    site.write("b/index.html", page("y", paragraphs(*range(300, 380))))
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


def test_a_page_that_changes_often_is_read_as_a_whole_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each build would add a number to those that it keeps, for ever."""
    monkeypatch.setattr(again, "_MOST_UNITS", 0.5)
    site = paper(1)
    memory = dict(published(site).memory)
    most = 0
    for number in range(400, 600):
        site.write("long/index.html", page("x", paragraphs(*range(100, 130), number, *range(130, 160))))
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


SECRET = "Toute fusion de dossiers se fait à deux et jamais devant le même écran explique Nadège Pruvost"
HEADING = "La règle des deux regards"
PICTURE = b"\xff\xd8\xff" + random.Random(5).randbytes(200_000)
SECRET_WORDS = SECRET.split()
MARKUP_LINES = "\n".join(["<wbr>"] * 10)
PARTS = " ".join(SECRET_WORDS[:4]), " ".join(SECRET_WORDS[4:9])
ENCODED = base64.b64encode(SECRET.encode()).decode()
LINES = [ENCODED[start : start + 20] for start in range(0, len(ENCODED), 20)]
INVISIBLE = [("\u200b" * 12).join(word) for word in SECRET_WORDS]
FILL, MORE_FILL = ("\n\n".join(f'"{kind}{at}", "mot{at}"' for at in range(60)) for kind in "rt")
DATA = f'{FILL}\n\n"Toute fusion de", "dossiers se fait", "à deux et jamais", "devant le même"\n\n{MORE_FILL}'


def words(start: int, end: int) -> str:
    return " ".join(SECRET_WORDS[start:end])


def around(heading: str) -> str:
    return f"<p>Avant.</p>\n\n<h1>\n\n{heading}\n\n</h1>\n\n<p>Suite.</p>"


def word_lines(words: list[str]) -> str:
    return "\n".join(f"<b>{word}</b>\n<wbr>" for word in ["début", "du", "début", *words, "fin", "de", "fin"])


def cells(*texts: str) -> str:
    return "\n".join(f"<td>{text}</td>" for text in texts)


def inline(data: bytes) -> str:
    return f'<img src="data:image/jpeg;base64,{base64.b64encode(PICTURE[:3] + data).decode()}">'


FEW_CELLS = cells("Toute fusion", "de dossiers se fait", *(f"mot{at} autre{at} chose{at}" for at in range(20)))
LONG_TAG = "<a\n" + "\n".join(f'data-x{at}="mot autre chose"' for at in range(40)) + ">"
ONE_TAG = f'<a title="{"mot autre " * 40}">'
TAG = f'<a title="{"mot " * 300}">{PARTS[1]}</a>'
CHANGES = {
    "a short heading over two lines": (around("Titre"), around("La règle\ndes deux regards")),
    "a short heading with quotes": (around("Titre"), around('La "règle" des deux regards')),
    "lines in another order": (word_lines(sorted(SECRET_WORDS)), word_lines(SECRET_WORDS)),
    "cells, some at a time": (
        FEW_CELLS,
        f"{FEW_CELLS}\n{cells('fait à deux et jamais devant', 'le même écran explique Nadège Pruvost')}",
    ),
    "a picture, half at a time": (
        f"{inline(PICTURE[:35_000])}\n<hr>",
        f"{inline(PICTURE[:35_000])}\n{inline(PICTURE[40_000:75_000])}",
    ),
    "every other line of base64": (
        "\n\n".join(line if at % 2 else "A" * 19 + "b" for at, line in enumerate(LINES)),
        "\n\n".join(LINES),
    ),
    "a second percent sign": (
        '<a href="/anticonstitutionnell%65ment">x</a>\n<p>50</p>',
        '<a href="/anticonstitutionnell%65ment">x</a>\n<a href="/b%20c">x</a>',
    ),
    "data that becomes prose": (f'{{"a": 1,\n\n{DATA}}}', f"Voici :\n\n{DATA}}}"),
    "lines of markup between": (
        f"<b>Zut</b>\n{MARKUP_LINES}\n<b>{PARTS[1]}</b>",
        f"<b>{PARTS[0]}</b>\n{MARKUP_LINES}\n<b>{PARTS[1]}</b>",
    ),
    "a long tag between": (f"<b>Zut</b>\n{TAG}", f"<b>{PARTS[0]}</b>\n{TAG}"),
    "words that were two texts": (
        f"<h2>{words(0, 4)}</h2>\n<p>{words(4, 7)}</p>",
        f"<h2>{words(0, 4)}</h2>\n<p>{words(4, 7)}</p>\n<p>{words(0, 7)}</p>",
    ),
    "a tag of many lines between": (
        f"<p>Zut\n{LONG_TAG}</a>\n{words(5, 10)}</p>",
        f"<p>{words(0, 5)}\n{LONG_TAG}</a>\n{words(5, 10)}</p>",
    ),
    "a long tag between, in a feed": (
        escape(f"<p>Zut\n{ONE_TAG}</a>\n{words(5, 10)}</p>"),
        escape(f"<p>{words(0, 5)}\n{ONE_TAG}</a>\n{words(5, 10)}</p>"),
    ),
    "data in a comment": (f'<!-- {{"a": 1,\n{DATA}}} -->', f'<!-- Voici : {{"a": 1,\n{DATA}}} -->'),
    "the end of data": (f'<script>[\n{DATA}\n{{"a": 1}}]</script>', f"<script>[\n{DATA}\n1]</script>"),
    "signs that nobody sees": (
        f"{' '.join(INVISIBLE[:5])}\n\nzut",
        f"{' '.join(INVISIBLE[:5])}\n\n{' '.join(INVISIBLE[5:9])}",
    ),
}


def secret_site() -> BuiltSite:
    """Return a site whose sealed section has a heading, a sentence, a long word and a picture."""
    long_word = "anticonstitutionnellement"
    text = f"## {HEADING}\n\n{SECRET} {long_word}"
    site = BuiltSite({"articles/a.md": f"---\ntitle: A\n---\n\nVoici.\n\n<!-- paywall -->\n\n{text}\n"})
    html = f"<h2>{HEADING}</h2>\n<p>{SECRET} {long_word}</p>"
    element = site.seal("articles/a", html, assets=(asset("articles/a", PICTURE),))
    for number in range(9):
        site.write(f"f{number}.txt", f"page {number}")
    return site.write("a/index.html", page("articles/a", element))


FAR = paragraphs(*range(500, 560))


@pytest.mark.parametrize("frame", [("", ""), (f"<main>\n{FAR}", f"{FAR}\n</main>\n")], ids=["bare", "in a page"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_leak_that_comes_in_pieces_is_found(change: str, frame: tuple[str, str]) -> None:
    """What is new tells nothing by itself; with what stands there already it does."""
    before, after = (f"{frame[0]}{text}{frame[1]}" for text in CHANGES[change])
    site = secret_site()
    site.write("t.html", before)
    memory = published(site).memory

    site.write("t.html", after)
    leaks = found(site.audited(memory))

    assert leaks == found(site.audited())
    assert leaks or change in ("data that becomes prose", "data in a comment", "the end of data")


def test_a_short_heading_is_found_between_lines_that_other_files_have() -> None:
    """It stands alone there, too: the words before and after are on the other side of a tag."""
    site = secret_site()
    site.write("t.html", around("Zut alors"))
    site.write("u.html", around("La règle\ndes deux regards"))

    assert found(site.audited()) == [("u.html", "articles/a#s1")]


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (word_lines(sorted(SECRET_WORDS)), word_lines(SECRET_WORDS)),
        (f"<b>Zut</b>\n{TAG}\n<hr>", f"<b>{PARTS[0]}</b>\n{TAG}\n<hr>"),
        (
            f"<b>Zut</b>\n{MARKUP_LINES}\n<b>{PARTS[1]}</b>\n<hr>",
            f"<b>{PARTS[0]}</b>\n{MARKUP_LINES}\n<b>{PARTS[1]}</b>\n<hr>",
        ),
    ],
    ids=["in another order", "after a long tag", "after lines of markup"],
)
def test_words_are_found_among_lines_that_another_file_has(known: str, other: str) -> None:
    """All that is new is where they stand."""
    site = secret_site()
    site.write("t.html", known).write("u.html", other)

    assert found(site.audited()) == [("u.html", "articles/a#s1")]


@pytest.mark.parametrize(
    ("here", "before", "after"),
    [
        (
            cells("Toute fusion", "de dossiers se fait"),
            "<hr>",
            cells("fait à deux et jamais devant", "le même écran explique Nadège Pruvost"),
        ),
        (inline(PICTURE[:35_000]), "<hr>", inline(PICTURE[40_000:75_000])),
        ('<a href="/anticonstitutionnell%65ment">x</a>', "<hr>", '<a href="/b%20c">x</a>'),
    ],
    ids=["cells", "picture", "percent"],
)
def test_what_is_told_by_pieces_far_from_each_other_is_found(here: str, before: str, after: str) -> None:
    """Two few words, two pieces of a picture, two signs of an encoding."""
    site = secret_site()
    site.write("t.html", f"<main>\n{here}\n{FAR}\n{before}\n{FAR}\n</main>")
    memory = published(site).memory

    site.write("t.html", f"<main>\n{here}\n{FAR}\n{after}\n{FAR}\n</main>")

    leaks = found(site.audited(memory))
    assert leaks == found(site.audited())
    assert leaks


def test_a_key_that_opens_what_none_opened_is_a_reason_to_read_everything() -> None:
    """The section is public already, in a file that nobody could compare with it."""
    site = secret_site()
    first = KEYSET.primary
    other = replace(first, kid="autre", status="enabled", root=Root(bytes(range(1, 33))))
    said = "Un secret tout autre que personne ne devait lire avant la fin du mois prochain"
    sealing = Keyset(KEYSET.site, (replace(other, status="primary"),))
    sealed = seal_section(
        keyset=sealing, article="articles/b", section="s1", policy=["tier:abonnes"], not_before=0, html=f"<p>{said}</p>"
    )
    site.write(f"sealed/{sealed.name}", sealed.data).write("t.html", page("x", f"<p>{said}</p>"))
    memory = site.audited().memory

    site.keyset = replace(KEYSET, keys=(first, other))
    leaks = found(site.audited(memory))

    assert leaks == found(site.audited()) == [("t.html", "articles/b#s1")]


def test_pieces_of_one_word_far_from_the_signs_that_tell_of_them_are_found() -> None:
    """Soft line ends are undone where a text has other signs of that encoding, wherever these stand."""
    plain = FAR.replace("<p>", "").replace("</p>", "")
    site = secret_site()
    site.write("t.html", f"<pre>\nVoil=C3=A0 =C3=A9t=C3=A9\n{plain}\nzut\n{plain}\n</pre>")
    memory = published(site).memory

    site.write("t.html", f"<pre>\nVoil=C3=A0 =C3=A9t=C3=A9\n{plain}\nanticons=\ntitution=\nnellement\n{plain}\n</pre>")

    assert found(site.audited(memory)) == [("t.html", "articles/a#s1")]


@pytest.mark.slow
@pytest.mark.parametrize("space", ["", " "], ids=["in lines", "in words"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["as it is", "compressed"])
def test_a_line_in_the_midst_of_something_long_that_is_encoded_is_enough(
    pack: Callable[[bytes], bytes], space: str
) -> None:
    """What is encoded is read from where it begins."""
    noise = random.Random(3).randbytes(9_000).hex().encode()
    data = base64.b64encode(pack(noise + f" {SECRET} ".encode() + noise)).decode()
    lines = [f"{data[at : at + 20]}{space}{data[at + 20 : at + 40]}" for at in range(0, len(data), 40)]
    broken = [*lines[:300], "A" * 40, *lines[301:]]
    site = secret_site()
    site.write("t.html", "\n".join([f"<main>\n{FAR}{FAR * 20}\n<pre>", *broken, "</pre></main>"]))
    memory = dict(site.audited().memory)
    site.published = dict(site.outputs)

    site.write("t.html", "\n".join([f"<main>\n{FAR}{FAR * 20}\n<pre>", *lines, "</pre></main>"]))

    assert found(site.audited(memory)) == found(site.audited())


def test_a_file_is_not_sealed_because_of_its_name() -> None:
    """No key opens it, so its bytes are read; and it hides nobody who says the same."""
    site = secret_site()
    site.write("p.spw", f"<p>{SECRET}</p>").write("z.html", f"<p>{SECRET}</p>")

    assert {output for output, _ in found(site.audited())} >= {"p.spw"}
    site.outputs.pop("p.spw")
    assert found(site.audited()) == [("z.html", "articles/a#s1")]


def test_an_author_is_asked_for_what_was_published_and_for_nothing_else() -> None:
    """A source that somebody edits meanwhile, and that is not among the changes, explains nothing."""
    site = secret_site()
    site.sources["articles/y.md"] = "---\ntitle: Y\n---\n\nRien.\n"
    site.write("y/index.html", page("articles/y", FAR))
    memory = published(site).memory
    disk = {f"content/{path}": text.encode() for path, text in site.sources.items()}
    disk["content/articles/y.md"] += SECRET.encode()

    site.write("y/index.html", page("articles/y", FAR, f"<p>{SECRET}</p>"))
    changed = [file for file in site.files() if file.path == "y/index.html"]
    result = audit_changes(
        changes=Changes(changed, []),
        keyset=KEYSET,
        memory=lambda names: {name: memory[name] for name in names if name in memory},
        teaser=site.teaser,
        read=disk.__getitem__,
    )

    assert result is None


def test_lines_without_words_take_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of a drawing, or of a sitemap: a quadratic search would take minutes."""
    steps: list[int] = []
    words = again._Lines._words
    monkeypatch.setattr(again._Lines, "_words", lambda *about: steps.append(1) or words(*about))
    site = paper(1)
    paths = [f'<path d="M{number} {number}" class="a"/>' for number in range(3000)]
    site.write("plan.svg", "\n".join(["<svg>", *paths, "</svg>"]))
    memory = published(site).memory

    paths[1500] = '<path d="M0 0" class="b"/>'
    site.write("plan.svg", "\n".join(["<svg>", *paths, "</svg>"]))

    assert found(site.audited(memory)) == []
    assert 0 < len(steps) < 80
