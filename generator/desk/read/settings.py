"""site.yaml → SiteConfig."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.desk.read import marked_yaml, site_rules
from generator.desk.read.decoding import decode
from generator.desk.read.marked_yaml import Marked
from generator.desk.read.opener import TEXT_LIMIT, read_bytes
from generator.errors import Problems, SourceError, nearest
from generator.model.access import PUBLIC_WORD, REGISTERED
from generator.model.config import (
    DEFAULT_LANGUAGE,
    AccessRule,
    FrontMatterSettings,
    ImageSettings,
    KeyService,
    MarkdownSettings,
    Permalinks,
    Quality,
    SiteConfig,
    TeaserRule,
    Tier,
    Typography,
)
from generator.model.urls import id_problem

DEFAULT_ZONE = "Europe/Paris"


def read_settings(site_file: Path) -> SiteConfig:
    """
    Return the settings that *site_file* gives.

    Raises:
        Problems: Every mistake in it, each with line and column.
    """
    name = site_file.name
    try:
        marked = marked_yaml.parse(decode(read_bytes(site_file.parent, name, limit=TEXT_LIMIT), name), name)
    except SourceError as error:
        raise Problems([_with_hint(error)]) from None
    keys = _validated(marked)
    tiers = _tiers(keys)
    if errors := [*_problems(keys, marked, site_file.parent)]:
        raise Problems(errors)
    config = _config(keys, tiers)
    return replace(config, digest=hashlib.sha256(repr(config).encode()).hexdigest())


def _with_hint(error: SourceError) -> SourceError:
    if error.code != "missing-file":
        return error
    hint = "run this in the folder of the publication, or name its file with --site"
    return SourceError(error.where, error.code, error.problem, hint)


def _validated(marked: Marked) -> dict[str, Any]:
    # pydantic is imported here: a build in which nothing changed never needs it.
    from generator.desk.read.site_shapes import SiteKeys
    from generator.desk.read.validation import validate
    from generator.desk.read.words import Context

    tiers = marked.value.get("tiers") if isinstance(marked.value, dict) else None
    words = frozenset({PUBLIC_WORD, REGISTERED, *(tiers if isinstance(tiers, dict) else ())})
    found: dict[str, Any] = validate(SiteKeys, marked, Context(words, ZoneInfo(DEFAULT_ZONE), TeaserRule()))
    return found


def _tiers(keys: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    return tuple((tier, inner.get("includes")) for tier, inner in keys.get("tiers", {}).items())


def _problems(keys: dict[str, Any], marked: Marked, root: Path) -> Iterator[SourceError]:
    """Yield what is wrong between one key and another, or between a key and the folder."""
    yield from _tier_problems(keys, marked)
    yield from _keyservice_problems(keys, marked)
    yield from _frontmatter_problems(keys, marked)
    if problem := site_rules.output_problem(root, keys.get("output", "public")):
        hint = "name a folder of its own, for example public"
        yield SourceError(marked.at(("output",)), "bad-output", f"output {keys['output'][:60]!r} {problem}", hint)


def _tier_problems(keys: dict[str, Any], marked: Marked) -> Iterator[SourceError]:
    tiers = keys.get("tiers", {})
    unknown = False
    for tier, inner in tiers.items():
        for at, other in enumerate(inner.get("includes", ())):
            if other not in tiers:
                unknown = True
                place = marked.at(("tiers", tier, "includes", at))
                yield SourceError(
                    place, "unknown-tier", f"unknown tier {other[:60]!r}", nearest(other, tiers, says="tiers")
                )
    if unknown:
        return
    try:
        site_rules.expand_tiers(_tiers(keys))
    except ValueError as error:
        place = marked.at(("tiers", str(error), "includes"))
        yield SourceError(place, "tier-circle", f"tier {str(error)!r} includes itself, directly or through others")


def _keyservice_problems(keys: dict[str, Any], marked: Marked) -> Iterator[SourceError]:
    service = keys.get("keyservice", {})
    try:
        site_rules.keyservice_url(service.get("url", "/acces/"), keys["base_url"])
    except ValueError as error:
        yield SourceError(marked.at(("keyservice", "url")), "bad-url", f"keyservice.url: {error}")
    if "site" not in service and id_problem(_host(keys["base_url"])):
        hint = "give keyservice.site an id, for example www.example.fr"
        yield SourceError(marked.at(("base_url",)), "bad-id", "the host of base_url is no id", hint)


def _frontmatter_problems(keys: dict[str, Any], marked: Marked) -> Iterator[SourceError]:
    from generator.desk.read.collection_shapes import FORMS

    known = {key for form in FORMS.values() for key in form.shape.__annotations__}
    settings = keys.get("frontmatter", {})
    for name, ours in settings.get("rename", {}).items():
        place = marked.key(("frontmatter", "rename", name))
        if name in known:
            yield SourceError(place, "bad-value", f"{name!r} is a key of ours and cannot be renamed")
        if ours not in known:
            yield SourceError(
                place, "unknown-key", f"unknown key {ours[:60]!r}", nearest(ours, known, says="known keys")
            )
    for at, name in enumerate(settings.get("ignore", ())):
        if name in known:
            place = marked.at(("frontmatter", "ignore", at))
            yield SourceError(place, "bad-value", f"{name!r} is a key of ours and cannot be ignored")


def _host(base_url: str) -> str:
    return base_url.split("/")[2].strip("[]").rpartition(":")[0] or base_url.split("/")[2]


def _config(keys: dict[str, Any], tiers: tuple[tuple[str, tuple[str, ...] | None], ...]) -> SiteConfig:
    """Return the configuration; what *keys* leaves out has the default of `model.config`."""
    plain = (
        "title language description theme output paginate stable_pages reading_speed teaser credit embeds search grace"
    ).split()
    given = {name: keys[name] for name in plain if name in keys}
    expanded = site_rules.expand_tiers(tiers)
    access = keys.get("access", {})
    service = keys.get("keyservice", {})
    base_url: str = keys["base_url"]
    if "default" in access:
        given["default_access"] = access["default"]
    if "items" in keys.get("feeds", {}):
        given["feed_items"] = keys["feeds"]["items"]
    if "who" in keys.get("comments", {}):
        given["comments"] = keys["comments"]["who"]
    main = keys.get("language", DEFAULT_LANGUAGE)
    given["languages"] = tuple(one for one in keys.get("languages", ()) if one != main)
    return SiteConfig(
        **given,
        base_url=base_url,
        root=site_rules.base_url(base_url)[1],
        zone=keys.get("timezone", ZoneInfo(DEFAULT_ZONE)),
        permalinks=Permalinks(**keys.get("permalinks", {})),
        tiers=tuple(Tier(tier, keys["tiers"][tier]["title"], expanded[tier]) for tier, _ in tiers),
        access_rules=tuple(AccessRule(**rule) for rule in access.get("rules", ())),
        keyservice=KeyService(
            site_rules.keyservice_url(service.get("url", KeyService().url), base_url),
            service.get("site", _host(base_url)),
        ),
        typography=Typography(**keys.get("typography", {})),
        markdown=MarkdownSettings(**keys.get("markdown", {})),
        images=_images(keys.get("images", {})),
        frontmatter=FrontMatterSettings(**keys.get("frontmatter", {})),
    )


def _images(keys: dict[str, Any]) -> ImageSettings:
    given = {name: value for name, value in keys.items() if name != "quality"}
    return ImageSettings(**given, quality=Quality(**keys.get("quality", {})))
