"""The key service's decision; the vectors `service-*` hold the cases of the specification."""

import json

import pytest

from generator.paywall.decision import (
    DenyList,
    Given,
    Reader,
    Refused,
    answer,
    decide,
    parse_deny_list,
    parse_request,
)
from generator.paywall.errors import SealError
from generator.paywall.header import parse_header
from generator.paywall.keys import export_keyset, parse_service_keyset
from generator.paywall.opening import open_section
from generator.paywall.sealing import seal_section

SUBSCRIBER = Reader(authenticated=True, grants=frozenset({"tier:abonnes"}))


def section(keyset, **changes):
    fields = {"article": "articles/budget", "section": "s1", "policy": ["tier:abonnes"], "not_before": 0}
    return seal_section(keyset=keyset, html="<p>trois lignes</p>", assets=(), **(fields | changes))


def asked(keyset, files, reader=SUBSCRIBER, **changes):
    """Return the verdicts on the headers of *files*."""
    fields = {"deny": DenyList(), "now": 1_800_000_000, "rate_left": 1000}
    service = parse_service_keyset(export_keyset(keyset))
    return decide([file.page_header for file in files], keyset=service, reader=reader, **(fields | changes))


def test_key_that_is_given_opens_the_file(keyset):
    """
    Builder and service agree on the content key, though the service has no root.
    """
    file = section(keyset)
    (given,) = asked(keyset, [file])

    assert open_section(file.data, given.key, file.header).html == "<p>trois lignes</p>"


def test_registered_means_logged_in(keyset):
    """
    A section for registered readers opens to everyone who is logged in, whatever was granted.
    """
    file = section(keyset, policy=["registered"])

    assert isinstance(asked(keyset, [file], Reader(authenticated=True))[0], Given)
    assert asked(keyset, [file], Reader()) == [Refused("login")]


def test_repeated_header_uses_the_rate_once(keyset):
    """
    Only different headers count, and those of earlier requests do not count again.
    """
    one, other = section(keyset), section(keyset, section="s2")
    first = asked(keyset, [one, one, other, one], rate_left=1)

    assert [isinstance(verdict, Given) for verdict in first] == [True, True, False, True]
    assert asked(keyset, [one, other], rate_left=0, had={first[0].header_hash}) == [first[0], Refused("rate")]


def test_refusals_do_not_count_towards_the_rate(keyset):
    """
    A reader who meets dearer articles first still gets the key of hers.
    """
    files = [section(keyset, policy=["tier:premium"]), section(keyset)]

    assert isinstance(asked(keyset, files, rate_left=1)[1], Given)


def test_denied_policy_leaves_the_new_one_open(keyset):
    """
    An article moved to a dearer tier is closed under the old policy only.
    """
    old, new = section(keyset), section(keyset, policy=["tier:premium"])
    deny = parse_deny_list("# moved in May\narticle articles/budget tier:abonnes\n")
    reader = Reader(authenticated=True, grants=frozenset({"tier:abonnes", "tier:premium"}))

    verdicts = asked(keyset, [old, new], reader, deny=deny)

    assert verdicts[0] == Refused("withdrawn")
    assert isinstance(verdicts[1], Given)


@pytest.mark.parametrize(
    "line",
    [
        "articles/budget",
        "article",
        "article Budget",
        "article a tier:b tier:c",
        "article a  tier:b",
        " article a",
        "article a ",
        "header abc",
        "header " + "A" * 64,
        "article a public",
        "Article a",
    ],
)
def test_deny_list_with_another_line_is_refused(line):
    """
    A service that guessed what a line means would give keys away; it names the line and does not start.
    """
    with pytest.raises(ValueError, match="line 2 of the deny list"):
        parse_deny_list(f"article a\n{line}\n")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"headers": {}}',
        b'{"headers": [1]}',
        b'{"headers": ["a"], "more": 1}',
        b'{"headers": ["a"]} x',
        b'{"headers": ["\xff"]}',
        b'{"headers": [NaN]}',
        b"[" * 90_000,
        json.dumps({"headers": ["a" * 100_000]}).encode(),
    ],
)
def test_request_of_another_form_is_refused(body):
    """
    A body that is not exactly `{"headers": [text, …]}` is `bad-request`, and nothing worse.
    """
    with pytest.raises(SealError) as caught:
        parse_request(body)
    assert caught.value.word == "bad-request"


def test_answer_has_one_element_for_each_header(keyset):
    """
    Keys and refusals stand in the order of the question.
    """
    body = answer(asked(keyset, [section(keyset), section(keyset, policy=["tier:premium"])]))

    assert [list(element) for element in body["keys"]] == [["key"], ["refused"]]
    assert len(body["keys"][0]["key"]) == 43
    assert body["keys"][1] == {"refused": "no-entitlement"}


def test_header_of_the_test_is_the_one_that_a_page_carries(keyset):
    """
    The tests above ask with real headers of real files.
    """
    assert parse_header(section(keyset).header).article == "articles/budget"
