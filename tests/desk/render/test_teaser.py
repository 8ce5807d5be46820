"""Where the public part ends when no marker says it."""

import pytest
from rendering import public, rendered, sections

from generator.desk.render.text import visible_text
from generator.desk.seal.body import remaining_percent
from generator.model.config import TeaserRule

TEXT = "Première phrase du texte. Deuxième phrase, un peu plus longue. Troisième phrase qui ferme le paragraphe."


def teaser(markdown: str, **rule: object) -> str:
    """Return the visible text that everyone sees."""
    at_most = rule.pop("at_most", 1.0)
    body = rendered(markdown, teaser=TeaserRule(characters=rule.pop("characters", 0), at_most=at_most, **rule))
    return visible_text(public(body))


@pytest.mark.parametrize(
    ("cut", "shown"),
    [
        ("character", "Première phrase du texte. Deuxième phra"),
        ("word", "Première phrase du texte. Deuxième"),
        ("sentence", "Première phrase du texte."),
        ("block", ""),
    ],
)
def test_each_cut_ends_where_it_says(cut, shown):
    """
    Character, word, sentence or block; no ellipsis is added.
    """
    assert teaser(TEXT, characters=39, cut=cut) == shown


def test_the_cut_by_characters_is_exact_over_several_blocks():
    """
    Line breaks between blocks do not count, as on the printed page.
    """
    body = rendered("\n\n".join([TEXT] * 12), teaser=TeaserRule(characters=1000, cut="character", at_most=1.0))

    assert body.public_characters == 1000


def test_never_more_than_the_given_share_is_public():
    """
    A short article keeps half of itself, whatever the rule says.
    """
    body = rendered(TEXT, teaser=TeaserRule(characters=1000, cut="character", at_most=0.5))

    assert body.public_characters == body.characters // 2


def test_words_and_paragraphs_count_too():
    """
    The rule may count words or paragraphs.
    """
    assert teaser(TEXT, words=5, cut="word") == "Première phrase du texte. Deuxième"
    assert teaser(f"{TEXT}\n\n{TEXT}\n\n{TEXT}", paragraphs=1) == TEXT


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Un début, puis [un lien assez long](https://example.org/) et la suite.", "Un début, puis"),
        ("Un début, puis *une emphase assez longue* et la suite du texte.", "Un début, puis une emp"),
        ("Un début, puis `du code assez long` et la suite de ce texte.", "Un début, puis"),
        ("Un début, puis des[^n] mots et encore la suite du texte.\n\n[^n]: Note.", "Un début, puis des mot"),
        ("Un début, puis <b>du gras assez long</b> et la suite du texte.", ""),
    ],
)
def test_the_cut_never_falls_inside_a_link_code_or_raw_html(markdown, shown):
    """
    Emphasis may be cut and is closed; what is atomic falls on the sealed side; raw HTML moves the cut before the block.
    """
    body = rendered(markdown, teaser=TeaserRule(characters=22, cut="character", at_most=1.0))

    assert body.public_characters == len(shown)
    assert visible_text(public(body)).startswith(shown)


def test_the_cut_never_falls_inside_a_speakers_name():
    """
    A turn of an interview begins whole or not at all.
    """
    markdown = "MA / Pourquoi ?\n\nJR / Parce que la réponse est longue et mérite d’être lue."

    assert teaser(markdown, characters=30, cut="character") == "Le Magazine\u00a0/ Pourquoi\u202f?"


def test_the_cut_paragraph_stands_whole_at_the_head_of_the_section():
    """
    Opening replaces the cut paragraph, so nothing is read twice and nothing is missing.
    """
    body = rendered(TEXT, teaser=TeaserRule(characters=39, cut="word", at_most=1.0))

    assert 'data-teaser-cut=""' in public(body)
    assert sections(body)[0].html == f"<p>{TEXT}</p>"


def test_lists_tables_and_figures_are_not_cut():
    """
    The cut falls before a block that is no paragraph.
    """
    markdown = f"{TEXT}\n\n- un point assez long pour le cut\n- un autre point\n\nFin."

    assert teaser(markdown, characters=len(TEXT) + 10, cut="character") == TEXT


def test_a_heading_does_not_stand_alone_at_the_end_of_the_teaser():
    """
    The heading of a sealed passage would tell what it holds.
    """
    markdown = f"{TEXT}\n\n## Une révélation\n\n{TEXT}"

    assert "révélation" not in teaser(markdown, characters=len(TEXT) + 16, cut="block")


def test_a_teaser_of_nothing_seals_everything():
    """
    Zero characters is a rule like another.
    """
    body = rendered(TEXT, teaser=TeaserRule(characters=0))

    assert (public(body), body.public_characters) == ("", 0)


def test_blocks_for_another_tier_do_not_count_towards_the_teaser():
    """
    What is sealed anyway uses up nothing of what is public.
    """
    markdown = f"::: paywall premium\n{TEXT}\n:::\n\n{TEXT}\n\n{TEXT}"
    body = rendered(markdown, teaser=TeaserRule(characters=len(TEXT), at_most=1.0))

    assert body.public_characters == len(TEXT)
    assert [(one.id, str(one.access)) for one in sections(body)] == [("s1", "premium"), ("s2", "abonnes")]


@pytest.mark.parametrize(
    ("public_characters", "total", "percent"),
    [(1000, 4350, 77), (0, 100, 99), (100, 100, 1), (999, 1000, 1), (500, 1000, 50), (125, 1000, 88), (0, 0, 99)],
)
def test_remaining_is_rounded_half_up_and_never_nothing_or_all(public_characters, total, percent):
    """
    The figure of « Il vous reste 77 % de l’article à lire ».
    """
    assert remaining_percent(public_characters, total) == percent
