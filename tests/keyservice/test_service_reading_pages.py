"""What pages say in people's words: devices, dates, and ways on that a thumb can hit."""

import re
from datetime import UTC, datetime

import pytest
from visits import Page, log_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [(FIREFOX, "Firefox, Windows"), (CHROME, "Chrome, Android"), (SAFARI, "Safari, iPhone"), ("", "–")],
)
def test_devices_are_named_as_people_speak_of_them(client, reader, agent, name):
    """The list of devices says browser and system, and nothing else of what browsers send."""
    client.defaults["HTTP_USER_AGENT"] = agent
    log_in(client)

    page = Page(client.get("/account/").content.decode())

    assert f"{name}, 127.0.0.1," in page.text
    assert "Mozilla" not in page.text


def test_a_device_that_says_something_else_is_shown_short_and_harmless(client, reader):
    """What no browser sends is cut and escaped."""
    client.defaults["HTTP_USER_AGENT"] = "<script>x</script>" + "y" * 500
    log_in(client)

    body = client.get("/account/").content.decode()

    assert "<script" not in body
    assert "y" * 60 not in body


@pytest.mark.parametrize(("language", "words"), [("fr", "jusqu’au 1er janvier 2027"), ("en", "until Jan. 1, 2027")])
def test_the_first_of_a_month(client, reader, grant, publish, language, words):
    """The end of a subscription is written as the language writes it, in the paper's time zone."""
    publish(language=language)
    grant(reader, "tier:abonnes", ends=datetime(2026, 12, 31, 23, tzinfo=UTC))
    log_in(client)

    assert words in Page(client.get("/account/").content.decode()).text


@pytest.mark.parametrize("path", ["/account/", "/password/reset/done/", "/confirm-email/x:y:z/", "/nulle-part/"])
def test_links_that_stand_alone_are_ways(client, reader, path):
    """Themes give `ul.ways` targets that a thumb can hit; no link stands alone in a paragraph."""
    log_in(client)

    main = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]

    assert 'class="ways"' in main
    assert re.search(r"<p>\s*<a ", main) is None
