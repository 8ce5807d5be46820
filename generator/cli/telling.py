"""How results and errors look to people, and to programs with `--json`."""

import json
import sys
from typing import TYPE_CHECKING, Any

from generator import __version__ as VERSION  # noqa: N812 - it is a constant
from generator.errors import GeneratorError, LeakError, Problems, SourceError, Warning_

if TYPE_CHECKING:
    from generator.pipeline.request import BuildResult

__all__ = ["VERSION", "audited", "built", "checked", "leaked", "profiled", "refused"]


def built(result: "BuildResult", *, quiet: bool, as_json: bool, verbose: bool) -> None:
    """Tell what a build did: warnings, then one line."""
    if as_json:
        _json(summary(result))
    if quiet:
        return
    _warnings(result.warnings)
    shown = _shown(result)
    counts = f"{result.pages} pages ({_of_sealed(result)}, {result.reused} reused)"
    print(f"built {counts} in {result.seconds:.2f} s -> {shown}/", file=sys.stderr)
    if verbose:
        made = f"{result.encoded} pictures encoded, {result.made} files laid out"
        print(f"  {result.rendered} documents rendered, {made}", file=sys.stderr)
        print(f"  {len(result.written)} files written, {len(result.removed)} removed", file=sys.stderr)


def profiled(result: "BuildResult") -> None:
    """Tell where the time went: by stage, and the documents that took longest."""
    for name, seconds in result.stages.items():
        print(f"  {seconds:8.2f} s  {name}", file=sys.stderr)
    for source, seconds in result.slowest:
        print(f"  {seconds * 1000:7.0f} ms  content/{source}", file=sys.stderr)


def checked(result: "BuildResult", *, quiet: bool, as_json: bool, verbose: bool) -> None:
    """Tell that a check found no error."""
    if as_json:
        _json(summary(result))
    if quiet:
        return
    _warnings(result.warnings)
    print(f"checked {result.pages} pages ({_of_sealed(result)}) in {result.seconds:.2f} s: no error", file=sys.stderr)
    if verbose:
        print(f"  {result.rendered} documents rendered", file=sys.stderr)


def audited(warnings: tuple[Warning_, ...], *, quiet: bool, as_json: bool, verbose: bool) -> None:
    """Tell what an audit could not read; leaks are told as errors."""
    if as_json:
        _json({"warnings": [_warning(one) for one in warnings]})
    if not quiet:
        _warnings(warnings)
    if verbose:
        print("the audit read every file of the output", file=sys.stderr)


def summary(result: "BuildResult", errors: tuple[SourceError, ...] = ()) -> dict[str, Any]:
    """Return the object that `--json` prints, as interface.md section 1 has it."""
    following = result.next_publication
    return {
        "pages": result.pages,
        "sealed": result.sealed,
        "rendered": result.rendered,
        "reused": result.reused,
        "written": len(result.written),
        "removed": len(result.removed),
        "warnings": [_warning(one) for one in result.warnings],
        "errors": [_error(one) for one in errors],
        "next_publication": following.isoformat() if following else None,
        "seconds": round(result.seconds, 3),
        "output": _shown(result),
        "stages": {name: round(seconds, 4) for name, seconds in result.stages.items()},
    }


def refused(error: GeneratorError, *, as_json: bool) -> None:
    """Tell every error of a run on stderr."""
    errors = error.errors if isinstance(error, Problems) else (error,)
    for one in errors:
        print(one, file=sys.stderr)
    if as_json:
        _json({"errors": [_error(one) for one in errors if isinstance(one, SourceError)]})


def leaked(error: LeakError, *, as_json: bool, show_text: bool) -> None:
    """Tell where sealed text is readable; the words only on request, for logs are public too."""
    for leak in error.leaks:
        print(leak.message(show_text=show_text), file=sys.stderr)
    print("  hint: nothing was published", file=sys.stderr)
    if as_json:
        found = [
            {
                "code": "leak",
                "path": leak.source.path,
                "line": leak.source.line,
                "section": leak.section,
                "output": leak.output,
                "encoding": leak.encoding,
            }
            for leak in error.leaks
        ]
        _json({"errors": found})


def _json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _warnings(warnings: tuple[Warning_, ...]) -> None:
    for one in warnings:
        print(one, file=sys.stderr)


def _of_sealed(result: "BuildResult") -> str:
    return f"{result.sealed} sealed"


def _shown(result: "BuildResult") -> str:
    from pathlib import Path

    try:
        return result.output.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(result.output)


def _warning(one: Warning_) -> dict[str, Any]:
    return {"code": one.code, "path": one.where.path, "line": one.where.line, "message": one.message}


def _error(one: SourceError) -> dict[str, Any]:
    return {
        "code": one.code,
        "path": one.where.path,
        "line": one.where.line,
        "column": one.where.column,
        "message": one.problem,
        "hint": one.hint,
    }
