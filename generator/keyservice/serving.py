"""Starting the service: database, checks, uvicorn."""

import sys

import uvicorn
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from generator.keyservice import environment
from generator.keyservice.origins import LOOPBACK


def run(host: str, port: int, workers: int) -> int:
    """Serve until interrupted, and return the exit status: 1 if a check refused."""
    if not _checked():
        return 1
    prepare_database()
    if not settings.MARBRE_PRODUCTION:
        _say_what_this_is(host, port)
    uvicorn.run(
        "generator.keyservice.asgi:application",
        host=host,
        port=port,
        workers=workers,
        lifespan="off",
        # No access log: `login/?next=/article/` would be a reading history.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=",".join(settings.MARBRE_TRUSTED_PROXIES),
    )
    return 0


def prepare_database() -> None:
    """
    Bring the database of development up to date; in production that is `keyservice migrate`'s business.

    Raises:
        ValueError: If it cannot be opened, or in production if there is something to migrate.
    """
    if not settings.MARBRE_PRODUCTION:
        environment.make_folder(settings.MARBRE_FOLDER)
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise ValueError(f"the database cannot be opened ({str(error).strip()}): see DATABASE_URL") from None
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if settings.MARBRE_PRODUCTION:
        raise ValueError("the database is not up to date: run `marbre keyservice migrate` first")
    call_command("migrate", verbosity=0, interactive=False)


def refuse_what_is_unsafe() -> None:
    """Stop the process if a check finds an error."""
    if not _checked():
        sys.exit(1)


def _checked() -> bool:
    """Return whether nothing is an error; say all findings, one block each."""
    findings = checks.run_checks()  # the database is asked by prepare_database, with a better answer
    for finding in sorted(findings, key=lambda one: str(one.id)):
        kind = "error" if finding.is_serious() else "warning"
        _say(f"{kind}[{finding.id}]: {finding.msg}")
        if finding.hint:
            _say(f"  hint: {finding.hint}")
    return not any(finding.is_serious() for finding in findings)


def _say_what_this_is(host: str, port: int) -> None:
    keys = settings.MARBRE_SERVICE_KEYSET or "the dev keyset"
    vendor = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    _say(f"key service for development on http://{host}:{port}{settings.MARBRE_MOUNT}/, with {vendor} and {keys}")
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        _say(f"mails are written to {settings.EMAIL_FILE_PATH}")
    if host not in {*LOOPBACK, "::1"}:
        _say(f"warning[not-loopback]: {host} is reachable by others, and nothing here is made for that")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
