"""`build`, `check` and `audit`."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import telling
from generator.cli.program import DONE, common, moment, program
from generator.errors import LeakError, SourceError

if TYPE_CHECKING:
    from generator.engine.executor import Executor
    from generator.pipeline.request import BuildRequest


def choices(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what a build holds."""
    for option in (
        click.option("--now", help="Build as if it were this ISO time; also SOURCE_DATE_EPOCH."),
        click.option("--jobs", type=click.IntRange(1), default=None, help="Processes; all cores without it."),
        click.option("--strict", is_flag=True, help="Take warnings for errors."),
        click.option("--clean", is_flag=True, help="Make everything anew, whatever the cache says."),
        click.option("--future", is_flag=True, help="Build documents of the future too."),
        click.option("--drafts", is_flag=True, help="Build drafts too."),
        click.option("--output", type=click.Path(path_type=Path), default=None, help="Folder to publish into."),
    ):
        function = option(function)
    return function


def elsewhere(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where a build runs its tasks, if not on this machine."""
    file = click.Path(path_type=Path)
    for option in (
        click.option("--executor-key", type=file, envvar="MARBRE_TLS_KEY", help="Its key; also MARBRE_TLS_KEY."),
        click.option("--executor-cert", type=file, envvar="MARBRE_TLS_CERT", help="Our certificate for tls://."),
        click.option("--executor-ca", type=file, envvar="MARBRE_TLS_CA", help="The cluster's own authority."),
        click.option("--executor", metavar="ADDRESS", help="A Dask scheduler: tcp://127.0.0.1:8786, tls://HOST:8786."),
    ):
        function = option(function)
    return function


@program.command()
@common
@choices
@elsewhere
@click.option("--profile", is_flag=True, help="Print where the time went.")
def build(
    quiet: bool,
    as_json: bool,
    verbose: bool,
    profile: bool,
    executor: str | None,
    executor_ca: Path | None,
    executor_cert: Path | None,
    executor_key: Path | None,
    **given: Any,
) -> int:
    """Build the site."""
    from generator.pipeline.entry import build as run

    named = _executor(executor, executor_ca, executor_cert, executor_key) if executor is not None else None
    result = run(replace(request(**given), executor=named))
    telling.built(result, quiet=quiet, as_json=as_json, verbose=verbose)
    if profile:
        telling.profiled(result)
    return DONE


@program.command()
@common
@choices
def check(quiet: bool, as_json: bool, verbose: bool, **given: Any) -> int:
    """Refuse what `build` would refuse, publishing nothing."""
    from generator.pipeline.build import check as run

    result = run(request(**given))
    telling.checked(result, quiet=quiet, as_json=as_json, verbose=verbose)
    return DONE


@program.command()
@common
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--show-text", is_flag=True, help="Show the words too: logs are public, mind where they go.")
def audit(site: Path, quiet: bool, as_json: bool, verbose: bool, folder: Path | None, **_: Any) -> int:
    """Search a built tree for sealed text."""
    from generator.pipeline.audit_output import audit_output

    wanted = request(site, None, drafts=False, future=False, clean=False, strict=False, jobs=1, now=None)
    result = audit_output(wanted, folder)
    telling.audited(result.warnings, quiet=quiet, as_json=as_json, verbose=verbose)
    if result.leaks:
        raise LeakError(result.leaks)
    return DONE


def _executor(address: str, ca: Path | None, cert: Path | None, key: Path | None) -> "Executor":
    """Return the executor of the command line; raises click.UsageError with the hint."""
    from generator.engine.executor import executor_at

    try:
        return executor_at(address, ca, cert, key)
    except SourceError as error:
        raise click.UsageError(f"--executor: {error.problem}\n  hint: {error.hint}") from error


def request(
    site: Path,
    output: Path | None,
    drafts: bool,
    future: bool,
    clean: bool,
    strict: bool,
    jobs: int | None,
    now: str | None,
) -> "BuildRequest":
    """Return what a build is asked for, from the command line and the environment."""
    from generator.pipeline.request import BuildRequest

    return BuildRequest(
        site_file=site,
        now=moment(now, os.environ),
        output=output,
        drafts=drafts,
        future=future,
        jobs=jobs or len(os.sched_getaffinity(0)),
        clean=clean,
        strict=strict,
        environment=dict(os.environ),
    )
