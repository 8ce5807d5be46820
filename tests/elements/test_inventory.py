"""docs/elements.md holds: every element has its row, and what a row names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "elements.md").read_text("utf-8")
BASE = ROOT / "themes" / "base" / "templates"
TESTS = "\n".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))


def test_the_26_elements_have_a_row_each_in_order() -> None:
    """As features of a press page are counted."""
    assert re.findall(r"^\| (\d+) \|", PAGE, re.M) == [f"{number}" for number in range(1, 27)]


def test_every_test_that_is_named_exists() -> None:
    """By its beginning, by its file here, or by its path."""
    lost = [name for name in re.findall(r"`(test_\w+)…`", PAGE) if f"def {name}" not in TESTS]
    lost += [name for name in re.findall(r"`(test_\w+\.py)`", PAGE) if not Path(__file__).with_name(name).exists()]
    lost += [name for name in re.findall(r"`(tests/[\w/]+\.py)`", PAGE) if not (ROOT / name).exists()]

    assert lost == []


def test_every_template_that_is_named_exists() -> None:
    """In the base theme."""
    named = {name for name in re.findall(r"`([\w/]+\.html)`", PAGE) if "NAME" not in name}

    assert [name for name in sorted(named) if not (BASE / name).exists()] == []
