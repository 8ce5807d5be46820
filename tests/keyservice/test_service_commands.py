"""The commands of operators and support, and what production refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from visits import EMAIL, PASSWORD, a_header, ask_keys, log_in, new_browser, session_of, words

from generator.keyservice import environment
from generator.keyservice.accounts.models import ALPHABET, Reader
from generator.keyservice.commands import main
from generator.keyservice.entitlements.models import Entitlement
from generator.keyservice.mounting import DEMO_EMAIL, DEMO_PASSWORD, ensure_demo_reader

ADD = ["add-reader", EMAIL, "--password", PASSWORD]


def test_add_reader_makes_a_confirmed_reader_and_prints_the_id(client, db, capsys):
    """The reader can log in at once and read; the public id is what the command prints."""
    assert main([*ADD, "--grant", "abonnes", "--until", "2099-01-01"]) == 0

    printed = capsys.readouterr().out.strip()
    assert Reader.objects.get(email=EMAIL).public_id == printed
    assert len(printed) == 12
    assert set(printed) <= set(ALPHABET)
    log_in(client)
    assert session_of(client)["until"] == "2099-01-01T00:00:00+01:00"
    assert words(ask_keys(client, a_header())) == ["key"]


def test_add_reader_twice_is_one_reader_with_the_new_span(client, db, capsys):
    """The command can be repeated: same id, new password, new end."""
    assert main([*ADD, "--grant", "abonnes", "--until", "2099-01-01"]) == 0
    assert (
        main(["add-reader", EMAIL, "--password", "une autre phrase", "--grant", "abonnes", "--until", "2098-07-01"])
        == 0
    )

    first, second = capsys.readouterr().out.split()
    assert first == second
    assert Entitlement.objects.count() == 1
    log_in(client, password="une autre phrase")
    assert session_of(client)["until"] == "2098-07-01T00:00:00+02:00"


@pytest.mark.parametrize(
    ("starts", "ends", "word"),
    [
        (None, None, "key"),
        ("2020-01-01", None, "key"),
        ("2020-01-01", "2020-02-01", "no-entitlement"),
        (None, "2020-02-01", "no-entitlement"),
        ("2098-01-01", "2099-01-01", "no-entitlement"),
        ("2020-01-01T08:30", "2099-01-01T08:30:00Z", "key"),
    ],
)
def test_times_may_lie_in_the_past_and_the_future(client, db, starts, ends, word):
    """Support can make a reader who has lapsed or who starts next month."""
    times = [*(["--from", starts] if starts else []), *(["--until", ends] if ends else [])]
    assert main([*ADD, "--grant", "abonnes", *times]) == 0

    log_in(client)

    assert words(ask_keys(client, a_header())) == [word]


def test_grant_and_revoke_count_at_once(client, reader, capsys):
    """A grant opens and a revocation closes for a session that lives, and the reader sees since when."""
    log_in(client)
    assert main(["grant", EMAIL, "article:articles/budget"]) == 0
    assert words(ask_keys(client, a_header(policy="tier:premium"))) == ["key"]
    assert main(["grant", EMAIL, "premium", "--until", "2099-01-01"]) == 0
    assert session_of(client)["grants"] == ["abonnes", "premium", "article:articles/budget"]

    assert main(["revoke", EMAIL, "premium"]) == 0
    assert session_of(client)["grants"] == ["article:articles/budget"]
    assert datetime.fromisoformat(session_of(client)["until"]) <= timezone.now()

    assert main(["revoke", EMAIL, "--all"]) == 0
    assert words(ask_keys(client, a_header())) == ["no-entitlement"]
    assert capsys.readouterr().out == ""


def test_what_was_to_come_is_removed_by_a_revocation(reader, grant):
    """A span that has not begun leaves nothing behind."""
    grant(reader, "tier:abonnes", timezone.now() + timedelta(days=1))

    assert main(["revoke", EMAIL, "--all"]) == 0

    assert not Entitlement.objects.exists()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["grant", "personne@example.org", "abonnes"], "no reader has"),
        (["grant", EMAIL, "abonés"], "neither a tier nor"),
        (["grant", EMAIL, "abonne"], "did you mean 'abonnes'?"),
        (["grant", EMAIL, "abonnes", "--until", "demain"], "not an ISO date"),
        (["grant", EMAIL, "abonnes", "--from", "2027-01-01", "--until", "2026-01-01"], "before it starts"),
        (["revoke", EMAIL, "abonnes"], "holds no such grant"),
        (["revoke", EMAIL], "name one grant, or --all"),
        (["revoke", EMAIL, "abonnes", "--all"], "name one grant, or --all"),
        (["add-reader", "pas une adresse", "--password", "x"], "not an e-mail address"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(reader, capsys, argv, said):
    """Status 1 and one block on stderr, without a traceback."""
    assert main(argv) == 1

    error = capsys.readouterr().err
    assert error.startswith("error[keyservice]: ")
    assert said in error
    assert PASSWORD not in error
    assert not Entitlement.objects.exists()


def test_a_reader_with_a_wrong_grant_is_not_made(db):
    """Nothing is half done."""
    assert main([*ADD, "--grant", "premum"]) == 1
    assert not Reader.objects.exists()


@pytest.mark.parametrize(
    "argv", [[], ["grant"], ["add-reader"], ["run", "--port", "x"], ["--nonsense"], ["grant", EMAIL, "a", "--too"]]
)
def test_wrong_usage_has_status_two(argv, capsys):
    """Wrong usage is told apart from a mistake."""
    assert main(argv) == 2
    assert "usage" in capsys.readouterr().err


def test_help_has_status_zero(capsys):
    """Help is no error."""
    assert main(["--help"]) == 0
    assert "add-reader" in capsys.readouterr().out


def test_djangos_own_commands_are_reachable(db, capsys):
    """Anything else is one of Django's."""
    assert main(["showmigrations", "accounts"]) == 0
    assert "0001_initial" in capsys.readouterr().out
    assert main(["no-such-command"]) == 1


def test_migrations_are_complete(db):
    """The models have no change that a migration does not know."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_cache_table_exists(db):
    """The counters of the rate limits are in the database, where all workers see them."""
    assert "marbre_cache" in connection.introspection.table_names()


def test_the_previews_reader_holds_the_first_tier(client, db):
    """The preview's reader is there after each start, once."""
    first, second = ensure_demo_reader(), ensure_demo_reader()

    assert first == second
    log_in(client, DEMO_EMAIL, DEMO_PASSWORD)
    assert session_of(client)["grants"] == ["abonnes"]


def test_the_development_secret_is_kept_for_its_owner(tmp_path):
    """The secret is made once, in a file that nobody else reads, and reading the settings makes none."""
    environ = {"MARBRE_FOLDER": str(tmp_path / "new")}
    assert len(environment.secret_key(environ)) > 50
    assert not (tmp_path / "new").exists()

    environment.keep_secret_key(environ)
    environment.keep_secret_key(environ)

    kept = tmp_path / "new" / "secret-key"
    assert (kept.stat().st_mode & 0o777, (tmp_path / "new").stat().st_mode & 0o777) == (0o600, 0o700)
    assert environment.secret_key(environ) == kept.read_text("ascii")
    production = environ | {"MARBRE_ENV": "production"}
    assert environment.secret_key(production) == ""


@pytest.mark.parametrize(
    ("mount", "path"), [("", ""), ("/", ""), ("/acces/", "/acces"), ("acces", "/acces"), ("/a/b/", "/a/b")]
)
def test_a_mount_is_one_path_however_written(mount, path):
    """The slashes at the ends do not matter."""
    assert environment.mount({"MARBRE_MOUNT": mount}) == path


def test_a_moment_without_zone_is_of_the_site(reader):
    """A naive time means the site's clock, in summer as in winter."""
    assert main(["grant", EMAIL, "abonnes", "--from", "2026-07-01", "--until", "2026-12-01T12:00"]) == 0
    span = Entitlement.objects.get()

    assert (span.starts, span.ends) == (datetime(2026, 6, 30, 22, tzinfo=UTC), datetime(2026, 12, 1, 11, tzinfo=UTC))


def test_two_sources_do_not_overwrite_each_other(reader, grant):
    """A subscription that a payment gave stays when support gives something too."""
    Entitlement.objects.create(reader=reader, grant="tier:abonnes", starts=timezone.now(), source="stripe:sub_1")
    grant(reader, "tier:abonnes", ends=timezone.now() + timedelta(days=1))
    browser = new_browser()
    log_in(browser)

    assert Entitlement.objects.count() == 2
    assert session_of(browser)["until"] is None
