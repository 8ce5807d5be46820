"""What the scanner remembers of large sites, and what it forgets."""

import pytest

from generator.press.audit import blocks, recent
from tests.press.audit.audited_site import BuiltSite, page
from tests.press.audit.test_many_files import ARTICLES, paper, sentence


def test_what_is_asked_for_stays_and_what_is_not_goes() -> None:
    table: recent.Recent[int] = recent.Recent(2)
    table.add((1, 2), 7)
    table.add((3, 4), 8)
    assert table.values_of((1, 4)) == [7, 8]

    table.add((5,), 9)
    table.add((6, 7), 9)
    assert table.values_of((1, 2, 3, 5, 6)) == [7, None, 8, 9, 9]


def test_a_site_larger_than_what_is_remembered_is_read_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks, strings and ends are forgotten after three, so all is read again and again, and found wherever it stands."""
    monkeypatch.setattr(recent, "MOST", 3)
    monkeypatch.setattr(blocks, "_MOST_ENDS", 3)
    site: BuiltSite = paper()
    assert site.audited().leaks == ()

    for number in (2, ARTICLES - 2):
        site.write(f"a{number}/index.html", page(f"articles/a{number}", f"<p>{sentence(31)}</p>"))

    found = {(leak.output, leak.section) for leak in site.audited().leaks}
    assert found == {(f"a{number}/index.html", "articles/a31#s1") for number in (2, ARTICLES - 2)}
