"""A site.yaml with every setting, and files that differ from it."""

import time
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from generator.desk.read.settings import read_settings
from generator.errors import Problems, SourceError

FULL = {
    "title": "La Revue",
    "base_url": "https://www.example.fr/journal",
    "language": "fr",
    "timezone": "Europe/Brussels",
    "description": "Une revue.",
    "theme": "base",
    "output": "out/site",
    "permalinks": {"articles": "/{year}/{slug}/", "wire": "/fil/{date}/#{time}"},
    "paginate": 10,
    "stable_pages": True,
    "reading_speed": 200,
    "teaser": {"words": 80, "cut": "sentence", "at_most": 0.3},
    "tiers": {"un": {"title": "Un"}, "deux": {"title": "Deux"}, "trois": {"title": "Trois", "includes": ["deux"]}},
    "access": {"default": "un", "rules": [{"path": "articles/enquetes/**", "access": ["deux", "registered"]}]},
    "keyservice": {"url": "https://compte.example.fr", "site": "revue"},
    "typography": {"language_rules": False, "guillemets": "nnbsp"},
    "markdown": {"extensions": ["extra"], "html": "trusted", "time_limit": 5},
    "feeds": {"items": 10},
    "comments": {"who": "off"},
    "frontmatter": {"rename": {"topics": "tags"}, "ignore": ["hero"]},
    "grace": "36h",
}


def write(root: Path, value: object) -> Path:
    path = root / "site.yaml"
    path.write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def errors(path: Path) -> tuple[SourceError, ...]:
    began = time.process_time()
    with pytest.raises(Problems) as caught:
        read_settings(path)
    assert time.process_time() - began < 1
    return caught.value.errors


def with_key(dotted: str, value: object) -> dict[str, object]:
    """Return the full settings with one key changed; `...` as value removes it."""
    copy: dict[str, object] = deepcopy(FULL)
    inner = copy
    *above, last = dotted.split(".")
    for name in above:
        inner = inner.setdefault(name, {})  # type: ignore[assignment]
    if value is ...:
        inner.pop(last, None)
    else:
        inner[last] = value
    return copy
