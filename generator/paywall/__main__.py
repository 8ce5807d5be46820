"""
For implementers of the format.

    python -m generator.paywall vectors DIR
    python -m generator.paywall open --keyset FILE SPW
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.paywall.errors import SealError
from generator.paywall.header import page_header, parse_header
from generator.paywall.keys import read_keyset_file
from generator.paywall.opening import OpenedAsset, open_with_keyset, split_file
from generator.paywall.vectors import run_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 1 something is not as the format says, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m generator.paywall", description="the sealed-section format")
    commands = parser.add_subparsers(required=True)
    vectors = commands.add_parser("vectors", help="run a folder of vectors")
    vectors.add_argument("folder", type=Path)
    vectors.set_defaults(run=lambda given: _vectors(given.folder))
    opened = commands.add_parser("open", help="print what a sealed file holds")
    opened.add_argument("--keyset", type=Path, required=True)
    opened.add_argument("file", type=Path)
    opened.set_defaults(run=lambda given: _open(given.keyset, given.file))
    given = parser.parse_args(arguments)
    try:
        status: int = given.run(given)
    except (SealError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return status


def _vectors(folder: Path) -> int:
    outcomes = list(run_folder(folder))
    failed = [outcome for outcome in outcomes if outcome.problem]
    for outcome in failed:
        print(f"{outcome.name}: {outcome.problem}")
    print(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _open(keyset: Path, file: Path) -> int:
    """Print header and manifest to stderr and the plaintext to stdout; keys are never printed."""
    data = file.read_bytes()
    opened = open_with_keyset(data, read_keyset_file(keyset))
    header_bytes = split_file(data).header_bytes
    header = parse_header(header_bytes)
    for name in ("kind", "site", "kid", "article", "section", "policy", "not_before"):
        print(f"{name:<10} {getattr(header, name)}", file=sys.stderr)
    print(f"{'header':<10} {page_header(header_bytes)}", file=sys.stderr)
    if isinstance(opened, OpenedAsset):
        sys.stdout.buffer.write(opened.data)
        return 0
    for entry in opened.manifest:
        print(f"{'asset':<10} {entry.name} {entry.media_type}", file=sys.stderr)
    sys.stdout.buffer.write(opened.html.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
