"""Seal, then open: what must come back, and what must never."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.paywall.derivation import content_key, subkeys
from generator.paywall.errors import SealError
from generator.paywall.header import Header, encode_header, parse_header, parse_page_header
from generator.paywall.keys import (
    dump_keyset,
    new_keyset,
    new_root,
    promoted,
    retired,
    with_new_key,
    write_keyset_file,
)
from generator.paywall.message import SECTION_LIMIT, build_message, inflate, message_data, padded_length
from generator.paywall.opening import open_asset, open_section, open_with_keyset, split_file
from generator.paywall.sealing import seal_asset, seal_section

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789._/-", min_size=1, max_size=255)
items = st.one_of(
    st.just("registered"), ids.map(lambda name: f"tier:{name[:40]}"), ids.map(lambda name: f"item:{name[:40]}")
)


def sealed(keyset, html="<p>Le budget tient en trois lignes.</p>", **changes):
    """Return a sealed section of the article `articles/budget`."""
    fields = {
        "article": "articles/budget",
        "section": "s1",
        "policy": ["tier:abonnes"],
        "not_before": 0,
        "assets": (),
    }
    return seal_section(keyset=keyset, html=html, **(fields | changes))


def key_of(keyset, file):
    """Return the content key that the service would give for a sealed section."""
    header = parse_header(file.header)
    return content_key(file.header, subkeys(keyset.key(header.kid).root, keyset.site, header.kid).section)


def word(call, *arguments, **named):
    """Return the word with which *call* refuses."""
    with pytest.raises(SealError) as caught:
        call(*arguments, **named)
    return caught.value.word


def result(call, *arguments):
    """Return what *call* returns, or the word with which it refuses."""
    try:
        return call(*arguments)
    except SealError as error:
        return error.word


@pytest.mark.slow
@given(
    html=st.text(),
    article=ids,
    section=ids,
    policy=st.sets(items, min_size=1, max_size=4),
    time=st.integers(0, 2**32 - 1),
)
def test_section_opens_to_the_html_that_was_sealed(html, article, section, policy, time):
    """
    Any Unicode text, ids and policy come back, with the service's key and with the keyset.
    """
    keyset = new_keyset("www.example.fr", "2026a", bytes(range(32)), datetime(2026, 1, 5, tzinfo=UTC))
    file = sealed(keyset, html, article=article, section=section, policy=list(policy), not_before=time)

    assert open_section(file.data, key_of(keyset, file), file.header).html == html
    assert open_with_keyset(file.data, keyset).html == html
    assert parse_page_header(file.page_header).items == tuple(sorted(policy))


@given(data=st.binary(max_size=40_000))
@settings(max_examples=30)
def test_asset_opens_to_the_bytes_that_were_sealed(keyset, data):
    """
    An asset comes back byte for byte, with the key of its section's manifest.
    """
    asset = seal_asset(keyset=keyset, article="a", section="s1", data=data, media_type="image/webp")
    section = sealed(keyset, article="a", assets=[asset, asset])

    opened = open_section(section.data, key_of(keyset, section))
    (entry,) = opened.manifest

    assert (entry.name, entry.media_type) == (asset.name, "image/webp")
    assert open_asset(asset.data, entry.key, section.header).data == data
    assert open_with_keyset(asset.data, keyset).data == data


@pytest.mark.slow
def test_every_flipped_bit_of_a_file_is_refused(keyset):
    """
    No bit of a sealed file can change without an error word.
    """
    file = sealed(keyset, "<p>court</p>")
    key = key_of(keyset, file)
    earned = set()

    for position in range(len(file.data) * 8):
        altered = bytearray(file.data)
        altered[position // 8] ^= 1 << position % 8
        earned.add(word(open_section, bytes(altered), key))

    assert earned == {"not-sealed", "damaged", "bad-version", "bad-header", "wrong-key"}


def test_flipped_header_bit_never_matches_the_page(keyset):
    """
    With the page's header at hand, an altered header is never taken for another section.
    """
    file = sealed(keyset)
    key = key_of(keyset, file)

    for position in range(80, (10 + len(file.header)) * 8):
        altered = bytearray(file.data)
        altered[position // 8] ^= 1 << position % 8
        assert word(open_section, bytes(altered), key, file.header) in {
            "bad-version",
            "bad-header",
            "header-mismatch",
        }


@given(names=st.lists(ids.map(lambda name: name[:60]), min_size=2, max_size=2), cut=st.integers(1, 118))
def test_splitting_the_names_elsewhere_gives_another_key(names, cut):
    """
    Article and section are two fields: the same letters split elsewhere are another section.
    """
    article, section = names
    joined = article + section
    if not 0 < cut < len(joined) or cut == len(article):
        return
    keyset = new_keyset("www.example.fr", "2026a", bytes(range(32)), datetime(2026, 1, 5, tzinfo=UTC))

    one = sealed(keyset, article=article, section=section)
    other = sealed(keyset, article=joined[:cut], section=joined[cut:])

    assert one.header != other.header
    assert key_of(keyset, one) != key_of(keyset, other)


def test_equal_input_gives_an_equal_file(keyset):
    """
    A section keeps its name and its place in every cache until something about it changes.
    """
    assert sealed(keyset) == sealed(keyset)
    assert sealed(keyset).name == f"{hashlib.sha256(sealed(keyset).data).hexdigest()[:32]}.spw"


@pytest.mark.parametrize(
    "change", [{"policy": ["tier:premium"]}, {"article": "b"}, {"section": "s2"}, {"not_before": 1}]
)
def test_key_of_another_claim_opens_nothing(keyset, change):
    """
    A false claim about a section earns a key, but of no file.
    """
    file = sealed(keyset)
    claim = sealed(keyset, **change)

    assert word(open_section, file.data, key_of(keyset, claim)) == "wrong-key"
    assert word(open_section, file.data, key_of(keyset, claim), claim.header) == "header-mismatch"


def test_sections_of_similar_length_have_one_size(keyset):
    """
    What the size shows is the padded size only.
    """
    sizes = {len(sealed(keyset, hashlib.sha256(bytes((n,))).hexdigest() * (n % 7)).data) for n in range(1, 60)}

    assert len(sizes) == 1


@given(length=st.integers(0, 2**28 + 4))
def test_padding_costs_at_most_a_sixteenth(length):
    """
    Padmé: at least the length, at most 6.3 % above it beyond 1 KiB, and stable when repeated.
    """
    padded = padded_length(length)

    assert length <= padded <= max(1024, length * 1.063)
    assert padded_length(padded) == padded


def test_too_much_is_refused_at_the_builder(keyset):
    """
    A text over 8 MiB is `too-large`, however well it compresses.
    """
    assert word(sealed, keyset, "a" * SECTION_LIMIT) == "too-large"
    assert word(build_message, 1, bytes(SECTION_LIMIT + 1)) == "too-large"


def test_half_a_character_is_refused_at_the_builder(keyset):
    """
    A lone surrogate cannot be sealed: no opener could read it.
    """
    assert word(sealed, keyset, "\ud800") == "bad-message"


@pytest.mark.parametrize("policy", [[], ["public"], ["tier:"], ["tier:Abonnés"], ["tier:a,b"], ["tier:" + "a" * 251]])
def test_policy_that_is_none_cannot_be_sealed(keyset, policy):
    """
    Doubt never publishes: a policy outside the grammar stops the sealing.
    """
    assert word(sealed, keyset, policy=policy) == "bad-header"


@pytest.mark.parametrize(
    "media_type", ["", "image", "image/svg xml", "Image/png", "image/png\n", "text/html; charset=utf-8"]
)
def test_media_type_that_no_manifest_may_hold_is_refused(keyset, media_type):
    """
    A manifest line is one line, whatever an author calls a file.
    """
    assert word(seal_asset, keyset=keyset, article="a", section="s", data=b"", media_type=media_type) == "bad-message"


@given(
    header=st.builds(
        Header, st.just(1), st.integers(0, 2**32 - 1), ids, ids, ids, ids, items, st.binary(min_size=24, max_size=24)
    )
)
def test_header_has_one_encoding(header):
    """
    Parsing what was encoded gives the same header, and encoding it again the same bytes.
    """
    data = encode_header(header)

    assert parse_header(data) == header
    assert encode_header(parse_header(data)) == data


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_header_or_an_error_word(data):
    """
    The parser never fails in another way, and what it takes it writes back.
    """
    outcome = result(parse_header, b"\1" + data)

    assert outcome == "bad-header" or encode_header(outcome) == b"\1" + data


@given(data=st.binary(max_size=400))
def test_any_data_inflate_or_are_a_bad_message(data):
    """
    Data from a compromised builder cannot crash an opener.
    """
    for outcome in (result(inflate, data), result(message_data, 1, data)):
        assert isinstance(outcome, bytes) or outcome == "bad-message"


def test_keyset_opens_the_files_of_its_kids_only(keyset):
    """
    The audit opens what an enabled kid sealed; a retired kid, another site and another root do not open.
    """
    file = sealed(keyset)
    rotated = promoted(with_new_key(keyset, "2026b", new_root(), datetime(2026, 11, 20, tzinfo=UTC)), "2026b")
    foreign = new_keyset("staging.example.fr", "2026a", bytes(range(32)), datetime(2026, 1, 5, tzinfo=UTC))
    other = new_keyset("www.example.fr", "2026a", new_root(), datetime(2026, 1, 5, tzinfo=UTC))

    assert open_with_keyset(file.data, rotated).html == open_with_keyset(file.data, keyset).html
    assert word(open_with_keyset, file.data, retired(rotated, "2026a")) == "kid-retired"
    assert word(open_with_keyset, file.data, foreign) == "foreign-site"
    assert word(open_with_keyset, file.data, other) == "wrong-key"


def test_site_and_kid_are_part_of_every_key():
    """
    One root in two keysets by mistake still gives two different keys.
    """
    root = bytes(range(32))
    made = datetime(2026, 1, 5, tzinfo=UTC)
    one, other = new_keyset("www.example.fr", "2026a", root, made), new_keyset("www.example.fr", "2026b", root, made)

    assert subkeys(one.primary.root, one.site, "2026a") != subkeys(other.primary.root, other.site, "2026b")


def test_file_shows_nothing_of_keys_and_text_when_printed(keyset):
    """
    Sealed and opened values keep plaintext and keys out of `repr`.
    """
    asset = seal_asset(keyset=keyset, article="a", section="s1", data=b"secret bytes", media_type="text/plain")
    file = sealed(keyset, "<p>un secret</p>", article="a", assets=[asset])
    shown = repr(
        (
            asset,
            file,
            open_with_keyset(file.data, keyset),
            open_with_keyset(asset.data, keyset),
            split_file(file.data),
        )
    )

    assert "secret" not in shown
    assert "\\x" not in shown.replace(repr(split_file(file.data).header.salt), "").replace(repr(file.header), "")


def test_command_prints_what_a_file_holds(keyset, tmp_path):
    """
    `python -m generator.paywall open` prints the HTML to stdout and names no key anywhere.
    """
    file = sealed(keyset, "<p>Le déficit</p>")
    (tmp_path / file.name).write_bytes(file.data)
    write_keyset_file(tmp_path / "keyset.json", dump_keyset(keyset))

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "generator.paywall",
            "open",
            "--keyset",
            tmp_path / "keyset.json",
            tmp_path / file.name,
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "<p>Le déficit</p>")
    assert "articles/budget" in done.stderr
    assert dump_keyset(keyset)[-60:-10] not in done.stdout + done.stderr


def test_command_says_why_a_file_does_not_open(keyset, tmp_path):
    """
    A file that is none gives its error word, status 1 and no traceback.
    """
    (tmp_path / "page.html").write_text("<!doctype html>")
    write_keyset_file(tmp_path / "keyset.json", dump_keyset(keyset))

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "generator.paywall",
            "open",
            "--keyset",
            tmp_path / "keyset.json",
            tmp_path / "page.html",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: not-sealed: another kind of file\n"


def test_reading_a_keyset_does_not_import_cryptography():
    """
    A build that seals nothing does not pay for the import.
    """
    code = "import sys, generator.paywall.keys, generator.paywall.sealing; print('cryptography' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
