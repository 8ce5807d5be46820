"""docs/budgets.md says what the tests ask for."""

import re

from tests.journeys.press_house import ROOT
from tests.reader.budgets import BUDGETS

ROW = re.compile(
    r"^\| (?P<name>[^|`]+?) \| (?P<target>[^|]+) \| (?P<limit>[^|]+) \| (?P<measured>[^|]+) \| `(?P<test>\w+\.py)` \|$",
    re.M,
)


def test_the_table_has_every_budget_with_its_limits() -> None:
    """Same names, in the same order of importance or not; same figures; what was measured is within them, or said to be over the limit."""
    rows = {row["name"]: row for row in ROW.finditer((ROOT / "docs/budgets.md").read_text("utf-8"))}

    assert set(rows) == set(BUDGETS)
    for name, budget in BUDGETS.items():
        row = rows[name]
        assert [row["target"], row["limit"]] == [
            f"{one:g} {budget.unit}".strip() for one in (budget.target, budget.limit)
        ], name
        over = "over the limit" in row["measured"]
        assert budget.allows(float(row["measured"].split()[0])) != over, name
        source = (ROOT / "tests/reader" / row["test"]).read_text("utf-8")
        assert f'"{name}"' in source or "Lighthouse" in source, name
