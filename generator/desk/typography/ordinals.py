"""French ordinals: which letters stand raised, `1er`, `2e`, `XXIe`."""

import re
from collections.abc import Iterator
from typing import Final

_NOUNS: Final = (
    r"(?=[\s\u00a0\u202f](?:siècles?|millénaires?|Républiques?|arrondissements?|dynasties?|congrès|régiments?|législatures?"
    r"|[Ii]nternationale|Reich|Empire|[Cc]orps|[Pp]lan|armée|Armée)\b)"
)
# A numeral of one letter may be the beginning of a word, Ve or Xe, so a word that is counted must follow.
ORDINAL = re.compile(
    r"[1-9IVX](?<![\w.,/+].)(?<![^er]-.)(?:"
    r"(?<=1)(ers?|ères?|res?)"
    r"|(?<=2)(ndes?|nds?)"
    r"|(?<=[1-9])\d{0,3}(i?èmes?|es?)"
    rf"|(?<=I)(?:(er)|(res?){_NOUNS}|(?:X|V|II?)(es?|èmes?))"
    rf"|(?<=V)(?:I{{1,3}}(es?|èmes?)|(es?){_NOUNS})"
    rf"|(?<=X)(?:(?:X{{0,2}}(?:IX|IV|VI{{0,3}}|I{{1,3}})|XX?)(es?|èmes?)|(es?){_NOUNS})"
    r")(?![\w'’+]|-\d+\b)"
)


def raised(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the letters to raise in *text*."""
    for match in ORDINAL.finditer(text):
        yield match.span(match.lastindex or 0)


def has_raised(text: str) -> bool:
    """Return whether *text* has letters to raise."""
    return ORDINAL.search(text) is not None
