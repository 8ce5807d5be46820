"""The published JSON Schemas, the documentation, and the sample site: all say the same."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.desk.read.collection_shapes import FORMS
from generator.desk.read.content import described, read_documents
from generator.desk.read.data import read_data, resolve_data
from generator.desk.read.data_shapes import SHAPES, ThemeKeys
from generator.desk.read.marked_yaml import parse
from generator.desk.read.schemas import FOLDER, schemas, texts
from generator.desk.read.settings import read_settings
from generator.desk.read.site_shapes import SiteKeys
from generator.desk.read.theme import read_theme
from generator.desk.read.validation import validate
from generator.desk.read.words import Context
from generator.model.cataloguing import build_catalog
from generator.model.config import TeaserRule

ROOT = Path(__file__).resolve().parents[3]


def test_the_published_schemas_are_current():
    """`python -m generator.desk.read.schemas` would change nothing."""
    published = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}

    assert published == texts()


def test_the_sample_site_is_read_without_an_error_or_warning():
    """Settings, documents, data and theme of the sample publication are all right."""
    config = read_settings(ROOT / "site.yaml")
    result = read_documents(ROOT, config)
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    catalog, errors, warnings = build_catalog(
        [described(one) for one in result.documents], config, now=now, drafts=True, future=True
    )
    _, unknown = resolve_data(read_data(ROOT, config), catalog)

    assert (result.errors, result.warnings, errors, warnings, unknown) == ((), (), (), (), ())
    assert len(catalog.articles) > 10
    assert read_theme(ROOT, config.theme).chain == ("gazette", "base")


SECTIONS = {
    "configuration.md": {
        "site.yaml": "site",
        "content/data/offers.yaml": "offers",
        "content/data/menus.yaml": "menus",
        "content/data/front.yaml": "front",
        "content/data/newsletters.yaml": "newsletters",
        "content/data/app.yaml": "app",
        "content/data/club.yaml": "club",
        "themes/NAME/theme.yaml": "theme",
    },
    "front-matter.md": {
        "Articles": "article",
        "Authors": "author",
        "Wire": "brief",
        "Rubrics": "rubric",
        "Issues": "issue",
        "Pages": "page",
    },
}
EACH = [(page, heading, name) for page, sections in SECTIONS.items() for heading, name in sections.items()]


def keys_of(schema: dict[str, Any], part: dict[str, Any], above: str = "") -> set[str]:
    """Return every key of a schema, dotted; NAME stands for names of the author's own."""
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    found: set[str] = set()
    for choice in (part.get("items"), part.get("additionalProperties"), *part.get("anyOf", ())):
        name = f"{above}NAME." if choice and choice is part.get("additionalProperties") else above
        found |= keys_of(schema, choice, name) if isinstance(choice, dict) else set()
    for key, inner in part.get("properties", {}).items():
        if not inner.get("description", "").startswith("Means "):  # a synonym has a paragraph of its own
            found |= {above + key} | keys_of(schema, inner, f"{above}{key}.")
    return found


def rows_of(page: str, heading: str) -> dict[str, str]:
    """Return the examples of a section's table by their keys."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    section = re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]
    rows = (re.split(r"(?<!`) \| |` \| `?", line) for line in section.split("\n") if line.startswith("| `"))
    return {cells[0].strip("|` "): cells[3].strip("`") for cells in rows}


@pytest.mark.parametrize(("page", "heading", "name"), EACH, ids=[name for *_, name in EACH])
def test_the_documentation_has_a_row_for_every_key_and_no_other(page, heading, name):
    """A new key without a row fails, and so does a row of a key that is gone."""
    schema = schemas()[name]

    assert set(rows_of(page, heading)) == keys_of(schema, schema)


@pytest.mark.parametrize(("page", "heading", "name"), EACH, ids=[name for *_, name in EACH])
def test_the_examples_of_the_documentation_are_right(page, heading, name, site):
    """All examples of a table, in one file, are read without an error."""
    lines = "\n".join(f"{key}: {example}" for key, example in rows_of(page, heading).items() if "." not in key)
    if heading in SECTIONS["configuration.md"]:
        shape = {"site": SiteKeys, "theme": ThemeKeys, **SHAPES}[name]
        words = frozenset({"public", "registered", "abonnes", "premium"})
        validate(shape, parse(lines or "{}", "example.yaml"), Context(words, UTC, TeaserRule()))
    else:
        folder = {form.word: collection for collection, form in FORMS.items()}[name]
        assert site({f"content/{folder}/a.md": f"---\n{lines}\n---\n\nTexte."}).errors() == ()
