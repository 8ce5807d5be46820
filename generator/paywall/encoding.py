"""How bytes, names and policies are written: base64url, ids, policies, JSON without surprises."""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from itertools import pairwise

from generator.paywall.errors import SealError

LONGEST_FIELD = 255  # bytes: the length is one byte

_ID = re.compile(r"[a-z0-9._/-]{1,255}", re.ASCII)
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode_base64url(data: bytes) -> str:
    """Return *data* in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes | None:
    """Return the bytes of canonical base64url, or None for every other text."""
    if not _BASE64URL.fullmatch(text):
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return data if encode_base64url(data) == text else None


def is_id(text: str) -> bool:
    """Return whether *text* may name a site, kid, article, section, tier or item."""
    return _ID.fullmatch(text) is not None


def is_policy(text: str) -> bool:
    """Return whether *text* is the policy of a section: items in ascending order, each once."""
    items = text.split(",")
    ordered = all(former < latter for former, latter in pairwise(items))
    return len(text) <= LONGEST_FIELD and ordered and all(map(_is_item, items))


def join_policy(items: Iterable[str]) -> str:
    """Return the one policy text for a set of *items* such as `tier:abonnes`."""
    return ",".join(sorted(set(items)))


def parse_json(text: str | bytes, word: str) -> object:
    """
    Return the value of a JSON *text* in which no object has a member twice.

    Raises:
        SealError: *word*, if it is anything else. The text is not quoted: it may hold keys.
    """
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
        value: object = json.loads(decoded, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise SealError(word, "not JSON, or a member twice") from None
    return value


def _is_item(text: str) -> bool:
    prefix, colon, name = text.partition(":")
    return text == "registered" or (prefix in {"tier", "item"} and colon == ":" and is_id(name))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def _no_constant(name: str) -> object:
    raise ValueError(name)
