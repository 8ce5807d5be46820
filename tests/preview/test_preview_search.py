"""The preview's search: an index that is made when somebody searches, over what the editor sees."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.preview.running import FILES, Running, running, settled, write

pytestmark = pytest.mark.slow


@pytest.fixture
def searched(tmp_path: Path) -> Iterator[Running]:
    """A preview of the small site with its search on."""
    write(tmp_path, {**FILES, "site.yaml": f"{FILES['site.yaml']}search: true\n"})
    with running(tmp_path, "--no-keyservice") as preview:
        preview.state(settled)
        yield preview


def entry(preview: Running) -> dict[str, Any]:
    answer, text = preview.ask("/pagefind/pagefind-entry.json")
    assert answer.status == 200
    found: dict[str, Any] = json.loads(text)["languages"]
    return found


def test_an_edit_is_found_without_an_index_at_every_build(searched: Running) -> None:
    """Nothing is indexed until somebody asks; then what the last build shows."""
    assert not (searched.root / ".marbre/preview/pagefind").exists()
    before = entry(searched)
    assert entry(searched) == before
    epoch = searched.state(settled)["epoch"]

    source = searched.root / "content/articles/autre.md"
    source.write_text(source.read_text("utf-8").replace("Le scanner du", "Le cyclotron du"), "utf-8")
    searched.state(lambda state: settled(state) and state["epoch"] > epoch)

    assert entry(searched) != before
    assert searched.ask("/pagefind/fragment/none.pf_fragment")[0].status == 404
    assert searched.ask("/pagefind/../secret.txt")[0].status == 404


@pytest.mark.browser
def test_an_editor_searches(searched: Running, tab: Page) -> None:
    """The page works in the preview as on the host, under the same policy."""
    tab.goto(f"{searched.url}/recherche/?q=confidentiel")
    expect(tab.locator("[data-search-status]")).to_contain_text("Aucun résultat")
    tab.get_by_role("searchbox").fill("personne")
    expect(tab.get_by_role("link", name="Réservé")).to_be_visible()
