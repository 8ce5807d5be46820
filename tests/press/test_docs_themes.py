"""docs/themes.md names every field of every view, every template and every block: themes are written from it."""

import re
from pathlib import Path

import pytest
from msgspec import Struct

from generator.desk.render.directives import DirectiveView
from generator.model.embeds import Player
from generator.press.layout import frame_views, views

ROOT = Path(__file__).resolve().parents[2]
DOCS = re.sub(r"^```.*?^```$", "", (ROOT / "docs" / "themes.md").read_text("utf-8"), flags=re.M | re.S)
BASE = ROOT / "themes" / "base" / "templates"
VIEWS = {
    name: kind
    for module in (views, frame_views)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct
}
CODE = re.compile(r"`([^`\n]+)`")


def documented(heading: str) -> set[str]:
    """Return the words in code style in the first column of the table below a heading."""
    section = DOCS.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {word for row in rows for word in CODE.findall(row)}


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_field_of_a_view_is_described_and_nothing_else(name: str) -> None:
    """A theme's author finds each field in the table of its view, and no field that is gone."""
    assert documented(name) == set(VIEWS[name].__struct_fields__)


def blocks_table() -> dict[str, set[str]]:
    table = DOCS.partition("| template | blocks |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]
    return {CODE.findall(name)[0]: set(CODE.findall(blocks)) for name, blocks in rows}


def test_every_block_of_the_base_theme_is_listed_with_its_template() -> None:
    """The table of blocks is what the templates have."""
    found = {
        path.name: set(re.findall(r"{%-? block (\w+)", path.read_text("utf-8"))) for path in sorted(BASE.glob("*.html"))
    }

    assert blocks_table() == {name: blocks for name, blocks in found.items() if blocks}


def test_what_templates_of_directives_see_is_described() -> None:
    """Both tables of section 9 have every field, and no other."""
    for kind, heading in ((DirectiveView, "directive."), (Player, "Player")):
        table = DOCS.partition(f"| `{heading}` | holds |")[2].partition("\n\n")[0]
        named = {
            word for row in table.splitlines() if row.startswith("| `") for word in CODE.findall(row.split("|")[1])
        }
        assert named == set(kind.__struct_fields__)


def test_every_template_and_partial_is_named() -> None:
    """No template of the base theme is left out."""
    inner = [path.relative_to(BASE).as_posix() for path in BASE.rglob("*.html")]
    named = set(CODE.findall(DOCS)) | {f"partials/{word}.html" for word in CODE.findall(DOCS)}

    assert sorted(set(inner) - named) == []
