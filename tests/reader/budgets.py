"""The budgets of a reader's page: docs/budgets.md says the same, with what was measured."""

from collections.abc import Callable
from dataclasses import dataclass

Spend = Callable[[str, float], None]

KB = 1024  # bytes


@dataclass(frozen=True, slots=True)
class Budget:
    """
    One budget.

    Attributes:
        unit: Of the figures: `KB`, `ms`, `s`, `%`, or nothing for counts and scores.
        target: What a review asks for.
        limit: What fails a test.
        at_least: Whether less is worse, as with scores.
    """

    unit: str
    target: float
    limit: float
    at_least: bool = False

    def allows(self, measured: float) -> bool:
        return measured >= self.limit if self.at_least else measured <= self.limit


BUDGETS = {
    "HTML and CSS": Budget("KB", 14, 20),
    "article, locked": Budget("KB", 40, 60),
    "article, open": Budget("KB", 60, 100),
    "images above the fold": Budget("KB", 100, 200),
    "requests, locked": Budget("", 4, 6),
    "requests, open": Budget("", 6, 9),
    "requests to third parties": Budget("", 0, 0),
    "script, locked": Budget("KB", 3, 5),
    "script, open": Budget("KB", 8, 12),
    "stylesheet": Budget("KB", 6, 10),
    "web fonts": Budget("KB", 0, 50),
    "sealed over compressed text": Budget("%", 40, 60),
    "LCP": Budget("s", 1.2, 1.8),
    "FCP": Budget("s", 1.0, 1.5),
    "CLS, load": Budget("", 0, 0.02),
    "CLS, opening": Budget("", 0.02, 0.05),
    "TBT": Budget("ms", 0, 50),
    "INP": Budget("ms", 100, 200),
    "performance": Budget("", 100, 97, at_least=True),
    "accessibility": Budget("", 100, 100, at_least=True),
    "best practices": Budget("", 100, 100, at_least=True),
    "SEO": Budget("", 100, 100, at_least=True),
    "decryption, 50 KB": Budget("ms", 5, 20),
    "decryption, 1 MB": Budget("ms", 40, 100),
    "time to open": Budget("s", 1.5, 2.5),
    "login to text": Budget("s", 1.0, 2.0),
    "axe violations": Budget("", 0, 0),
    "markup errors and warnings": Budget("", 0, 0),
    "broken links, missing files": Budget("", 0, 0),
    "free part without script or service": Budget("%", 100, 100, at_least=True),
}
