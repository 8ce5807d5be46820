"""Rules of French and English, case by case, and what holds for any text."""

import re
import unicodedata

import english_cases
import french_cases
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.desk.typography.doubts import found
from generator.desk.typography.rules import Rules, Typographer
from generator.model.config import Typography
from generator.model.urls import slugify
from generator.press.audit.words import words_of

FRENCH, ENGLISH = Rules("fr"), Rules("en")
PIECES = [
    "mot", "Mot", "l", "é", "M.", "Dr", "n°", "1er", "XXIe", "siècle", "8", "30", "000", "h", "km", "%", "€", "$", "«", "»", "“", "”", "‘", "’",
    "'", '"', "-", "--", "---", "–", "—", "...", "…", ".", ",", ";", ":", "!", "?", "(", ")", "/", " ", " ", " ", "\n", "\u00a0", "\u202f", "\x02",
    "\ufffc", "https://x.fr", "a@b.fr", "10.1000/x", "n", "s",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def cases(of):
    return [(group, *(case if len(case) == 2 else case * 2)) for group, all_ in of.items() for case in all_]


def typed(text: str) -> str:
    return text.replace("~", "\u00a0").replace("_", "\u202f")


def printed(rules: Rules, text: str) -> str:
    html = rules.set_inline(text)
    assert html.replace("<sup>", "").replace("</sup>", "").replace("&amp;", "&").replace("&lt;", "<").replace(
        "&gt;", ">"
    ) == rules.set_plain(text)
    return html.replace("<sup>", "^").replace("</sup>", "^").replace("&gt;", ">").replace("&lt;", "<")


@pytest.mark.parametrize(("group", "given_", "wanted"), cases(french_cases.CASES))
def test_french_is_printed_so(group, given_, wanted):
    """
    Each case, and once more: what is right stays.
    """
    assert printed(FRENCH, typed(given_)) == typed(wanted), group
    assert FRENCH.set_plain(FRENCH.set_plain(typed(given_))) == FRENCH.set_plain(typed(given_))


@pytest.mark.parametrize(("group", "given_", "wanted"), cases(english_cases.CASES))
def test_english_is_printed_so(group, given_, wanted):
    """
    Each case, and once more: what is right stays.
    """
    assert printed(ENGLISH, typed(given_)) == typed(wanted), group
    assert ENGLISH.set_plain(typed(wanted)) == typed(wanted)


def test_there_are_enough_cases():
    """
    A table that shrinks would prove less.
    """
    assert len(cases(french_cases.CASES)) >= 150
    assert len(cases(english_cases.CASES)) >= 60


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(texts)
def test_a_second_time_changes_nothing_and_words_stay(text):
    """
    For any text: rules are idempotent, keep edges, things and words, and so addresses and the leak audit's words.
    """
    for rules in (FRENCH, Rules("fr", "\u202f"), ENGLISH):
        once = rules.set_text(text)
        assert rules.set_text(once) == once
        assert [sign for sign in once if sign in "\x02\ufffc"] == [sign for sign in text if sign in "\x02\ufffc"]
        assert skeleton(once) == skeleton(text)
        for asked in (text, text.replace("\x02", "\n"), f"mot\n{text}\nmot"):
            assert once == text or found(rules.doubts(), asked)
        assert slugify(once.replace("\x02", "")) == slugify(text.replace("\x02", ""))
        plain = text.replace("\x02", "")
        assert words_of(once.replace("\x02", "")) == words_of(plain)


def skeleton(text: str) -> str:
    """Return *text* without spaces, with one sign for all quotes, one for all dashes, and dots apart."""
    text = re.sub(r"[\s«»“”‘’\"'\x02]", "", text)
    text = re.sub(r"---?|[–—]", "-", text).replace("…", "...")
    return re.sub("-+", "-", unicodedata.normalize("NFC", text))


def test_guillemets_have_the_space_of_the_setting():
    """
    `guillemets: nnbsp` gives narrow spaces.
    """
    chosen = Typographer(Typography(guillemets="nnbsp"), language="fr-CA").rules()
    assert chosen
    assert chosen.set_plain('"mot"') == "«\u202fmot\u202f»"


@pytest.mark.parametrize(
    ("rules", "page", "language", "wanted"),
    [
        (True, None, "fr", True),
        (True, None, "en-GB", True),
        (True, None, "de", False),
        (True, False, "fr", False),
        (False, None, "fr", False),
        (False, True, "fr", True),
        (False, True, "de", False),
        (("fr",), None, "fr", True),
        (("fr",), None, "en", False),
        (("fr",), True, "en", True),
    ],
)
def test_rules_are_chosen_by_site_page_and_language(rules, page, language, wanted):
    """
    The page's word beats the site's; a language without rules has none.
    """
    assert bool(Typographer(Typography(language_rules=rules), page, language).rules()) is wanted


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["« ", "«", '"a ', "'a ", "1 ", "1 000 ", "\x02", "M. ", "10.1000/", "a@", "… ", " -", "--", "«\x02 ", "h 30 "],
)
def test_no_text_takes_long(unit):
    """
    Ten times as much of anything takes about ten times as long: no expression tries everything.
    """
    from time import process_time

    def seconds(count: int) -> float:
        began = process_time()
        FRENCH.set_text("mot " + unit * count + " " * count)
        ENGLISH.set_text("mot " + unit * count + " " * count)
        return process_time() - began

    assert seconds(20_000) < 1.0
