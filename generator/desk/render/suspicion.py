"""What looks like a marker to a careless eye: an author who misspells one means to seal."""

import re
import unicodedata
from html import unescape

MARKER = "<!-- paywall -->"
WORD = "paywall"
# Markers of other systems: an article moved from there means to be sealed where one stands.
FOREIGN = frozenset({"membersonly", "subscribersonly", "paidonly", "premium", "abonnes", "subscribers"})
# Ordinary words within two letters of the marker's. They count where nobody writes prose: `<!-- payroll -->`.
ORDINARY = frozenset({"paypal", "payroll", "drywall"})
# A line without any of these cannot look like a marker; most prose lines end here.
SUSPECT = re.compile(r"[<>{}\[\]%|\\:;!=~/@$^&\ufe00-\uffef\u2a74\u2236]|--")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
LETTERS = re.compile(r"[^\W\d_]+")
COLONS = re.compile(r":\s?:")
BLOCK = re.compile(r"(?<![\w:]):\s?:[:\s]*([^\W\d_]+)")
# The beginning of a comment or a block, once what may break it is gone.
OPENING = re.compile(r"<!|::")
BROKEN = re.compile(r"[\\`\s-]")
SIGNS = re.compile(r"[<>{}\[\]|\\]|^%|%[^\W\d_]|--|::|[-=]{2}>")
STRONG = re.compile(r"[<{%:]|\[\[")
# A line may begin with a link, a picture, a note or a definition whose name happens to be such a word.
NAMED = re.compile(
    r"!?\[[^\]]*\](?:\([^()\s]*[/.:][^()]*\)|\[[^\]]+\])|\[\^[^\]]+\]|\[[^\]]+\]: *<?(?:https?:|mailto:|/|\.)|!\[[^\]]*\]\([^()]+\)"
)
ABBREVIATION = re.compile(r"\*\[[^\]]+\]: *[^\s<:{]")
BEGINNING = re.compile(r"[:;!%{\[<=~|/\\@$^&]")
LONGEST_NEAR = len(WORD) + 2  # letters
# Markdown has no comments; people write definitions that nothing uses.
DEFINED_COMMENT = re.compile(r"^\[[^\]]*\]: *(?:#|<#?>) *[\"'(](.*)", re.DOTALL)


def distance_at_most_two(word: str, target: str) -> bool:
    """Return whether *word* becomes *target* by at most two edits (Levenshtein, with transposition as one)."""
    if abs(len(word) - len(target)) > 2:
        return False
    before: list[int] = []
    row = list(range(len(target) + 1))
    for i, a in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(target, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == target[j - 2] and word[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1] <= 2


def is_near(word: str) -> bool:
    """Return whether *word* is the marker's, or a misspelling of it."""
    return distance_at_most_two(word, WORD)


def is_block(word: str) -> bool:
    """Return whether *word* behind colons opens a sealed block, or tries to."""
    return word.startswith(WORD) or (is_near(word) and word not in ORDINARY)


def folded(text: str) -> str:
    """Return *text* as a careless eye reads it: entities, compatibility forms, invisible characters, case."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", unescape(text))).casefold()


def looks_marked(line: str) -> bool:
    """Return whether *line*, without its code, looks like a marker or one end of a block."""
    if not SUSPECT.search(line):
        return False
    whole = folded(line)
    text = whole.strip().lstrip("> \t*-+0123456789.)").strip()
    if _names_block(whole, text) or _opens_something(whole):
        return True
    comment = DEFINED_COMMENT.match(text) if text.startswith("[") else None
    if comment and names_paywall(comment[1]):
        return True
    words = _first_words(text)
    if not words:
        return False
    letters = "".join(words)
    # Only the whole of a short line, or its first word, can be near the marker's; the other questions are slower.
    whole_is_near, first_is_near = is_near(letters), is_near(words[0])
    if not (whole_is_near or first_is_near) or _is_named(whole.strip(), text):
        return False
    if whole_is_near and SIGNS.search(whole) and (letters not in ORDINARY or STRONG.search(whole)):
        return True
    if not first_is_near or not BEGINNING.match(text):
        return False
    return words[0] not in ORDINARY or bool(STRONG.match(text))


def _names_block(whole: str, text: str) -> bool:
    """Return whether a line begins with colons, or has colons before a word like the marker's."""
    if whole.count(":") < 2:
        return False
    if COLONS.match(text) or COLONS.match(whole.strip()):
        return True
    return any(is_block(word) for word in BLOCK.findall(whole))


def _opens_something(whole: str) -> bool:
    """Return whether a line has the marker's letters and the beginning of a comment or of a block."""
    if ("!" not in whole or "<" not in whole) and whole.count(":") < 2:
        return False
    return WORD in "".join(LETTERS.findall(whole)) and bool(OPENING.search(BROKEN.sub("", whole)))


def _first_words(text: str) -> list[str]:
    """Return the words of *text*, but no more of a long one than shows that together they are not near the marker's."""
    words: list[str] = []
    letters = 0
    for match in LETTERS.finditer(text):
        words.append(match[0])
        letters += len(match[0])
        if letters > LONGEST_NEAR:
            break
    return words


def looks_marked_between(before: str, line: str, after: str) -> bool:
    """Return whether *line* is the word alone, and its neighbours make a marker of three lines of it."""
    word = folded(line).strip()
    if not LETTERS.fullmatch(word) or not is_near(word):
        return False
    return looks_marked(f"{before.strip()} {word} {after.strip()}")


def _is_named(whole: str, text: str) -> bool:
    """Return whether a line begins with a link, a definition or a row of a table, which may have any name."""
    cells = [cell for cell in text.split("|") if cell.strip()] if text.startswith("|") else []
    is_row = len(cells) > 1 and not any(STRONG.match(cell.strip()) for cell in cells)
    return is_row or bool(NAMED.match(text)) or bool(ABBREVIATION.match(whole))


def names_paywall(comment: str) -> bool:
    """Return whether what stands in a comment names the paywall, or is the marker of another system."""
    words = LETTERS.findall(folded(comment))
    letters = "".join(words)
    if WORD in letters or is_near(letters) or letters in FOREIGN:
        return True
    return any(is_near(word) and (index == 0 or word not in ORDINARY) for index, word in enumerate(words))


def is_marker_title(title: str) -> bool:
    """Return whether the title of a note or an aside may have been meant to seal it."""
    words = LETTERS.findall(folded(title))
    named = bool(words) and is_near(words[0]) and words[0] not in ORDINARY
    return named or looks_marked(title) or "<!" in folded(title) or "".join(words) in FOREIGN


def first_near(line: str) -> str:
    """
    Return the word of *line* that made it suspect, empty when there is none.

    Messages quote no more: the rest of the line may be what was to be sealed, and logs are public.
    """
    return next((word for word in LETTERS.findall(line) if is_near(folded(word))), "")
