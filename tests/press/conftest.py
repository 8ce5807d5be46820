"""The sample publication, rendered once: its files are text and no test changes them."""

import pytest

from tests.press.publication import publication, render_all


@pytest.fixture(scope="session")
def rendered() -> dict[str, str]:
    """Return every output file of the sample by its path."""
    return render_all(*publication())
