"""The quick inline processor gives what Python-Markdown gives."""

import random
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.desk.render.inline import QuickInlineProcessor

CONTENT = Path(__file__).resolve().parents[3] / "content"
EXTENSIONS = ("extra", "toc")
PIECES = [
    "mot", " ", "\n", "  \n", "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "![", "](", "<", ">", "&amp;", "&", "\\", "\\*",
    "[^n]", "<b>", "</b>", "<https://a.b/c>", "<a@b.c>", "é", "’", "[x]", "[x][y]", "https://a.b", '"', "|", "{.c}", "#", "!",
]  # fmt: skip
DEFINITIONS = "\n\n[x]: https://example.org/x\n[y]: /y 'titre'\n[^n]: Une *note*.\n*[mot]: terme\n"


def plain() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(EXTENSIONS))


def quick() -> markdown.Markdown:
    made = plain()
    made.treeprocessors.register(QuickInlineProcessor(made), "inline", 20)
    return made


SLOW, QUICK = plain(), quick()


def same(text: str) -> bool:
    return QUICK.reset().convert(text) == SLOW.reset().convert(text)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_mixture_of_signs_renders_the_same(pieces):
    """
    Signs in every order, matching or not.
    """
    assert same("".join(pieces) + DEFINITIONS)


@pytest.mark.slow
def test_the_sample_publication_renders_the_same():
    """
    Real articles, and real articles with a few signs thrown in.
    """
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for path in sorted(CONTENT.rglob("*.md")):
        text = path.read_text(encoding="utf-8").split("---", 2)[2]
        assert same(text), path
        for _ in range(3):
            at = chance.randrange(len(text) + 1)
            assert same(text[:at] + chance.choice(PIECES) + text[at:]), path
