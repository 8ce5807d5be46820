"""
`keyservice COMMAND`: runs and administers the key service.

`main` returns the exit status: 0 done, 1 the operator must fix something, 2 wrong usage.
What is not listed here is one of Django's own commands.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, time

import django

from generator.keyservice import environment

SETTINGS = "generator.keyservice.settings"


def main(argv: Sequence[str]) -> int:
    """Run the command that *argv* names, without the program's own name."""
    name = argv[0] if argv else ""
    parser = _parser()
    if not argv or (name.startswith("-") and name not in {"-h", "--help"}):
        parser.print_usage(sys.stderr)
        return 2
    if name not in OWN and name not in {"-h", "--help"}:
        return _django_command(argv)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        _start_django()
        return OWN[name](arguments)
    except ValueError as error:
        return _refuse(str(error))


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    environment.keep_secret_key(os.environ)
    django.setup()


def _run(arguments: argparse.Namespace) -> int:
    from generator.keyservice import serving

    return serving.run(arguments.host, arguments.port, arguments.workers)


def _migrate(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    environment.make_folder(settings.MARBRE_FOLDER)  # where SQLite keeps its file unless DATABASE_URL says
    return _django_command(["migrate", *arguments.rest])


def _check(arguments: argparse.Namespace) -> int:
    return _django_command(["check", *arguments.rest])


def _add_reader(arguments: argparse.Namespace) -> int:
    from django.db import transaction

    from generator.keyservice.accounts.readers import add_reader

    _ready()
    with transaction.atomic():  # a grant that is refused must leave no reader behind
        reader = add_reader(arguments.email, arguments.password, arguments.name)
        for what in arguments.grant:
            _give(reader.email, what, arguments.starts, arguments.ends)
    print(reader.public_id)
    return 0


def _grant(arguments: argparse.Namespace) -> int:
    _ready()
    _give(arguments.email, arguments.grant, arguments.starts, arguments.ends)
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from generator.keyservice import publication
    from generator.keyservice.accounts.readers import find_reader
    from generator.keyservice.entitlements import granting

    _ready()
    if (arguments.grant is None) == (not arguments.all):
        raise ValueError("name one grant, or --all")
    reader = find_reader(arguments.email)
    # A tier that the publication no longer has can still be revoked, so its name is not looked up.
    unknown = publication.Publication()
    what = granting.spelled_out(arguments.grant, unknown) if arguments.grant else None
    if granting.revoke(reader, what, now=timezone.now()) == 0:
        raise ValueError(f"{reader.email} holds no such grant")
    return 0


def _give(email: str, what: str, starts: str | None, ends: str | None) -> None:
    from django.utils import timezone

    from generator.keyservice import publication
    from generator.keyservice.accounts.readers import find_reader
    from generator.keyservice.entitlements import granting

    known = publication.current()
    granting.grant(
        find_reader(email),
        granting.spelled_out(what, known),
        _moment(starts),
        _moment(ends),
        now=timezone.now(),
    )


def _moment(text: str | None) -> datetime | None:
    """Return the moment of an ISO date; without a time it is midnight, without a zone that of the site."""
    from generator.keyservice import publication

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an ISO date such as 2027-01-01 or 2027-01-01T08:00") from None
    if len(text) == len("2027-01-01"):
        moment = datetime.combine(moment.date(), time())
    return moment if moment.tzinfo else moment.replace(tzinfo=publication.current().zone)


def _ready() -> None:
    """Bring a development database up to date. Raises ValueError in production if it is not."""
    from generator.keyservice import serving

    serving.prepare_database()


def _django_command(argv: Sequence[str]) -> int:
    _start_django()
    from django.core.management import ManagementUtility
    from django.db import DatabaseError

    try:
        ManagementUtility(["marbre keyservice", *argv]).execute()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    except DatabaseError as error:
        return _refuse(f"the database does not do it ({str(error).strip()}): see DATABASE_URL")
    return 0


def _refuse(problem: str) -> int:
    print(f"error[keyservice]: {problem}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="marbre keyservice", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="serve readers")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=8100)
    run.add_argument("--workers", type=int, default=1)
    for name, text in (("migrate", "bring the database up to date"), ("check", "what production would refuse")):
        commands.add_parser(name, help=text).add_argument("rest", nargs=argparse.REMAINDER)
    reader = commands.add_parser("add-reader", help="make a confirmed reader; prints the public id")
    reader.add_argument("email")
    reader.add_argument("--password")
    reader.add_argument("--name", default="")
    reader.add_argument("--grant", action="append", default=[], metavar="TIER")
    grant = commands.add_parser("grant", help="give a tier or article:ID")
    grant.add_argument("email")
    grant.add_argument("grant")
    for one in (reader, grant):
        one.add_argument("--from", dest="starts", metavar="TIME")
        one.add_argument("--until", dest="ends", metavar="TIME")
    revoke = commands.add_parser("revoke", help="take a grant back, at once")
    revoke.add_argument("email")
    revoke.add_argument("grant", nargs="?")
    revoke.add_argument("--all", action="store_true")
    return parser


OWN: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "migrate": _migrate,
    "check": _check,
    "add-reader": _add_reader,
    "grant": _grant,
    "revoke": _revoke,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
