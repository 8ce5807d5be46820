"""Visible text: what a reader sees in the body, white space folded, captions and footnotes left out."""

import re
from html import unescape

from generator.desk.render.markers import OPEN, SHUT

EXCERPT_WORDS = 40

# Not part of the running text: interface.md, section 3, "text characters".
LEFT_OUT = re.compile(
    r'<figcaption\b.*?</figcaption>|<caption\b.*?</caption>|<sup class="fn"[^>]*>.*?</sup>|<sup marbre-fn="[^"]*"></sup>'
    # The list of notes ends where the last of them links back; a note may have a `div` in it.
    r'|<div class="footnotes".*?</a></p></li></ol></div>|<(script|style|template)\b.*?</\1>',
    re.DOTALL | re.IGNORECASE,
)
TAG = re.compile(r"<[^<>]*>")
BLOCK_EDGE = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|td|th|table|thead|tbody|blockquote|pre|figure|figcaption|aside|section|hr|br)\b[^<>]*>",
    re.IGNORECASE,
)
BREAKING_SPACE = re.compile(r"[ \t\n\r\f]+")
WORD_SIGN = re.compile(r"\w")
TOKEN = re.compile(f"{OPEN}[^{SHUT}]*{SHUT}")


def visible_text(html: str) -> str:
    """Return the text of *html* as displayed, one space for each run of white space, none at the ends."""
    text = LEFT_OUT.sub("", html) if "<" in html else html
    text = BLOCK_EDGE.sub(" ", text)
    text = TOKEN.sub("", unescape(TAG.sub("", text)))
    return fold_space(text)


def fold_space(text: str) -> str:
    """
    Return *text* with breaking white space folded as a browser folds it.

    No-break spaces are text: a reader sees them, so each counts.
    """
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = BREAKING_SPACE.sub(" ", text)
    return text.strip(" ")


def word_count(text: str) -> int:
    """Return how many words *text* has; a sign alone, such as a guillemet, is none."""
    words = text.split()  # at no-break spaces too
    return len(words) - sum(not WORD_SIGN.search(word) for word in words if not word[0].isalpha())


def first_words(text: str, limit: int) -> str:
    """Return at most *limit* words of *text*, with an ellipsis when something was left out."""
    words = text.split()
    shown = " ".join(words[:limit])
    return f"{shown}…" if len(words) > limit else shown
