"""Ids: each stands once on a page, and every address with an anchor finds its element."""

import re
from collections import Counter

from whole_site import WholeSite

BRIEF = "---\npublished: {day}T08:00:00\naccess: abonnes\n---\nLe début, pour tous.\n\n<!-- paywall -->\n\nLa suite du {day}.\n"


def test_briefs_of_two_days_at_the_same_time_do_not_share_an_id(tmp_path):
    """
    The wire's own page has both days; the ids of briefs and sections are those of no other, and of the address on its page.
    """
    days = ("2026-11-21", "2026-11-22")
    site = WholeSite(tmp_path, {f"content/wire/{day}.md": BRIEF.format(day=day) for day in days})
    assert site.build().status == 0

    wire = site["fil/index.html"]

    assert wire.count("<paywalled-section") == 2
    assert [one for one, count in Counter(re.findall(r'\bid="([^"]+)"', wire)).items() if count > 1] == []
    for day in days:
        assert re.search(rf'href="/fil/{day}/#8-00"', wire)
        assert 'class="brief" id="8-00"' in site[f"fil/{day}/index.html"]
        assert 'id="8-00-s1"' in site[f"fil/{day}/index.html"]
