"""What a source means to seal, to a careless eye, and the output shows without a section."""

import hashlib

import pytest

from generator.press.audit.crude import looks_marked, read_crudely
from tests.press.audit.audited_site import BuiltSite, page

MARKS = [
    "<!-- paywall -->",
    "<!--paywall-->",
    "<!-- PAYWALL -->",
    "<!-- pay wall -->",
    "<!-- paywal -->",
    "<!– paywall –>",
    "<!- paywall ->",
    "&lt;!-- paywall --&gt;",
    "<!-- pay\u200bwall -->",
    "  > <!-- paywall -->",
    "<paywall>",
    "::: paywall",
    "::: paywal premium",
    ":: paywall",
    "::::paywall",
    "： ： ： paywall".replace(" ", ""),
    "{% paywall %}",
    "{{< paywall >}}",
    "[//]: # (paywall)",
    "<!-- members-only -->",
    "<!--more--><!-- paywall -->".removeprefix("<!--more-->"),
]
PROSE = [
    "Le paywall de ce journal est ouvert.",
    "paywall : un mot anglais",
    "> Un paywall n’est pas un mur.",
    "- paywall",
    "## Paywall",
    "<!-- à relire -->",
    "::: note",
    "<p>railway</p>",
    "",
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_marker_of_any_spelling_needs_a_section(mark: str) -> None:
    """A page whose source has a marker and that shows no section was published in clear."""
    source = f"---\ntitle: A\naccess: abonnes\n---\n\nLe début.\n\n{mark}\n\nLa suite est à lire.\n"
    site = BuiltSite({"articles/a.md": source})
    site.write("a/index.html", page("articles/a", "<p>Le début.</p>", "<p>La suite est à lire.</p>"))

    (leak,) = site.audited().leaks

    assert (leak.output, leak.section, str(leak.source), leak.encoding) == (
        "a/index.html",
        "articles/a#",
        "content/articles/a.md:8",
        "never sealed",
    )


@pytest.mark.parametrize("line", PROSE)
def test_prose_about_paywalls_is_no_marker(line: str) -> None:
    """The word alone marks nothing."""
    assert not looks_marked(line)


def test_a_marker_in_a_code_block_is_text() -> None:
    """Documentation may show how to write one; after the block, a line is a marker again."""
    crude = read_crudely(
        "```\n<!-- paywall -->\n::: paywall\n```\n\n~~~ text\n<!-- paywall -->\n~~~\n<!-- paywall -->\n"
    )

    assert crude.marks == (9,)


@pytest.mark.parametrize("access", ["abonnes", '"premium"', "[abonnes, premium]", "", "Public!"])
def test_a_gated_article_without_a_section_is_a_leak(access: str) -> None:
    """Whatever is not the word `public` means somebody."""
    site = BuiltSite({"articles/a.md": f"---\ntitle: A\naccess: {access}\n---\nTout le texte.\n"})
    site.write("a/index.html", page("articles/a", "<p>Tout le texte.</p>"))

    assert [str(leak.source) for leak in site.audited().leaks] == ["content/articles/a.md:3"]


def test_the_rules_of_the_site_gate_an_article_that_says_nothing() -> None:
    """`gated` is what site.yaml says; `access: public` in the article is stronger."""
    silent = BuiltSite({"articles/a.md": "---\ntitle: A\n---\nTout.\n"}, gated={"articles/a.md": True})
    silent.write("a/index.html", page("articles/a", "<p>Tout.</p>"))
    assert silent.audited().leaks

    silent.sources["articles/a.md"] = "---\ntitle: A\naccess: public\n---\nTout.\n"

    assert silent.audited().leaks == ()


def test_one_of_two_blocks_that_is_not_sealed_is_a_leak() -> None:
    """Sections are counted: as many as the source has marks."""
    source = "---\naccess: public\n---\nA\n\n::: paywall\nun\n:::\n\nB\n\n::: paywal\ndeux\n:::\n"
    site = BuiltSite({"articles/a.md": source})
    site.write("a/index.html", page("articles/a", site.seal("articles/a", "<p>un</p>"), "<p>deux</p>"))

    assert [leak.section for leak in site.audited().leaks] == ["articles/a#"]


def test_the_sealed_file_of_an_older_build_is_no_section_of_the_page() -> None:
    """A grace period keeps old sealed files; only what the page names counts."""
    site = BuiltSite({"articles/a.md": "---\naccess: abonnes\n---\nA\n\n<!-- paywal -->\n\nLa suite.\n"})
    site.seal("articles/a", "<p>La suite.</p>")
    site.write("a/index.html", page("articles/a", "<p>A</p><p>La suite.</p>"))

    assert [leak.encoding for leak in site.audited().leaks] == ["never sealed"]


def test_a_draft_that_is_not_published_needs_no_section() -> None:
    """No page, no leak."""
    assert BuiltSite({"articles/a.md": "---\naccess: abonnes\ndraft: true\n---\nA\n"}).audited().leaks == ()


def test_the_memory_confirms_no_guess_of_a_source() -> None:
    """Not even the digest of a whole file is there for those who have no key."""
    site = BuiltSite({"articles/a.md": "---\naccess: abonnes\n---\nA\n\n<!-- paywall -->\n\nLa suite.\n"})
    site.write("a/index.html", page("articles/a", site.seal("articles/a", "<p>La suite.</p>")))
    digest = hashlib.sha256(site.sources["articles/a.md"].encode()).hexdigest()

    memory = site.audited().memory

    assert memory
    assert not [name for name, part in memory.items() if digest.encode() in part]
    assert set(site.audited(memory).memory) == {"about", "explained", "public/late", "sealed/late"}  # no table
