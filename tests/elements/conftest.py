"""The paper of all elements, built once."""

import pytest

from tests.elements.paper import FILES, SITE
from tests.sites.whole_site import WholeSite


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    site = WholeSite(tmp_path_factory.mktemp("paper"), FILES, site=SITE)
    run = site.build()
    assert run.status == 0, run.err
    return site
