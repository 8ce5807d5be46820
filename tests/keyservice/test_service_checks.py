"""What production refuses with a sentence and a fix, and development only warns of."""

import json

import pytest
from django.core import checks as django_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from visits import EMAIL

from generator.keyservice import checks
from generator.keyservice.commands import main


class TestProduction:
    """What production refuses with a sentence and a fix, and development only warns of."""

    @pytest.fixture(autouse=True)
    def ready(self, settings):
        """A production service in which nothing is wrong."""
        settings.MARBRE_PRODUCTION = True
        settings.SECRET_KEY = "".join(chr(33 + number * 7 % 90) for number in range(60))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def found(self):
        """Return the findings of our own checks."""
        ours = (
            checks.check_secret,
            checks.check_debug,
            checks.check_origins,
            checks.check_publication,
            checks.check_keys,
            checks.check_mail,
        )
        return [finding for check in ours for finding in check(None)]

    def test_nothing_is_wrong(self):
        """The service of these tests may start."""
        assert self.found() == []

    @pytest.mark.parametrize(
        ("setting", "value", "id_", "hint"),
        [
            ("SECRET_KEY", "", 1, "random characters"),
            ("SECRET_KEY", "a" * 80, 1, "random characters"),
            ("SECRET_KEY", "court", 1, "random characters"),
            ("DEBUG", True, 2, "remove MARBRE_DEBUG"),
            ("MARBRE_ALLOWED_ORIGINS", ("https://www.example.fr/",), 3, "scheme, host and port"),
            ("MARBRE_ALLOWED_ORIGINS", ("*",), 3, "scheme, host and port"),
            ("MARBRE_ALLOWED_ORIGINS", ("http://www.example.fr",), 4, "use https"),
            ("MARBRE_SITE_FILE", "/nowhere/service.json", 6, "the build writes it"),
            ("MARBRE_SERVICE_KEYSET", None, 7, "docs/keyservice.md"),
            ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", 8, "smtp+tls://"),
        ],
    )
    def test_refused_in_production_and_warned_of_elsewhere(self, settings, setting, value, id_, hint):
        """One finding with its id, and a hint that names the fix."""
        setattr(settings, setting, value)
        (finding,) = [one for one in self.found() if one.id == f"marbre.E{id_:03}"]
        assert isinstance(finding, django_checks.Error)
        assert hint in finding.hint

        settings.MARBRE_PRODUCTION = False

        assert not [one for one in self.found() if one.is_serious()]

    def test_a_site_without_https_is_refused(self, publish):
        """The site's own origin is looked at too."""
        publish(base_url="http://www.example.fr/")
        assert "marbre.E004" in [finding.id for finding in self.found()]

    def test_a_site_on_the_own_machine_is_refused(self, publish):
        """A forgotten `base_url` of development is not published to."""
        publish(base_url="http://localhost:8000/")
        assert "marbre.E005" in [finding.id for finding in self.found()]

    @pytest.mark.parametrize("content", ["nonsense", "{}", '{"format": "spw-service-keyset-1"}'])
    def test_a_broken_keyset_is_refused_everywhere(self, settings, files, content):
        """A keyset that was named must be right, in development too, and is never quoted."""
        (files / "export.json").write_text(content, "utf-8")
        settings.MARBRE_PRODUCTION = False
        (finding,) = [one for one in self.found() if one.is_serious()]

        assert "bad-keyset" in finding.msg
        assert "nonsense" not in finding.msg

    def test_the_builders_keyset_is_refused(self, settings, files):
        """Roots never come to the service."""
        settings.MARBRE_SERVICE_KEYSET = str(files / "builder.json")
        (finding,) = [one for one in self.found() if one.is_serious()]

        assert "bad-keyset" in finding.msg
        assert "keys export" in finding.msg

    def test_a_development_kid_is_refused(self, files):
        """An export with a `dev-` kid does not start in production."""
        export = json.loads((files / "export.json").read_text("utf-8"))
        export["keys"][0]["kid"] = "dev-1"
        (files / "export.json").write_text(json.dumps(export), "utf-8")

        assert "dev-1" in next(one.msg for one in self.found())

    def test_a_keyset_that_others_can_read_is_warned_of(self, files):
        """The mode of the file is looked at."""
        (files / "export.json").chmod(0o644)

        assert [one.id for one in self.found()] == ["marbre.W009"]

    def test_an_unmigrated_database_is_refused(self, db, capsys):
        """Production is migrated by hand, so the service does not start by itself on an old database."""
        MigrationRecorder(connection).record_unapplied("keys", "0002_cache_table")

        assert main(["grant", EMAIL, "abonnes"]) == 1

        assert "keyservice migrate" in capsys.readouterr().err
