"""A publication to build in a folder of its own."""

from pathlib import Path

import pytest
from editions import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "journal").mkdir()
    return Site(tmp_path / "journal", tmp_path / "journal" / "public")
