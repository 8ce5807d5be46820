"""The sample publication, typed with care, with rules and without."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs
from test_rules import skeleton

from generator.desk.plaintext import Body, Document
from generator.desk.read.content import described, read_documents, with_text
from generator.desk.read.settings import read_settings
from generator.desk.read.theme import read_theme
from generator.desk.render.body import render
from generator.desk.render.context import Context
from generator.model.cataloguing import build_catalog
from generator.model.config import SiteConfig, Typography
from generator.pipeline.directives import directives_of, with_directives

ROOT = Path(__file__).resolve().parents[3]


def settings() -> SiteConfig:
    """Return the sample's settings, with the directives of its theme."""
    config = read_settings(ROOT / "site.yaml")
    return with_directives(config, directives_of(read_theme(ROOT, config.theme), ROOT))


def sources(config: SiteConfig) -> tuple[dict[str, Document], Context]:
    """Return the documents of the sample by id, and what rendering them needs."""
    read = read_documents(ROOT, config)
    now = datetime(2026, 11, 24, tzinfo=UTC)
    catalog, _, _ = build_catalog([described(one) for one in read.documents], config, now=now, drafts=True, future=True)
    beside = {f"{one.source.rpartition('/')[0]}/{name}" for one in read.documents for name in one.files}
    found = {one.id: with_text(ROOT, one) for one in read.documents if one.id in catalog.entries}
    return found, Context(config, catalog, frozenset(beside | set(read.others)), {})


def bodies(config: SiteConfig) -> dict[str, Body]:
    found, context = sources(config)
    return {name: render(one, context.catalog.entries[name], context) for name, one in found.items()}


def texts(body: Body) -> list[str]:
    parts = [part if isinstance(part, str) else part.html for part in body.parts]
    return [re.sub("</?sup>", "", one) for one in (*parts, repr(body.matter))]


@pytest.mark.slow
def test_the_sample_differs_in_spaces_and_raised_letters_only():
    """
    Rules and none give the same articles, addresses and ids included, but for spaces, quotes and dashes; and few of them.
    """
    config = settings()
    ruled = bodies(config)
    typed = bodies(structs.replace(config, typography=Typography(language_rules=False)))

    assert ruled.keys() == typed.keys()
    assert len(ruled) > 40
    changed = 0
    for name, body in ruled.items():
        assert [skeleton(one) for one in texts(body)] == [skeleton(one) for one in texts(typed[name])], name
        assert body.headings == typed[name].headings
        assert (body.links, body.site_addresses) == (typed[name].links, typed[name].site_addresses)
        assert [one.id for one in body.parts if not isinstance(one, str)] == [
            one.id for one in typed[name].parts if not isinstance(one, str)
        ]
        pairs = zip("".join(texts(body)), "".join(texts(typed[name])), strict=False)
        changed += sum(one != other for one, other in pairs)
    assert 0 < changed < 100


@pytest.mark.slow
def test_what_a_careless_keyboard_typed_comes_out_as_the_careful_one():
    """
    The sample with plain spaces, straight quotes and three dots is set as the sample itself.
    """
    found, context = sources(settings())
    wrong = []
    compared = 0
    for name, one in found.items():
        if one.collection != "articles" or "```" in one.markdown:
            continue
        careless = re.sub("[\u00a0\u202f]", " ", one.markdown).replace("’", "'").replace("…", "...")
        careless = re.sub("« | »", '"', careless).replace("“", '"').replace("”", '"')
        if careless.count('"') % 2:
            continue
        compared += 1
        good = texts(render(one, context.catalog.entries[name], context))
        bad = texts(render(replace(one, markdown=careless), context.catalog.entries[name], context))
        wrong += [
            (name, left[max(0, at - 20) : at + 12], right[max(0, at - 20) : at + 12])
            for left, right in zip(good, bad, strict=True)
            for at in [next((i for i, (x, y) in enumerate(zip(left, right, strict=False)) if x != y), -1)]
            if at >= 0
        ]
    assert wrong == []
    assert compared > 15
