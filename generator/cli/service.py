"""`keyservice …`: runs and administers the key service; all but the first word goes to the service itself."""

import os
from pathlib import Path

import click

from generator.cli.program import FORWARDED, common, program


@program.command(context_settings=FORWARDED)
@common
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def keyservice(site: Path, quiet: bool, verbose: bool, as_json: bool, arguments: tuple[str, ...]) -> int:
    """Run and administer the key service: run, migrate, check, add-reader, grant, revoke, and Django's commands."""
    from generator.keyservice.commands import main

    os.environ.setdefault("MARBRE_FOLDER", str(site.absolute().parent / ".marbre"))
    flags = [flag for flag, given in (("--quiet", quiet), ("--verbose", verbose), ("--json", as_json)) if given]
    return main([*arguments, *flags])
