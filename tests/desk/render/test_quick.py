"""The quick steps give what Python-Markdown's own steps give, block by block and sign by sign."""

import random
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.desk.render.markdown import assembled, instance, to_html, to_tree

CONTENT = Path(__file__).resolve().parents[3] / "content"
SETS = (("extra", "toc"), ("extra", "admonition", "nl2br", "sane_lists"), ("tables", "def_list"), ())
STARTS = [
    "", "# ", "### ", "> ", "- ", "* ", "1. ", "10) ", "    ", "        ", "   ", ": ", ":   ", "| ", "[x]: ", "*[mot]: ", "[^n]: ",
    "```", "~~~", "``` {.c}", "!!! note", "::: ", "---", "===", "- - -", "***", "___", "|---|---|", "-|-", "« ", "“", "\ue000m0\ue001",
    "<div>", "</div>", '<div markdown="1">', "<!-- x -->", "<p>", "&amp; ", "\\# ", "{.c}", '{: id="a" .b c=d}', "\t", "—", "…", "'", '"',
    "<script>", "</script>", "<br>",
]  # fmt: skip
MIDDLES = [
    "", "Mot", "mot mot", " a | b ", "|", "é", "x : y", "*mot*", "**mot**", "_m_", "`c`", "[x]", "[a](b.md)", "![a](b.png 't')", "<b>m</b>",
    "<https://a.b/c?d&e>", "<a@b.c>", "[^n]", "&nbsp;", "&", "<", ">", '"', "\\*", "\\_", " {.c}", " {#i .c k='v' w}", "  ", "#", "2 < 3",
    "[*a* b][x]", "{", "}", "\ue000c3\ue001", "```", "AT&T", "&#123;", "![[a](b)](c)", "*", "**", "***", "_", " ", "(", "*a b*", "**a b**", "x*y*", "*a*b", "*a_b*", "[a](<b>)", "[a](b (c))", "[a] [x]",
]  # fmt: skip
DEFINITIONS = "\n\n[x]: https://example.org/x\n[^n]: Une *note*.\n\n*[mot]: terme\n"

lines = st.builds(
    lambda start, middles: start + "".join(middles),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(MIDDLES), max_size=4),
)
texts = st.lists(
    st.builds(str.__add__, lines, st.sampled_from(["\n", "\n\n", "  \n", "\n   \n"])), min_size=1, max_size=14
)


def expected(md: markdown.Markdown, text: str) -> str:
    """What `Markdown.convert` does, without its outer `div`."""
    md.reset()
    given_lines = text.split("\n")
    for preprocessor in md.preprocessors:
        given_lines = preprocessor.run(given_lines)
    root = md.parser.parseDocument(given_lines).getroot()
    for processor in md.treeprocessors:
        replaced = processor.run(root)
        root = root if replaced is None else replaced
    html = "".join(md.serializer(element) for element in root)
    for postprocessor in md.postprocessors:
        html = postprocessor.run(html)
    return html.strip()


PAIRS = [(assembled(names), instance(names)) for names in SETS]


def check(text: str) -> None:
    for slow, quick in PAIRS:
        assert to_html(quick, list(to_tree(quick, text))) == expected(slow, text)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(texts)
def test_any_mixture_of_blocks_renders_the_same(pieces):
    """
    Beginnings of every block, in every order, with and without definitions.
    """
    check("".join(pieces))
    check("".join(pieces) + DEFINITIONS)


@pytest.mark.slow
def test_the_sample_publication_renders_the_same():
    """
    Real articles, and real articles with a line thrown in.
    """
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for path in sorted(CONTENT.rglob("*.md")):
        text = path.read_text(encoding="utf-8").split("---", 2)[2]
        check(text)
        at = chance.choice([index for index, sign in enumerate(text) if sign in "\n "])
        check(text[:at] + "\n" + chance.choice(STARTS) + text[at:])


def test_steps_are_skipped_only_where_their_signs_are_missing():
    """
    One construct at a time, at the beginning, after a paragraph and inside one.
    """
    for construct in (*STARTS, *MIDDLES):
        for text in (construct, f"Un mot.\n\n{construct}x\n\nFin.", f"Un mot\n{construct} et la suite\n===\n"):
            check(text)
