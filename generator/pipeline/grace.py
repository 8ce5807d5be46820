"""
Which sealed files of earlier builds must go at once, and not after their grace period.

The grace is for edits: a page from a cache still opens. It ends for what this build does not offer to the same readers any
more. The headers of the files say for whom they are; no memory of earlier builds is asked, for it may be lost, or be of
another output folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.engine.digest import digest_bytes
from generator.model.record import Record
from generator.paywall.errors import SealError
from generator.paywall.header import ASSET, SECTION, Header
from generator.paywall.keys import Keyset
from generator.paywall.opening import OpenedAsset, open_with_keyset, split_file
from generator.press.write.staging import Staging

SEALED, PUBLIC = "sealed/", "assets/"
HEAD_SIZE = 2048  # bytes: more than magic, length and the longest header (format.md, section 4)

Part = tuple[str, str]  # article and section


def ended(
    staging: Staging, records: Mapping[str, Record], keyset: Keyset, before: Sequence[Record] | None = None
) -> frozenset[str]:
    """
    Return the paths of sealed files that this build does not make and that get no grace.

    Those of an article that is not published now, of a section that is gone or has other readers, what such a section
    shows, files under a key that opens no more, and files that somebody damaged. Also a picture or attachment that this
    build makes public: the audit would take the public file for a leak of the sealed one.

    Args:
        records: By id, of every document that this build publishes.
        before: Records of those documents that have changed, as the last build left them, if all else is as it was; that
            build's judgement of older files then holds, unless less is offered or more is public now.
    """
    holds = before is not None and not _new_public(staging) and _offers_all(staging, before, records)
    left = {
        path: _header(staging.output / path) if staging.can_keep(path) else None
        for path, entry in staging.left()
        if path.startswith(SEALED) and not (holds and entry.expires)
    }
    opening = {key.kid for key in keyset.keys if key.status != "disabled"}
    if not left:
        return frozenset()
    policies = dict(_policies(staging, records, {header.article for header in left.values() if header}))
    gone = {
        _part(header)
        for header in left.values()
        if header and (_part(header) not in policies or _is_for_others(header, policies))
    }
    return frozenset(
        path
        for path, header in left.items()
        if header is None
        or header.kid not in opening
        or (_part(header) in gone and (header.kind != SECTION or _is_for_others(header, policies)))
    ) | _made_public(staging, [path for path, header in left.items() if header and header.kind == ASSET], keyset)


def _made_public(staging: Staging, assets: Sequence[str], keyset: Keyset) -> frozenset[str]:
    """Return those of *assets*, sealed by earlier builds, whose bytes this one publishes; opens none without a new public file."""
    new = _new_public(staging)
    return frozenset(path for path in assets if new and _opened(staging.output / path, keyset) in new)


def _new_public(staging: Staging) -> set[str]:
    """Return the digests of the pictures and attachments that become public."""
    return {staging.made[path].digest for path in staging.staged if path.startswith(PUBLIC)}


def _offers_all(staging: Staging, before: Sequence[Record], records: Mapping[str, Record]) -> bool:
    """Return whether every section of the documents of *before* is there, for the same readers as it was; no if that cannot be told."""
    headers = [_header(staging.output / path) for record in before for path in record.sealed]
    offered = {(_part(header), header.policy) for header in headers if header and header.kind == SECTION}
    now = _policies(staging, records, {part[0] for part, _ in offered})
    return None not in headers and offered <= set(now)


def _opened(place: Path, keyset: Keyset) -> str:
    """Return the digest of a sealed asset's own bytes, empty if it does not open."""
    try:
        opened = open_with_keyset(place.read_bytes(), keyset)
    except (OSError, SealError):
        return ""
    return digest_bytes(opened.data) if isinstance(opened, OpenedAsset) else ""


def _policies(staging: Staging, records: Mapping[str, Record], articles: set[str]) -> Iterator[tuple[Part, str]]:
    """Yield the sections of *articles* as this build publishes them, with their policies."""
    for article in articles & records.keys():
        for path in records[article].sealed:
            header = _header(staging.place(path))
            if header and header.kind == SECTION:
                yield _part(header), header.policy


def _is_for_others(section: Header, policies: Mapping[Part, str]) -> bool:
    return section.kind == SECTION and policies.get(_part(section)) != section.policy


def _part(header: Header) -> Part:
    return (header.article, header.section)


def _header(place: Path) -> Header | None:
    try:
        with place.open("rb") as stream:
            return split_file(stream.read(HEAD_SIZE)).header
    except (OSError, SealError):
        return None
