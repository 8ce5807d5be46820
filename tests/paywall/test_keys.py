"""Keyset files, and the life of a kid."""

import json
import os
import pickle
import stat
from datetime import UTC, datetime, timedelta, timezone

import pytest

from generator.paywall.errors import WORDS, SealError
from generator.paywall.keys import (
    ContentKey,
    Root,
    dump_keyset,
    export_keyset,
    is_development,
    new_root,
    parse_keyset,
    parse_service_keyset,
    promoted,
    read_keyset_file,
    read_service_keyset_file,
    retired,
    with_new_key,
    write_keyset_file,
)

NOVEMBER = datetime(2026, 11, 20, 9, tzinfo=UTC)


def refused(call, *arguments):
    """Return the word with which *call* refuses."""
    with pytest.raises(SealError) as caught:
        call(*arguments)
    return caught.value.word


def test_keyset_file_reads_back_as_it_was_written(keyset):
    """
    Dumping and parsing a keyset gives the same keyset.
    """
    rotated = with_new_key(keyset, "2026b", new_root(), NOVEMBER)

    assert parse_keyset(dump_keyset(rotated)) == rotated


def test_new_key_opens_until_it_is_promoted(keyset):
    """
    A rotated keyset still seals with the old key; after promotion the old one still opens.
    """
    rotated = with_new_key(keyset, "2026b", new_root(), NOVEMBER)
    sealing = promoted(rotated, "2026b")

    assert (rotated.primary.kid, rotated.key("2026b").status) == ("2026a", "enabled")
    assert (sealing.primary.kid, sealing.key("2026a").status) == ("2026b", "enabled")
    assert retired(sealing, "2026a").key("2026a").status == "disabled"


def test_promoting_the_primary_key_changes_nothing(keyset):
    """
    `keys promote` may be repeated.
    """
    assert promoted(keyset, "2026a") == keyset


def test_primary_key_cannot_retire(keyset):
    """
    A keyset without a key that seals cannot be made, nor one that seals with a retired or unknown key.
    """
    rotated = with_new_key(keyset, "2026b", new_root(), NOVEMBER)

    assert refused(retired, rotated, "2026a") == "bad-keyset"
    assert refused(retired, rotated, "2031z") == "bad-keyset"
    assert refused(promoted, rotated, "2031z") == "bad-keyset"
    assert refused(promoted, retired(rotated, "2026b"), "2026b") == "bad-keyset"


def test_kid_is_never_used_twice(keyset):
    """
    A new key with the name of an old one is refused, and so is a name that is no id.
    """
    assert refused(with_new_key, keyset, "2026a", new_root(), NOVEMBER) == "bad-keyset"
    assert refused(with_new_key, keyset, "Été", new_root(), NOVEMBER) == "bad-keyset"


def test_time_of_a_key_is_written_in_utc(keyset):
    """
    A key made in Paris carries the time of Greenwich, in whole seconds.
    """
    paris = datetime(2026, 11, 20, 10, 0, 0, 999, tzinfo=timezone(timedelta(hours=1)))
    rotated = with_new_key(keyset, "2026b", new_root(), paris)

    assert json.loads(dump_keyset(rotated))["keys"][1]["created"] == "2026-11-20T09:00:00Z"


def test_export_holds_no_root_and_nothing_of_a_retired_key(keyset):
    """
    The service's file has section subkeys only; each program refuses the other's file.
    """
    rotated = retired(with_new_key(keyset, "2026b", new_root(), NOVEMBER), "2026b")
    export = export_keyset(rotated)
    service = parse_service_keyset(export)

    assert all("root" not in key for key in json.loads(export)["keys"])
    assert [key.section_key is None for key in service.keys] == [False, True]
    assert refused(parse_keyset, export) == "bad-keyset"
    assert refused(parse_service_keyset, dump_keyset(rotated)) == "bad-keyset"


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace('"site"', '"site": "www.example.fr", "site"'),
        lambda text: text.replace("2026-01-05T09:00:00Z", "2026-01-05T09:00:00+00:00"),
        lambda text: text.replace("2026-01-05T09:00:00Z", "2026-02-30T09:00:00Z"),
        lambda text: text.replace("2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z\\n"),
        lambda text: text.replace('"primary"', '"Primary"'),
        lambda text: text.replace('"primary"', '["primary"]'),
        lambda text: text.replace("www.example.fr", "www.example.fr "),
        lambda text: text.replace("AAECAw", "AAECA\\n"),
        lambda text: "\ufeff" + text,
        lambda text: "[" * 100_000,
        lambda text: "[]",
        lambda text: text.replace("{", "[", 1),
        lambda text: text.encode().replace(b"2026a", b"2026\xff"),
        lambda _: "",
    ],
)
def test_keyset_file_that_deviates_is_refused(keyset, edit):
    """
    Duplicate members, other times, other statuses and other encodings are all `bad-keyset`.
    """
    assert refused(parse_keyset, edit(dump_keyset(keyset))) == "bad-keyset"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o700, 0o660])
def test_keyset_file_that_others_can_read_is_refused(keyset, tmp_path, mode):
    """
    A builder reads a keyset of mode 0600 or 0400, and says how to repair another.
    """
    path = tmp_path / "keyset.json"
    write_keyset_file(path, dump_keyset(keyset))
    path.chmod(mode)

    with pytest.raises(SealError, match="chmod 600") as caught:
        read_keyset_file(path)
    assert caught.value.word == "bad-keyset"


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_keyset_file_of_its_owner_is_read(keyset, tmp_path, mode):
    """
    Modes 0600 and 0400 are fine, for the builder and for the service.
    """
    builder, service = tmp_path / "keyset.json", tmp_path / "service.json"
    write_keyset_file(builder, dump_keyset(keyset))
    write_keyset_file(service, export_keyset(keyset))
    builder.chmod(mode)
    service.chmod(mode)

    assert read_keyset_file(builder) == keyset
    assert read_service_keyset_file(service).primary.kid == "2026a"


def test_keyset_file_is_private_whatever_the_umask(keyset, tmp_path):
    """
    A written keyset has mode 0600, replaces the old file and leaves no other behind.
    """
    path = tmp_path / "keyset.json"
    before = os.umask(0)
    try:
        write_keyset_file(path, "old")
        write_keyset_file(path, dump_keyset(keyset))
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_keys_stay_out_of_repr(keyset):
    """
    Neither a keyset nor a content key shows its bytes when it is printed or logged.
    """
    secret = bytes(range(32))

    for shown in (repr(keyset), repr(ContentKey(secret)), str(parse_service_keyset(export_keyset(keyset)))):
        assert "\\x01\\x02" not in shown
        assert "AAECAw" not in shown


def test_kinds_of_keys_are_never_equal():
    """
    A root is not a content key, though the bytes be the same.
    """
    assert Root(bytes(32)) == Root(bytes(32))
    assert Root(bytes(32)) != ContentKey(bytes(32))
    assert Root(bytes(32)) != Root(bytes(31) + b"\1")


def test_key_of_another_size_cannot_be_made():
    """
    A key has 32 bytes; nothing is filled up or cut.
    """
    with pytest.raises(ValueError, match="31 bytes"):
        Root(bytes(31))


def test_error_survives_a_process_pool():
    """
    A worker's error arrives with its word and detail.
    """
    error = pickle.loads(pickle.dumps(SealError("damaged", "a tag fails")))

    assert (error.word, error.detail, str(error)) == ("damaged", "a tag fails", "damaged: a tag fails")
    assert error.word in WORDS


def test_development_kids_say_so():
    """
    Production can tell a kid of previews by its name.
    """
    assert is_development("dev-2026")
    assert not is_development("2026-dev")
