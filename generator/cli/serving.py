"""`serve`: the editors' preview. Everything heavy is imported inside the command."""

import os
from pathlib import Path

import click

from generator.cli.program import DONE, common, program


@program.command()
@common
@click.option("--host", default="127.0.0.1", help="Another address needs the token that is printed.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="The next free one is taken if it is in use.")
@click.option("--open", "opens", is_flag=True, help="Open the browser.")
@click.option("--drafts/--no-drafts", default=True, help="Show drafts and documents of the future, marked.")
@click.option("--keyservice/--no-keyservice", default=True, help="Mount the key service, so that readers can log in.")
def serve(
    site: Path,
    quiet: bool,
    host: str,
    port: int,
    opens: bool,
    drafts: bool,
    keyservice: bool,
    **_: bool,
) -> int:
    """Show the site to its editors: it builds, serves and reloads the browser at each change."""
    from generator.preview.serving import Choices
    from generator.preview.serving import serve as run

    run(Choices(site, host, port, opens, drafts, keyservice, jobs=len(os.sched_getaffinity(0)), quiet=quiet))
    return DONE
