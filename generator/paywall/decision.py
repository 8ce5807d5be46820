"""
The key service's decision, as a function of values: request, keyset, deny list, clock, reader.

It knows no HTTP and no database, and it never looks at a sealed file.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.paywall.derivation import ContentKey, content_key, encode_key, header_hash
from generator.paywall.encoding import is_id, is_policy, parse_json
from generator.paywall.errors import SealError
from generator.paywall.header import Header, decode_page_header, parse_page_header
from generator.paywall.keyset import ServiceKeyset

MOST_HEADERS: Final = 50
LARGEST_BODY: Final = 100_000  # bytes

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DenyList:
    """
    Versions and articles that are withdrawn.

    Attributes:
        headers: SHA-256 of headers.
        articles: Ids of articles, all versions.
        policies: Pairs of an article and a policy: all its versions under that policy.
    """

    headers: frozenset[bytes] = frozenset()
    articles: frozenset[str] = frozenset()
    policies: frozenset[tuple[str, str]] = frozenset()

    def names(self, header: Header, hashed: bytes) -> bool:
        """Return whether a section with this *header* is withdrawn."""
        return (
            hashed in self.headers
            or header.article in self.articles
            or (header.article, header.policy) in self.policies
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """
    Who asks.

    Attributes:
        authenticated: Whether somebody is logged in.
        grants: Exact strings, `tier:ID`, `item:ID` and `article:ID`, valid at this moment; included tiers
            already expanded. `registered` is not among them, it follows from the login.
    """

    authenticated: bool = False
    grants: frozenset[str] = frozenset()

    def may_read(self, header: Header) -> bool:
        """Return whether a grant matches the header."""
        if self.authenticated and "registered" in header.items:
            return True
        return f"article:{header.article}" in self.grants or not self.grants.isdisjoint(header.items)


@dataclass(frozen=True, slots=True)
class Given:
    """A content key for the header with this hash."""

    key: ContentKey
    header_hash: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """No key, for the reason that *word* names."""

    word: str


Verdict = Given | Refused


def parse_request(body: bytes | str) -> tuple[str, ...]:
    """
    Return the headers that a request asks for, as it carries them.

    Raises:
        SealError: `bad-request`, for every body that is not of format.md section 10.1.
    """
    if len(body) > LARGEST_BODY:
        raise SealError("bad-request", "too long")
    match parse_json(body, "bad-request"):
        case {"headers": list(headers), **more} if not more and 1 <= len(headers) <= MOST_HEADERS:
            texts = tuple(header for header in headers if isinstance(header, str))
            if len(texts) == len(headers):
                return texts
    raise SealError("bad-request", "1 to 50 headers, and nothing else")


def parse_deny_list(text: str) -> DenyList:
    """
    Return the deny list that *text* holds, one entry a line.

    Raises:
        ValueError: If a line has another form. A service that guessed would give keys away, so it does not start.
    """
    headers, articles, policies = set(), set(), set()
    for number, line in enumerate(text.split("\n"), start=1):
        match line.split(" "):
            case ["header", digits] if _HASH.fullmatch(digits):
                headers.add(bytes.fromhex(digits))
            case ["article", article] if is_id(article):
                articles.add(article)
            case ["article", article, policy] if is_id(article) and is_policy(policy):
                policies.add((article, policy))
            case _ if line and not line.startswith("#"):
                raise ValueError(f"line {number} of the deny list has no known form")
    return DenyList(frozenset(headers), frozenset(articles), frozenset(policies))


def decide(
    headers: Iterable[str],
    *,
    keyset: ServiceKeyset,
    deny: DenyList,
    now: int,
    reader: Reader,
    rate_left: int,
    had: Collection[bytes] = frozenset(),
) -> list[Verdict]:
    """
    Return a verdict for each header, in order.

    *now* is in Unix seconds. *rate_left* is how many more different headers the account may have; those
    whose hashes are in *had*, or that stand in this request before, do not count.
    """
    verdicts: list[Verdict] = []
    counted = set(had)
    for text in headers:
        verdict = _verdict(text, keyset, deny, now, reader)
        if isinstance(verdict, Given) and verdict.header_hash not in counted:
            if rate_left <= 0:
                verdict = Refused("rate")
            else:
                counted.add(verdict.header_hash)
                rate_left -= 1
        verdicts.append(verdict)
    return verdicts


def answer(verdicts: Sequence[Verdict]) -> dict[str, list[dict[str, str]]]:
    """Return the body of the answer, for a JSON encoder."""
    return {
        "keys": [
            {"key": encode_key(verdict.key)} if isinstance(verdict, Given) else {"refused": verdict.word}
            for verdict in verdicts
        ]
    }


def _verdict(text: str, keyset: ServiceKeyset, deny: DenyList, now: int, reader: Reader) -> Verdict:
    """Return the first row of format.md section 10.2 that applies, all but the rate."""
    try:
        header, data = parse_page_header(text), decode_page_header(text)
    except SealError:
        return Refused("bad-header")  # another version too, says the table
    hashed = header_hash(data)
    if header.site != keyset.site:
        return Refused("foreign-site")
    key = keyset.key(header.kid)
    if key is None or key.section_key is None:
        return Refused("kid-retired")
    if deny.names(header, hashed):
        return Refused("withdrawn")
    if now < header.not_before:
        return Refused("not-yet")
    if not reader.may_read(header):
        return Refused("no-entitlement" if reader.authenticated else "login")
    return Given(content_key(data, key.section_key), hashed)
