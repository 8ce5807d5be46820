"""The program: the group of commands, their common options, and exit codes."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.cli import telling
from generator.errors import GeneratorError, LeakError, Location, SourceError

DONE, FIX, USAGE, LEAK, INTERRUPTED = 0, 1, 2, 3, 130
COMMON_FLAGS = ("--quiet", "--verbose", "--json")
# For commands whose arguments another program reads, `--help` included.
FORWARDED: dict[str, Any] = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


class Commands(click.Group):
    """A group whose options may stand before the command, and whose command is `build` when none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        leading: list[str] = []
        rest = list(args)
        while rest and (rest[0] in COMMON_FLAGS or rest[0].split("=")[0] == "--site"):
            taken = 2 if rest[0] == "--site" else 1
            leading += rest[:taken]
            rest = rest[taken:]
        if rest[:1] not in (["--help"], ["--version"]):
            if not rest or rest[0].startswith("-"):
                rest = ["build", *rest]
            rest = [rest[0], *leading, *rest[1:]]
        return super().parse_args(ctx, rest)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout."),
        click.option("--verbose", is_flag=True, help="Print more."),
        click.option("--quiet", is_flag=True, help="Print errors only."),
        click.option(
            "--site", type=click.Path(path_type=Path), default=Path("site.yaml"), help="The publication's file."
        ),
    ):
        function = option(function)
    return function


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=telling.VERSION, prog_name="marbre")
def program() -> None:
    """Static sites with sealed sections, from Markdown in git."""


def moment(given: str | None, environment: Mapping[str, str]) -> datetime:
    """
    Return the time that the command line gives, else SOURCE_DATE_EPOCH, else the clock's.

    Raises:
        click.BadParameter: It is no ISO time with a zone, or with none for UTC.
    """
    try:
        if given:
            parsed = datetime.fromisoformat(given)
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        if epoch := environment.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{given or epoch!r} is no ISO time: {error}", param_hint="--now") from None
    return datetime.now(UTC)


def run() -> NoReturn:
    """Run one command as a process, and leave at once: taking every value apart at the end lasts a tenth of a second."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whoever read it is gone
            stream.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status of one command: 0 done, 1 to be fixed, 2 wrong usage, 3 a leak, 130 interrupted."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in arguments
    try:
        status = program.main(arguments, prog_name="marbre", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except KeyboardInterrupt:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return USAGE
    except LeakError as error:
        telling.leaked(error, as_json=as_json, show_text="--show-text" in arguments)
        return LEAK
    except GeneratorError as error:
        telling.refused(error, as_json=as_json)
        return FIX
    except BrokenPipeError:
        sys.stderr.close()
        return FIX
    except OSError as error:
        where = Location(str(error.filename or ""))
        telling.refused(SourceError(where, "system", error.strerror or str(error)), as_json=as_json)
        return FIX
    return status if isinstance(status, int) else DONE
